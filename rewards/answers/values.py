"""Single values of different kinds: numbers, percents, quantities, other bases, infinities."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TypeAlias

from .expressions import DEGREE
from .scalars import form_of, read_scalar, text_of
from .symbols import compare_scalars, times
from .types import Answer, Based, Expression, Infinity, Number, Percent, Quantity, Result, Scalar
from .units import convert, read_unit

Value: TypeAlias = Number | Percent | Based | Expression | Infinity | Quantity
DIFFERENT = Result("different", "type")
# One letter at a number, as in 5m, is read as a factor; beside a quantity it can be the unit.
_GLUED = re.compile(r"(.*[\d})]) ?([A-Za-z])")
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DEGREE = Expression("\\frac{\\pi}{180}", DEGREE)


def is_value(answer: Answer) -> bool:
    """Whether the answer is a single value."""
    return isinstance(answer, Value)


def compare_values(gold: Answer, answer: Answer) -> Result:
    """Two single values; the gold comes first, as a base matters on one side only."""
    if isinstance(gold, Number | Expression) and isinstance(answer, Number | Expression):
        return compare_scalars(gold, answer)
    if isinstance(gold, Based) or isinstance(answer, Based):
        return _exact(_same_digits(gold, answer))
    if isinstance(gold, Infinity) or isinstance(answer, Infinity):
        return _exact(gold == answer)
    for one, other in ((gold, answer), (answer, gold)):
        if isinstance(one, Percent):
            return _percent(one, other)
    for one, other in ((gold, answer), (answer, gold)):
        if isinstance(one, Quantity):
            return _quantity(one, other)
    return DIFFERENT


def _exact(same: bool) -> Result:
    return Result("equal" if same else "different", "exact")


def _same_digits(gold: Answer, answer: Answer) -> bool:
    """The same digits in the same base, or the gold's digits without its base."""
    if not isinstance(gold, Based):
        return False
    if isinstance(answer, Based):
        return gold == answer
    if isinstance(answer, Number):
        return _DECIMAL.fullmatch(gold.digits) is not None and Fraction(gold.digits) == answer.value
    return isinstance(answer, Expression) and gold.digits == answer.text.upper().replace(" ", "")


def _percent(percent: Percent, other: Answer) -> Result:
    """The fraction that a percentage is, or from 1 % on the number before the sign."""
    if isinstance(other, Percent):
        return _exact(percent.value == other.value)
    if isinstance(other, Number):
        same = other.value == percent.value and abs(percent.value) >= 1
        return _exact(same or other.value * 100 == percent.value)
    if isinstance(other, Expression):
        return compare_scalars(Number(percent.value / 100), other)
    return DIFFERENT


def _quantity(one: Quantity, other: Answer) -> Result:
    if isinstance(other, Quantity):
        return _both(one, other)
    if not isinstance(other, Number | Expression):
        return DIFFERENT
    glued = _GLUED.fullmatch(text_of(other))
    if glued and read_unit(glued[2]) == one.unit:
        value = read_scalar(glued[1])
        other = value if isinstance(value, Number | Expression) else other
    bare = compare_scalars(one.value, other)
    if bare.status == "equal" or one.unit != "degree":
        return bare
    return compare_scalars(times(one.value, _DEGREE), other)


def _both(one: Quantity, other: Quantity) -> Result:
    """Two quantities: converted exactly, or with equal values in the same unit."""
    if {one.unit, other.unit} == {"degree", "radian"}:
        degrees, radians = (one, other) if one.unit == "degree" else (other, one)
        return compare_scalars(times(degrees.value, _DEGREE), radians.value)
    if one.unit == other.unit:
        return compare_scalars(one.value, other.value)
    if {one.unit, other.unit} == {"degree", "degree_Celsius"} or {one.unit, other.unit} == {
        "degree",
        "degree_Fahrenheit",
    }:
        return compare_scalars(one.value, other.value)
    return _converted(one, other)


def _converted(one: Quantity, other: Quantity) -> Result:
    if isinstance(one.value, Number) and isinstance(other.value, Number):
        value = convert(one.value.value, one.unit, other.unit)
        if value is None:
            return Result("different", "type", f"{other.unit} is no {one.unit}")
        return _exact(value == other.value.value)
    factor = convert(Fraction(1), one.unit, other.unit)
    if factor is None or convert(Fraction(0), one.unit, other.unit) != 0:
        return Result("different", "type", f"{other.unit} is no {one.unit}")
    return compare_scalars(times(one.value, Number(factor)), other.value)


def scalar_of(answer: Answer) -> Scalar | None:
    """The number that a value is without its unit, or None."""
    if isinstance(answer, Quantity):
        return answer.value
    if isinstance(answer, Percent):
        return Number(answer.value)
    return answer if isinstance(answer, Number | Expression) and form_of(answer) else None
