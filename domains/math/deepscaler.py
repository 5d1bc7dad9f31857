"""DeepScaleR-Preview: AIME, AMC, Omni-MATH and STILL, as DeepScaleR trains on them.

What: 40,315 competition problems with answers, most with a solution.

Where from: agentica-org/DeepScaleR-Preview-Dataset on the Hub, deepscaler.json.
License: MIT (dataset card).

One row, abbreviated:
    {"problem": "The operation $\\\\otimes$ is defined for all nonzero numbers by ...",
     "answer": "-\\\\frac{2}{3}", "solution": "1. **Calculate $1 \\\\otimes 2$:** ..."}
"""

from __future__ import annotations

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import json_array
from domains.row_filters import gold_at_most, no_images, no_links, no_proofs, no_sentinels

REPO = "agentica-org/DeepScaleR-Preview-Dataset"


@source(
    location=Hub(REPO, "main", files=("deepscaler.json",)),
    reader=json_array,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    priority=50,
    # Guru keeps answers of fewer than 100 characters.
    row_filters=(no_images, no_links, no_proofs, no_sentinels, gold_at_most(99)),
)
def deepscaler(row: RawRow) -> Problem | Drop:
    """The problem of one row."""
    answer = str(row.data["answer"]).strip()
    if not answer:
        return Drop("no_final_answer", f"answer is {row.data['answer']!r}")
    return Problem(
        question=row.data["problem"].strip(),
        ground_truth=answer,
        reference=row.data["solution"] or "",
    )
