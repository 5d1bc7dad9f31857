"""LeetCodeDataset v0.2.0, training tasks.

What: 1,890 tasks of LeetCode with a solution each; one to five asserts, which are the examples of
the task, so that the text asked here is the one without examples. Lists and trees are built by
helpers that stand in the prelude of a row.

Where from: newfacade/LeetCodeDataset at commit 182cd19fd53161efd70a1ef074fe1056b659bfa3,
data/LeetCodeDataset-v0.2.0-train.jsonl.gz; Guru takes the same repository from the Hub.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "two-sum", "prompt": "from typing import *\\n...",
     "query": "Given an array of integers ...\\nPlease complete the following python code ...",
     "completion": "class Solution:\\n    def twoSum(...", "entry_point": "Solution().twoSum",
     "test": "def check(candidate):\\n    assert candidate(nums = [2,7,11,15], ...) ...",
     "meta": {"question_id": 1, "difficulty": "Easy", "lang_code": "class Solution: ..."}}
"""

from __future__ import annotations

import json

from domains.base import Github, Problem, RawRow, source
from domains.readers import gzipped, jsonl
from domains.row_filters import no_images

COMMIT = "182cd19fd53161efd70a1ef074fe1056b659bfa3"
URL = f"https://github.com/newfacade/LeetCodeDataset/blob/{COMMIT}/data"
FILE = "LeetCodeDataset-v0.2.0-train.jsonl.gz"


@source(
    location=Github("newfacade/LeetCodeDataset", COMMIT, paths=(f"data/{FILE}",)),
    reader=gzipped(jsonl),
    license="MIT",
    reward="code_assert",
    template="code_function",
    url=f"{URL}/{FILE}",
    profiles=("guru",),
    # Its rows bring their own prelude, which their copies in other sets lack.
    priority=30,
    row_filters=(no_images,),
)
def leetcode(row: RawRow) -> Problem:
    """The problem of one task."""
    return problem_of(row)


def problem_of(row: RawRow) -> Problem:
    """Task, suite and entry point; the prelude goes to the reward."""
    data = row.data
    gold = {"functional": data["test"], "entry_point": data["entry_point"]}
    return Problem(
        question=data["query"].replace("\xa0", " ").strip(),
        ground_truth=json.dumps(gold),
        spec={"prelude": data["prompt"]},
        answer_type="function",
        reference=data["completion"],
        url=f"https://leetcode.com/problems/{data['task_id']}/",
        meta={"level": data["meta"]["difficulty"]},
    )
