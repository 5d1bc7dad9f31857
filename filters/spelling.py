"""`filters.text.spelling` for batches: one table of characters, applied by compiled code.

ASCII rows stay where they are (the lexer lowers case). The spelling of a character depends on it
alone, but where marks combine with what stands before them; rows with such go through Python.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .shingles import U8, Texts, Utf8, sealed, utf8
from .text import spelling

_POINTS = 0x110000


def normal(texts: Texts) -> Utf8:
    """Texts with one character for one thing, in UTF-8; rows of ASCII alone are as given.

    `shingles.tokens(normal(texts), latex=True)` are the tokens of `filters.text.tokens`.
    """
    from .kernels import spelling as kernels

    given = utf8(texts)
    kinds = np.empty(len(given), np.uint8)
    # Of tables of all characters only the pages that are written cost anything.
    points = np.empty(_POINTS, np.int32)
    found = kernels.survey(given.data, given.offsets, kinds, np.zeros(_POINTS, np.uint8), points)
    if not found:
        return given
    begins, spelled, combining = _table(points[:found].tolist())
    kernels.set_beside(given.data, given.offsets, kinds, combining)
    combined = np.flatnonzero(kinds == kernels.BESIDE).tolist()
    beside = utf8([spelling(given.text(row)) for row in combined])
    foreign = np.diff(given.offsets)[kinds == kernels.FOREIGN]
    most = len(given.data) + int(foreign.sum()) * _LONGEST + len(beside.data)
    out, ends = np.empty(most, np.uint8), np.empty(len(given) + 1, np.int64)
    kernels.respell(
        (given.data, given.offsets), kinds, begins, spelled, (beside.data, beside.offsets), out,
        ends,
    )  # fmt: skip
    out.resize(int(ends[-1]), refcheck=False)
    return Utf8(sealed(out), sealed(ends))


# U+FDFA is 3 bytes and becomes 18 characters of 33 bytes: no character grows more.
_LONGEST = 11


@lru_cache(maxsize=65536)
def _spelled(point: int) -> tuple[bytes | None, bool]:
    """The new bytes of a character (None: as it is), and whether it combines with others."""
    char = chr(point)
    new = spelling(char)
    combines = any(
        unicodedata.category(c)[0] == "M" or 0x1100 <= ord(c) <= 0x11FF for c in (*new, char)
    )
    return None if new == char else new.encode("utf-8", "surrogatepass"), combines


def _table(points: list[int]) -> tuple[NDArray[np.int32], U8, U8]:
    """Where the spelling of each character begins (0: as it is), the spellings, who combines."""
    begins = np.zeros(_POINTS, np.int32)
    combining = np.zeros(_POINTS, np.uint8)
    spelled = bytearray(1)
    for point in points:
        new, combining[point] = _spelled(point)
        if new is not None:
            begins[point] = len(spelled)
            spelled += bytes([len(new)]) + new
    return begins, np.frombuffer(bytes(spelled), np.uint8), combining
