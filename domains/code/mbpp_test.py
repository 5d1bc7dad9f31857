"""MBPP ("mostly basic Python problems"), test tasks: a benchmark, never a training source.

What: tasks 11 to 510, on which models are compared; Guru evaluates on them.

Graded by running the program: each assert is read as a call with literal arguments, the call runs
in the sandbox, and its result is compared outside of it. Tasks 1 to 10 are the examples of prompts
and 511 to 600 the validation part: neither is read. `test_setup_code`, where there is any, stands
before program and tests.

Where from: deepseek-ai/DeepSeek-Coder at commit 2f9fd85927c669dae3c0fbb2d607274023af243e,
Evaluation/MBPP/data/mbpp.jsonl; the same rows as google-research-datasets/mbpp (full) on the Hub.
License: CC-BY-4.0 (the data set's card; the repository's code is MIT).

One row, abbreviated:
    {"task_id": 11, "text": "Write a python function to remove first and last occurrence of ...",
     "code": "def remove_Occ(s,ch): \\r\\n ...", "test_setup_code": "",
     "test_list": ["assert remove_Occ(\\"hello\\",\\"l\\") == \\"heo\\"", ...],
     "challenge_test_list": [...]}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source

from ._mbpp import COMMIT, FILE, URL, item_of, part


@source(
    location=Github("deepseek-ai/DeepSeek-Coder", COMMIT, paths=(FILE,)),
    reader=part(11, 510),
    license="CC-BY-4.0",
    reward="code_assert",
    template="code_function",
    url=URL,
    profiles=("guru",),
    use="evaluation",
)
def mbpp_test(row: RawRow) -> Problem:
    """The item of one task."""
    return item_of(row)
