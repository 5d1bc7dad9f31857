"""Optics: images, refraction, gratings, systems of lenses.

What: one formula on the easiest level, then sizes and conversions, then two lenses or two plates,
then longer systems. The answer is a quantity to three significant figures.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `lenses` and `plates` [least,
most] of a system; `distractors`, sentences of no use.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["image", "refraction", "critical"], "lenses": [0, 0], ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._optics import BESIDE, TASKS
from ._quantities import problem_of

FAMILY = "optics"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "tasks": ["image", "image", "refraction", "critical"], "lenses": [0, 0],
        "plates": [0, 0], "distractors": 0,
    },
    "medium": {
        "tasks": ["size", "maker", "grating"], "lenses": [0, 0], "plates": [0, 0],
        "distractors": 0,
    },
    "hard": {
        "tasks": ["system", "plates"], "lenses": [2, 2], "plates": [2, 2], "distractors": 1,
    },
    "extreme": {
        "tasks": ["system", "system", "plates"], "lenses": [3, 5], "plates": [4, 7],
        "distractors": 2,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
)
def optics(row: RawRow) -> Problem:
    """The problem of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS, BESIDE)
