"""MATH-500: a benchmark, never a training source.

What: the 500 problems of MATH's test split that PRM800K holds out.

Where from: hkust-nlp/simpleRL-reason at commit cf1c7858bfc145a27aa733e75d930d34f0d318a6,
examples/simplelr_math_eval/data/math500/test.jsonl; the same rows as HuggingFaceH4/MATH-500.
License: MIT (LICENSE of the folder).

One row, abbreviated:
    {"problem": "Convert the point $(0,3)$ in rectangular coordinates to polar ...",
     "solution": "We have that $r = ...$", "answer": "\\\\left( 3, \\\\frac{\\\\pi}{2} \\\\right)",
     "subject": "Precalculus", "level": 2, "unique_id": "test/precalculus/807.json"}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import jsonl

COMMIT = "cf1c7858bfc145a27aa733e75d930d34f0d318a6"
FILE = "examples/simplelr_math_eval/data/math500/test.jsonl"


@source(
    location=Github("hkust-nlp/simpleRL-reason", COMMIT, paths=(FILE,)),
    reader=jsonl,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/hkust-nlp/simpleRL-reason/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def math_500(row: RawRow) -> Problem:
    """The item of one row."""
    return Problem(
        question=row.data["problem"],
        ground_truth=row.data["answer"],
        reference=row.data["solution"],
        meta={"level": row.data["level"], "subject": row.data["subject"]},
    )
