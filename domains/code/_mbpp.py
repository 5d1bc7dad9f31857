"""MBPP's tasks, shared by its training part and its test part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from domains.base import Drop, Problem, RawRow, Reader
from domains.readers import jsonl

from ._functions import fenced, free_calls

COMMIT = "2f9fd85927c669dae3c0fbb2d607274023af243e"
FILE = "Evaluation/MBPP/data/mbpp.jsonl"
URL = f"https://github.com/deepseek-ai/DeepSeek-Coder/blob/{COMMIT}/{FILE}"


def part(first: int, last: int) -> Reader:
    """A reader of the tasks of one split, which are named by their numbers; the key is theirs."""

    def read(file: BinaryIO) -> Iterator[RawRow]:
        for row in jsonl(file):
            if first <= row.data["task_id"] <= last:
                yield RawRow(str(row.data["task_id"]), row.data)

    return read


def problem_of(row: RawRow) -> Problem | Drop:
    """The problem; dropped if its tests need a class or a helper that the task says nothing of."""
    names = free_calls(_lines(row.data["test_list"]), _line(row.data["test_setup_code"]))
    if names is None or len(names) != 1:
        return Drop("helpers_not_given", f"the tests rely on {names}")
    return item_of(row)


def item_of(row: RawRow) -> Problem:
    """Task with its first test, which names the function; all three are the suite."""
    tests, prelude = _lines(row.data["test_list"]), _line(row.data["test_setup_code"])
    return Problem(
        question=f"{row.data['text'].strip()}\n\nOne of the tests:\n{fenced(tests[0])}",
        ground_truth=json.dumps({"functional": "\n".join(tests)}),
        spec={"prelude": prelude} if prelude else {},
        answer_type="function",
        reference=_line(row.data["code"]),
    )


def _lines(texts: Sequence[str]) -> list[str]:
    return [_line(text) for text in texts]


def _line(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")
