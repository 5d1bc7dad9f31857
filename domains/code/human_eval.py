"""HumanEval: a benchmark, never a training source.

What: 164 functions to be completed from their signature and docstring. What stands before the last
function of a prompt (imports, helpers) is given to program and tests alike.

Where from: openai/human-eval at commit 6d43fb980f9fee3c892a914eda09951f772ad10d,
data/HumanEval.jsonl.gz; the same rows as openai/openai_humaneval on the Hub.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "HumanEval/0", "prompt": "from typing import List\\n\\n\\ndef has_close_...",
     "entry_point": "has_close_elements", "canonical_solution": "    for idx, elem in ...",
     "test": "\\n\\nMETADATA = {...}\\n\\n\\ndef check(candidate):\\n    assert candidate(..."}
"""

from __future__ import annotations

import json

from domains.base import Github, Problem, RawRow, source
from domains.readers import gzipped, jsonl

from ._functions import fenced

COMMIT = "6d43fb980f9fee3c892a914eda09951f772ad10d"
FILE = "data/HumanEval.jsonl.gz"


@source(
    location=Github("openai/human-eval", COMMIT, paths=(FILE,)),
    reader=gzipped(jsonl),
    license="MIT",
    reward="code_assert",
    template="code_function",
    url=f"https://github.com/openai/human-eval/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def human_eval(row: RawRow) -> Problem:
    """The item of one function."""
    data = row.data
    before = data["prompt"].rpartition(f"def {data['entry_point']}(")[0]
    return Problem(
        question=f"Complete this function.\n\n{fenced(data['prompt'])}",
        ground_truth=json.dumps({"functional": data["test"], "entry_point": data["entry_point"]}),
        spec={"prelude": before} if before.strip() else {},
        answer_type="function",
        reference=data["prompt"] + data["canonical_solution"],
    )
