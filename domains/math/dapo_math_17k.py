"""DAPO-Math-17k: competition problems whose answers were turned into integers.

What: 17,917 problems, which the file repeats a hundred times: of each the first copy is read. The
request for a last line "Answer: ..." is taken off.

Where from: BytedTsinghua-SIA/DAPO-Math-17k on the Hub, data/dapo-math-17k.parquet.
License: Apache-2.0 (dataset card).

One row, abbreviated:
    {"data_source": "math_dapo", "ability": "MATH",
     "prompt": [{"role": "user", "content": "Solve the following math problem step by step. ..."}],
     "reward_model": {"ground_truth": "34", "style": "rule-lighteval/MATH_v2"},
     "extra_info": {"index": "9a9b6eb4-a1cb-49d1-8c1e-62eaf2f74079"}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from domains.base import Hub, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import no_images, no_sentinels

REPO = "BytedTsinghua-SIA/DAPO-Math-17k"
_BEFORE = re.compile(r"\ASolve the following math problem step by step\.[^\n]*\n+")
_AFTER = re.compile(r'\n+Remember to put your answer on its own line after "Answer:"\.?\s*\Z')


def first_copies(file: BinaryIO) -> Iterator[RawRow]:
    """One row per problem, named by its index; holds the indexes, 17,917 of them."""
    seen: set[str] = set()
    for row in parquet(file):
        index = str(row.data["extra_info"]["index"])
        if index not in seen:
            seen.add(index)
            yield RawRow(index, row.data)


@source(
    location=Hub(REPO, "main", files=("data/dapo-math-17k.parquet",)),
    reader=first_copies,
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    # Guru's order: DAPO, then OR1, then DeepScaleR.
    priority=40,
    row_filters=(no_images, no_sentinels),
)
def dapo_math_17k(row: RawRow) -> Problem:
    """The problem of one row, without its publisher's instruction."""
    asked = row.data["prompt"][-1]["content"]
    return Problem(
        question=_AFTER.sub("", _BEFORE.sub("", asked)).strip(),
        ground_truth=row.data["reward_model"]["ground_truth"],
        answer_type="integer",
    )
