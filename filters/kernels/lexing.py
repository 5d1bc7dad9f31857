"""Text to hashed tokens and hashed word 3-grams, byte by byte over UTF-8.

A token is a run of `[a-z0-9_]` and non-ASCII characters after lower-casing A-Z; in UTF-8 every byte
of a non-ASCII character is 0x80 or more, so bytes decide as characters would.

Hashes are 64 bits: a rotation and a random word per byte, then a multiplication that spreads them.
The inner loop has no branch that depends on where words end: mispredicted, those cost more than
all the rest. All arithmetic is in uint64: numba makes floats of uint64 mixed with signed numbers.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inner

U64: TypeAlias = NDArray[np.uint64]
I64: TypeAlias = NDArray[np.int64]
U8: TypeAlias = NDArray[np.uint8]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_THIRD = np.uint64(0x165667B19E3779F9)
_HALF = np.uint64(32)
_PART = np.uint64(29)
_LEFT, _RIGHT = np.uint64(9), np.uint64(55)
_NONE, _ONE = np.uint64(0), np.uint64(1)
BACKSLASH = np.uint8(ord("\\"))
# The state of a token of no bytes; not 0, so that no word hashes like another behind zeros.
BASIS = np.uint64(0xCBF29CE484222325)


def _is_token(byte: int) -> bool:
    return byte >= 0x80 or chr(byte).isalnum() or byte == ord("_")


def _words() -> U64:
    """Byte -> its random word, the same for both cases."""
    words = [(k + 1) * int(_SPREAD) % 2**64 for k in range(256)]
    for _ in range(3):
        words = [((w ^ (w >> 31)) * int(_SECOND)) % 2**64 for w in words]
    lower = [ord(chr(byte).lower()) if byte < 0x80 else byte for byte in range(256)]
    return np.array([words[lower[byte]] for byte in range(256)], np.uint64)


WORD = _words()
# All ones inside tokens, 0 between them.
INSIDE = np.array([2**64 - 1 if _is_token(byte) else 0 for byte in range(256)], np.uint64)
# What a byte adds to the state: its word, or between tokens the whole of it.
_ADDED = np.where(INSIDE > 0, WORD, BASIS)
LETTER = np.array([byte < 0x80 and chr(byte).isalpha() for byte in range(256)])


@inner
def step(h: Any, byte: Any) -> Any:
    """The state of a token after one more byte."""
    return ((h << _LEFT) | (h >> _RIGHT)) ^ WORD[byte]


@inner
def spread(value: Any) -> Any:
    """A hash whose every bit depends on every bit of the value."""
    value = value ^ (value >> _HALF)
    value = value * _SPREAD
    return value ^ (value >> _PART)


@inner
def gram(one: Any, two: Any, three: Any) -> Any:
    """The hash of three tokens in order."""
    return spread(one * _SECOND + (two ^ (one >> _PART)) * _THIRD + three)


def state(word: str) -> np.uint64:
    """The state behind the bytes of a word; `spread` of it is the token's hash."""
    h = int(BASIS)
    for byte in word.encode():
        h = ((h << 9) % 2**64 | h >> 55) ^ int(WORD[byte])
    return np.uint64(h)


def token_hash(word: str) -> int:
    """What `lex` makes of a word."""
    h = int(state(word))
    h = ((h ^ (h >> 32)) * int(_SPREAD)) % 2**64
    return h ^ (h >> 29)


# LaTeX commands that only move ink: `\left(` is `(`, `\dfrac` is `\frac`.
_SPACING = np.array(
    [state(w) for w in ("left", "right", "displaystyle", "textstyle", "quad", "qquad")], np.uint64
)
_FRACTIONS = np.array([state("dfrac"), state("tfrac")], np.uint64)
_FRACTION = state("frac")


@inner
def command(data: U8, begin: int, end: int) -> tuple[Any, int]:
    """The letters behind a backslash: the state (0 for a spacing command), and where they end."""
    h = BASIS
    i = begin
    while i < end and LETTER[data[i]]:
        h = step(h, data[i])
        i += 1
    if i == begin:
        return _NONE, i
    for word in _SPACING:
        if h == word:
            return _NONE, i
    for word in _FRACTIONS:
        if h == word:
            return _FRACTION, i
    return h, i


