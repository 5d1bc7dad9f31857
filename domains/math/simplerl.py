"""SimpleRL-Zoo's training set: MATH problems of levels 3 to 5.

What: 8,523 problems of MATH (the 12,000 that PRM800K trains on, so some of MATH's own test
problems are among them: name MATH's test as a benchmark to drop them).

Where from: hkust-nlp/simpleRL-reason at commit bdc9f803c8e0dd749e1aa778d40d012626b01ff6,
train.parquet.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"question": "Find the greatest common divisor of $10293$ and $29384$.", "gt_answer": "1",
     "subject": "Number Theory", "level": 3, "prompt": [...], "reward_model": {...}, ...}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import no_images, no_proofs, no_sentinels

COMMIT = "bdc9f803c8e0dd749e1aa778d40d012626b01ff6"


@source(
    location=Github("hkust-nlp/simpleRL-reason", COMMIT, paths=("train.parquet",)),
    reader=parquet,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/hkust-nlp/simpleRL-reason/tree/{COMMIT}",
    profiles=("guru",),
    priority=35,
    row_filters=(no_images, no_proofs, no_sentinels),
)
def simplerl(row: RawRow) -> Problem:
    """The problem of one row."""
    return Problem(
        question=row.data["question"],
        ground_truth=row.data["gt_answer"],
        meta={"level": row.data["level"], "subject": row.data["subject"]},
    )
