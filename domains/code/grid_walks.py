"""Grid walks: a function that follows commands on a grid and says something of the path.

What: steps that change a text of commands, a walk with one of several rules for edges and
strides, and steps on its path. The tests have edge cases, and fail for the
same steps with one of them left out or one number off by one.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The expected
results come from the reference functions of which the steps are made.
License: Apache-2.0, as Touchstone.

Parameters: `commands`, steps before the walk; `paths`, steps after it; `tests` beside the edge
cases.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy", "parameters": {"commands": 1, "paths": 0, ...}}
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._pipelines import Step, Task, draw, problem_of
from ._walks import COMMANDS, PATHS, RESULTS, WALKS

FAMILY = "grid_walks"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"commands": 1, "paths": 0, "tests": 8},
    "medium": {"commands": 2, "paths": 1, "tests": 8},
    "hard": {"commands": 3, "paths": 1, "tests": 10},
    "extreme": {"commands": 4, "paths": 2, "tests": 12},
}


def _commands(rng: random.Random) -> str:
    return "".join(rng.choices("FFFFLR", k=rng.randint(10, 30)))


TASK = Task(
    argument="walk",
    takes="a text of the commands F, L and R, which may be empty",
    edges=("", "F", "LLF", "FFFFFFFFFF", "RFRFRFRF"),
    inputs=_commands,
)


@source(
    location=Generator(FAMILY, version="3", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="code_call",
    template="code_function",
)
def grid_walks(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASK, _steps)


def _steps(rng: random.Random, parameters: Mapping[str, Any]) -> list[Step]:
    steps = draw(rng, COMMANDS, parameters["commands"]) + draw(rng, WALKS, 1)
    return steps + draw(rng, PATHS, parameters["paths"]) + draw(rng, RESULTS, 1)
