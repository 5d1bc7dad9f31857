"""Calculators: a program that reads expressions of a small language and prints their values.

What: a language in postfix notation with operators of its own, one expression per line, and steps
on the values of the lines. The tests have edge cases, and fail for the same steps with one of them
left out or one number off by one.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The expected
results come from the reference functions of which the steps are made.
License: Apache-2.0, as Touchstone.

Parameters: `steps` on the values; `tests` beside the edge cases.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy", "parameters": {"steps": 1, "tests": 8}}
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._calculators import LANGUAGES, RESULTS, STEPS
from ._pipelines import Step, Task, draw, problem_of

FAMILY = "calculators"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"steps": 1, "tests": 8},
    "medium": {"steps": 2, "tests": 8},
    "hard": {"steps": 3, "tests": 12},
    "extreme": {"steps": 4, "tests": 12},
}


def _lines(rng: random.Random) -> str:
    depth = rng.randint(1, 3)
    return "".join(f"{_expression(rng, depth)}\n" for _ in range(rng.randint(3, 7)))


def _expression(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.15:
        return str(rng.randint(0, 20))
    left, right = _expression(rng, depth - 1), _expression(rng, depth - 1)
    return f"{left} {right} {rng.choice('+-*@')}"


TASK = Task(
    argument="text",
    takes="lines with an expression each from standard input",
    edges=("5\n", "0\n", "2 3 @\n", "9 4 -\n4 9 -\n6 7 *\n1 2 +\n"),
    inputs=_lines,
    stdio=True,
)


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="code_stdio",
    template="code_stdio",
)
def calculators(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASK, _steps)


def _steps(rng: random.Random, parameters: Mapping[str, Any]) -> list[Step]:
    steps = draw(rng, LANGUAGES, 1) + draw(rng, STEPS, parameters["steps"])
    return steps + draw(rng, RESULTS, 1)
