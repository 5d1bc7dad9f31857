"""LiveCodeBench, the newer tasks: a benchmark, never a training source.

What: 279 tasks of contests from August 2024 on, on which DeepCoder and Guru evaluate; all
private tests, no solutions.

Graded by running the program. Tasks of AtCoder and Codeforces read and print; those of LeetCode are
a method of `Solution`, whose arguments stand one a line in each input, as JSON (true is True). A
program that knows the expected results stands in for a solution when a gold is tested.

Where from: agentica-org/DeepCoder-Preview-Dataset on the Hub, lcbv5/test-*.parquet.
License: MIT (dataset card).

One row, abbreviated:
    {"problem": "There is a grid with n rows ...", "starter_code": "class Solution: ...",
     "tests": "[{\\"input\\": \\"[1, 2]\\\\n3\\", \\"output\\": \\"4\\", ...}, ...]",
     "metadata": {"func_name": "minimumOperations"}}
"""

from __future__ import annotations

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import parquet

from ._livecodebench import problem_of
from .primeintellect import REPO, URL


@source(
    location=Hub(REPO, "main", files=("lcbv5/test-*.parquet",)),
    reader=parquet,
    license="MIT",
    reward=("code_stdio", "code_call"),
    template="code_stdio",
    url=URL,
    profiles=("guru",),
    use="evaluation",
)
def livecodebench_test(row: RawRow) -> Problem | Drop:
    """The item of one task."""
    return problem_of(row)
