"""PrimeIntellect's tasks (SYNTHETIC-1), as DeepCoder-Preview trains on them.

What: 16,252 tasks with solutions and tests, either of standard input and output or of one function.
Rows without tests or without a statement are dropped; the first solution is the reference, and must
pass in the self-test.

Where from: agentica-org/DeepCoder-Preview-Dataset on the Hub, primeintellect/train-*.parquet.
License: MIT (dataset card).

One row, abbreviated:
    {"problem": "Solve the following coding problem using the programming language python: ...",
     "solutions": ["```python\\nn = int(input()) ...```", ...],
     "tests": "[{\\"type\\": \\"stdin_stdout\\", \\"input\\": \\"3\\\\n\\", ...}, ...]"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import no_images, question_tokens

from ._suites import asked_by_name, call_gold, stdio_gold, without_fence

REPO = "agentica-org/DeepCoder-Preview-Dataset"
URL = f"https://huggingface.co/datasets/{REPO}"
# A text that begins so has lost its statement.
_NO_STATEMENT = re.compile(r"\s*(?:examples?|inputs?)\b", re.IGNORECASE)


@source(
    location=Hub(REPO, "main", files=("primeintellect/train-*.parquet",)),
    reader=parquet,
    license="MIT",
    reward=("code_stdio", "code_call"),
    template="code_stdio",
    url=URL,
    profiles=("guru",),
    row_filters=(no_images, question_tokens(4096)),
)
def primeintellect(row: RawRow) -> Problem | Drop:
    """The problem of one task; its tests are all of one type."""
    question, tests = row.data["problem"].strip(), json.loads(row.data["tests"])
    if not tests:
        return Drop("no_tests", "tests is empty")
    if _NO_STATEMENT.match(question):
        return Drop("no_statement", question[:100])
    kinds = {test["type"] for test in tests}
    if kinds not in ({"stdin_stdout"}, {"function_call"}):
        return Drop("unknown_tests", f"types {', '.join(sorted(kinds))}")
    solutions = row.data["solutions"] or [""]
    solution = without_fence(solutions[0])
    if kinds == {"stdin_stdout"}:
        gold = stdio_gold([t["input"] for t in tests], [t["output"] for t in tests])
        reward, template = "code_stdio", "code_stdio"
    else:
        question, gold = _calls(question, tests)
        reward, template = "code_call", "code_function"
    return Problem(
        question=question, ground_truth=gold, reward=reward, template=template,
        reference=solution,
        answer_type="program" if reward == "code_stdio" else "function",
    )  # fmt: skip


def _calls(question: str, tests: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Question and gold of a function; each result stands in a list of one."""
    function = tests[0]["fn_name"]
    outputs = [test["output"][0] for test in tests]
    gold = call_gold(function, [test["input"] for test in tests], outputs)
    return asked_by_name(question, function), gold
