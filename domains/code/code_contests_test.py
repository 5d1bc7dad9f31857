"""CodeContests, test tasks: a benchmark, never a training source.

What: 165 tasks of competitions with their hidden tests.

Where from: agentica-project/rllm at commit 874daa4acb7f451dc2a4b2b6e8ce28f5aa88d1f5,
rllm/data/test/code/code_contests.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"problem": "\\nMr. Chanek has an integer represented by a string s. ...",
     "tests": {"inputs": ["0\\n", "_XX\\n", ...], "outputs": ["1\\n", "9\\n", ...]}}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array

from ._suites import stdio_gold
from .rllm_leetcode import COMMIT, URL


@source(
    location=Github(
        "agentica-project/rllm", COMMIT, paths=("rllm/data/test/code/code_contests.json",)
    ),
    reader=json_array,
    license="MIT",
    reward="code_stdio",
    template="code_stdio",
    url=f"{URL}/test/code/code_contests.json",
    profiles=("guru",),
    use="evaluation",
)
def code_contests_test(row: RawRow) -> Problem | Drop:
    """The item of one task."""
    tests = row.data["tests"]
    if not tests["inputs"]:
        return Drop("no_tests", f"tests is {tests!r:.100}")
    return Problem(
        question=row.data["problem"].strip(),
        ground_truth=stdio_gold(tests["inputs"], tests["outputs"]),
        answer_type="program",
    )
