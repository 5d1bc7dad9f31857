"""Exact arithmetic on quotients of polynomials over Q, square roots, i, pi, e and symbols.

A polynomial is a dict from monomial to coefficient. A monomial is (radicand, imaginary, factors):
a squarefree integer under a root, 0 or 1 for i, and sorted (generator, exponent) pairs. Roots of
different squarefree integers are linearly independent over Q, so two polynomials are equal exactly
if their dicts are, and quotients are compared by cross-multiplying. Generators in parentheses stand
for what is not expanded (`(sin(x))`): equal dicts still mean equal values, different dicts do not
mean different ones, and `Form.opaque` says so.

Sizes are bounded: more raises `TooLargeError`, a division by zero `UndefinedError`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple, TypeAlias

Monomial: TypeAlias = tuple[int, int, tuple[tuple[str, int], ...]]
Polynomial: TypeAlias = dict[Monomial, Fraction]

# Beyond these a text is no answer of which the exact layer must be sure.
MAX_TERMS = 300
MAX_BITS = 15_000
MAX_POWER = 40
# Trial division up to the root of this takes about a millisecond.
MAX_RADICAND = 10**9

UNIT: Monomial = (1, 0, ())
ONE: Polynomial = {UNIT: Fraction(1)}


class TooLargeError(ValueError):
    """The exact form would exceed the bounds of this module."""


class UndefinedError(ValueError):
    """The text states no value: a division by zero."""


class Form(NamedTuple):
    """A quotient of polynomials; the denominator has one term only if it is 1."""

    num: Polynomial
    den: Polynomial
    opaque: bool = False


def constant(value: Fraction | int) -> Form:
    """A rational number."""
    if not value:
        return Form({}, ONE)
    return Form({UNIT: _bounded(Fraction(value))}, ONE)


def symbol(name: str) -> Form:
    """A generator; pi and e are the constants of that name."""
    return Form({(1, 0, ((name, 1),)): Fraction(1)}, ONE)


def opaque(name: str) -> Form:
    """A generator for something that is not expanded further."""
    return Form({(1, 0, ((f"({name})", 1),)): Fraction(1)}, ONE, True)


IMAGINARY = Form({(1, 1, ()): Fraction(1)}, ONE)


def add(left: Form, right: Form, sign: int = 1) -> Form:
    """The sum, or the difference for sign -1."""
    if left.den == right.den:
        num, den = _plus(left.num, right.num, sign), left.den
    else:
        num = _plus(_times(left.num, right.den), _times(right.num, left.den), sign)
        den = _times(left.den, right.den)
    return _form(num, den, left.opaque or right.opaque)


def multiply(left: Form, right: Form) -> Form:
    """The product."""
    den = left.den if right.den == ONE else _times(left.den, right.den)
    return _form(_times(left.num, right.num), den, left.opaque or right.opaque)


def divide(left: Form, right: Form) -> Form:
    """The quotient; raises UndefinedError if the divisor is zero."""
    if not right.num:
        raise UndefinedError("division by zero")
    num, den = _times(left.num, right.den), _times(left.den, right.num)
    return _form(num, den, left.opaque or right.opaque)


def negate(form: Form) -> Form:
    """The negative."""
    return Form({mono: -value for mono, value in form.num.items()}, form.den, form.opaque)


def power(base: Form, exponent: int) -> Form:
    """An integer power; raises UndefinedError for 0^0 and 0^-n."""
    if exponent < 0:
        return power(divide(constant(1), base), -exponent)
    if exponent == 0 and not base.num:
        raise UndefinedError("0^0")
    if len(base.num) > 1 or base.den != ONE:
        if exponent > MAX_POWER:
            raise TooLargeError(f"power {exponent} of a sum")
    elif exponent * _bits(base) > MAX_BITS or exponent > MAX_BITS:
        raise TooLargeError(f"power {exponent}")
    result = constant(1)
    while exponent:
        if exponent & 1:
            result = multiply(result, base)
        exponent >>= 1
        if exponent:
            base = multiply(base, base)
    return result


def root(base: Form, degree: int) -> Form | None:
    """The real root of a rational number, or None if it cannot be written exactly here."""
    value = rational(base)
    if value is None or not 2 <= degree <= 64:
        return None
    if value < 0:
        if degree == 2:
            inner = root(constant(-value), 2)
            return inner and multiply(inner, IMAGINARY)
        if degree % 2 == 0:
            return None
        inner = root(constant(-value), degree)
        return inner and negate(inner)
    top, bottom = integer_root(value.numerator, degree), integer_root(value.denominator, degree)
    if top is not None and bottom is not None:
        return constant(Fraction(top, bottom))
    product = value.numerator * value.denominator
    if degree != 2 or product > MAX_RADICAND:
        return None
    outer, radicand = _squares(product)
    return Form({(radicand, 0, ()): Fraction(outer, value.denominator)}, ONE)


def integer_root(value: int, degree: int) -> int | None:
    """The exact root of a non-negative integer, or None."""
    if degree == 2:
        found = math.isqrt(value)
    else:
        if value.bit_length() > 1000:
            return None
        found = round(value ** (1 / degree)) if value.bit_length() < 1000 else 0
    return found if found**degree == value else None


def rational(form: Form) -> Fraction | None:
    """The value of a form that is a rational number, else None."""
    if not form.num:
        return Fraction(0)
    if len(form.num) == 1 and form.den == ONE:
        return form.num.get(UNIT)
    return None


def equal(left: Form, right: Form) -> bool:
    """Whether the two are the same quotient; raises TooLargeError."""
    if left.den == right.den:
        return left.num == right.num
    return _times(left.num, right.den) == _times(right.num, left.den)


def proportional(left: Form, right: Form) -> bool:
    """Whether the numerators differ by a constant factor other than zero."""
    if set(left.num) != set(right.num) or not left.num:
        return False
    pick = next(iter(left.num))
    ratio = left.num[pick] / right.num[pick]
    return all(value == ratio * right.num[mono] for mono, value in left.num.items())


def symbols(form: Form) -> frozenset[str]:
    """Names of all generators except pi and e."""
    monomials = (*form.num, *form.den)
    return frozenset(name for mono in monomials for name, _ in mono[2]) - {"pi", "e"}


def key(form: Form) -> str:
    """One text for equal polynomials; quotients may have several."""
    top = _key(form.num)
    return top if form.den == ONE else f"{top}/({_key(form.den)})"


def approximate(form: Form) -> float | None:
    """The value as a float, or None if it is no real number or out of range."""
    top, bottom = _approximate(form.num), _approximate(form.den)
    return None if top is None or not bottom else top / bottom


def _key(poly: Polynomial) -> str:
    return "+".join(f"{value}*{mono}" for mono, value in sorted(poly.items()))


def _approximate(poly: Polynomial) -> float | None:
    total = 0.0
    try:
        for (radicand, imaginary, factors), value in poly.items():
            if imaginary:
                return None
            term = float(value) * math.sqrt(radicand)
            for name, exponent in factors:
                if name not in ("pi", "e"):
                    return None
                term *= (math.pi if name == "pi" else math.e) ** exponent
            total += term
    except OverflowError:
        return None
    return total


def _form(num: Polynomial, den: Polynomial, is_opaque: bool) -> Form:
    """The quotient with a denominator of one term divided through."""
    if len(den) == 1 and den != ONE:
        num, den = _times(num, _inverse(den)), ONE
    elif num == den:
        num, den = ONE, ONE
    return Form(num, den if num else ONE, is_opaque)


def _inverse(poly: Polynomial) -> Polynomial:
    """One over a single term."""
    ((radicand, imaginary, factors), value) = next(iter(poly.items()))
    sign = -1 if imaginary else 1
    turned = tuple((name, -exponent) for name, exponent in factors)
    return {(radicand, imaginary, turned): sign / (value * radicand)}


def _plus(left: Polynomial, right: Polynomial, sign: int) -> Polynomial:
    result = dict(left)
    for mono, value in right.items():
        total = result.get(mono, 0) + sign * value
        if total:
            result[mono] = _bounded(Fraction(total))
        else:
            result.pop(mono, None)
    if len(result) > MAX_TERMS:
        raise TooLargeError(f"{len(result)} terms")
    return result


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    if right == ONE:
        return left
    if left == ONE:
        return right
    if len(left) * len(right) > 4 * MAX_TERMS:
        raise TooLargeError(f"{len(left)} times {len(right)} terms")
    result: Polynomial = {}
    for mono, value in left.items():
        for other, factor in right.items():
            product, scale = _monomial(mono, other)
            total = result.get(product, 0) + value * factor * scale
            if total:
                result[product] = _bounded(Fraction(total))
            else:
                result.pop(product, None)
    if len(result) > MAX_TERMS:
        raise TooLargeError(f"{len(result)} terms")
    return result


def _monomial(left: Monomial, right: Monomial) -> tuple[Monomial, int]:
    """The product of two monomials and the integer that came out of it."""
    shared = math.gcd(left[0], right[0])
    radicand = left[0] * right[0] // shared**2
    if radicand > MAX_RADICAND:
        raise TooLargeError("radicand")
    both = left[1] & right[1]
    exponents = dict(left[2])
    for name, exponent in right[2]:
        exponents[name] = exponents.get(name, 0) + exponent
    factors = tuple(sorted((name, n) for name, n in exponents.items() if n))
    return (radicand, left[1] ^ right[1], factors), -shared if both else shared


def _squares(value: int) -> tuple[int, int]:
    """(a, b) with a*a*b == value and b squarefree."""
    outer, divisor = 1, 2
    while divisor * divisor <= value:
        while value % (divisor * divisor) == 0:
            value //= divisor * divisor
            outer *= divisor
        divisor += 1
    return outer, value


def _bits(form: Form) -> int:
    return max(
        (v.numerator.bit_length() + v.denominator.bit_length() for v in form.num.values()),
        default=1,
    )


def _bounded(value: Fraction) -> Fraction:
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise TooLargeError("coefficient")
    return value
