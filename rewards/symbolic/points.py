"""Fixed points for comparing expressions: the same in every process, and no round numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from .exact import exact
from .nodes import Node, variables, walk

Point: TypeAlias = Mapping[str, Fraction]
"""A value for every variable."""

_POSITIVE = ((0, 1), (0, 1), (1, 3), (1, 3), (3, 12))
_MIXED = ((-1, 0), (-4, -1), (-4, 4), (-4, 4), (-12, 12))
_DISCRETE = frozenset(("factorial", "binom", "gcd", "lcm"))
_STEPS = frozenset(("floor", "ceil"))
# Functions of whole numbers agree by chance at a few, so more are tried.
WHOLE_POINTS = 40
MAX_WHOLE = 30


def generic_points(names: list[str], seed: str = "generic") -> Iterator[Point]:
    """Positive points first, small and large, then of mixed sign; each seed has its own."""
    source = random.Random(f"{seed} {' '.join(names)}")
    for low, high in _POSITIVE + _MIXED:
        yield {name: _fraction(source, low, high) for name in names}


def whole_points(names: list[str], whole: frozenset[str]) -> Iterator[Point]:
    """Small whole numbers for `whole` in turn, so that a single one meets them all."""
    source = random.Random("whole " + " ".join(names))
    for place in range(WHOLE_POINTS):
        real = {name: _fraction(source, 0, 3) for name in names}
        step = {name: Fraction(source.randint(0, MAX_WHOLE)) for name in sorted(whole)}
        if len(whole) == 1:
            step = dict.fromkeys(whole, Fraction(place))
        yield {**real, **step}


def whole_names(tree: Node) -> frozenset[str]:
    """Variables that stand for whole numbers: in factorials, bounds and powers of negatives."""
    found: frozenset[str] = frozenset()
    for part in walk(tree):
        if part.op == "call" and part.name in _DISCRETE:
            found |= variables(part)
        elif part.op == "pow" and _is_negative(part.args[0]):
            found |= variables(part.args[1])
        elif part.op in ("sum", "prod"):
            found |= variables(part.args[0]) | variables(part.args[1])
    return found


def has_steps(tree: Node) -> bool:
    """Whether values jump, so that they may differ at whole numbers alone."""
    return any(part.op == "call" and part.name in _STEPS for part in walk(tree))


def _is_negative(node: Node) -> bool:
    try:
        return exact(node, {}) < 0
    except (ArithmeticError, KeyError):
        return False


def _fraction(source: random.Random, low: int, high: int) -> Fraction:
    bottom = source.randint(10**5, 10**6)
    return Fraction(source.randint(low * bottom + 1, high * bottom - 1), bottom)
