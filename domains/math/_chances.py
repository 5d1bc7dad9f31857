"""Urns: events over the colors that are drawn, and their exact chances."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

COLORS = ("red", "blue", "green", "yellow", "white", "black", "orange", "purple", "gray", "pink")
THINGS = (
    ("balls", ("an urn", "a bag", "a box")),
    ("marbles", ("a jar", "a bag", "a bowl")),
    ("beads", ("a pouch", "a drawer", "a tin")),
    ("tickets", ("a hat", "a drum", "a box")),
    ("chips", ("a bowl", "a sack", "a cup")),
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")

Drawn: TypeAlias = tuple[int, ...]
"""How many of each color were drawn."""
Event: TypeAlias = Callable[[Drawn], bool]


def event(rng: random.Random, kind: str, colors: Sequence[str], draws: int) -> tuple[str, Event]:
    """An event in words, to follow "the probability that", and as a predicate."""
    first, second = rng.sample(range(len(colors)), 2)
    if kind == "exactly":
        count = rng.randint(1, draws)
        return f"exactly {NUMBERS[count]} of them {_is(count)} {colors[first]}", (
            lambda drawn: drawn[first] == count
        )
    if kind == "at_least":
        count = rng.randint(1, draws - 1)
        return f"at least {NUMBERS[count]} of them {_is(count)} {colors[first]}", (
            lambda drawn: drawn[first] >= count
        )
    if kind == "both":
        return f"both {colors[first]} and {colors[second]} are among them", (
            lambda drawn: drawn[first] > 0 and drawn[second] > 0
        )
    if kind == "same":
        return "all of them have the same color", lambda drawn: max(drawn) == draws
    return "no two of them have the same color", lambda drawn: max(drawn) == 1


def chance(counts: Sequence[int], draws: int, replaced: bool, holds: Event) -> Fraction:
    """The probability, over all ways in which the draws can split among the colors."""
    total = Fraction(0)
    for drawn in _splits(draws, len(counts)):
        if holds(drawn):
            total += _split_chance(counts, drawn, draws, replaced)
    return total


def _split_chance(counts: Sequence[int], drawn: Drawn, draws: int, replaced: bool) -> Fraction:
    if not replaced:
        ways = math.prod(math.comb(n, k) for n, k in zip(counts, drawn, strict=True))
        return Fraction(ways, math.comb(sum(counts), draws))
    orders = math.factorial(draws) // math.prod(map(math.factorial, drawn))
    ways = math.prod(n**k for n, k in zip(counts, drawn, strict=True))
    return Fraction(orders * ways, sum(counts) ** draws)


def _splits(draws: int, colors: int) -> Iterator[Drawn]:
    if colors == 1:
        yield (draws,)
        return
    for here in range(draws + 1):
        for rest in _splits(draws - here, colors - 1):
            yield (here, *rest)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
