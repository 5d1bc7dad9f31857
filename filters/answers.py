"""Answers as evidence: when two are the same, and whether that says much.

That two problems have the answer 3, B or "yes" says nothing; that both have 10\\sqrt{7} does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .shingles import BLOCK_ROWS
from .text import plain

# Integers up to this are what anything may have as its answer.
SMALL = 20
# So are answers of more than this share of all rows (and of so many rows at least).
COMMON_SHARE, COMMON_ROWS = 0.005, 50
# What an answer says, as bits.
TELLING, SEVERAL = 1, 2
_LITTLE = re.compile(
    r"\(?[a-j]\)?|true|false|yes|no|none|correct|incorrect|none of the above|all of the above"
)
_INTEGER = re.compile(r"[+-]?[0-9]+")
_SPACES = re.compile(r"[\s$]+")
# ASCII without spaces, `$`, `\` and `~`: such an answer has one spelling.
_BARE = re.compile(r"[!-#%-\[\]-}]+")


class Answers(NamedTuple):
    """The answers of all rows as numbers."""

    codes: NDArray[np.int32]
    """Per row: equal for equal answers, -1 for none."""
    says: NDArray[np.uint8]
    """Per code, and last for none: TELLING if some rows share it, and that they do is evidence;
    SEVERAL if another answer may be as right."""


def read(
    answers: Sequence[str | None] | None,
    rows: int,
    canonical: bool = False,
    several: NDArray[np.bool_] | None = None,
) -> Answers:
    """Number the answers; None and blanks are none, and so is all if `answers` is None.

    `canonical` answers are equal where their texts are. `several` marks rows with one of several
    right answers.
    """
    if answers is None:
        return Answers(np.full(rows, -1, np.int32), np.zeros(1, np.uint8))
    # Block by block into Arrow: dicts of all answers would cost more than the answers.
    key = str if canonical else form
    blocks = [
        pa.array(
            [_utf8(key(answer or "")) for answer in answers[begin : begin + BLOCK_ROWS]],
            pa.large_binary(),
        )
        for begin in range(0, rows, BLOCK_ROWS)
    ]
    coded: Any = pa.chunked_array(blocks, pa.large_binary()).dictionary_encode().combine_chunks()
    forms = coded.dictionary
    out = coded.indices.fill_null(-1).to_numpy().astype(np.int32)
    counts = np.bincount(out[out >= 0], minlength=len(forms))
    says = np.zeros(len(forms) + 1, np.uint8)
    for code in np.flatnonzero((counts > 1) & (counts <= max(COMMON_ROWS, COMMON_SHARE * rows))):
        if says_much(forms[code].as_py().decode("utf-8", "surrogatepass")):
            says[code] = TELLING
    if several is not None:
        says[out[several & (out >= 0)]] |= SEVERAL
    return Answers(out, says)


def _utf8(form: str) -> bytes | None:
    return form.encode("utf-8", "surrogatepass") or None


def form(answer: str) -> str:
    """An answer without what does not count in it: case of A-Z, spaces, marks of math mode."""
    if _BARE.fullmatch(answer):
        return answer.lower().rstrip(".")
    return _SPACES.sub(" ", plain(answer)).strip().rstrip(".").strip()


def says_much(form: str) -> bool:
    """Whether two problems with this answer are likely to be one; False for what many have."""
    if _LITTLE.fullmatch(form):
        return False
    return not (_INTEGER.fullmatch(form) and abs(int(form[-12:])) <= SMALL and len(form) < 12)
