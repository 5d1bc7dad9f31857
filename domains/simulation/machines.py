"""Machines: an object of a generated class that is sent a list of commands.

What: a class with a list and a total, and methods that push, pop, turn and add under conditions;
a function sends it commands. Asked is what a call returns.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The result
comes from walking the program's tree, not from executing text.
License: Apache-2.0, as Touchstone.

Parameters: `commands`, the methods; `depth` of their conditions; `length` [least, most] of the list
of commands; `inputs`, the share of rows that ask for a list of commands with a given result.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"commands": 3, "depth": 0, "length": [4, 5], "inputs": 0.0}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._draw import problem_of
from ._machines import draw
from ._programs import REWARDS

FAMILY = "machines"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"commands": 3, "depth": 0, "length": [4, 5], "inputs": 0.0},
    "medium": {"commands": 4, "depth": 1, "length": [6, 9], "inputs": 0.0},
    "hard": {"commands": 6, "depth": 2, "length": [10, 14], "inputs": 0.0},
    "extreme": {"commands": 8, "depth": 2, "length": [18, 24], "inputs": 0.0},
}


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward=REWARDS,
    template="code_io_output",
)
def machines(row: RawRow) -> Problem:
    """The program of one (seed, level, index)."""
    return problem_of(row, FAMILY, draw)
