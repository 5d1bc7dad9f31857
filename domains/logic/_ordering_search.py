"""Ordering puzzles: a complete search with propagation.

A domain is a bit mask of places: bit p says that a thing may stand at p.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from ._ordering import AnyClue, Clue, Either, holds, relation_holds

Domains: TypeAlias = list[int]


def find_other(clues: Sequence[AnyClue], size: int, rng: random.Random) -> list[int] | None:
    """An order other than the identity in which all clues hold, or None: a complete search."""
    domains = [(1 << size) - 1] * size
    for clue in clues:
        if isinstance(clue, Clue) and len(clue.things) == 1:
            domains[clue.things[0]] &= _unary(clue.relation, clue.number, size)
    rest = [clue for clue in clues if isinstance(clue, Either) or len(clue.things) > 1]
    return next((found for found in _orders(domains, rest, size, rng) if _is_other(found)), None)


def _is_other(places: Sequence[int]) -> bool:
    return any(place != thing for thing, place in enumerate(places))


def _orders(
    domains: Domains, clues: Sequence[AnyClue], size: int, rng: random.Random
) -> Iterator[list[int]]:
    """All orders that fit, by search with propagation; places are tried in random order."""
    if not _propagate(domains, clues, size):
        return
    # Nothing but the identity is left: no need to go on to the leaf.
    open_things = [thing for thing in range(size) if domains[thing] & (domains[thing] - 1)]
    if not open_things:
        yield [domain.bit_length() - 1 for domain in domains]
        return
    thing = min(open_things, key=lambda each: domains[each].bit_count())
    places = [place for place in range(size) if domains[thing] >> place & 1]
    rng.shuffle(places)
    for place in places:
        child = list(domains)
        child[thing] = 1 << place
        yield from _orders(child, clues, size, rng)


def _propagate(domains: Domains, clues: Sequence[AnyClue], size: int) -> bool:
    """Removes places that cannot be; False if a thing has none left."""
    while True:
        before = list(domains)
        for clue in clues:
            _narrow(domains, clue, size)
        _spread(domains, size)
        if not all(domains):
            return False
        if domains == before:
            return True


def _spread(domains: Domains, size: int) -> None:
    """No two things share a place, and each place has a thing."""
    for thing, domain in enumerate(domains):
        if domain and not domain & (domain - 1):
            for other in range(size):
                if other != thing:
                    domains[other] &= ~domain
    once = twice = 0
    for domain in domains:
        twice |= once & domain
        once |= domain
    if once != (1 << size) - 1:
        domains[0] = 0
        return
    alone = once & ~twice
    for thing, domain in enumerate(domains):
        if domain & alone:
            domains[thing] = domain & alone


def _narrow(domains: Domains, clue: AnyClue, size: int) -> None:
    if isinstance(clue, Either):
        _narrow_either(domains, clue, size)
    elif clue.relation == "between":
        _narrow_between(domains, clue.things)
    else:
        a, b = clue.things
        domains[b] &= _image(clue.relation, clue.number, False, size, domains[a])
        domains[a] &= _image(clue.relation, clue.number, True, size, domains[b])


def _narrow_between(domains: Domains, things: tuple[int, ...]) -> None:
    """Bounds only until the middle and one side stand; then the other side is on its far side."""
    middle, left, right = things
    sides = domains[left] | domains[right]
    low, high = sides & -sides, 1 << sides.bit_length() >> 1
    domains[middle] &= (high - 1) & ~(low | (low - 1))
    place = domains[middle]
    if place & (place - 1) or not place:
        return
    below, above = place - 1, ~(place | (place - 1))
    for one, two in ((left, right), (right, left)):
        if not domains[one] & ~below:
            domains[two] &= above
        elif not domains[one] & ~above:
            domains[two] &= below


def _narrow_either(domains: Domains, clue: Either, size: int) -> None:
    """Once one half is impossible, the other holds; once all things stand, exactly one does."""
    halves = (clue.first, clue.second)
    for half, other in (halves, halves[::-1]):
        child = list(domains)
        _narrow(child, half, size)
        if not all(child[thing] for thing in half.things):
            _narrow(domains, other, size)
    things = {thing for half in halves for thing in half.things}
    if all(domains[thing] and not domains[thing] & (domains[thing] - 1) for thing in things):
        places = [domain.bit_length() - 1 for domain in domains]
        if not holds(clue, places, size):
            domains[min(things)] = 0


@lru_cache(maxsize=4096)
def _unary(relation: str, number: int, size: int) -> int:
    return sum(1 << p for p in range(size) if relation_holds(relation, number, [p], size))


@lru_cache(maxsize=1 << 18)
def _image(relation: str, number: int, flipped: bool, size: int, domain: int) -> int:
    """The places of one thing that go with some place of the other in `domain`."""
    found = 0
    for own in range(size):
        for other in range(size):
            pair = (own, other) if flipped else (other, own)
            if (
                domain >> other & 1
                and own != other
                and relation_holds(relation, number, pair, size)
            ):
                found |= 1 << own
                break
    return found
