"""TACO-verified: TACO's tasks with solutions that pass.

What: some 12,900 tasks of Codeforces, CodeChef, HackerRank, Codewars and others. As Guru does, rows
of GeeksforGeeks and LeetCode are dropped, and those with hardly any text; here also tasks without
tests. The last solution is the reference, and must pass in the self-test.

Where from: likaixin/TACO-verified on the Hub, data/train-*.parquet.
License: NOASSERTION (the card states none; TACO itself is Apache-2.0).

One row, abbreviated:
    {"question": "Takahashi is standing on a number line ...", "source": "atcoder",
     "input_output": "{\\"inputs\\": [\\"3 1\\\\n\\", ...], \\"outputs\\": [\\"2\\\\n\\", ...]}",
     "starter_code": "", "solutions": ["n, k = map(int, ...", ...], "difficulty": "EASY", ...}
"""

from __future__ import annotations

import json

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import no_images, question_tokens

from ._functions import fenced
from ._suites import asked_by_name, call_gold, stdio_gold

REPO = "likaixin/TACO-verified"
# As Guru has it: bad tests, and texts that are not the tasks'.
_LEFT_OUT = ("geeksforgeeks", "leetcode")
_LEAST_LETTERS = 100


@source(
    location=Hub(REPO, "main", files=("data/train-*.parquet",)),
    reader=parquet,
    license="NOASSERTION",
    reward=("code_stdio", "code_call"),
    template="code_stdio",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    priority=40,
    row_filters=(no_images, question_tokens(4096)),
)
def taco_verified(row: RawRow) -> Problem | Drop:
    """The problem of one task."""
    data = row.data
    if data["source"] in _LEFT_OUT:
        return Drop("source_left_out", f"source is {data['source']}")
    if sum(map(str.isalnum, data["question"])) < _LEAST_LETTERS:
        return Drop("short_question", data["question"][:100])
    suite = json.loads(data["input_output"])
    if not suite.get("inputs"):
        return Drop("no_tests", data["input_output"][:100])
    question = data["question"].strip()
    if starter := data["starter_code"].strip():
        question += f"\n\n{fenced(starter)}"
    function = suite.get("fn_name", "")
    solution = data["solutions"][-1] if data["solutions"] else ""
    return Problem(
        question=asked_by_name(question, function) if function else question,
        ground_truth=_calls(function, suite, data["source"]) if function
        else stdio_gold(suite["inputs"], suite["outputs"]),
        reward="code_call" if function else "code_stdio",
        template="code_function" if function else "code_stdio",
        answer_type="function" if function else "program",
        reference=solution,
        meta={"level": data["difficulty"], "origin": data["source"]},
    )  # fmt: skip


def _calls(function: str, suite: dict[str, list[list[object]]], origin: str) -> str:
    """Codewars wraps each result in a list of one."""
    outputs = [made[0] for made in suite["outputs"]] if origin == "codewars" else suite["outputs"]
    return call_gold(function, suite["inputs"], outputs)
