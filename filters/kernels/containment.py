"""How much of one text stands in another: search over an inverted index, and the closer look.

A gram is the hash of three tokens. Weights are inverse document frequencies over the items; 0 for
what too many items share, and the weight of a rare one for what no item has.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inlined
from .lexing import I64, U64, gram

F64 = NDArray[np.float64]
I32 = NDArray[np.int32]
Bools = NDArray[np.bool_]

_ONE, _LAST = np.uint64(1), np.uint64(63)
_HIGH, _HIGHER = np.uint64(30), np.uint64(58)

# A text may stand in a longer one with so much between its words: three times its own length,
# and some more for short ones.
_SPREAD, _SLACK = 3, 16
# A share of fewer grams that are its own (the rest being boilerplate) says nothing of a text.
GRAMS_LEAST = 4
# Texts of more tokens are not aligned (time grows with the square): containment decides alone.
ALIGNED_MOST = 1000


class Grams(NamedTuple):
    """The grams of all items: an open-addressing table, weights, and who has them."""

    keys: U64
    """Power-of-two many; 0 where a slot is free."""
    numbers: I32
    """Of the gram in each slot."""
    weights: F64
    """By gram number."""
    starts: I64
    """Of its items in `items`, by gram number; one more than there are grams."""
    items: I32
    unseen: float
    """The weight of a gram that no item has."""
    sieve: U64
    """Bits that are set for all grams of items, and few others: it fits a cache, the table not."""


@compiled
def number_of(keys: U64, numbers: I32, value: Any) -> int:
    """The number of a gram, -1 if no item has it."""
    mask = len(keys) - 1
    slot = np.int64(value & np.uint64(mask))
    while keys[slot] != 0:
        if keys[slot] == value:
            return int(numbers[slot])
        slot = (slot + 1) & mask
    return -1


@inlined
def _bit(sieve: U64, value: Any) -> tuple[Any, Any]:
    """The word of the sieve and the bit in it that stand for a gram."""
    # High bits: the low ones choose the slot in the table.
    word = np.int64((value >> _HIGH) & np.uint64(len(sieve) - 1))
    return word, _ONE << ((value >> _HIGHER) & _LAST)


@compiled
def enter(keys: U64, numbers: I32, sieve: U64, values: U64) -> None:
    """Fill a table and a sieve of zeros; the number of a gram is its place in `values`."""
    mask = len(keys) - 1
    for number in range(len(values)):
        word, bit = _bit(sieve, values[number])
        sieve[word] |= bit
        slot = np.int64(values[number] & np.uint64(mask))
        while keys[slot] != 0:
            slot = (slot + 1) & mask
        keys[slot] = values[number]
        numbers[slot] = number


@compiled
def fingerprints(values: U64, offsets: I64) -> U64:
    """One hash per row of all its tokens in order; rows without tokens have 0."""
    found = np.zeros(len(offsets) - 1, np.uint64)
    for row in range(len(offsets) - 1):
        h = np.uint64(0)
        for k in range(offsets[row], offsets[row + 1]):
            h = gram(h, values[k], np.uint64(k - offsets[row]))
        found[row] = h
    return found


@compiled
def candidates(
    grams: U64, offsets: I64, mutual: Bools, index: Grams, totals: F64, least: float, found: I32
) -> F64:
    """Fill `found` (rows x a few, -1 where there is none) with the items of the highest scores.

    A row (its distinct grams) and an item score by the larger share of weight that one has of the
    other; the share of the row counts where `mutual`. Scores below `least` do not count. Of equal
    scores the first item stands first. Returns the weight of each row; 0 where its share does not
    count, there or because too few of its grams are its own.
    """
    weights = np.zeros(len(offsets) - 1)
    most = found.shape[1]
    shared = np.zeros(len(totals))
    touched = np.empty(len(totals), np.int32)
    scores = np.empty(most)
    for row in range(len(offsets) - 1):
        count, own, total = 0, 0, 0.0
        for k in range(offsets[row], offsets[row + 1]):
            word, bit = _bit(index.sieve, grams[k])
            number = -1
            if index.sieve[word] & bit:
                number = number_of(index.keys, index.numbers, grams[k])
            if number < 0:
                total += index.unseen
                own += 1
                continue
            weight = index.weights[number]
            if weight == 0:
                continue
            total += weight
            own += 1
            for at in range(index.starts[number], index.starts[number + 1]):
                item = index.items[at]
                if shared[item] == 0:
                    touched[count] = item
                    count += 1
                shared[item] += weight
        if mutual[row] and own >= GRAMS_LEAST:
            weights[row] = total
        held = 0
        for t in range(count):
            item = touched[t]
            score = shared[item] / totals[item]
            if weights[row] > 0:
                score = max(score, shared[item] / total)
            shared[item] = 0
            if score >= least:
                held = _ranked(found[row], scores, held, item, score)
    return weights


@inlined
def _ranked(found: I32, scores: F64, held: int, item: Any, score: float) -> int:
    """Insert an item by score, then by number; how many are held now."""
    at = held
    while at > 0 and (scores[at - 1] < score or (scores[at - 1] == score and found[at - 1] > item)):
        at -= 1
    last = min(held, len(found) - 1)
    for k in range(last, at, -1):
        found[k] = found[k - 1]
        scores[k] = scores[k - 1]
    if at < len(found):
        found[at] = item
        scores[at] = score
    return min(held + 1, len(found))


@compiled
def window(part: U64, whole: U64, index: Grams) -> tuple[float, tuple[int, int]]:
    """The largest share of the part's weight that stands close together in the whole.

    Returns the share, and the tokens between which it stands.
    """
    own = distinct(part)
    weights = np.empty(len(own))
    for k in range(len(own)):
        number = number_of(index.keys, index.numbers, own[k])
        weights[k] = index.unseen if number < 0 else index.weights[number]
    total = weights.sum()
    if total == 0 or len(whole) < 3:
        return 0.0, (0, 0)
    places = len(whole) - 2
    length = min(_SPREAD * len(part) + _SLACK, places)
    at = np.empty(places, np.int64)
    inside = np.zeros(len(own), np.int64)
    best, here, begin = 0.0, 0.0, 0
    for k in range(places):
        at[k] = _find(own, gram(whole[k], whole[k + 1], whole[k + 2]))
        if at[k] >= 0:
            if inside[at[k]] == 0:
                here += weights[at[k]]
            inside[at[k]] += 1
        if k >= length and at[k - length] >= 0:
            inside[at[k - length]] -= 1
            if inside[at[k - length]] == 0:
                here -= weights[at[k - length]]
        if here > best + 1e-9:
            best, begin = here, max(0, k - length + 1)
    return min(best / total + 1e-9, 1.0), (begin, min(begin + length + 2, len(whole)))


@compiled
def distinct(tokens: U64) -> U64:
    """The grams of a text, sorted, each once."""
    found = np.empty(max(len(tokens) - 2, 0), np.uint64)
    for k in range(len(found)):
        found[k] = gram(tokens[k], tokens[k + 1], tokens[k + 2])
    found.sort()
    count = 0
    for k in range(len(found)):
        if k == 0 or found[k] != found[k - 1]:
            found[count] = found[k]
            count += 1
    return found[:count]


@compiled
def _find(ordered: U64, value: Any) -> int:
    at = np.searchsorted(ordered, value)
    return int(at) if at < len(ordered) and ordered[at] == value else -1


@compiled
def in_order(part: U64, whole: U64) -> float:
    """The share of the part's tokens that stand in the whole in the same order (LCS)."""
    if len(part) == 0 or len(part) > ALIGNED_MOST:
        return 1.0
    line = np.zeros(len(whole) + 1, np.int32)
    for i in range(len(part)):
        corner = np.int32(0)
        for j in range(len(whole)):
            above = line[j + 1]
            line[j + 1] = corner + 1 if part[i] == whole[j] else max(above, line[j])
            corner = above
    return float(line[-1]) / len(part)


@compiled
def stands_in(part: U64, whole: U64) -> int:
    """The token of the whole at which the part stands without a gap, -1 if nowhere."""
    for begin in range(len(whole) - len(part) + 1):
        k = 0
        while k < len(part) and part[k] == whole[begin + k]:
            k += 1
        if k == len(part):
            return begin
    return -1


@compiled
def shared_runs(tokens: U64, begin: int, end: int, other: U64) -> I64:
    """Runs of tokens, first and one behind the last, whose grams the other text has.

    Grams between begin and end count; runs that touch are one.
    """
    ordered = distinct(other)
    runs = np.empty((len(tokens), 2), np.int64)
    count = 0
    for k in range(begin, min(end, len(tokens)) - 2):
        if _find(ordered, gram(tokens[k], tokens[k + 1], tokens[k + 2])) >= 0:
            if count > 0 and runs[count - 1, 1] >= k:
                runs[count - 1, 1] = k + 3
            else:
                runs[count] = k, k + 3
                count += 1
    return runs[:count]
