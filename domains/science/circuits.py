"""Circuits: currents, voltages, powers, capacitors and networks of resistors.

What: one formula on the easiest level, then conversions of units, then two or three steps, and
networks in series and parallel that are built recursively. The answer is a quantity to three
significant figures.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `resistors` [least, most] of a
network; `inner`, whether its battery has an internal resistance; `distractors`, sentences of no
use.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["current", "power", ...], "resistors": [0, 0], "inner": false, ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._circuits import BESIDE, TASKS
from ._quantities import problem_of

FAMILY = "circuits"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "tasks": ["current", "power", "resistance"], "resistors": [0, 0], "inner": False,
        "distractors": 0,
    },
    "medium": {
        "tasks": ["heat", "time_constant", "divider", "stored"], "resistors": [0, 0],
        "inner": False, "distractors": 0,
    },
    "hard": {
        "tasks": ["charging", "kettle", "network", "network"], "resistors": [4, 5],
        "inner": False, "distractors": 1,
    },
    "extreme": {"tasks": ["network"], "resistors": [8, 12], "inner": True, "distractors": 2},
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
)
def circuits(row: RawRow) -> Problem:
    """The problem of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS, BESIDE)
