"""Text pipelines: a function that does several steps with a text.

What: steps that rewrite words, letters and pieces of a text, and a number at the end. The tests
have edge cases, and fail for the same steps with one of them left out or one number off by one.
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

from ._pipelines import Step, Task, draw, problem_of
from ._texts import RESULTS, STEPS

FAMILY = "text_pipelines"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"steps": [2, 2], "tests": 8},
    "medium": {"steps": [3, 3], "tests": 8},
    "hard": {"steps": [4, 5], "tests": 10},
    "extreme": {"steps": [6, 8], "tests": 12},
}


def _text(rng: random.Random) -> str:
    letters = "aaeeiioostnrldu" + rng.choice("bcfghkmp") + "0257"
    sizes = (rng.randint(1, 7) for _ in range(rng.randint(3, 6)))
    return " ".join("".join(rng.choices(letters, k=size)) for size in sizes)


TASK = Task(
    argument="text",
    takes="a text of lower-case letters, digits and single spaces, which may be empty",
    edges=("", "a", "zz", "aab 90 bb", "seen tess noon"),
    inputs=_text,
)


@source(
    location=Generator(FAMILY, version="3", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="code_call",
    template="code_function",
)
def text_pipelines(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASK, _steps)


def _steps(rng: random.Random, parameters: Mapping[str, Any]) -> list[Step]:
    steps = draw(rng, STEPS, rng.randint(*parameters["steps"]))
    return steps + draw(rng, RESULTS, 1)
