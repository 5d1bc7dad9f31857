"""Answers as evidence: when two are the same, and whether that says much.

That two problems have the answer 3, B or "yes" says nothing; that both have 10\\sqrt{7} does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .text import plain

# Integers up to this are what anything may have as its answer.
SMALL = 20
# So are answers of more than this share of all rows (and of so many rows at least).
COMMON_SHARE, COMMON_ROWS = 0.005, 50
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
    telling: NDArray[np.uint8]
    """Per code: 1 if some rows share it, and that they do is evidence."""


def read(answers: Sequence[str | None] | None, rows: int, canonical: bool = False) -> Answers:
    """Number the answers; None and blanks are none, and so is all if `answers` is None.

    `canonical` answers are equal where their texts are.
    """
    if answers is None:
        return Answers(np.full(rows, -1, np.int32), np.zeros(1, np.uint8))
    key = str if canonical else form
    codes = {"": -1}
    known = {
        answer: codes.setdefault(key(answer or ""), len(codes) - 1)
        for answer in dict.fromkeys(answers)
    }
    out = np.fromiter(map(known.__getitem__, answers), np.int32, rows)
    counts = np.bincount(out[out >= 0], minlength=len(codes) - 1)
    forms = list(codes)[1:]
    telling = np.zeros(len(forms) + 1, np.uint8)
    for code in np.flatnonzero((counts > 1) & (counts <= max(COMMON_ROWS, COMMON_SHARE * rows))):
        telling[code] = says_much(forms[code])
    return Answers(out, telling)


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
