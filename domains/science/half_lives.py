"""Half-lives: what is left, how much time has passed, ages, doses and decay chains.

What: the law of decay on the easiest level, then other units and the way back to a time or a
half-life, then two nuclides or two ways out of a body, then series of doses and chains of decays.
The answer is a quantity to three significant figures.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `convert`, whether times come in
another unit than the half-life; `doses` and `members` of a chain [least, most]; `distractors`,
sentences of no use.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["remaining"], "convert": false, "doses": [0, 0], ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._half_lives import BESIDE, TASKS
from ._quantities import problem_of

FAMILY = "half_lives"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "tasks": ["remaining"], "convert": False, "doses": [0, 0], "members": [0, 0],
        "distractors": 0,
    },
    "medium": {
        "tasks": ["remaining", "elapsed", "unknown"], "convert": True, "doses": [0, 0],
        "members": [0, 0], "distractors": 0,
    },
    "hard": {
        "tasks": ["age", "eliminated", "crossing", "doses"], "convert": True, "doses": [2, 2],
        "members": [0, 0], "distractors": 1,
    },
    "extreme": {
        "tasks": ["doses", "chain"], "convert": True, "doses": [4, 6], "members": [2, 3],
        "distractors": 2,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
)
def half_lives(row: RawRow) -> Problem:
    """The problem of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS, BESIDE)
