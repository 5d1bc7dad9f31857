"""The exact set-similarity join: which rows share so many shingles that their Jaccard may reach t.

Prefix filter: order the shingles of every row by how rare they are in the whole corpus. Two sets
with J >= t share one of the |x| - ceil(t|x|) + 1 rarest of each; so only these are looked up, and
of them only those that occur in another row at all. What is found is counted exactly.

A row is `values[begins[r]:ends[r]]`, each value XOR `masks[r]`: with a guard as the mask, rows of
different guards share nothing, and the rest stays as it is. Values may repeat within a row.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inner
from .lexing import I64, U8, U64

F64: TypeAlias = NDArray[np.float64]
I32: TypeAlias = NDArray[np.int32]

# Ratios of small integers are compared with room for the last bits of a float.
EPSILON = 1e-9
_MANY = np.uint8(255)
_SHIFT = np.uint64(17)


class Rows(NamedTuple):
    """The shingles of all rows."""

    values: U64
    begins: I64
    ends: I64
    masks: U64
    own: I32
    """How many shingles no other row has; filled by `entries`."""


class Scratch(NamedTuple):
    """The set of one row, and what was chosen of it."""

    seen: U64
    stamps: I64
    hits: I64
    chosen: U64
    ranks: I64


class Index(NamedTuple):
    """Rows by shingle: a chain per slot, newest first."""

    heads: I32
    keys: U64
    rows: I32
    nexts: I32
    sizes: I32
    """Per row: how many different shingles it has; set when it is looked at."""
    asked: I32
    """Per row: which row last looked at it."""


@compiled
def count(rows: Rows, table: U8) -> None:
    """Add every shingle to a table of saturating counters (a power of two of them)."""
    mask = np.uint64(len(table) - 1)
    for r in range(len(rows.begins)):
        for k in range(rows.begins[r], rows.ends[r]):
            slot = np.int64((rows.values[k] ^ rows.masks[r]) & mask)
            table[slot] += table[slot] != _MANY


@inner
def least(t: Any, size: Any) -> Any:
    """ceil(t * size)."""
    return np.int64(np.ceil(t * size - EPSILON))


@inner
def choose(
    rows: Rows, r: int, t: float, table: U8, scratch: Scratch, stamp: int
) -> tuple[int, int]:
    """Put the row's set into `scratch.seen` and what is to be looked up into `scratch.chosen`.

    Returns (different shingles, chosen). Where too many of its shingles are its own for any
    partner, (0, 0), and the set is not made.
    """
    begin, end, own = rows.begins[r], rows.ends[r], rows.own[r]
    slots = np.uint64(len(table) - 1)
    size = end - begin
    if own > size - least(t, size):
        return 0, 0
    size = 0
    for k in range(begin, end):
        size += enter(scratch, stamp, rows.values[k] ^ rows.masks[r])
    wanted = size - least(t, size) + 1 - own
    found = 0
    for k in range(begin, end):
        value = rows.values[k] ^ rows.masks[r]
        rank = np.int64(table[np.int64(value & slots)])
        if rank > 1 and wanted > 0:
            found = _place(scratch, found, wanted, value, rank)
    return size, found


@inner
def _place(scratch: Scratch, found: int, wanted: int, value: Any, rank: Any) -> int:
    """Insert into the rarest so far, in the order (rank, value); each value once."""
    at = found
    while at > 0 and (
        scratch.ranks[at - 1] > rank
        or (scratch.ranks[at - 1] == rank and scratch.chosen[at - 1] > value)
    ):
        at -= 1
    if at == wanted or (at > 0 and scratch.chosen[at - 1] == value):
        return found
    for k in range(min(found, wanted - 1), at, -1):
        scratch.ranks[k], scratch.chosen[k] = scratch.ranks[k - 1], scratch.chosen[k - 1]
    scratch.ranks[at], scratch.chosen[at] = rank, value
    return min(found + 1, wanted)


@inner
def enter(scratch: Scratch, stamp: int, value: Any) -> bool:
    """Put a value into the set of this stamp; False if it was there."""
    at = find(scratch, stamp, value)
    if at >= 0:
        return False
    at = -1 - at
    scratch.stamps[at] = stamp
    scratch.seen[at] = value
    scratch.hits[at] = -1
    return True


@inner
def find(scratch: Any, stamp: Any, value: Any) -> Any:
    """The slot of a value, or -1 - the slot where it belongs."""
    mask = len(scratch.seen) - 1
    at = np.int64((value >> _SHIFT) & np.uint64(mask))
    while scratch.stamps[at] == stamp and scratch.seen[at] != value:
        at = (at + 1) & mask
    return at if scratch.stamps[at] == stamp else -1 - at


@inner
def shared(rows: Rows, other: int, mask: Any, need: int, scratch: Scratch, stamp: int) -> int:
    """How many different shingles of another row are in the set; -1 if fewer than `need`."""
    found = 0
    left = rows.ends[other] - rows.begins[other]
    for k in range(rows.begins[other], rows.ends[other]):
        if found + left < need:
            return -1
        left -= 1
        at = find(scratch, stamp, rows.values[k] ^ mask)
        if at >= 0 and scratch.hits[at] != other:
            scratch.hits[at] = other
            found += 1
    return found if found >= need else -1


@inner
def enough(t: float, one: Any, other: Any) -> Any:
    """How many shingles two sets must share to reach t, or -1 if their sizes forbid it."""
    if min(one, other) < least(t, max(one, other)):
        return -1
    return least(t / (1.0 + t), one + other)


@inner
def insert(index: Index, used: int, row: int, scratch: Scratch, chosen: int) -> int:
    """Make a row findable by what was chosen of it; returns the entries used."""
    mask = np.uint64(len(index.heads) - 1)
    for k in range(chosen):
        slot = np.int64((scratch.chosen[k] >> _SHIFT) & mask)
        index.keys[used], index.rows[used] = scratch.chosen[k], row
        index.nexts[used], index.heads[slot] = index.heads[slot], used
        used += 1
    return used


@inner
def chain(index: Index, key: Any) -> Any:
    """The first entry of a key's slot, -1 if there is none."""
    return index.heads[np.int64((key >> _SHIFT) & np.uint64(len(index.heads) - 1))]


