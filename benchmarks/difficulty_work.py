"""How much work a generated problem takes, where a small model never gets one right.

One count per domain, cheap and without a model. They order the levels of one family; two families
are not to be compared by them.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import NamedTuple

from domains.base import Problem
from domains.science._quantities import UNITS
from rewards.sandbox import Call, run_tests

# Runs in the sandbox, appended to the program whose steps it counts.
_COUNTER = """
import sys
def count_lines(*arguments):
    lines = [0]
    def trace(frame, event, _):
        lines[0] += event == "line"
        return trace
    sys.settrace(trace)
    try:
        {function}(*arguments)
    finally:
        sys.settrace(None)
    return lines[0]
"""


class Work(NamedTuple):
    """What is counted, in words, and how for some problems of one level."""

    unit: str
    of: Callable[[Sequence[Problem]], float]


def _digits(problem: Problem) -> int:
    return len(re.findall(r"\d", problem.question + problem.ground_truth))


def _numbers(problem: Problem) -> int:
    return len(re.findall(r"\d+", problem.question + problem.ground_truth))


def _sentences(problem: Problem) -> int:
    return len(re.findall(r"[.?!][\"']?(?=\s|$)", f"{problem.context}\n{problem.question}"))


def _quantities(problem: Problem) -> int:
    said = f"{problem.question} {problem.ground_truth}"
    found = re.findall(r"\d ?([^\W\d][\w/^³²]*|°\w?)", said)
    return len(re.findall(r"\d+(?:\.\d+)?", said)) + len(set(found) & set(UNITS))


def _cells(problem: Problem) -> int:
    return sum(line.count("|") - 1 for line in problem.context.splitlines() if "|" in line)


def _nodes(problem: Problem) -> int:
    return sum(1 for _ in ast.walk(ast.parse(problem.reference)))


def _lines_run(problem: Problem) -> int:
    gold = json.loads(problem.ground_truth)
    arguments = ast.literal_eval(f"({gold['input']},)")
    program = gold["program"] + _COUNTER.format(function=gold["function"])
    (run,) = run_tests(program, [Call("count_lines", arguments)])
    if not run.ok:
        raise SystemExit(f"{gold['program']}\n{run.error}")
    return int(run.value)


def _mean(of: Callable[[Problem], float]) -> Callable[[Sequence[Problem]], float]:
    return lambda problems: fmean(map(of, problems))


WORK: Mapping[str, Work] = {
    "code": Work("syntax nodes of the reference program", _mean(_nodes)),
    "logic": Work("sentences of the puzzle", _mean(_sentences)),
    "math": Work("digits in question and answer", _mean(_digits)),
    "science": Work("numbers and different units", _mean(_quantities)),
    "simulation": Work("lines that a run executes", _mean(_lines_run)),
    "tabular": Work("cells of the table", _mean(_cells)),
}
# Their numbers get no longer with the level, but more.
_NUMBERS = Work("numbers in question and answer", _mean(_numbers))
EXCEPTIONS: Mapping[str, Work] = {
    "math__inequalities": _NUMBERS, "math__number_bases": _NUMBERS,
}  # fmt: skip


def work_of(data_source: str) -> Work:
    """What is counted for a family."""
    return EXCEPTIONS.get(data_source) or WORK[data_source.partition("__")[0]]
