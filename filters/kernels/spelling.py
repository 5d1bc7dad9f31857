"""One spelling for every character: what characters texts hold, and their replacement in UTF-8."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inner
from .lexing import I64, U8

I32 = NDArray[np.int32]


# What is to be done with a row: it is ASCII; its characters are to be spelled anew; it stands, done
# already, beside.
ASCII, FOREIGN, BESIDE = np.uint8(0), np.uint8(1), np.uint8(2)


@inner
def _decode(data: U8, i: int) -> tuple[Any, int]:
    """The code point at a byte, and where the next begins; Arrow and Python write valid UTF-8."""
    first = np.int64(data[i])
    if first < 0x80:
        return first, i + 1
    size = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    point = first & (0x7F >> size)
    for k in range(1, size):
        point = (point << 6) | (np.int64(data[i + k]) & 0x3F)
    return point, i + size


@compiled
def survey(data: U8, offsets: I64, kinds: U8, seen: U8, points: I32) -> int:
    """Set the kind of every row to ASCII or FOREIGN, and list the code points beyond ASCII.

    `seen` (zeros) and `points` have room for all there are; returns how many were listed.
    """
    found = 0
    for row in range(len(offsets) - 1):
        high = np.uint8(0)
        for i in range(offsets[row], offsets[row + 1]):
            high |= data[i]
        kinds[row] = ASCII
        if high >= 0x80:
            kinds[row] = FOREIGN
            found = _list(data, offsets[row], offsets[row + 1], seen, points, found)
    return found


@inner
def _list(data: U8, begin: int, end: int, seen: U8, points: I32, found: int) -> int:
    i = begin
    while i < end:
        if data[i] < 0x80:
            i += 1
        else:
            point, i = _decode(data, i)
            if not seen[point]:
                seen[point] = 1
                points[found] = point
                found += 1
    return found


@compiled
def set_beside(data: U8, offsets: I64, kinds: U8, wanted: U8) -> None:
    """Rows that hold a character with `wanted[code point]` become BESIDE."""
    for row in range(len(offsets) - 1):
        i = offsets[row]
        while kinds[row] == FOREIGN and i < offsets[row + 1]:
            if data[i] < 0x80:
                i += 1
            else:
                point, i = _decode(data, i)
                if wanted[point]:
                    kinds[row] = BESIDE


@compiled
def respell(
    given: tuple[U8, I64],
    kinds: U8,
    begins: I32,
    spelled: U8,
    beside: tuple[U8, I64],
    out: U8,
    ends: I64,
) -> None:
    """Write all rows anew; those BESIDE are taken from there, in order.

    `begins[code point]` is where its spelling stands in `spelled`, behind one byte that holds its
    length; 0: it stays as it is. `ends[row + 1]` is where a row ends in `out`.
    """
    data, offsets = given
    at, done = 0, 0
    ends[0] = 0
    for row in range(len(offsets) - 1):
        i, end = offsets[row], offsets[row + 1]
        if kinds[row] == ASCII:
            at = _copy(data, i, end, out, at)
        elif kinds[row] == FOREIGN:
            at = _respell(data, i, end, begins, spelled, out, at)
        else:
            i, end = beside[1][done], beside[1][done + 1]
            at = _copy(beside[0], i, end, out, at)
            done += 1
        ends[row + 1] = at


@inner
def _copy(data: U8, begin: Any, end: Any, out: U8, at: Any) -> Any:
    """Copy a stretch to a place; where it ends there. (Slices take numba seconds to compile.)"""
    for i in range(begin, end):
        out[at + i - begin] = data[i]
    return at + end - begin


@inner
def _respell(data: U8, begin: int, end: int, begins: I32, spelled: U8, out: U8, at: int) -> int:
    i = begin
    while i < end:
        if data[i] < 0x80:
            out[at] = data[i]
            at += 1
            i += 1
            continue
        point, after = _decode(data, i)
        if begins[point] == 0:
            at = _copy(data, i, after, out, at)
        else:
            first = np.int64(begins[point]) + 1
            at = _copy(spelled, first, first + np.int64(spelled[first - 1]), out, at)
        i = after
    return at
