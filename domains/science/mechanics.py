"""Mechanics: forces, energies, friction, collisions.

What: one formula on the easiest level, then conversions of units, then chains in which a body is
set in motion, meets rough stretches, slopes and other bodies, and ends in a fall, a spring or at
rest. The answer is a quantity to three significant figures.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `events` [least,
most] that a body meets on a track; `distractors`, sentences of no use.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["force", "kinetic", ...], "events": [0, 0], "distractors": 0}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._mechanics import BESIDE, TASKS
from ._quantities import problem_of

FAMILY = "mechanics"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "tasks": ["force", "kinetic", "distance", "work"], "events": [0, 0], "distractors": 0,
    },
    "medium": {
        "tasks": ["braking", "lifting", "skidding", "launch"], "events": [0, 0], "distractors": 0,
    },
    "hard": {"tasks": ["pulley", "track", "track"], "events": [1, 2], "distractors": 1},
    "extreme": {"tasks": ["track"], "events": [4, 6], "distractors": 2},
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
)
def mechanics(row: RawRow) -> Problem:
    """The problem of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS, BESIDE)