@compiled
def entries(rows: Rows, t: float, table: U8) -> tuple[int, int]:
    """Count what rows have alone. Returns at most how many index entries all make, and the length
    of the longest row."""
    total, longest = 0, 0
    slots = np.uint64(len(table) - 1)
    for r in range(len(rows.begins)):
        size = rows.ends[r] - rows.begins[r]
        longest = max(longest, size)
        own = 0
        for k in range(rows.begins[r], rows.ends[r]):
            own += table[np.int64((rows.values[k] ^ rows.masks[r]) & slots)] == 1
        rows.own[r] = own
        total += max(0, min(size - own, size - least(t, size) + 1 - own))
    return total, longest


@compiled
def all_pairs(
    rows: Rows, order: I64, t: float, table: U8, index: Index, scratch: Scratch
) -> tuple[I32, F64]:
    """All pairs of rows with J >= t, and their J. `order` must go from short rows to long."""
    pairs, similar = np.empty((1024, 2), np.int32), np.empty(1024, np.float64)
    found, used = 0, 0
    for r in order:
        size, chosen = choose(rows, r, t, table, scratch, r)
        index.sizes[r] = size
        for k in range(chosen):
            entry = chain(index, scratch.chosen[k])
            while entry >= 0:
                other = index.rows[entry]
                if index.keys[entry] == scratch.chosen[k] and index.asked[other] != r:
                    index.asked[other] = r
                    need = enough(t, size, index.sizes[other])
                    both = -1
                    if need >= 0:
                        both = shared(rows, other, rows.masks[other], need, scratch, r)
                    if both >= 0:
                        if found == len(similar):
                            pairs, similar = _twice(pairs, similar)
                        pairs[found, 0], pairs[found, 1] = min(r, other), max(r, other)
                        similar[found] = both / (size + index.sizes[other] - both)
                        found += 1
                entry = index.nexts[entry]
        used = insert(index, used, r, scratch, chosen)
    return pairs[:found], similar[:found]


@inner
def _twice(pairs: I32, similar: F64) -> tuple[I32, F64]:
    size = len(similar)
    more, also = np.empty((2 * size, 2), np.int32), np.empty(2 * size, np.float64)
    for k in range(size):
        more[k, 0], more[k, 1], also[k] = pairs[k, 0], pairs[k, 1], similar[k]
    return more, also
