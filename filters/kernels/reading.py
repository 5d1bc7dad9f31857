"""One pass over spelled texts: ordered shingles, guard, exact form, and where sentences end.

Shingles stand in the order of the text with their repetitions, so that a part of a text is a part
of them: what is cut off its head and tail (`Cuts`) leaves a slice.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inner
from .guarding import guard, polar, polarity
from .lexing import BACKSLASH, BASIS, I64, INSIDE, U8, U64, command, gram, spread, step

I32: TypeAlias = NDArray[np.int32]

# Per row the ends of its first and the starts of its last sentences.
SENTENCES = 3
_FAR = 60  # tokens: no instruction is longer
FACTOR = np.uint64(0x9E3779B97F4A7C15)
SEED = np.uint64(0xD6E8FEB86659FD93)
NEVER_LOUD, NUMBERS, WORDS = np.uint8(0), np.uint8(1), np.uint8(2)


class Facts(NamedTuple):
    """Per row."""

    exact: U64
    """Of its tokens, numbers and operators, all in order."""
    ordered: U64
    """The guard of its core in order."""
    unordered: U64
    """The guard of its core, polarity words included, in any order."""


class Cuts(NamedTuple):
    """Per row, SENTENCES heads and SENTENCES tails: hash 0 where there is none."""

    hashes: U64
    tokens: U8
    places: I32
    """Bytes from the start of the row: where the head ends, or the tail begins."""


class Core(NamedTuple):
    """Per row what is left of it without boilerplate: a slice of bytes and one of shingles."""

    first: I64
    last: I64
    begins: I64
    ends: I64
    hashes: U64
    """Of its shingles in order: equal texts have equal ones."""
    heads: U64
    tails: U64
    """What was cut off, 0 for nothing."""
    loud: U8
    """What was cut off says NUMBERS (or asks) or WORDS of the guard: head, and tail << 2."""


@compiled
def read(
    data: U8, offsets: I64, tokens: U64, ends: I64, stops: I64, words: U64, first: int,
    values: U64, value_ends: I64, facts: Facts, cuts: Cuts,
) -> None:  # fmt: skip
    """Fill shingles, facts and cuts of a block of rows whose first is `first`.

    `data, offsets, tokens, ends, stops` are the block's, as of `lexing.lex`.
    """
    for k in range(len(offsets) - 1):
        row, begin, end = first + k, ends[k], ends[k + 1]
        at = value_ends[row]
        for t in range(begin, end - 2):
            values[at] = gram(tokens[t], tokens[t + 1], tokens[t + 2])
            at += 1
        if 0 < end - begin < 3:
            two = tokens[end - 1] if end - begin == 2 else np.uint64(1)
            values[at] = gram(tokens[begin], two, np.uint64(2))
            at += 1
        value_ends[row + 1] = at
        ordered, unordered = guard(data, offsets[k], offsets[k + 1])
        whole = SEED
        for t in range(begin, end):
            unordered += polar(words, tokens[t])
            whole = whole * FACTOR + tokens[t]
        facts.exact[row] = spread(whole ^ spread(ordered))
        facts.ordered[row], facts.unordered[row] = ordered, unordered
        _heads(data, offsets[k], offsets[k + 1], tokens, stops, begin, end, row, cuts)
        _tails(data, offsets[k], offsets[k + 1], stops, begin, end, values, at, row, cuts)


@inner
def _goes_on(data: U8, stop: int) -> Any:
    """Whether but a space stands between a token, which is not the last, and the next."""
    return data[stop] == 32 and INSIDE[data[stop + 1]] != 0


@inner
def _ends_sentence(data: U8, stop: int, end: int) -> bool:
    """Whether a sentence ends behind a token: a mark and a space, or a line's end."""
    marked = False
    i = stop
    while i < end and not INSIDE[data[i]]:
        byte = data[i]
        if byte == 10 or (marked and byte == 32):
            return True
        marked = (marked and byte in (34, 39, 41, 93, 125)) or byte in (33, 46, 58, 63)
        i += 1
    return i == end


@inner
def _behind(data: U8, stop: int, end: int) -> int:
    """Where the marks behind a token end."""
    i = stop
    while i < end and data[i] > 32 and not INSIDE[data[i]]:
        i += 1
    return i


