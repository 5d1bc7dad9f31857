"""Codeforces, the tasks that DeepCoder evaluates on: a benchmark, never a training source.

What: 408 tasks of contests; most have their public test alone.

Where from: agentica-project/rllm at commit 874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5,
rllm/data/test/code/codeforces.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"problem": "\\nYou are given a binary string$^{\\\\dagger}$. Please find the minimum ...",
     "tests": [{"input": "6\\n11010\\n00000000\\n...", "output": "3\\n1\\n1\\n2\\n1\\n2"}]}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array

from ._suites import stdio_gold
from .rllm_leetcode import COMMIT, URL


@source(
    location=Github(
        "agentica-project/rllm", COMMIT, paths=("rllm/data/test/code/codeforces.json",)
    ),
    reader=json_array,
    license="MIT",
    reward="code_stdio",
    template="code_stdio",
    url=f"{URL}/test/code/codeforces.json",
    profiles=("guru",),
    use="evaluation",
)
def codeforces_test(row: RawRow) -> Problem | Drop:
    """The item of one task."""
    tests = row.data["tests"]
    if not tests:
        return Drop("no_tests", f"tests is {tests!r:.100}")
    return Problem(
        question=row.data["problem"].strip(),
        ground_truth=stdio_gold(
            [test["input"] for test in tests], [test["output"] for test in tests]
        ),
        answer_type="program",
    )
