"""MATH, as rLLM (DeepScaleR) trains on it.

What: 7,474 competition problems of MATH with their answers, without solutions; level 1 to 5 in
`difficulty`. Two rows have no answer and are dropped.

Where from: agentica-project/rllm at commit 874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5,
rllm/data/train/math/math.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"problem": "Find the center of the circle with equation $x^2 - 6x + y^2 + 2y = 9$.",
     "answer": "(3, -1)", "difficulty": 4.0, "type": "Algebra"}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array
from domains.row_filters import no_images, no_proofs, no_sentinels

COMMIT = "874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5"
URL = f"https://github.com/agentica-project/rllm/blob/{COMMIT}/rllm/data/train/math"


@source(
    location=Github("agentica-project/rllm", COMMIT, paths=("rllm/data/train/math/math.json",)),
    reader=json_array,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"{URL}/math.json",
    profiles=("guru",),
    priority=30,
    row_filters=(no_images, no_proofs, no_sentinels),
)
def rllm_math(row: RawRow) -> Problem | Drop:
    """The problem of one row."""
    if not row.data["answer"]:
        return Drop("no_final_answer", f"answer is {row.data['answer']!r}")
    return Problem(
        question=row.data["problem"],
        ground_truth=row.data["answer"],
        meta={"level": row.data["difficulty"], "subject": row.data["type"]},
    )
