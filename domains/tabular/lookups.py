"""Lookups in tables: a cell, the row of a value, ways over two tables.

What: flat tables of things with an owner, a region and measured columns; on the harder levels a
second table of the owners, which the way to the answer leads through. Several answers are a list.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked; `rows` [least, most]; `columns`, how many are measured;
`missing`, the share of cells that are (of all columns but the first).

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["direct", "reverse"], "rows": [5, 7], "columns": 3, "missing": 0}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._generated import problem_of
from ._lookups import TASKS

FAMILY = "lookups"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["direct", "reverse"], "rows": [5, 7], "columns": 3, "missing": 0},
    "medium": {"tasks": ["reverse", "across"], "rows": [10, 14], "columns": 4, "missing": 0},
    "hard": {
        "tasks": ["joined", "joined_value", "joined_list"], "rows": [14, 20], "columns": 4,
        "missing": 0.05,
    },
    "extreme": {
        "tasks": ["joined_value", "joined_rank", "joined_list"], "rows": [28, 40], "columns": 6,
        "missing": 0.05,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="table",
    template="table",
)
def lookups(row: RawRow) -> Problem:
    """The question of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS)
