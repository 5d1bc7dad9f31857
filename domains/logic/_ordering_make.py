"""Ordering puzzles: clue sets with one solution, of which no clue can be left out."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ._ordering import ANCHORS, AnyClue, Clue, Either, holds
from ._ordering_search import find_other

_PARTS = frozenset(("before", "neighbors", "apart", "between"))
_STRONG = frozenset(("directly", "neighbors", "apart", "at"))
_DRAWS = 10_000


class NoPuzzleError(ValueError):
    """These relations do not single out an order."""


def make(
    rng: random.Random, size: int, relations: Sequence[str], anchors: int, weak: int
) -> tuple[AnyClue, ...]:
    """Clues with the identity as their only solution, each needed; at most `anchors` of places.

    The more clues that say little (`weak`) stand at the beginning, the more are in the puzzle.
    """
    clues = _weak(rng, size, relations, weak)
    others: list[list[int]] = []
    # A clue is added only if it rules out an order that fits all so far; so the set grows fast,
    # without a budget of time, and the orders found serve as witnesses below.
    while (other := find_other(clues, size, rng)) is not None:
        others.append(other)
        free = anchors - sum(isinstance(c, Clue) and c.relation in ANCHORS for c in clues)
        usable = [each for each in relations if free > 0 or each not in ANCHORS]
        clues.append(_excluding(rng, other, size, usable))
    return tuple(_needed(clues, others, size, rng))


def _weak(rng: random.Random, size: int, relations: Sequence[str], count: int) -> list[AnyClue]:
    """At most so many clues of the relations that say little and speak of no places."""
    usable = [each for each in relations if each not in _STRONG | ANCHORS]
    drawn = [_draw(rng, size, usable) for _ in range(count)] if usable else []
    return list(dict.fromkeys(clue for clue in drawn if clue is not None))


def _excluding(
    rng: random.Random, other: list[int], size: int, relations: Sequence[str]
) -> AnyClue:
    """A clue that holds in the solution and not in this other order."""
    for _ in range(_DRAWS):
        clue = _draw(rng, size, relations)
        if clue is not None and not holds(clue, other, size):
            return clue
    raise NoPuzzleError(f"{_DRAWS} draws of {list(relations)} gave no clue against {other}")


def _needed(
    clues: list[AnyClue], others: list[list[int]], size: int, rng: random.Random
) -> list[AnyClue]:
    """A subset with the same only solution, of which no clue can be left out.

    One pass is enough: a clue that is needed beside some clues is needed beside fewer.
    """
    # Clues that say much are tried first, so that more of those stay that say little.
    rng.shuffle(clues)
    for clue in sorted(clues, key=lambda c: isinstance(c, Either) or c.relation not in _STRONG):
        rest = [each for each in clues if each is not clue]
        if any(all(holds(each, other, size) for each in rest) for other in others):
            continue
        other = find_other(rest, size, rng)
        if other is None:
            clues = rest
        else:
            others.append(other)
    return clues


def _draw(rng: random.Random, size: int, relations: Sequence[str]) -> AnyClue | None:
    """A random clue that holds in the solution, or None where the draw gives none."""
    relation = rng.choice(relations)
    if relation == "either":
        simple = [each for each in relations if each in _PARTS]
        first = _draw(rng, size, simple)
        second = _some(rng, size, rng.choice(simple))
        clash = second is None or not isinstance(first, Clue) or _holds_here(second, size)
        if clash or second is None or not isinstance(first, Clue):
            return None
        return Either(*rng.sample((first, second), 2))
    clue = _some(rng, size, relation)
    return clue if clue is not None and _holds_here(clue, size) else None


def _some(rng: random.Random, size: int, relation: str) -> Clue | None:
    """A random clue of a relation, true or not; None for counts that are no clue of it."""
    if relation in ("end", "inner", "at", "not_at"):
        thing = rng.randrange(size)
        places = {"at": thing, "not_at": rng.randrange(size)}
        return Clue(relation, (thing,), places.get(relation, 0))
    if relation == "between":
        return Clue(relation, tuple(rng.sample(range(size), 3)))
    a, b = rng.sample(range(size), 2)
    if relation == "directly" and rng.random() < 0.8:  # few pairs are; the rest say nothing
        b = a + 1
        return Clue(relation, (a, b)) if b < size else None
    if relation == "neighbors" and rng.random() < 0.8:
        b = a + 1 if a + 1 < size else a - 1
    if relation == "apart":
        return Clue(relation, (a, b), abs(a - b) - 1) if abs(a - b) > 1 else None
    return Clue(relation, (a, b))


def _holds_here(clue: Clue, size: int) -> bool:
    return holds(clue, range(size), size)
