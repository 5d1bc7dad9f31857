"""BIG-Bench Hard: a benchmark, never a training source.

What: 6,511 questions of 27 tasks (logical deduction, tracking, dates, words, ...). Its files carry
the canary of BIG-bench, which asks to keep them out of training data.

Where from: suzgunmirac/BIG-Bench-Hard at commit 9ee07bd481feebf959a6b59d61ea57bdcf30964d,
bbh/*.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"input": "Which statement is true?\\nOptions:\\n(A) The robin is the rightmost\\n(B) ...",
     "target": "(B)"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from domains.base import Github, Problem, RawRow, source
from domains.readers import by_file

COMMIT = "9ee07bd481feebf959a6b59d61ea57bdcf30964d"
_LETTER = re.compile(r"\(([A-Z])\)")
_NUMBER = re.compile(r"-?\d+")


def examples(file: BinaryIO) -> Iterator[RawRow]:
    """The examples of one task."""
    for number, example in enumerate(json.load(file)["examples"], 1):
        yield RawRow(str(number), example)


@source(
    location=Github("suzgunmirac/BIG-Bench-Hard", COMMIT, paths=("bbh/*.json",)),
    reader=by_file(examples),
    license="MIT",
    reward=("text_exact", "multiple_choice", "math"),
    template="math_boxed",
    url=f"https://github.com/suzgunmirac/BIG-Bench-Hard/tree/{COMMIT}/bbh",
    profiles=("guru",),
    use="evaluation",
)
def bbh(row: RawRow) -> Problem:
    """The item of one example: a letter, a number or a short text."""
    target = row.data["target"].strip()
    letter = _LETTER.fullmatch(target)
    reward = "multiple_choice" if letter else "math" if _NUMBER.fullmatch(target) else "text_exact"
    return Problem(
        question=row.data["input"],
        ground_truth=letter[1] if letter else target,
        reward=reward,
        answer_type=reward,
        meta={"task": row.key.rpartition("/")[0]},
    )
