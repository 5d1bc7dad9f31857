"""Zebra puzzles: kinds of clues, a solver, and sets of clues with exactly one solution.

An item is a value of a column, numbered column * houses + value; a world gives each item its place,
counted from 0 at the left, such that the items of a column stand at different places. A domain is
a bit mask of places. What a kind of clue means stands in one predicate over places; the tables by
which the solver removes places are computed from it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeAlias

World: TypeAlias = tuple[int, ...]
Table: TypeAlias = tuple[int, ...]
_Rule: TypeAlias = tuple[tuple[int, ...], tuple[Table, ...]]

_DRAWS = 2_000
# The search for another solution is short or, rarely, endless: one set of clues in some hundreds of
# the largest size needs more nodes than this, and another set is drawn instead. A count of nodes is
# the same on every machine, which a limit of time would not be.
_NODES = 1_000


class SearchLimitError(RuntimeError):
    """The search was given up: whether there is another solution is not known."""


class Kind(NamedTuple):
    """What a clue of this kind says: `holds(places, number, houses)`."""

    arity: int
    holds: Callable[[Sequence[int], int, int], bool]
    symmetric: int = 0
    """How many of the last items may change places without another meaning."""
    other_columns: bool = False
    """The first item is of another column than the rest; otherwise the clue would say nothing."""
    numbers: Callable[[int], Sequence[int]] = lambda houses: (0,)


def _gaps(houses: int) -> Sequence[int]:
    """How many places may stand between two items."""
    return range(1, min(houses - 1, 3))


KINDS: Mapping[str, Kind] = {
    "at": Kind(1, lambda p, k, n: p[0] == k, numbers=range),
    "not_at": Kind(1, lambda p, k, n: p[0] != k, numbers=range),
    "end": Kind(1, lambda p, k, n: p[0] in (0, n - 1)),
    "same": Kind(2, lambda p, k, n: p[0] == p[1], 2, True),
    "apart": Kind(2, lambda p, k, n: p[0] != p[1], 2, True),
    "left": Kind(2, lambda p, k, n: p[1] - p[0] == 1),
    "before": Kind(2, lambda p, k, n: p[0] < p[1]),
    "next": Kind(2, lambda p, k, n: abs(p[0] - p[1]) == 1, 2),
    "not_next": Kind(2, lambda p, k, n: abs(p[0] - p[1]) != 1, 2),
    "gap": Kind(2, lambda p, k, n: abs(p[0] - p[1]) == k + 1, 2, numbers=_gaps),
    "either": Kind(3, lambda p, k, n: p[0] in p[1:], 2, True),
    "between": Kind(3, lambda p, k, n: min(p[1:]) < p[0] < max(p[1:]), 2),
}  # fmt: skip


class Clue(NamedTuple):
    """One statement: its kind, the items that it names, and a place or a distance if it has one."""

    kind: str
    items: tuple[int, ...]
    number: int = 0

    def holds(self, world: Sequence[int], houses: int) -> bool:
        """Whether the clue is true in a world."""
        places = [world[item] for item in self.items]
        return KINDS[self.kind].holds(places, self.number, houses)


@lru_cache(maxsize=512)
def _tables(kind: str, number: int, houses: int) -> tuple[Table, ...]:
    """For each role the places that the domains of the other roles leave to it.

    The index is the other domains' masks one after the other, as digits of base 2**houses.
    """
    arity, holds, *_ = KINDS[kind]
    masks = range(1 << houses)
    # Worlds of three items have at most MAX_HOUSES**3 combinations of places.
    true = [p for p in product(range(houses), repeat=arity) if holds(p, number, houses)]
    if arity < 3:
        return tuple(
            tuple(_union(p[role] for p in true if all(m >> q & 1 for q in _but(p, role)))
                  for m in masks)
            for role in range(arity)
        )  # fmt: skip
    tables = []
    for role in range(arity):
        # by_pair[x][y]: what a single place x and a single place y leave; then unions bit by bit.
        by_pair = [[0] * houses for _ in range(houses)]
        for p in true:
            x, y = _but(p, role)
            by_pair[x][y] |= 1 << p[role]
        rows = [_spread(row) for row in by_pair]
        columns = [_spread([row[m] for row in rows]) for m in masks]
        tables.append(tuple(columns[y][x] for x in masks for y in masks))
    return tuple(tables)


def _but(places: Sequence[int], role: int) -> list[int]:
    return [place for at, place in enumerate(places) if at != role]


def _union(places: Iterator[int]) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def _spread(single: Sequence[int]) -> list[int]:
    """Entry m: the union of the entries at the bits of m."""
    found = [0] * (1 << len(single))
    for mask in range(1, len(found)):
        low = mask & -mask
        found[mask] = found[mask ^ low] | single[low.bit_length() - 1]
    return found


class Solver:
    """Finds worlds in which all clues hold: propagation to a fixed point, then search."""

    def __init__(self, houses: int, columns: int, clues: Sequence[Clue]) -> None:
        self.houses = houses
        self.full = (1 << houses) - 1
        self.columns = [range(c * houses, (c + 1) * houses) for c in range(columns)]
        self.start = [self.full] * (houses * columns)
        rules: dict[int, list[_Rule]] = {1: [], 2: [], 3: []}
        for clue in clues:
            rules[len(clue.items)].append((clue.items, _tables(clue.kind, clue.number, houses)))
        for (item,), (table,) in rules[1]:
            self.start[item] &= table[0]
        self.pairs = [(a, b, x, y) for (a, b), (x, y) in rules[2]]
        self.triples = [(a, b, c, x, y, z) for (a, b, c), (x, y, z) in rules[3]]

    def other_than(self, world: World) -> World | None:
        """A solution that is not `world`, or None if there is none. Raises SearchLimitError."""
        self.nodes = 0
        return self._search(self.start[:], world)

    def _search(self, domains: list[int], world: World) -> World | None:
        self.nodes += 1
        if self.nodes > _NODES:
            raise SearchLimitError(f"more than {_NODES} nodes")
        if not self._settle(domains):
            return None
        item, size = -1, self.houses + 1
        for index, domain in enumerate(domains):
            if domain & domain - 1 and domain.bit_count() < size:
                item, size = index, domain.bit_count()
                if size == 2:
                    break
        if item < 0:
            found = tuple(domain.bit_length() - 1 for domain in domains)
            return None if found == world else found
        own = 1 << world[item]
        # The known world's own place goes last: elsewhere every solution is another one.
        rest = domains[item] & ~own
        while rest:
            bit = rest & -rest
            rest ^= bit
            branch = domains[:]
            branch[item] = bit
            if (other := self._search(branch, world)) is not None:
                return other
        if not domains[item] & own:
            return None
        domains[item] = own
        return self._search(domains, world)

    def _settle(self, domains: list[int]) -> bool:
        """Removes places that no solution can have; False if an item has none left."""
        while True:
            before = domains[:]
            for a, b, to_a, to_b in self.pairs:
                domains[a] &= to_a[domains[b]]
                domains[b] &= to_b[domains[a]]
            shift = self.houses
            for a, b, c, to_a, to_b, to_c in self.triples:
                domains[a] &= to_a[domains[b] << shift | domains[c]]
                domains[b] &= to_b[domains[a] << shift | domains[c]]
                domains[c] &= to_c[domains[a] << shift | domains[b]]
            for column in self.columns:
                if not self._all_different(domains, column):
                    return False
            if domains == before:
                return True

    def _all_different(self, domains: list[int], column: range) -> bool:
        fixed = once = several = 0
        for item in column:
            domain = domains[item]
            if not domain & domain - 1:
                if not domain or fixed & domain:
                    return False
                fixed |= domain
            several |= once & domain
            once |= domain
        if once != self.full:
            return False
        # A place that only one item can have is that item's; fixed places are nobody else's.
        sole = once & ~several & ~fixed
        for item in column:
            domain = domains[item]
            if domain & domain - 1:
                domains[item] = domain & sole or domain & ~fixed
        return True


def draw_clue(
    rng: random.Random, kinds: Sequence[str], weights: Sequence[float], shape: tuple[int, int]
) -> Clue:
    """A random clue of one of these kinds; it may be true or false."""
    houses, columns = shape
    kind = rng.choices(kinds, weights)[0]
    arity, _, symmetric, other_columns, numbers = KINDS[kind]
    if other_columns:
        first, second = rng.sample(range(columns), 2)
        rest = rng.sample(range(houses), arity - 1)
        items = [first * houses + rng.randrange(houses), *(second * houses + r for r in rest)]
    else:
        items = rng.sample(range(houses * columns), arity)
    if symmetric:
        items[-symmetric:] = sorted(items[-symmetric:])
    return Clue(kind, tuple(items), rng.choice(numbers(houses)))


def draw_clues(
    rng: random.Random, world: World, shape: tuple[int, int], weights: Mapping[str, float]
) -> list[Clue] | None:
    """Clues of which `world` is the only solution and none is redundant; None if draws run out
    or a search is given up.

    Each clue answers another solution of those before it. A second pass removes every clue without
    which `world` is still alone; as clues are only removed, one pass is enough.
    """
    try:
        clues, others = _enough(rng, world, shape, weights)
        return _needed(clues, others, world, shape) if clues else None
    except SearchLimitError:
        return None


def _enough(
    rng: random.Random, world: World, shape: tuple[int, int], weights: Mapping[str, float]
) -> tuple[list[Clue], list[World]]:
    """Clues of which `world` is the only solution, and others met; no clues if draws run out."""
    houses, columns = shape
    kinds, shares = list(weights), list(weights.values())
    clues: list[Clue] = []
    others: list[World] = []
    while (other := Solver(houses, columns, clues).other_than(world)) is not None:
        others.append(other)
        for _ in range(_DRAWS):
            clue = draw_clue(rng, kinds, shares, shape)
            if clue.holds(world, houses) and not clue.holds(other, houses):
                clues.append(clue)
                break
        else:
            return [], others
    return clues, others


def _needed(
    clues: list[Clue], others: list[World], world: World, shape: tuple[int, int]
) -> list[Clue]:
    """The clues without those that follow from the rest."""
    houses, columns = shape
    # Which clues each known other world breaks; one that breaks a single clue proves it needed.
    broken = [{clue for clue in clues if not clue.holds(other, houses)} for other in others]
    kept = list(clues)
    for clue in clues:
        if {clue} in broken:
            continue
        rest = [each for each in kept if each is not clue]
        other = Solver(houses, columns, rest).other_than(world)
        if other is None:
            kept = rest
            for each in broken:
                each.discard(clue)
        else:
            broken.append({clue})
    return kept


def structure(clues: Sequence[Clue], labels: Sequence[str], houses: int) -> str:
    """Hash of the clues with these labels for the items, free of their order and wording."""
    return _hash([f"{houses}", *sorted(labels), *sorted(_said(clue, labels) for clue in clues)])


def nameless_structure(clues: Sequence[Clue], shape: tuple[int, int]) -> str:
    """Hash of the clues that does not change when values and columns are renamed.

    Labels are refined as in the Weisfeiler-Leman test: isomorphic puzzles always share the hash.
    Two others may (rarely), which puts them in one group and does no harm.
    """
    houses, columns = shape
    labels = [""] * (houses * columns)
    for _ in range(3):
        said: list[list[str]] = [[] for _ in labels]
        for clue in clues:
            for role, item in enumerate(clue.items):
                marked = labels.copy()
                marked[item] += f"*{0 if role >= _first_symmetric(clue) else role + 1}"
                said[item].append(_said(clue, marked))
        own = [_hash([label, *sorted(words)]) for label, words in zip(labels, said, strict=True)]
        labels = [
            _hash([own[item], *sorted(own[item // houses * houses :][:houses])])
            for item in range(len(own))
        ]
    return structure(clues, labels, houses)


def _first_symmetric(clue: Clue) -> int:
    return len(clue.items) - KINDS[clue.kind].symmetric


def _said(clue: Clue, labels: Sequence[str]) -> str:
    names = [labels[item] for item in clue.items]
    start = _first_symmetric(clue)
    return f"{clue.kind}({','.join([*names[:start], *sorted(names[start:])])},{clue.number})"


def _hash(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
