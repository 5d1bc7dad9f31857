"""LaTeX of exact values, and the random draws that the families share."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

VARIABLES = ("x", "y", "z", "t", "u", "w", "n", "p", "q", "r")


def number(value: Fraction | int) -> str:
    r"""`3`, `-2` or `-\\frac{3}{4}`."""
    value = Fraction(value)
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def polynomial(coefficients: Sequence[Fraction | int], variable: str) -> str:
    """A polynomial from its constant term up, highest power first: `2x^{2} - x + 3`."""
    powers = ["", variable, *(f"{variable}^{{{power}}}" for power in range(2, len(coefficients)))]
    return linear(coefficients[::-1], powers[: len(coefficients)][::-1]) or "0"


def linear(coefficients: Sequence[Fraction | int], variables: Sequence[str]) -> str:
    """A sum such as `3x - y + 2z`; terms with the coefficient 0 are left out."""
    text = ""
    for value, variable in zip(map(Fraction, coefficients), variables, strict=True):
        if not value:
            continue
        size = number(abs(value)) if abs(value) != 1 or not variable else ""
        text += (" - " if value < 0 else " + ") + size + variable
    return "-" + text[3:] if text.startswith(" - ") else text[3:]


def nonzero(rng: random.Random, bound: int) -> int:
    """An integer of -bound..bound other than 0."""
    return rng.choice((-1, 1)) * rng.randint(1, bound)


def times(first: Sequence[int], second: Sequence[int]) -> list[int]:
    """The product of two polynomials, constant terms first."""
    product = [0] * (len(first) + len(second) - 1)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            product[i + j] += a * b
    return product