@inner
def lexed(data: U8, begin: int, end: int) -> tuple[U64, I64, I64]:
    """The tokens of a stretch, and the bytes where they begin and end."""
    most = (end - begin) // 2 + 1
    tokens = np.empty(most, np.uint64)
    starts, stops = np.empty(most, np.int64), np.empty(most, np.int64)
    count = 0
    i = begin
    while i < end:
        start, h = i, BASIS
        if data[i] == BACKSLASH:
            word, i = command(data, i + 1, end)
            if not word:
                i = max(i, start + 1)
                continue
            h, start = word, start + 1
        elif not INSIDE[data[i]]:
            i += 1
            continue
        while i < end and INSIDE[data[i]]:
            h = step(h, data[i])
            i += 1
        tokens[count], starts[count], stops[count] = spread(h), start, i
        count += 1
    return tokens[:count], starts[:count], stops[:count]


@inner
def _heads(
    data: U8, first_byte: int, end_byte: int, tokens: U64, stops: I64, begin: int, end: int,
    row: int, cuts: Cuts,
) -> None:  # fmt: skip
    found = 0
    h = SEED
    for t in range(begin, min(end - 1, begin + _FAR)):
        h = h * FACTOR + tokens[t]
        if not _goes_on(data, stops[t]) and _ends_sentence(data, stops[t], end_byte):
            slot = row * 2 * SENTENCES + found
            cuts.hashes[slot], cuts.tokens[slot] = spread(h), t + 1 - begin
            cuts.places[slot] = _behind(data, stops[t], end_byte) - first_byte
            found += 1
            if found == SENTENCES:
                return


@inner
def tail_hash(values: U64, last: int, tokens: int) -> Any:
    """Of the last tokens (3 or more) of a row whose shingles end at `last`."""
    h = SEED
    for k in range(last - tokens + 2, last):
        h = h * FACTOR + values[k]
    return spread(h)


@inner
def _tails(
    data: U8, first_byte: int, end_byte: int, stops: I64, begin: int, end: int, values: U64,
    last: int, row: int, cuts: Cuts,
) -> None:  # fmt: skip
    """Tails are hashed by their shingles, `values[:last]`, so that they can be found anywhere."""
    found = 0
    for t in range(end - 4, max(begin - 1, end - 2 - _FAR), -1):
        if not _goes_on(data, stops[t]) and _ends_sentence(data, stops[t], end_byte):
            slot = (row * 2 + 1) * SENTENCES + found
            cuts.hashes[slot] = tail_hash(values, last, end - 1 - t)
            cuts.tokens[slot] = end - 1 - t
            cuts.places[slot] = _behind(data, stops[t], end_byte) - first_byte
            found += 1
            if found == SENTENCES:
                return


@inner
def _tail_anywhere(values: U64, first: int, last: int, frequent: U64) -> tuple[int, Any]:
    """The longest frequent tail of a row that no mark sets off: its tokens (0: none), its hash."""
    best, name = 0, np.uint64(0)
    power, rest = np.uint64(1), np.uint64(0)
    for k in range(last - 1, max(first, last - _FAR), -1):
        rest += values[k] * power
        power *= FACTOR
        h = spread(SEED * power + rest)
        if holds(frequent, h):
            best, name = last - k + 2, h
    return best, name


