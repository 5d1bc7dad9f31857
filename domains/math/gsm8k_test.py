"""GSM8K, test problems: a benchmark, never a training source.

What: the 1,319 problems of the test split, with worked solutions; every answer is a number.
Copies of them stand in several published training sets, sometimes with another wording of the
answer; whatever matches one of these items is dropped.

Where from: openai/grade-school-math at commit 3101c7d5072418e28b9008a6636bde82a006892c,
grade_school_math/data/test.jsonl; the same rows as openai/gsm8k (main, test) on the Hub, in the
same order.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"question": "Janet's ducks lay 16 eggs per day. She eats three for breakfast ...",
     "answer": "Janet sells 16 - 3 - 4 = <<16-3-4=9>>9 duck eggs a day.\\n...\\n#### 18"}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import jsonl

from .gsm8k import COMMIT, URL, problem_of


@source(
    location=Github(
        "openai/grade-school-math", COMMIT, paths=("grade_school_math/data/test.jsonl",)
    ),
    reader=jsonl,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"{URL}/test.jsonl",
    profiles=("guru",),
    # Named in data/benchmarks.toml, so that no profile that names it trains on these.
    use="evaluation",
)
def gsm8k_test(row: RawRow) -> Problem | Drop:
    """The item of one row, with its solution: rows that carry it are found too."""
    return problem_of(row)
