"""The tree that a mathematical text is read into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple


class UnreadableError(ValueError):
    """This reader does not know the text; another may. The message says what it met."""


class ForLibraryError(UnreadableError):
    """The text is mathematics that only the library reads: an integral, a limit."""


class Node(NamedTuple):
    """An operation and its operands.

    Scalars: `number` (value), `variable` (name), `constant` (name: pi, e, i, inf), `add`, `mul`,
    `div`, `pow`, `neg`, `call` (name is the function), `sum` and `prod` (name is the index;
    operands: first, last, body). Others: `tuple`, `set`, `list`, `interval` (name is its two
    brackets), `matrix` (operands are `tuple`s), `relation` (name is the signs, joined by spaces),
    `union`.
    """

    op: str
    args: tuple[Node, ...] = ()
    name: str = ""
    value: Fraction = Fraction(0)


SCALARS = frozenset(
    ("number", "variable", "constant", "add", "mul", "div", "pow", "neg", "call", "sum", "prod")
)
ZERO = Node("number")


def number(value: int | Fraction) -> Node:
    """A number's node."""
    return Node("number", value=Fraction(value))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(top.args)


def variables(node: Node) -> frozenset[str]:
    """The names of the free variables."""
    if node.op == "variable":
        return frozenset((node.name,))
    if node.op in ("sum", "prod"):
        first, last, body = map(variables, node.args)
        return first | last | (body - {node.name})
    return frozenset().union(*map(variables, node.args))


def substitute(node: Node, point: Mapping[str, Fraction]) -> Node:
    """The tree with numbers for the variables that the point names."""
    if node.op == "variable":
        return number(point[node.name]) if node.name in point else node
    if not node.args:
        return node
    return node._replace(args=tuple(substitute(arg, point) for arg in node.args))


def rename(node: Node, name: str, to: Node) -> Node:
    """The tree with another node for one variable."""
    if node.op == "variable" and node.name == name:
        return to
    if not node.args:
        return node
    return node._replace(args=tuple(rename(arg, name, to) for arg in node.args))
