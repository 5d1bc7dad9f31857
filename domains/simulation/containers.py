"""Containers: lists, dicts and sets that a pass over some integers fills.

What: a generated function with a loop over a list, which appends, pops, counts and remembers,
and then drains and rearranges what it has.
Asked is what a call returns, or an argument with which it returns a value.
Where from: generated here; a row depends on (seed, level, index, parameters) alone. The result
comes from walking the program's tree, not from executing text.
License: Apache-2.0, as Touchstone.

Parameters: `collections`, 1 to 3; `statements` in the loop, at least; `after`, rearrangements at
the end; `length` [least, most] of the list; `inputs`, the share of rows that ask for an input.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"collections": 1, "statements": 2, "after": 1, "length": [4, 5], "inputs": 0.1}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._containers import draw
from ._draw import problem_of
from ._programs import REWARDS

FAMILY = "containers"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "collections": 1, "statements": 2, "after": 1, "length": [4, 5], "inputs": 0.1,
    },
    "medium": {
        "collections": 2, "statements": 3, "after": 1, "length": [5, 7], "inputs": 0.1,
    },
    "hard": {
        "collections": 3, "statements": 5, "after": 2, "length": [7, 10], "inputs": 0.1,
    },
    "extreme": {
        "collections": 3, "statements": 8, "after": 3, "length": [10, 14], "inputs": 0.1,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward=REWARDS,
    template="code_io_output",
)
def containers(row: RawRow) -> Problem:
    """The program of one (seed, level, index)."""
    return problem_of(row, FAMILY, draw)
