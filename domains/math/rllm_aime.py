"""AIME 1983 to 2023, as rLLM (DeepScaleR) trains on it.

What: 975 problems with a solution each; every answer is an integer from 0 to 999.

Where from: agentica-project/rllm at commit 874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5,
rllm/data/train/math/aime.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"problem": "Let $a_n=6^{n}+8^{n}$. Determine the remainder upon dividing $a_ {83}$ by $49$.",
     "solution": "$6^{83} + 8^{83} = ...$", "answer": "35", "year": 1983, "aime_number": 1,
     "problem_number": 6, "difficulty": 5.25}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import json_array
from domains.row_filters import no_images

from .rllm_math import COMMIT, URL


@source(
    location=Github("agentica-project/rllm", COMMIT, paths=("rllm/data/train/math/aime.json",)),
    reader=json_array,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"{URL}/aime.json",
    profiles=("guru",),
    priority=25,
    row_filters=(no_images,),
)
def rllm_aime(row: RawRow) -> Problem:
    """The problem of one row."""
    return Problem(
        question=row.data["problem"],
        ground_truth=row.data["answer"],
        answer_type="integer",
        reference=row.data["solution"],
        meta={"year": row.data["year"], "level": row.data["difficulty"]},
    )
