"""Whether two equations or inequalities say the same.

Equal are those that are constant multiples of each other, and chains that are equal side by side;
never those that merely have the same truth value. Different are those between which a point can be
found that fulfills one and not the other. The rest is undecided.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from .exact import exact
from .nodes import SCALARS, Node, substitute, variables, walk
from .points import Point, generic_points
from .probe import compare_scalars, sign_of
from .verdict import Comparison, different, equal, undecided

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_HOLDS: dict[str, Callable[[Fraction, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_SMALL = Fraction(1, 1000)


class _Part(NamedTuple):
    tree: Node
    sign: str
    """How the tree compares with zero."""


def compare_relations(
    gold: Node, answer: Node, compare: Callable[[Node, Node], Comparison]
) -> Comparison:
    """Equal, different or undecided; `compare` is for the sides of what is no plain equation."""
    if is_trivial(gold) or is_trivial(answer):
        return undecided("a relation without variables")
    gold, answer = _memberships(gold), _memberships(answer)
    for other in (answer, _turned(answer)):
        if other.name == gold.name and _equal_sides(gold, other, compare):
            return equal("equal side by side")
    plain = all(arg.op in SCALARS for arg in (*gold.args, *answer.args))
    if not plain or "in" in (gold.name, answer.name):
        return undecided("relations that are not equal side by side")
    if _defines_the_same(gold, answer):
        return compare(gold.args[1], answer.args[1])
    parts = _parts(gold), _parts(answer)
    if len(parts[0]) == len(parts[1]) == 1:
        found = _proportional(parts[0][0], parts[1][0])
        if found is not None:
            return found
    if variables(gold) != variables(answer):
        return different("other variables")
    parted = _are_parted(*parts)
    return different("a point parts them") if parted else undecided("not proportional")


def _equal_sides(gold: Node, answer: Node, compare: Callable[[Node, Node], Comparison]) -> bool:
    pairs = zip(gold.args, answer.args, strict=True)
    return all(compare(*pair).status == "equal" for pair in pairs)


def _defines_the_same(gold: Node, answer: Node) -> bool:
    """Whether both say what one variable or function is: then the right sides decide."""
    head = gold.args[0]
    if gold.name != "=" or answer.name != "=" or head != answer.args[0]:
        return False
    if head.op == "variable":
        return head.name not in variables(gold.args[1]) | variables(answer.args[1])
    return head.name.startswith("of ") and not any(
        part.name == head.name for side in (gold, answer) for part in walk(side.args[1])
    )


def is_trivial(node: Node) -> bool:
    """Whether a relation says nothing of any variable, as 5 = 5 does."""
    if node.op != "relation" or variables(node):
        return False
    return not any(part.op == "call" and part.name.startswith("of ") for part in walk(node))


def _memberships(relation: Node) -> Node:
    """`x = {1, 2}` as `x in {1, 2}`."""
    last = relation.args[-1]
    if relation.name not in ("=", "in") or last.op not in ("set", "list"):
        return relation
    return Node("relation", (relation.args[0], last._replace(op="set")), "in")


def _turned(relation: Node) -> Node:
    signs = [_FLIPPED.get(sign, "") for sign in relation.name.split()]
    return Node("relation", relation.args[::-1], " ".join(reversed(signs)))


def _parts(relation: Node) -> list[_Part]:
    """A chain as comparisons of differences with zero."""
    signs = relation.name.split()
    return [
        _Part(Node("add", (left, Node("neg", (right,)))), sign)
        for (left, right), sign in zip(pairwise(relation.args), signs, strict=True)
    ]


def _proportional(gold: _Part, answer: _Part) -> Comparison | None:
    """Equal or undecided if one is a constant multiple of the other; None if it is not."""
    left, right = gold.tree, answer.tree
    names = sorted(variables(left) | variables(right))
    # Other points than those of the comparison: at these the two sides agree by construction.
    for point in generic_points(names, "ratio"):
        there = substitute(left, point), substitute(right, point)
        ratio = sign_of(there[0]) * sign_of(there[1])
        if not ratio:
            continue
        if answer.sign != (gold.sign if ratio > 0 else _FLIPPED[gold.sign]):
            return None
        found = compare_scalars(Node("mul", (left, there[1])), Node("mul", (right, there[0])))
        return None if found.status == "different" else found
    return None


def _are_parted(gold: list[_Part], answer: list[_Part]) -> bool:
    """Whether a rational point is found that fulfills one and not the other."""
    for point in _telling_points([part.tree for part in (*gold, *answer)]):
        try:
            if _holds(gold, point) != _holds(answer, point):
                return True
        except (ArithmeticError, KeyError):
            continue
    return False


def _holds(parts: list[_Part], point: Point) -> bool:
    return all(_HOLDS[part.sign](exact(part.tree, point), 0) for part in parts)


def _telling_points(trees: list[Node]) -> Iterator[Point]:
    """Sample points, and points on and beside the zeros of trees that are linear in a variable."""
    names = sorted(frozenset().union(*map(variables, trees)))
    for point in generic_points(names):
        yield point
        for tree in trees:
            for name in names:
                zero = _zero(tree, name, point)
                if zero is not None:
                    for place in (zero, zero - _SMALL, zero + _SMALL):
                        yield {**point, name: place}


def _zero(tree: Node, name: str, point: Point) -> Fraction | None:
    """Where the tree is zero along one variable, if it is linear in it."""
    try:
        at = [exact(tree, {**point, name: Fraction(place)}) for place in (1, 2, 3)]
        slope = at[1] - at[0]
        if not slope or at[2] - at[1] != slope:
            return None
        return 1 - at[0] / slope
    except ArithmeticError:
        return None