@compiled
def lex(
    data: U8, offsets: I64, latex: bool, values: U64, ends: I64, stops: NDArray[np.int64]
) -> Any:
    """Fill the token hashes of every row, and `ends[row + 1]` where they end; returns how many.

    `latex` leaves spacing commands out. `stops` (as long as `values`, or empty) gets the byte
    behind every token.
    """
    count: Any = 0
    stopped = len(stops) > 0
    ends[0] = 0
    for row in range(len(offsets) - 1):
        i, end = offsets[row], offsets[row + 1]
        h, before = BASIS, _NONE
        while i < end:
            byte = data[i]
            inside = INSIDE[byte]
            # Written at every byte, kept where a token ended.
            values[count] = h
            if stopped:
                stops[count] = i
            count += np.int64(before & ~inside & _ONE)
            h = (((h << _LEFT) | (h >> _RIGHT)) & inside) ^ _ADDED[byte]
            before = inside
            i += 1
            if byte == BACKSLASH and latex:
                h, i = command(data, i, end)
                before = INSIDE[0x80] if h else _NONE
                h = h if h else BASIS
        values[count] = h
        if stopped:
            stops[count] = i
        count += np.int64(before & _ONE)
        for k in range(ends[row], count):
            values[k] = spread(values[k])
        ends[row + 1] = count
    return count


@compiled
def place(data: U8, offsets: I64, latex: bool, spans: NDArray[np.int32]) -> None:
    """Fill begin and end of every token of `lex`, in characters from the start of its row."""
    count = 0
    for row in range(len(offsets) - 1):
        i, end = offsets[row], offsets[row + 1]
        begin, chars, counted = -1, 0, i
        while i <= end:
            inside = i < end and INSIDE[data[i]] != 0
            if inside and begin < 0:
                begin = i
            if not inside and begin >= 0:
                chars += _characters(data, counted, begin)
                spans[count, 0] = chars
                chars += _characters(data, begin, i)
                spans[count, 1] = chars
                counted, begin = i, -1
                count += 1
            i += 1
            if latex and i < end and data[i - 1] == BACKSLASH:
                h, after = command(data, i, end)
                begin = i if h else -1
                i = after


@inner
def _characters(data: U8, begin: int, end: int) -> int:
    """Characters in a stretch of UTF-8: all bytes but continuations."""
    found = 0
    for i in range(begin, end):
        if data[i] & 0xC0 != 0x80:
            found += 1
    return found


@compiled
def shingle(tokens: U64, offsets: I64, unique: bool, values: U64, ends: I64) -> int:
    """Fill the 3-grams of every row in order of the text; fewer than 3 tokens make one together.

    A row without tokens has none. `unique` leaves out what stood in the row before. Returns their
    number, at most that of the tokens.
    """
    count = 0
    ends[0] = 0
    seen = np.zeros(64, np.uint64)
    stamps = np.zeros(64, np.int64)
    for row in range(len(offsets) - 1):
        first, last = offsets[row], offsets[row + 1]
        grams = max(last - first - 2, 1 if last > first else 0)
        if 2 * grams > len(seen):
            size = 2 * len(seen)
            while 2 * grams > size:
                size *= 2
            seen = np.zeros(size, np.uint64)
            stamps = np.zeros(size, np.int64)
        for k in range(grams):
            h = _gram_at(tokens, first + k, last)
            if not unique or not entered(seen, stamps, row + 1, h):
                values[count] = h
                count += 1
        ends[row + 1] = count
    return count


@inner
def _gram_at(tokens: U64, at: int, last: int) -> Any:
    two = tokens[at + 1] if at + 1 < last else np.uint64(1)
    three = tokens[at + 2] if at + 2 < last else np.uint64(2)
    return gram(tokens[at], two, three)


@inner
def entered(seen: U64, stamps: I64, stamp: int, value: Any) -> bool:
    """Whether a table of this stamp held the value before; now it does."""
    mask = len(seen) - 1
    at = np.int64(value & np.uint64(mask))
    while stamps[at] == stamp:
        if seen[at] == value:
            return True
        at = (at + 1) & mask
    stamps[at] = stamp
    seen[at] = value
    return False
