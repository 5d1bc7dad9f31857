"""Whether two trees mean the same."""

from __future__ import annotations

from collections.abc import Callable

from .nodes import SCALARS, Node, walk
from .probe import compare_scalars
from .relations import compare_relations, is_trivial
from .verdict import Comparison, different, equal, undecided

# Multisets are matched by trying pairs, so their size is bounded.
MAX_ITEMS = 40


def compare_trees(gold: Node, answer: Node) -> Comparison:
    """Equal, different or undecided."""
    if gold == answer and not is_trivial(gold):
        return equal("the same text") if _has_value(gold) else undecided("no value")
    kinds = _kind(gold), _kind(answer)
    if kinds[0] == kinds[1]:
        return _COMPARERS[kinds[0]](gold, answer)
    if set(kinds) == {"list", "set"}:
        return _as_sets(gold, answer)
    if set(kinds) == {"tuple", "interval"}:
        return different("other brackets")
    if set(kinds) == {"list", "tuple"} and _in_order(gold, answer).status == "equal":
        return equal("the same items in the same order")
    return undecided(f"{kinds[0]} against {kinds[1]}")


def _kind(node: Node) -> str:
    return "expression" if node.op in SCALARS else node.op


def _has_value(node: Node) -> bool:
    """Whether an expression is equal to itself: not so for one that divides by zero."""
    if node.op not in SCALARS:
        return all(_has_value(arg) for arg in node.args)
    if _is_infinity(node) or all(map(_is_total, walk(node))):
        return True
    return compare_scalars(node, node).status == "equal"


def _is_total(node: Node) -> bool:
    """Whether an operation has a value whatever its operands are."""
    if node.op == "pow":
        return node.args[0].op == "number" and node.args[0].value > 0
    return node.op in ("number", "variable", "add", "neg", "mul")


def _is_infinity(node: Node) -> bool:
    return (node.args[0] if node.op == "neg" else node) == Node("constant", name="inf")


def _expressions(gold: Node, answer: Node) -> Comparison:
    if _is_infinity(gold) or _is_infinity(answer):
        same = gold == answer
        return equal("the same infinity") if same else different("infinite and not")
    return compare_scalars(gold, answer)


def _together(results: list[Comparison]) -> Comparison:
    """All equal, or the first that is not; a difference outweighs what is undecided."""
    for status in ("different", "undecided"):
        for result in results:
            if result.status == status:
                return result
    return equal("all parts are equal")


def _in_order(gold: Node, answer: Node) -> Comparison:
    if len(gold.args) != len(answer.args):
        return different(f"{len(answer.args)} parts instead of {len(gold.args)}")
    if gold.name != answer.name:
        return different("other brackets")
    pairs = zip(gold.args, answer.args, strict=True)
    return _together([compare_trees(left, right) for left, right in pairs])


def _as_sets(gold: Node, answer: Node) -> Comparison:
    """Each item of one has an equal in the other."""
    if max(len(gold.args), len(answer.args)) > MAX_ITEMS:
        return undecided(f"more than {MAX_ITEMS} items")
    open_item = False
    for left, right in ((gold, answer), (answer, gold)):
        for item in left.args:
            found = {compare_trees(item, other).status for other in right.args}
            if "equal" in found:
                continue
            if "undecided" not in found:
                return different("an item without an equal")
            open_item = True
    return undecided("an item that cannot be compared") if open_item else equal("the same items")


def _relation(gold: Node, answer: Node) -> Comparison:
    return compare_relations(gold, answer, compare_trees)


_COMPARERS: dict[str, Callable[[Node, Node], Comparison]] = {
    "expression": _expressions,
    "tuple": _in_order,
    "interval": _in_order,
    "matrix": _in_order,
    "set": _as_sets,
    "list": _as_sets,
    "union": _as_sets,
    "relation": _relation,
}
