"""Letters that stand for something else than a variable of the problem."""

from __future__ import annotations

from .compare import compare_trees
from .nodes import Node, rename, variables, walk
from .verdict import Comparison, undecided

_IMAGINARY = Node("constant", name="i")
_PI = Node("constant", name="pi")
_PERIOD_LETTERS = frozenset("klmnpqrst")


def compare_readings(gold: Node, answer: Node) -> Comparison:
    """Compares two trees as they stand, and if that fails, with such letters replaced.

    `I` in an answer to a number is the imaginary unit, and a letter that only counts multiples of
    pi may be any letter. Dots leave out what only people can fill in: no difference is one.
    """
    answer = _with_argument_of(gold, answer)
    found = compare_trees(gold, answer)
    if found.status == "equal":
        return found
    if not variables(gold) and variables(answer) == {"I"}:
        return compare_trees(gold, rename(answer, "I", _IMAGINARY))
    own = variables(gold) - variables(answer), variables(answer) - variables(gold)
    if len(own[0]) == len(own[1]) == 1:
        (left,), (right,) = own
        if _counts_periods(gold, left) and _counts_periods(answer, right):
            return compare_trees(gold, rename(answer, right, Node("variable", name=left)))
    dots = "..." in variables(gold) | variables(answer)
    return undecided("parts are left out") if dots else found


def _with_argument_of(gold: Node, answer: Node) -> Node:
    """`f(m) = 2m` with the letter of `f(n) = 2n`: the argument of a definition is a bound name."""
    left, right = _argument(gold), _argument(answer)
    if left is None or right is None or left in variables(answer):
        return answer
    return rename(answer, right, Node("variable", name=left))


def _argument(tree: Node) -> str | None:
    """The letter in the left side f(x) of a definition."""
    if tree.op != "relation" or tree.name != "=":
        return None
    head = tree.args[0]
    if head.op != "call" or not head.name.startswith("of ") or len(head.args) != 1:
        return None
    return head.args[0].name if head.args[0].op == "variable" else None


def _counts_periods(tree: Node, name: str) -> bool:
    """Whether a letter stands only as a factor beside pi, as k does in `x = 1 + 2k\\pi`."""
    if name not in _PERIOD_LETTERS:
        return False
    letter = Node("variable", name=name)
    products = [part.args for part in walk(tree) if part.op == "mul" and _PI in part.args]
    beside = sum(args.count(letter) for args in products)
    anywhere = sum(part == letter for part in walk(tree))
    return beside == anywhere > 0
