"""Loops: integers that change one another over a few rounds.

What: a generated function with a loop over some variables, conditions, inner loops and remainders.
Asked is what a call returns, or an argument with which it returns a value.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The result
comes from walking the program's tree, not from executing text.
License: Apache-2.0, as Touchstone.

Parameters: `states`, the variables; `statements` in the loop, at least; `depth` of conditions and
inner loops; `trips` [least, most] of the loop; `inputs`, the share of rows that ask for an input.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"states": 2, "statements": 2, "depth": 0, "trips": [3, 4], "inputs": 0.2}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._draw import problem_of
from ._loops import draw
from ._programs import REWARDS

FAMILY = "loops"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"states": 2, "statements": 2, "depth": 0, "trips": [3, 4], "inputs": 0.2},
    "medium": {"states": 2, "statements": 3, "depth": 1, "trips": [4, 7], "inputs": 0.2},
    "hard": {"states": 3, "statements": 5, "depth": 2, "trips": [6, 10], "inputs": 0.1},
    "extreme": {"states": 4, "statements": 7, "depth": 3, "trips": [10, 13], "inputs": 0.1},
}


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward=REWARDS,
    template="code_io_output",
)
def loops(row: RawRow) -> Problem:
    """The program of one (seed, level, index)."""
    return problem_of(row, FAMILY, draw)
