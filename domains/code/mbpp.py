"""MBPP ("mostly basic Python problems"), training tasks.

What: tasks 601 to 974, short functions with three asserts each. The first assert is shown, as it
names the function; tasks whose tests need a helper of the solution are dropped.

Graded by running the program: each assert is read as a call with literal arguments, the call runs
in the sandbox, and its result is compared outside of it. Tasks 1 to 10 are the examples of prompts
and 511 to 600 the validation part: neither is read. `test_setup_code`, where there is any, stands
before program and tests.

Where from: deepseek-ai/DeepSeek-Coder at commit 2f9fd85927c669dae3c0fbb2d607274023af243e,
Evaluation/MBPP/data/mbpp.jsonl; the same rows as google-research-datasets/mbpp (full) on the Hub.
License: CC-BY-4.0 (the data set's card; the repository's code is MIT).

One row, abbreviated:
    {"task_id": 602, "text": "Write a python function to find the first repeated character ...",
     "code": "def first_repeated_char(str1):\\r\\n  for index,c in enumerate(str1): ...",
     "test_setup_code": "", "test_list": ["assert first_repeated_char('abcabc') == 'a'", ...],
     "challenge_test_list": []}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source

from ._mbpp import COMMIT, FILE, URL, part, problem_of


@source(
    location=Github("deepseek-ai/DeepSeek-Coder", COMMIT, paths=(FILE,)),
    reader=part(601, 974),
    license="CC-BY-4.0",
    reward="code_assert",
    template="code_function",
    url=URL,
    profiles=("guru",),
)
def mbpp(row: RawRow) -> Problem | Drop:
    """The problem of one task."""
    return problem_of(row)
