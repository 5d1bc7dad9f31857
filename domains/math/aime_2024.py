"""AIME 2024: a benchmark, never a training source.

What: the 30 problems of the two contests of that year; every answer is an integer.

Where from: SkyworkAI/Skywork-OR1 at commit 64e96afa213ae89d0ad21932106d3b8aafe9ace2,
or1_data/eval/aime24.parquet; Guru evaluates on the same problems, each eight times over.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"data_source": "test-math-aime24",
     "prompt": [{"content": "Every morning Aya goes for a $9$-kilometer-long walk ...",
                 "role": "user"}],
     "reward_model": {"ground_truth": "204", "style": "rule"}, ...}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import parquet

from ._solutions import without_instruction

COMMIT = "64e96afa213ae89d0ad21932106d3b8aafe9ace2"
FILE = "or1_data/eval/aime24.parquet"


@source(
    location=Github("SkyworkAI/Skywork-OR1", COMMIT, paths=(FILE,)),
    reader=parquet,
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/SkyworkAI/Skywork-OR1/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def aime_2024(row: RawRow) -> Problem:
    """The item of one row."""
    return Problem(
        question=without_instruction(row.data["prompt"][0]["content"]),
        ground_truth=row.data["reward_model"]["ground_truth"],
        answer_type="integer",
    )
