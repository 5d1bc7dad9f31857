"""Ordering puzzles: typed clues, what each says, and canonical forms.

Things are numbered by their place in the order that is asked for, so that the solution of every
puzzle is the identity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

RELATIONS = ("before", "directly", "neighbors", "strangers", "apart", "between", "end", "inner",
    "at", "not_at", "either")  # fmt: skip
"""What a clue may say; `relation_holds` defines each."""
ANCHORS = frozenset(("end", "inner", "at", "not_at"))
"""Those that speak of places and not of other things."""
MIN_THINGS, MAX_THINGS = 3, 12
_SYMMETRIC = frozenset(("neighbors", "strangers", "apart"))


@dataclass(frozen=True, slots=True)
class Clue:
    """`things` stand in this relation; `number` is the count of `apart`, the place of `at`."""

    relation: str
    things: tuple[int, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Either:
    """Exactly one of two clues holds."""

    first: Clue
    second: Clue


AnyClue: TypeAlias = Clue | Either


def holds(clue: AnyClue, places: Sequence[int], size: int) -> bool:
    """Whether a clue is true where thing i stands at places[i]."""
    if isinstance(clue, Either):
        return holds(clue.first, places, size) != holds(clue.second, places, size)
    return relation_holds(
        clue.relation, clue.number, [places[thing] for thing in clue.things], size
    )


def relation_holds(relation: str, number: int, at: Sequence[int], size: int) -> bool:
    """Whether a relation is true of things at these places."""
    match relation:
        case "before":
            return at[0] < at[1]
        case "directly":
            return at[0] + 1 == at[1]
        case "neighbors":
            return abs(at[0] - at[1]) == 1
        case "strangers":
            return abs(at[0] - at[1]) != 1
        case "apart":
            return abs(at[0] - at[1]) == number + 1
        case "between":
            return min(at[1:]) < at[0] < max(at[1:])
        case "end":
            return at[0] in (0, size - 1)
        case "inner":
            return 0 < at[0] < size - 1
        case "at":
            return at[0] == number
        case _:
            return at[0] != number


def canonical(clue: AnyClue, labels: Sequence[str]) -> str:
    """The clue as text with these labels for the things, free of wording."""
    if isinstance(clue, Either):
        return (
            f"either({','.join(sorted(canonical(c, labels) for c in (clue.first, clue.second)))})"
        )
    names = [labels[thing] for thing in clue.things]
    if clue.relation in _SYMMETRIC:
        names.sort()
    if clue.relation == "between":
        names[1:] = sorted(names[1:])
    return f"{clue.relation}({','.join(names)};{clue.number})"


def structure(clues: Sequence[AnyClue], names: Sequence[str]) -> str:
    """Hash of the clues, names included, free of their order."""
    return _hash([",".join(sorted(names)), *sorted(canonical(clue, names) for clue in clues)])


def nameless_structure(clues: Sequence[AnyClue], size: int) -> str:
    """Hash that does not change when things are renamed or the order is read from its other end.

    The only solution gives each thing a number of its own, so that this is exact.
    """
    forward = sorted(canonical(clue, [str(p) for p in range(size)]) for clue in clues)
    mirrored = [_mirror(clue, size) for clue in clues]
    backward = sorted(canonical(clue, [str(p) for p in range(size)]) for clue in mirrored)
    return _hash([str(size), *min(forward, backward)])


def _mirror(clue: AnyClue, size: int) -> AnyClue:
    if isinstance(clue, Either):
        first, second = _mirror(clue.first, size), _mirror(clue.second, size)
        assert isinstance(first, Clue)
        assert isinstance(second, Clue)
        return Either(first, second)
    things = tuple(size - 1 - thing for thing in clue.things)
    if clue.relation in ("before", "directly"):
        things = things[::-1]
    number = size - 1 - clue.number if clue.relation in ("at", "not_at") else clue.number
    return Clue(clue.relation, things, number)


def _hash(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
