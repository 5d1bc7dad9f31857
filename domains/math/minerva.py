"""Minerva's problems of MIT OpenCourseWare: a benchmark, never a training source.

What: 272 problems of university courses in the sciences; the answer stands in a box of the
solution.

Where from: QwenLM/Qwen2.5-Math at commit a45202bd16f1ec06f433442dc1152d0074773465,
evaluation/data/minerva_math/test.jsonl.
License: MIT (evaluation/LICENSE).

One row, abbreviated:
    {"problem": "Each of the two Magellan telescopes has a diameter of ...",
     "solution": "... =\\boxed{1.6} \\mathrm{~cm}", "type": "Introduction to ...", "idx": 0}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import jsonl

from ._solutions import boxed

COMMIT = "a45202bd16f1ec06f433442dc1152d0074773465"
FILE = "evaluation/data/minerva_math/test.jsonl"


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
def minerva(row: RawRow) -> Problem | Drop:
    """The item of one row."""
    gold = boxed(row.data["solution"])
    if isinstance(gold, Drop):
        return gold
    return Problem(
        question=row.data["problem"],
        ground_truth=gold,
        reference=row.data["solution"],
        meta={"course": row.data["type"]},
    )
