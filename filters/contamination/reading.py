"""Texts as decontamination reads them: words and numbers, whatever the spelling of a formula.

On top of the normal form of `filters.text`, LaTeX is settled: layout, fonts and signs do not count,
`_` separates. Unicode's signs do not count either, Greek letters have their names, and each
ideograph or kana is a word, since such texts have no spaces.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from ..shingles import Hashed, Texts, Utf8, sealed, tokens, utf8
from ..spelling import normal
from ..text import spelling

Spans: TypeAlias = Sequence[tuple[int, int]]
"""Stretches of a text, in characters: begin and end."""

_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
# Arrows, operators, shapes; but √ ∞ ≈ ≠ ≤ ≥, which have a name in `filters.text.spelling`.
_SIGN = re.compile(
    "[\u2190-\u2219\u221b-\u221d\u221f-\u2247\u2249-\u225f\u2261-\u2263\u2266-\u2bff]"
)
# Greek letters by the names that LaTeX has for them.
_GREEK = str.maketrans(
    {
        chr(
            point
        ): f" {unicodedata.name(chr(point)).split()[-1].lower().replace('lamda', 'lambda')} "
        for point in (*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA))
    }
)
# A character with the marks that combine with it, and any other that is not ASCII.
_MARKS = "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a"
_CLUSTER = re.compile(f"(?s).[{_MARKS}]+|[^\x00-\x7f]")


def read(texts: Texts, spans: bool = False) -> Hashed:
    """The hashed tokens of every row; `spans` are characters of the settled text (`originally`)."""
    from ..kernels import formulas

    spelled = normal(_apart(_cut(utf8(texts))))
    settled = spelled.data.copy()
    formulas.settle(settled, spelled.offsets)
    return tokens(Utf8(sealed(settled), spelled.offsets), spans=spans)


def originally(text: str, spans: Spans) -> Spans:
    """Spans of the settled text as spans of the text itself."""
    if text.isascii():
        return spans
    # Stretches between clusters: where they begin here and there, and where there they end.
    here, there, stops = [0], [0], []
    for found in _CLUSTER.finditer(text):
        stops.append(found.start())
        here.append(here[-1] + found.start() - there[-1] + _length(found[0]))
        there.append(found.end())
    stops.append(len(text))

    def place(position: int, ends: bool) -> int:
        # A cluster that is written otherwise within its text than alone may shift what follows.
        stretch = bisect_right(here, position) - 1
        found = there[stretch] + position - here[stretch]
        if found > stops[stretch] and ends and stretch + 1 < len(there):
            return there[stretch + 1]
        return min(found, stops[stretch])

    return [(place(begin, False), place(end, True)) for begin, end in spans]


@lru_cache(maxsize=65536)
def _length(cluster: str) -> int:
    """In characters of the settled text."""
    return len(spelling(_separated(cluster)))


def _cut(texts: Utf8) -> Utf8:
    """Without what stands before and behind in a shared buffer."""
    first, last = int(texts.offsets[0]), int(texts.offsets[-1])
    return Utf8(texts.data[first:last], sealed(texts.offsets - first))


def _apart(texts: Utf8) -> Utf8:
    """A space behind each ideograph and kana, and for each sign; names for Greek letters."""
    from ..kernels import formulas

    data, offsets = texts
    rows = np.flatnonzero(formulas.has_signs(data, offsets))
    if not len(rows):
        return texts
    lengths = np.diff(offsets)
    pieces, done = [], 0
    for row in rows.tolist():
        separated = _separated(texts.text(row)).encode("utf-8", "surrogatepass")
        pieces += [data[done : offsets[row]].tobytes(), separated]
        lengths[row], done = len(separated), offsets[row + 1]
    pieces.append(data[done:].tobytes())
    ends = np.concatenate(([0], np.cumsum(lengths)))
    return Utf8(np.frombuffer(b"".join(pieces), np.uint8), sealed(ends))


def _separated(text: str) -> str:
    return _SIGN.sub(" ", _UNSPACED.sub(r"\1 ", text)).translate(_GREEK)
