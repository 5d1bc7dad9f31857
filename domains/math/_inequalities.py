"""Inequalities whose roots are known, and their solutions as unions of intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from ._forms import number, polynomial, times

_Part: TypeAlias = tuple[tuple[int, int], int]
"""A linear factor, constant term first, and its power."""


class Case(NamedTuple):
    """Both sides as LaTeX, the roots in order, and the sign of left minus right at a point."""

    left: str
    right: str
    roots: list[Fraction]
    sign_at: Callable[[Fraction], int | None]


def absolute(rng: random.Random, name: str, parameters: dict[str, Any]) -> Case:
    """|ax + b| against c."""
    bound = parameters["bound"]
    a, b, c = rng.randint(1, 9), rng.randint(-bound, bound), rng.randint(1, 2 * bound)
    inside = polynomial([b, a], name)
    roots = sorted((Fraction(-c - b, a), Fraction(c - b, a)))
    return Case(f"|{inside}|", str(c), roots, lambda x: _sign(abs(a * x + b) - c))


def factors(rng: random.Random, name: str, parameters: dict[str, Any]) -> Case:
    """A product or a quotient of linear factors against 0."""
    bound, kinds = parameters["bound"], parameters["kinds"]
    factors: dict[Fraction, tuple[int, int]] = {}
    while len(factors) < parameters["roots"]:
        a, b = rng.randint(1, 5), rng.randint(-bound, bound)
        factors.setdefault(Fraction(-b, a), (b, a))
    lead = rng.choice((-1, 1))
    powers = [rng.choice((1, 1, 2)) if parameters["repeats"] else 1 for _ in factors]
    below = rng.randint(1, len(factors) - 1) if rng.choice(kinds) == "quotient" else 0
    parts = list(zip(factors.values(), powers, strict=True))
    top, bottom = parts[below:], parts[:below]
    return Case(
        _text(lead, top, bottom, name, "quadratic" in kinds), "0", sorted(factors),
        lambda x: _quotient_sign(lead, top, bottom, x),
    )  # fmt: skip


def _text(lead: int, top: Sequence[_Part], bottom: Sequence[_Part], name: str, expand: bool) -> str:
    if expand:
        product = [lead]
        for factor, _ in top:
            product = times(product, factor)
        return polynomial(product, name)
    above = ("-" if lead < 0 else "") + _product(top, name)
    return rf"\frac{{{above}}}{{{_product(bottom, name)}}}" if bottom else above


def _product(parts: Sequence[_Part], name: str) -> str:
    powers = ("" if power == 1 else f"^{{{power}}}" for _, power in parts)
    inner = (polynomial(factor, name) for factor, _ in parts)
    return "".join(f"({text}){power}" for text, power in zip(inner, powers, strict=True))


def _quotient_sign(
    lead: int, top: Sequence[_Part], bottom: Sequence[_Part], x: Fraction
) -> int | None:
    """None where the denominator is 0."""
    sign = lead
    for part, below in ((part, i >= len(top)) for i, part in enumerate([*top, *bottom])):
        (b, a), power = part
        value = _sign(a * x + b)
        if below and not value:
            return None
        sign *= value**power
    return sign


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def solution(case: Case, holds: Callable[[int], bool]) -> str:
    """The union of intervals; empty if nothing, or every number, solves it."""

    def at(x: Fraction) -> bool:
        sign = case.sign_at(x)
        return sign is not None and holds(sign)

    roots = case.roots
    middles = [(a + b) / 2 for a, b in pairwise(roots)]
    gaps = [at(x) for x in (roots[0] - 1, *middles, roots[-1] + 1)]
    points = [at(x) for x in roots]
    parts: list[str] = []
    start = r"(-\infty" if gaps[0] else ""
    for i, root in enumerate(roots):
        closing, text = ("]" if points[i] else ")"), number(root)
        if start and not (points[i] and gaps[i + 1]):
            parts.append(f"{start}, {text}{closing}")
            start = ""
        elif not start and points[i] and not gaps[i + 1]:
            parts.append(rf"\{{{text}\}}")
        if not start and gaps[i + 1]:
            start = ("[" if points[i] and not gaps[i] else "(") + text
    if start:
        parts.append(f"{start}, \\infty)")
    whole = parts == [r"(-\infty, \infty)"]
    return "" if whole else r" \cup ".join(parts)
