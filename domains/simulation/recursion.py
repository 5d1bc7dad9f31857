"""Recursion: functions that call themselves, or one another, on smaller arguments.

What: generated functions on two integers or on a list, with cases, one or two calls per level, and
remainders.
Asked is what a call returns, or an argument with which it returns a value.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The result
comes from walking the program's tree, not from executing text.
License: Apache-2.0, as Touchstone.

Parameters: `functions`, 1 or 2; `branches`; `calls` in the last branch; `lists`, the share of
programs on lists; `size` [least, most] of the shrinking number; `length` of the list;
`inputs`, the share of rows that ask for an input.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"functions": 1, "branches": 1, "calls": 1, "lists": 0.3, "size": [5, 12], ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._draw import problem_of
from ._programs import REWARDS
from ._recursion import draw

FAMILY = "recursion"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "functions": 1, "branches": 1, "calls": 1, "lists": 0.3, "size": [5, 12], "length": [3,
        4], "inputs": 0.2,
    },
    "medium": {
        "functions": 1, "branches": 2, "calls": 1, "lists": 0.3, "size": [9, 20], "length": [4,
        6], "inputs": 0.2,
    },
    "hard": {
        "functions": 2, "branches": 2, "calls": 2, "lists": 0.3, "size": [9, 16], "length": [6,
        8], "inputs": 0.1,
    },
    "extreme": {
        "functions": 2, "branches": 4, "calls": 2, "lists": 0.3, "size": [14, 24], "length": [8,
        12], "inputs": 0.1,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward=REWARDS,
    template="code_io_output",
)
def recursion(row: RawRow) -> Problem:
    """The program of one (seed, level, index)."""
    return problem_of(row, FAMILY, draw)
