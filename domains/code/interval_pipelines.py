"""Interval pipelines: a function that merges, cuts and selects intervals.

What: steps on a list of intervals, and a number at the end. The tests have edge cases, and fail
for the same steps with one of them left out or one number off by one.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The expected
results come from the reference functions of which the steps are made.
License: Apache-2.0, as Touchstone.

Parameters: `steps` [least, most] before the last; `tests` beside the edge cases.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy", "parameters": {"steps": [2, 2], "tests": 8}}
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._intervals import RESULTS, STEPS
from ._pipelines import Step, Task, draw, problem_of

FAMILY = "interval_pipelines"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"steps": [2, 2], "tests": 8},
    "medium": {"steps": [2, 3], "tests": 8},
    "hard": {"steps": [3, 3], "tests": 12},
    "extreme": {"steps": [4, 4], "tests": 14},
}


def _spans(rng: random.Random) -> list[list[int]]:
    starts = (rng.randint(-5, 80) for _ in range(rng.randint(4, 12)))
    return [[start, start + rng.choice((1, 3, 5, 8, 13, 25, 40))] for start in starts]


TASK = Task(
    argument="spans",
    takes="a list of intervals [start, end] of integers with start < end, in any order, which may "
    "be empty",
    edges=([], [[10, 20]], [[10, 20], [10, 20]], [[30, 60], [0, 12], [12, 14], [16, 30]]),
    inputs=_spans,
)


@source(
    location=Generator(FAMILY, version="3", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="code_call",
    template="code_function",
)
def interval_pipelines(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASK, _steps)


def _steps(rng: random.Random, parameters: Mapping[str, Any]) -> list[Step]:
    steps = draw(rng, STEPS, rng.randint(*parameters["steps"]))
    return steps + draw(rng, RESULTS, 1)
