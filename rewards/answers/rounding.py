"""Rounded golds: the only place where an answer may differ from the gold, as the spec says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from . import algebra
from .claims import doubted, upheld
from .scalars import form_of
from .types import Answer, Claim, Expression, Named, Number, Percent, Quantity, Result
from .units import convert

# Pi and e to more digits than any rounding here looks at.
_PI = Fraction("3.14159265358979323846264338327950288419716939937510582097494459")
_E = Fraction("2.71828182845904523536028747135266249775724709369995957496696763")
_GUARD = 10**60
MAX_DIGITS = 30


class Rounding(NamedTuple):
    """How a gold was rounded, or how far from it an answer may be."""

    kind: Literal["round", "significant", "tolerance"]
    amount: Fraction


def read_rounding(spec: Mapping[str, Any]) -> Rounding | None:
    """The one rounding of a spec; raises ValueError that says what is allowed."""
    kinds: list[Literal["round", "significant", "tolerance"]] = [
        "round",
        "significant",
        "tolerance",
    ]
    named = [kind for kind in kinds if kind in spec]
    if not named:
        return None
    if len(named) > 1:
        raise ValueError(f"{named}; one of them is allowed")
    kind, value = named[0], spec[named[0]]
    if kind == "tolerance":
        return Rounding(kind, _tolerance(value))
    low = 0 if kind == "round" else 1
    if type(value) is not int or not low <= value <= MAX_DIGITS:
        raise ValueError(f"{kind} is {value!r}; an integer of {low} to {MAX_DIGITS} is allowed")
    return Rounding(kind, Fraction(value))


def compare_rounded(gold: Answer, answer: Answer, rounding: Rounding) -> Result:
    """Whether the answer rounds to the gold, or lies within the tolerance."""
    if isinstance(answer, Named):
        return doubted(compare_rounded(gold, answer.value, rounding), answer)
    if isinstance(answer, Claim):
        return upheld(compare_rounded(gold, answer.value, rounding), answer)
    if isinstance(gold, Percent):
        return _compare_percent(gold, answer, rounding)
    unit = gold.unit if isinstance(gold, Quantity) else None
    wanted = _number(gold, unit)
    value = _number(answer, unit)
    if wanted is None or value is None:
        single = isinstance(answer, Number | Expression | Percent | Quantity)
        if single and wanted is not None and _is_opaque(answer):
            return Result("undecided", "rounding", "a value that cannot be worked out here")
        return Result("different", "type", f"{type(answer).__name__} is no number here")
    if rounding.kind == "tolerance":
        return _verdict(abs(value - wanted) <= rounding.amount)
    places = int(rounding.amount)
    if rounding.kind == "significant":
        places -= 1 + _exponent(wanted)
    return _verdict(_rounds_to(value, wanted, places))


def _compare_percent(gold: Percent, answer: Answer, rounding: Rounding) -> Result:
    """In percent, which a bare number may be in too; else it is the fraction."""
    wanted = Number(gold.value)
    if isinstance(answer, Percent):
        return compare_rounded(wanted, Number(answer.value), rounding)
    if isinstance(answer, Quantity):
        return Result("different", "type", f"{answer.unit} is no percent")
    found = compare_rounded(wanted, answer, rounding)
    value = _number(answer, None)
    if found.status != "different" or value is None:
        return found
    return compare_rounded(wanted, Number(100 * value), rounding)


def _verdict(same: bool) -> Result:
    return Result("equal" if same else "different", "rounding")


def _rounds_to(value: Fraction, wanted: Fraction, places: int) -> bool:
    """Half a unit of the last place to either side: ties may go up, down or to even."""
    unit = Fraction(10) ** -places
    return abs(value - _nearest(wanted, unit)) <= unit / 2


def _nearest(value: Fraction, unit: Fraction) -> Fraction:
    return math.floor(value / unit + Fraction(1, 2)) * unit


def _exponent(value: Fraction) -> int:
    """The power of ten of the first digit."""
    if not value:
        return 0
    guess = len(str(abs(value.numerator))) - len(str(value.denominator))
    return guess if abs(value) >= Fraction(10) ** guess else guess - 1


def _number(answer: Answer, unit: str | None) -> Fraction | None:
    """The value in the gold's unit as a rational number near enough to round, or None."""
    if isinstance(answer, Percent):
        return answer.value / 100
    if isinstance(answer, Quantity):
        inner = _number(answer.value, None)
        if inner is None or unit is None:
            return inner
        return convert(inner, answer.unit, unit)
    if isinstance(answer, Number):
        return answer.value
    form = form_of(answer) if isinstance(answer, Expression) else None
    return None if form is None else _near(form)


def _near(form: algebra.Form) -> Fraction | None:
    top, bottom = _sum(form.num), _sum(form.den)
    return None if top is None or not bottom else top / bottom


def _sum(poly: algebra.Polynomial) -> Fraction | None:
    total = Fraction(0)
    for (radicand, imaginary, factors), value in poly.items():
        if imaginary or any(name not in ("pi", "e") or abs(n) > 20 for name, n in factors):
            return None
        term = value * Fraction(math.isqrt(radicand * _GUARD**2), _GUARD)
        for name, exponent in factors:
            term *= (_PI if name == "pi" else _E) ** exponent
        total += term
    return total


def _is_opaque(answer: Answer) -> bool:
    value = answer.value if isinstance(answer, Quantity) else answer
    return isinstance(value, Expression) and (value.form is None or value.form.opaque)


def _tolerance(value: object) -> Fraction:
    try:
        found = Decimal(str(value)) if isinstance(value, str | int | float) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite() or not 0 <= found < Decimal("1e100"):
        raise ValueError(f"tolerance is {value!r}; a decimal of at least 0 is allowed")
    if found.as_tuple().exponent < -100:  # type: ignore[operator]
        raise ValueError(f"tolerance is {value!r}; at most 100 places are allowed")
    return Fraction(found)
