"""Whether two expressions are equal, by their values at fixed points.

Values are exact where both sides are rational, else they are compared to 60 digits and more.
Variables are real. Agreement at all points counts as equality: other expressions of such functions
agree at a random point with probability zero. Disagreement at all of them is a difference. Those
that agree at some points only, as |x| and x do, are undecided: it depends on what the variables
may be. So are those that differ only where a side has left the reals, as the logarithm of a
negative number does: they differ by a branch. Texts that name `i` are compared as complex numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

import mpmath

from .evaluate import Evaluator
from .exact import InexactError, PrecisionError, TooLargeError, UndefinedError, exact
from .nodes import Node, number, variables, walk
from .points import Point, generic_points, has_steps, whole_names, whole_points
from .verdict import Comparison, different, equal, undecided

_Outcome: TypeAlias = Literal["agree", "differ", "branch", "undefined"]
"""`branch`: the values differ, and a side had left the reals on the way."""

# 60 digits see what an answer can hide in plain numbers; more are taken where values ask for it.
DIGITS = (60, 250, 1000, 4000)
# A point at which a value is very large or small is left out instead.
DIGITS_AT_POINTS = (60, 250)
PROOF_DIGITS = 250
"""To which constants must agree."""
MIN_AGREEMENTS = 4
MIN_DIFFERENCES = 3
_DEGREE = Node("constant", name="degree")
_IMAGINARY = Node("constant", name="i")


class _Reading(NamedTuple):
    """What the notation leaves open."""

    log_base: int | None = None
    """The base of a bare `\\log`; None is e."""
    is_complex: bool = False


def compare_scalars(gold: Node, answer: Node) -> Comparison:
    """Equal, different or undecided; a bare logarithm may have the base e or 10."""
    is_complex = any(part == _IMAGINARY for part in _all(gold, answer))
    found = _compare(gold, answer, _Reading(None, is_complex))
    if found.status != "equal" and any(_is_bare_log(part) for part in _all(gold, answer)):
        decimal = _compare(gold, answer, _Reading(10, is_complex))
        if decimal.status == "equal":
            found = decimal
    if found.status == "different":
        return _without_unit(gold, answer, found)
    return found


def compare_near(one: Node, other: Node, within: Fraction) -> Comparison:
    """Equal if two constants are less than `within` apart, for either base of a bare logarithm."""
    if any(part.op == "variable" for part in _all(one, other)):
        return undecided("no constants")
    for log_base in (None, 10):
        if _distance_is_below(one, other, within, log_base):
            return equal("near")
        if not any(_is_bare_log(part) for part in _all(one, other)):
            break
    return different("not near")


def _distance_is_below(one: Node, other: Node, within: Fraction, log_base: int | None) -> bool:
    """Raises ArithmeticError where there is no value."""
    for digits in DIGITS:
        with suppress(PrecisionError), mpmath.workdps(digits):
            evaluator = Evaluator({}, digits, log_base=log_base)
            apart = evaluator.difference(evaluator.value(one), evaluator.value(other))
            return bool(abs(apart) < mpmath.mpf(within.numerator) / within.denominator)
    raise TooLargeError(f"more than {DIGITS[-1]} digits are needed")


def sign_of(constant: Node) -> int:
    """The sign of an expression without variables; 0 if it is zero, not real or not to be had."""
    for digits in DIGITS[:2]:
        try:
            with mpmath.workdps(digits):
                value = Evaluator({}, digits).value(constant)
                return int(mpmath.sign(value)) if isinstance(value, mpmath.mpf) else 0
        except PrecisionError:
            continue
        except ArithmeticError:
            break
    return 0


def _is_bare_log(node: Node) -> bool:
    return node.op == "call" and node.name == "log" and len(node.args) == 1


def _without_unit(gold: Node, answer: Node, found: Comparison) -> Comparison:
    """Degrees against a bare number: a unit that one side leaves out."""
    if _is_degrees(gold) == _is_degrees(answer):
        return found
    bare = _bare(gold), _bare(answer)
    if any(part == _DEGREE for part in _all(*bare)):
        return found
    same = _compare(*bare, _Reading()).status == "equal"
    return equal("without the degree sign") if same else found


def _is_degrees(node: Node) -> bool:
    return node.op == "mul" and node.args[-1] == _DEGREE


def _bare(node: Node) -> Node:
    return node._replace(args=(*node.args[:-1], number(1))) if _is_degrees(node) else node


def _compare(gold: Node, answer: Node, reading: _Reading) -> Comparison:
    names = sorted(variables(gold) | variables(answer))
    if not names:
        return _compare_constants(gold, answer, reading)
    whole = whole_names(gold) | whole_names(answer)
    if has_steps(gold) or has_steps(answer):
        return _compare_steps(gold, answer, reading, names)
    if whole:
        return _compare_at_whole(gold, answer, reading, names, whole)
    return _compare_generic(gold, answer, reading, names)


def _compare_constants(gold: Node, answer: Node, reading: _Reading) -> Comparison:
    outcome = _at(gold, answer, {}, reading)
    if outcome == "agree":
        outcome = _at(gold, answer, {}, reading, PROOF_DIGITS)
    if outcome == "agree":
        return equal(f"equal to {PROOF_DIGITS} digits")
    return undecided("no value") if outcome == "undefined" else different("different numbers")


def _compare_generic(gold: Node, answer: Node, reading: _Reading, names: list[str]) -> Comparison:
    agree = differ = branch = 0
    for point in generic_points(names):
        outcome = _at(gold, answer, point, reading)
        agree += outcome == "agree"
        differ += outcome == "differ"
        branch += outcome == "branch"
        if agree and differ:
            return undecided("equal for some values of the variables only")
        if differ >= MIN_DIFFERENCES:
            return different(f"different at {_shown(point)}")
    if agree >= MIN_AGREEMENTS:
        return undecided("equal only where real") if branch else equal(f"equal at {agree} points")
    if differ + branch >= MIN_DIFFERENCES and not agree:
        return different("different wherever both have a value")
    return undecided("too few points at which both have a value")


def _compare_at_whole(
    gold: Node, answer: Node, reading: _Reading, names: list[str], whole: frozenset[str]
) -> Comparison:
    """Functions of whole numbers: those agree by chance, so one difference decides."""
    agree = 0
    for point in whole_points(names, whole):
        try:
            outcome = _at(gold, answer, point, reading)
        except TooLargeError:
            continue
        if outcome in ("differ", "branch"):
            return different(f"different at {_shown(point)}")
        agree += outcome == "agree"
    if agree < 2 * MIN_AGREEMENTS:
        return undecided("too few whole numbers at which both have a value")
    return equal(f"equal at {agree} whole numbers")


def _compare_steps(gold: Node, answer: Node, reading: _Reading, names: list[str]) -> Comparison:
    at_whole = _compare_at_whole(gold, answer, reading, names, frozenset(names))
    if at_whole.status != "equal":
        return at_whole
    if any(_at(gold, answer, point, reading) != "agree" for point in generic_points(names)):
        return undecided("equal at whole numbers only")
    return at_whole


def _at(
    gold: Node, answer: Node, point: Point, reading: _Reading, digits_from: int = 0
) -> _Outcome:
    """What the two values at one point say."""
    try:
        return "agree" if exact(gold, point) == exact(answer, point) else "differ"
    except UndefinedError:
        return "undefined"
    except InexactError:
        pass
    for digits in DIGITS_AT_POINTS if point else DIGITS:
        try:
            if digits >= digits_from:
                return _to_digits(gold, answer, point, reading, digits)
        except PrecisionError:
            continue
        except UndefinedError:
            return "undefined"
    if point:
        return "undefined"
    raise TooLargeError(f"more than {DIGITS[-1]} digits are needed")


def _to_digits(gold: Node, answer: Node, point: Point, reading: _Reading, digits: int) -> _Outcome:
    with mpmath.workdps(digits):
        evaluator = Evaluator(point, digits, not reading.is_complex, reading.log_base)
        if not evaluator.difference(evaluator.value(gold), evaluator.value(answer)):
            return "agree"
        return "branch" if evaluator.left_reals and not reading.is_complex else "differ"


def _all(*trees: Node) -> Iterator[Node]:
    for tree in trees:
        yield from walk(tree)


def _shown(point: Point) -> str:
    return ", ".join(f"{name} = {float(value):.4g}" for name, value in list(point.items())[:4])
