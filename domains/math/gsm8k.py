"""GSM8K, training problems.

What: 7,473 grade-school word problems with worked solutions; every answer is a number.
The calculator marks in the solutions (<<48/2=24>>) are taken out of the reference.

Where from: openai/grade-school-math at commit 3101c7d5072418e28b9008a6636bde82a006892c,
grade_school_math/data/train.jsonl; the same rows as openai/gsm8k (main) on the Hub.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"question": "Natalia sold clips to 48 of her friends in April, and then ...",
     "answer": "Natalia sold 48/2 = <<48/2=24>>24 clips in May.\\n...\\n#### 72"}
"""

from __future__ import annotations

import re

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import jsonl

from ._solutions import after_hashes

COMMIT = "3101c7d5072418e28b9008a6636bde82a006892c"
URL = f"https://github.com/openai/grade-school-math/blob/{COMMIT}/grade_school_math/data"
_CALCULATOR = re.compile(r"<<[^<>\n]*>>")


@source(
    location=Github(
        "openai/grade-school-math", COMMIT, paths=("grade_school_math/data/train.jsonl",)
    ),
    reader=jsonl,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"{URL}/train.jsonl",
    profiles=("guru",),
    # Read by many and corrected: of equal problems this row stays.
    priority=20,
)
def gsm8k(row: RawRow) -> Problem | Drop:
    """The problem of one row."""
    return problem_of(row)


def problem_of(row: RawRow) -> Problem | Drop:
    """Question, number behind the hashes, solution without calculator marks."""
    gold = after_hashes(row.data["answer"])
    if isinstance(gold, Drop):
        return gold
    return Problem(
        question=row.data["question"],
        ground_truth=gold,
        answer_type="number",
        reference=_CALCULATOR.sub("", row.data["answer"]),
    )
