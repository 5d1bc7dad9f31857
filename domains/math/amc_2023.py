"""AMC 2023: a benchmark, never a training source.

What: 40 problems of AMC 12 A and B without their choices; every answer is a number.

Where from: QwenLM/Qwen2.5-Math at commit a45202bd16f1ec06f433442dc1152d0074773465,
evaluation/data/amc23/test.jsonl.
License: MIT (evaluation/LICENSE).

One row, abbreviated:
    {"id": 0, "problem": "Cities $A$ and $B$ are $45$ miles apart. Alicia lives in ...",
     "answer": 27.0, "url": "https://artofproblemsolving.com/..."}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import jsonl

from ._solutions import whole

COMMIT = "a45202bd16f1ec06f433442dc1152d0074773465"
FILE = "evaluation/data/amc23/test.jsonl"


@source(
    location=Github("QwenLM/Qwen2.5-Math", COMMIT, paths=(FILE,)),
    reader=jsonl,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/QwenLM/Qwen2.5-Math/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def amc_2023(row: RawRow) -> Problem:
    """The item of one row."""
    return Problem(
        question=row.data["problem"],
        ground_truth=whole(row.data["answer"]),
        answer_type="number",
        url=row.data["url"],
    )
