"""LeetCode, as rLLM (DeepCoder) trains on it.

What: 1,889 tasks of LeetCode; all solutions are those of LeetCodeDataset v0.2.0, whose rows stay
where both are read. The rows come without the imports and helpers that their tests rely on: those
of LeetCodeDataset are put before program and tests.

Where from: agentica-project/rllm at commit 874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5,
rllm/data/train/code/leetcode.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"problem": "Please solve the programming task below using a self-contained code snippet ...",
     "solutions": "class Solution:\\n    def twoSum(self, nums: List[int], ...",
     "tests": {"functional": "def check(candidate): ...\\n\\ncheck(Solution().twoSum)"}}
"""

from __future__ import annotations

import json

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array
from domains.row_filters import no_images

from ._leetcode import PRELUDE, entry_point

COMMIT = "874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5"
URL = f"https://github.com/agentica-project/rllm/blob/{COMMIT}/rllm/data"
FILE = "rllm/data/train/code/leetcode.json"
_REQUEST = (
    "Please solve the programming task below using a self-contained code snippet in a markdown "
    "code block.\n\n"
)


@source(
    location=Github("agentica-project/rllm", COMMIT, paths=(FILE,)),
    reader=json_array,
    license="MIT",
    reward="code_assert",
    template="code_function",
    url=f"{URL}/train/code/leetcode.json",
    profiles=("guru",),
    priority=60,
    row_filters=(no_images,),
)
def rllm_leetcode(row: RawRow) -> Problem | Drop:
    """The problem of one task, without the request that its publisher put before it."""
    functional = row.data["tests"]["functional"]
    entry = entry_point(functional)
    if entry is None:
        return Drop("no_entry_point", f"no check(...) at the end: {functional[-80:]!r}")
    return Problem(
        question=row.data["problem"].removeprefix(_REQUEST).replace("\xa0", " ").strip(),
        ground_truth=json.dumps({"functional": functional}),
        spec={"prelude": PRELUDE},
        answer_type="function",
        reference=row.data["solutions"],
        meta={"entry_point": entry},
    )
