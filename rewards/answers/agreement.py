"""Whether several values that one answer states can all be true: `a = b = c` and `a \\approx b`."""

from __future__ import annotations

from fractions import Fraction

from . import algebra
from .compare import compare_answers
from .scalars import form_of, letters_of, symbols_of
from .types import (
    Answer,
    Chain,
    Claim,
    Equation,
    Expression,
    Group,
    Matrix,
    Named,
    Number,
    Percent,
    Quantity,
    Ratio,
    Region,
    Statement,
)
from .units import convert


def contradicts(earlier: Answer, later: Answer) -> bool:
    """Whether the later side of an equality cannot be the earlier one.

    A formula may be followed by what it comes to (`\\pi r^2 = 9\\pi`), so the later side may differ
    where symbols are gone. After a number only the same number may follow. What the exact layer
    cannot tell is let pass where it comes first (`\\arctan 1 = \\pi/4`): see `open_equality`.
    """
    if isinstance(earlier, Number | Expression) and isinstance(later, Number | Expression):
        return _scalars_contradict(earlier, later)
    if isinstance(earlier, Quantity) and isinstance(later, Quantity) and earlier.unit != later.unit:
        return not is_rounding(earlier, later)
    return not agrees(earlier, later)


def agrees(one: Answer, other: Answer) -> bool:
    """Whether the exact layer alone says that two answers are equal.

    What is read must not depend on a symbolic layer that may be busy.
    """
    if one == other:
        return True
    return _is_exact(one) and _is_exact(other) and compare_answers(one, other).status == "equal"


def _is_exact(answer: Answer) -> bool:
    """Whether exact forms decide on the answer."""
    match answer:
        case Expression():
            return answer.form is not None and not answer.form.opaque
        case Group():
            return all(map(_is_exact, answer.items))
        case Matrix():
            return all(_is_exact(cell) for row in answer.rows for cell in row)
        case Ratio():
            return all(map(_is_exact, answer.parts))
        case Region():
            return all(_is_exact(end) for part in answer.intervals for end in (part.low, part.high))
        case Quantity() | Named():
            return _is_exact(answer.value)
        case Equation() | Chain() | Claim():
            return False
    return True


def _scalars_contradict(earlier: Number | Expression, later: Number | Expression) -> bool:
    one, other = form_of(earlier), form_of(later)
    if one is None or one.opaque:
        return False
    if other is None or other.opaque:
        return not symbols_of(earlier)
    if symbols_of(earlier) - symbols_of(later):
        return False
    try:
        return not algebra.equal(one, other)
    except algebra.TooLargeError:
        return True


def open_equality(earlier: Answer, later: Answer) -> Statement | None:
    """The statement that two sides are equal, where only the symbolic layer can tell.

    None where letters stand: a later side may be what an earlier one comes to for some of them.
    """
    if not isinstance(earlier, Number | Expression) or not isinstance(later, Number | Expression):
        return None
    form = form_of(earlier)
    if form is not None and not form.opaque:
        return None
    if letters_of(earlier) or letters_of(later):
        return None
    return Statement(earlier, later, None)


def is_rounding(exact: Answer, rounded: Answer) -> bool | Statement:
    """Whether a decimal is less than one unit of its last place away from a value of its kind.

    The statement that it is, for a constant of which the exact layer does not know the value.
    """
    if isinstance(exact, Claim):
        exact = exact.value
    if isinstance(exact, Quantity):
        return _is_rounded_quantity(exact, rounded)
    if isinstance(exact, Percent) and isinstance(rounded, Percent):
        return _is_near(Number(exact.value), Number(rounded.value))
    if not isinstance(exact, Number | Expression) or not isinstance(rounded, Number):
        return False
    return _is_near(exact, rounded)


def _is_rounded_quantity(exact: Quantity, rounded: Answer) -> bool | Statement:
    if not isinstance(rounded, Quantity) or not isinstance(rounded.value, Number):
        return False
    if exact.unit == rounded.unit:
        return _is_near(exact.value, rounded.value)
    if not isinstance(exact.value, Number):
        return agrees(exact, rounded)
    value = convert(exact.value.value, exact.unit, rounded.unit)
    return value is not None and _is_near(Number(value), rounded.value)


def _is_near(exact: Number | Expression, rounded: Number) -> bool | Statement:
    unit = _last_place(rounded)
    if unit is None:
        return False
    if isinstance(exact, Number):
        return abs(exact.value - rounded.value) < unit
    if letters_of(exact):
        return False
    value = None if exact.form is None else algebra.approximate(exact.form)
    if value is None:
        is_open = exact.form is None or exact.form.opaque
        return Statement(exact, rounded, unit) if is_open else False
    return abs(value - float(rounded.value)) < unit


def _last_place(number: Number) -> Fraction | None:
    """The unit of the last digit that is written; None for a fraction, which rounds nothing."""
    if number.places is not None:
        return Fraction(1, 10**number.places)
    value, places = number.value, 0
    if value.denominator == 1:
        digits = str(value.numerator)
        return Fraction(10 ** (len(digits) - len(digits.rstrip("0")))) if value else Fraction(1)
    while value.denominator % 10 == 0 or value.denominator in (2, 4, 5, 8):
        value, places = value * 10, places + 1
    return Fraction(1, 10**places) if value.denominator == 1 else None
