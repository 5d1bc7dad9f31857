"""Ideal gases: pressures, volumes, amounts, mixtures and changes of state.

What: one law on the easiest level, then conversions of units (temperatures in degrees Celsius,
pressures in mmHg and atm), then mixtures and joined vessels, then chains of changes of state. The
answer is a quantity to three significant figures.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `steps` [least, most] of a chain;
`distractors`, sentences of no use.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["state", "boyle"], "steps": [0, 0], "distractors": 0}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._gases import BESIDE, TASKS
from ._quantities import problem_of

FAMILY = "gases"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["state", "state", "boyle"], "steps": [0, 0], "distractors": 0},
    "medium": {"tasks": ["combined", "mass", "density"], "steps": [0, 0], "distractors": 0},
    "hard": {
        "tasks": ["joined", "over_water", "mixture", "process"], "steps": [2, 2], "distractors": 1,
    },
    "extreme": {"tasks": ["process"], "steps": [5, 7], "distractors": 2},
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
)
def gases(row: RawRow) -> Problem:
    """The problem of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS, BESIDE)
