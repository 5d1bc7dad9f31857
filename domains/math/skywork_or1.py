"""Skywork-OR1, the math part of its training data.

What: 105,055 competition problems, most of NuminaMath-1.5. Golds stand in a list; rows with more
than one gold are dropped, as nothing says whether all or any of them is asked for.

Where from: Skywork/Skywork-OR1-RL-Data on the Hub, data/math-*.parquet.
License: NOASSERTION (the card states none).

One row, abbreviated:
    {"data_source": "train-math-numinamath1.5_aops_forum", "ability": "math",
     "prompt": [{"role": "user", "content": "Find all ... Let's think step by step ..."}],
     "reward_model": {"ground_truth": "[\\"\\\\\\\\frac{1}{2}\\"]", "style": "rule"},
     "extra_info": {"index": 0, "model_difficulty": {"DeepSeek-R1-Distill-Qwen-7B": 4, ...}}}
"""

from __future__ import annotations

import json

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import gold_at_most, no_images, no_links, no_proofs, no_sentinels

from ._solutions import without_instruction

REPO = "Skywork/Skywork-OR1-RL-Data"


@source(
    location=Hub(REPO, "main", files=("data/math-*.parquet",)),
    reader=parquet,
    license="NOASSERTION",
    reward="math",
    template="math_boxed",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    priority=45,
    # Guru keeps answers of fewer than 100 characters.
    row_filters=(no_images, no_links, no_proofs, no_sentinels, gold_at_most(99)),
)
def skywork_or1(row: RawRow) -> Problem | Drop:
    """The problem of one row, without its publisher's instruction."""
    told = row.data["reward_model"]["ground_truth"]
    golds = json.loads(told)
    if not isinstance(golds, list):
        golds = [told]
    if len(golds) != 1:
        return Drop("several_golds", told[:200])
    return Problem(
        question=without_instruction(row.data["prompt"][-1]["content"]),
        ground_truth=str(golds[0]),
        meta={"origin": row.data["data_source"]},
    )