@compiled
def strip(
    data: U8, offsets: I64, value_ends: I64, frequent: U64, least: int, words: U64,
    cuts: Cuts, facts: Facts, core: Core, values: U64,
) -> None:  # fmt: skip
    """Cut the longest frequent head and tail off every row that keeps `least` tokens.

    Heads and tails that ask, or hold numbers or operators, are no instructions and stay.

    `frequent` is a hash table (0: empty). The guard of a row becomes that of its core.
    """
    for row in range(len(offsets) - 1):
        begin, end = value_ends[row], value_ends[row + 1]
        count = end - begin + 2
        head = _longest(data, offsets, row, 0, cuts, frequent, words)
        tail = _longest(data, offsets, row, 1, cuts, frequent, words)
        if tail < 0 and count > 2:
            tail = _enter_tail(data, offsets, row, values, begin, end, frequent, words, cuts)
        ahead = np.int64(cuts.tokens[head]) if head >= 0 else 0
        behind = np.int64(cuts.tokens[tail]) if tail >= 0 else 0
        if count - ahead - behind < least:
            head, tail = -1, -1
        core.first[row], core.last[row] = offsets[row], offsets[row + 1]
        core.heads[row], core.tails[row], core.loud[row] = 0, 0, 0
        if head >= 0:
            begin += ahead
            core.first[row], core.heads[row] = offsets[row] + cuts.places[head], cuts.hashes[head]
            core.loud[row] |= loud(data, offsets[row], core.first[row], words)
        if tail >= 0:
            end -= behind
            core.last[row], core.tails[row] = offsets[row] + cuts.places[tail], cuts.hashes[tail]
            core.loud[row] |= loud(data, core.last[row], offsets[row + 1], words) << 2
        core.begins[row], core.ends[row] = begin, end
        if head >= 0 or tail >= 0:
            facts.ordered[row], unordered = guard(data, core.first[row], core.last[row])
            unordered += polarity(data, core.first[row], core.last[row], words)
            facts.unordered[row] = unordered
        h = SEED
        for k in range(begin, end):
            h = h * FACTOR + values[k]
        core.hashes[row] = spread(h)


@inner
def _enter_tail(
    data: U8, offsets: I64, row: int, values: U64, begin: int, end: int, frequent: U64,
    words: U64, cuts: Cuts,
) -> int:  # fmt: skip
    """Make a frequent tail that no mark sets off the row's first cut; its slot, -1 for none."""
    tokens, name = _tail_anywhere(values, begin, end, frequent)
    if tokens == 0:
        return -1
    _, starts, _ = lexed(data, offsets[row], offsets[row + 1])
    place = starts[len(starts) - tokens]
    if loud(data, place, offsets[row + 1], words) & NUMBERS:
        return -1
    slot = (2 * row + 1) * SENTENCES
    cuts.hashes[slot], cuts.tokens[slot], cuts.places[slot] = name, tokens, place - offsets[row]
    return slot


@inner
def loud(data: U8, begin: int, end: int, words: U64) -> Any:
    """What a stretch says of the guard; a question mark counts with the numbers."""
    found = NEVER_LOUD
    ordered, _ = guard(data, begin, end)
    asks = False
    for i in range(begin, end):
        asks |= data[i] == 63
    if ordered or asks:
        found |= NUMBERS
    if polarity(data, begin, end, words):
        found |= WORDS
    return found


@inner
def _longest(
    data: U8, offsets: I64, row: int, side: int, cuts: Cuts, frequent: U64, words: U64
) -> int:
    """The longest head or tail that is frequent and neither asks nor holds numbers; -1 if none."""
    first = (2 * row + side) * SENTENCES
    for slot in range(first + SENTENCES - 1, first - 1, -1):
        if cuts.hashes[slot] and holds(frequent, cuts.hashes[slot]):
            place = offsets[row] + cuts.places[slot]
            begin = offsets[row] if side == 0 else place
            end = place if side == 0 else offsets[row + 1]
            if not loud(data, begin, end, words) & NUMBERS:
                return slot
    return -1


@inner
def holds(table: U64, value: Any) -> bool:
    """Whether a hash table (open, 0 for empty, a power of two) holds a value other than 0."""
    mask = np.uint64(len(table) - 1)
    at = value & mask
    while table[np.int64(at)] != 0:
        if table[np.int64(at)] == value:
            return True
        at = (at + np.uint64(1)) & mask
    return False


@compiled
def tally(hashes: U64, table: NDArray[np.uint16]) -> None:
    """Count hashes other than 0, by slot."""
    mask = np.uint64(len(table) - 1)
    for value in hashes:
        if value:
            slot = np.int64(value & mask)
            table[slot] += table[slot] < 65535


@compiled
def often(hashes: U64, table: NDArray[np.uint16], least: int) -> U64:
    """The hashes whose slot was counted so often, with repetitions."""
    mask = np.uint64(len(table) - 1)
    found = 0
    for value in hashes:
        found += value != 0 and table[np.int64(value & mask)] >= least
    out = np.empty(found, np.uint64)
    found = 0
    for value in hashes:
        if value != 0 and table[np.int64(value & mask)] >= least:
            out[found] = value
            found += 1
    return out
