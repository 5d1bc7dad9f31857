"""Strings: a text that is rewritten character by character and turned as a whole.

What: a generated function with passes over a text; what a character becomes depends on itself, its
place, what was written so far and a counter.
Asked is what a call returns, or an argument with which it returns a value.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The result
comes from walking the program's tree, not from executing text.
License: Apache-2.0, as Touchstone.

Parameters: `passes`; `branches` in each; `counter`, whether a number is carried along; `length`
[least, most] of the text; `inputs`, the share of rows that ask for an input.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"passes": 1, "branches": 1, "counter": false, "length": [4, 6], "inputs": 0.3}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._draw import problem_of
from ._programs import REWARDS
from ._strings import draw

FAMILY = "strings"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "passes": 1, "branches": 1, "counter": False, "length": [4, 6], "inputs": 0.3,
    },
    "medium": {
        "passes": 1, "branches": 2, "counter": False, "length": [6, 9], "inputs": 0.3,
    },
    "hard": {
        "passes": 2, "branches": 2, "counter": True, "length": [7, 10], "inputs": 0.2,
    },
    "extreme": {
        "passes": 3, "branches": 3, "counter": True, "length": [8, 12], "inputs": 0.2,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward=REWARDS,
    template="code_io_output",
)
def strings(row: RawRow) -> Problem:
    """The program of one (seed, level, index)."""
    return problem_of(row, FAMILY, draw)
