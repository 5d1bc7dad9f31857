"""Stoichiometry: amounts, masses, limiting reactants, yields.

What: moles and masses on the easiest level, then balanced reactions and solutions, then limiting
reactants and yields, then routes over several reactions from an impure raw material. Atomic masses
stand in the question; the answer is a quantity to three significant figures.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `steps` [least, most] of a route;
`distractors`, sentences of no use.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["amount", "weight"], "steps": [0, 0], "distractors": 0}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._quantities import problem_of
from ._stoichiometry import BESIDE, TASKS

FAMILY = "stoichiometry"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["amount", "weight"], "steps": [0, 0], "distractors": 0},
    "medium": {"tasks": ["solution", "product", "product"], "steps": [0, 0], "distractors": 0},
    "hard": {"tasks": ["limiting", "limiting", "route"], "steps": [2, 2], "distractors": 1},
    "extreme": {"tasks": ["route"], "steps": [3, 5], "distractors": 2},
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
)
def stoichiometry(row: RawRow) -> Problem:
    """The problem of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS, BESIDE)
