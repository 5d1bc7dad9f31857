"""Decimals, powers, factorials, binomials and rounding of exact forms; opaque where inexact."""

from __future__ import annotations

import math
from fractions import Fraction

from . import algebra
from .algebra import Form

MAX_FACTORIAL = 1_000
# Longer numbers are not worked out: turning digits into a number is quadratic.
MAX_DIGITS = 4_000
MAX_EXPONENT_OF_TEN = 4_000


class UnreadableError(ValueError):
    """The text is no expression that is read here."""


def read_decimal(digits: str) -> Fraction:
    """An unsigned decimal, with or without exponent; raises UnreadableError if it is too long."""
    mantissa, _, exponent = digits.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or len(exponent) > 6:
        raise UnreadableError("too many digits")
    whole, _, places = mantissa.partition(".")
    value = Fraction(int(whole + places or "0"), 10 ** len(places))
    if not exponent:
        return value
    shift = int(exponent)
    if abs(shift) > MAX_EXPONENT_OF_TEN:
        raise UnreadableError("exponent")
    return value * Fraction(10) ** shift


def raise_to(base: Form, exponent: Form) -> Form:
    """A power: exact where the exponent is an integer or gives an exact root, else opaque."""
    value = algebra.rational(exponent)
    if value is not None and value.denominator == 1:
        if abs(value) > algebra.MAX_BITS:
            raise algebra.TooLargeError(f"power {value.numerator.bit_length()} bits")
        return algebra.power(base, int(value))
    if value is not None and abs(value.numerator) <= algebra.MAX_POWER:
        found = algebra.root(base, value.denominator)
        if found is not None:
            return algebra.power(found, value.numerator)
        if value.denominator == 2:
            inner = algebra.opaque(f"root({algebra.key(base)})")
            return algebra.power(inner, value.numerator)
    return algebra.opaque(f"({algebra.key(base)})^({algebra.key(exponent)})")


def factorial(base: Form) -> Form:
    """n!, opaque for anything but a number."""
    value = algebra.rational(base)
    if value is None:
        return algebra.opaque(f"({algebra.key(base)})!")
    if value.denominator != 1 or value < 0:
        raise UnreadableError("factorial of no natural number")
    if value > MAX_FACTORIAL:
        raise algebra.TooLargeError("factorial")
    return algebra.constant(math.factorial(int(value)))


def binomial(top: Form, bottom: Form) -> Form:
    """A binomial coefficient, opaque for anything but numbers."""
    n, k = algebra.rational(top), algebra.rational(bottom)
    if n is None or k is None:
        return algebra.opaque(f"binom({algebra.key(top)},{algebra.key(bottom)})")
    if n.denominator != 1 or k.denominator != 1 or min(n, k) < 0:
        raise UnreadableError("binomial of no natural numbers")
    if n > MAX_FACTORIAL:
        raise algebra.TooLargeError("binomial")
    return algebra.constant(math.comb(int(n), int(k)))


def rounded(name: str, inner: Form) -> Form:
    """`floor` or `ceil` of a rational number, else opaque."""
    value = algebra.rational(inner)
    if value is None:
        return algebra.opaque(f"{name}({algebra.key(inner)})")
    return algebra.constant(math.floor(value) if name == "floor" else math.ceil(value))
