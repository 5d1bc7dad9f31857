"""LeetCodeDataset v0.2.0, test tasks: a benchmark, never a training source.

What: the 200 newest tasks of the set, of the same form as its training tasks.

Graded by running the program: each assert of `check` is read as a call with literal arguments, the
call runs in the sandbox, and its result is compared outside of it.

Where from: newfacade/LeetCodeDataset at commit 182cd19fd53161efd70a1ef074fe1056b659bfa3,
data/LeetCodeDataset-v0.2.0-test.jsonl.gz.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "minimum-operations-to-collect-elements", "prompt": "from typing import *\\n...",
     "query": "You are given an array nums of positive integers ...",
     "completion": "class Solution: ...", "entry_point": "Solution().minOperations",
     "test": "def check(candidate): ...", "meta": {"difficulty": "Easy", ...}}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import gzipped, jsonl

from .leetcode import COMMIT, URL, problem_of

FILE = "LeetCodeDataset-v0.2.0-test.jsonl.gz"


@source(
    location=Github("newfacade/LeetCodeDataset", COMMIT, paths=(f"data/{FILE}",)),
    reader=gzipped(jsonl),
    license="MIT",
    reward="code_assert",
    template="code_function",
    url=f"{URL}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def leetcode_test(row: RawRow) -> Problem:
    """The item of one task."""
    return problem_of(row)
