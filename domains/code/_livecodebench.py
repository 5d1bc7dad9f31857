"""LiveCodeBench's tasks as DeepCoder-Preview has them, shared by both of its parts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domains.base import Drop, Problem, RawRow

from ._functions import fenced
from ._suites import call_gold, stdio_gold


def problem_of(row: RawRow) -> Problem | Drop:
    """Task and suite; there is no solution, so that a program of the tests' answers renders it."""
    data = row.data
    tests, starter = json.loads(data["tests"]), (data["starter_code"] or "").strip()
    if not tests:
        return Drop("no_tests", "tests is empty")
    question = data["problem"].strip() + (f"\n\n{fenced(starter)}" if starter else "")
    kinds = {test["testtype"] for test in tests}
    if kinds == {"stdin"}:
        gold: str | Drop = stdio_gold([t["input"] for t in tests], [t["output"] for t in tests])
    elif kinds == {"functional"}:
        gold = _calls(tests, data["metadata"])
    else:
        gold = Drop("unknown_tests", f"types {', '.join(sorted(kinds))}")
    if isinstance(gold, Drop):
        return gold
    reads = kinds == {"stdin"}
    return Problem(
        question=question, ground_truth=gold,
        reward="code_stdio" if reads else "code_call",
        template="code_stdio" if reads else "code_function",
        answer_type="program" if reads else "function",
    )  # fmt: skip


def _calls(tests: Sequence[Mapping[str, str]], metadata: Any) -> str | Drop:
    """Calls of a method of `Solution`: each line of an input is an argument, as JSON."""
    fields = json.loads(metadata) if isinstance(metadata, str) else metadata
    function = (fields or {}).get("func_name")
    if not function:
        return Drop("no_function_name", f"metadata {metadata!r:.100}")
    try:
        inputs = [[json.loads(line) for line in _lines(test["input"])] for test in tests]
        outputs = [json.loads(test["output"]) for test in tests]
    except ValueError as error:
        return Drop("tests_not_json", str(error))
    return call_gold(function, inputs, outputs, class_name="Solution")


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
