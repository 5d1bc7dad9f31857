"""Big-Math: problems of ten open sets, filtered by its authors to verifiable ones.

What: 251,122 problems with closed-form answers; each row names the set that it is of. Rows of MATH
and GSM8K are training rows of those.

Where from: SynthLabsAI/Big-Math-RL-Verified on the Hub, data/train-*.parquet.
License: Apache-2.0 (dataset card).

One row, abbreviated:
    {"problem": "A tree has 10 pounds of useable fruit. ...", "answer": "1800",
     "source": "orca_math", "domain": ["Mathematics -> Applied Mathematics -> ..."],
     "llama8b_solve_rate": 0.92}
"""

from __future__ import annotations

from domains.base import Hub, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import gold_at_most, no_images, no_links, no_proofs, no_sentinels

REPO = "SynthLabsAI/Big-Math-RL-Verified"


@source(
    location=Hub(REPO, "main", files=("data/train-*.parquet",)),
    reader=parquet,
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    priority=60,
    row_filters=(no_images, no_links, no_proofs, no_sentinels, gold_at_most(99)),
)
def big_math(row: RawRow) -> Problem:
    """The problem of one row."""
    return Problem(
        question=row.data["problem"].strip(),
        ground_truth=row.data["answer"],
        meta={"origin": row.data["source"], "subject": list(row.data["domain"] or [])},
    )
