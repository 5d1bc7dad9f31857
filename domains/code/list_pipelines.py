"""List pipelines: a function that does several steps with a list of integers.

What: steps that filter, map, slide windows, sort and rearrange, and perhaps one that makes a number
of the list. The tests have edge cases, and fail for the same steps with one of them left out or one
number off by one.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The expected
results come from the reference functions of which the steps are made.
License: Apache-2.0, as Touchstone.

Parameters: `steps` [least, most]; `tests` beside the edge cases.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy", "parameters": {"steps": [2, 2], "tests": 8}}
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._lists import RESULTS, STEPS
from ._pipelines import Step, Task, draw, problem_of

FAMILY = "list_pipelines"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"steps": [2, 2], "tests": 8},
    "medium": {"steps": [3, 3], "tests": 8},
    "hard": {"steps": [4, 5], "tests": 10},
    "extreme": {"steps": [6, 8], "tests": 12},
}


def _numbers(rng: random.Random) -> list[int]:
    return [rng.randint(-20, 50) for _ in range(rng.randint(8, 20))]


TASK = Task(
    argument="values",
    takes="a list of integers, which may be empty",
    edges=([], [7], [-4, -4], [3, 3, 3, 3, 12, 12, 5]),
    inputs=_numbers,
)


@source(
    location=Generator(FAMILY, version="3", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="code_call",
    template="code_function",
)
def list_pipelines(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASK, _steps)


def _steps(rng: random.Random, parameters: Mapping[str, Any]) -> list[Step]:
    steps = draw(rng, STEPS, rng.randint(*parameters["steps"]))
    return steps + draw(rng, RESULTS, 1)
