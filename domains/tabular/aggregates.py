"""Aggregates over tables: sums, means, medians, counts and shares, with conditions.

What: flat tables with missing cells; the rows that count fulfil up to three conditions on owner,
region and another column. Means, medians and shares are rounded as the question says.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked, twice for twice as often; `rows` [least, most]; `columns`,
how many are measured; `missing`, the share of cells that are (of all columns but the first);
`conditions` [least, most].

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["sum", "mean", "spread"], "rows": [5, 7], "columns": 2, ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._conditions import TASKS
from ._generated import problem_of

FAMILY = "aggregates"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "tasks": ["sum", "mean", "spread"], "rows": [5, 7], "columns": 2, "missing": 0,
        "conditions": [0, 0],
    },
    "medium": {
        "tasks": ["sum", "sum", "mean", "median", "count"], "rows": [10, 14], "columns": 3,
        "missing": 0, "conditions": [1, 1],
    },
    "hard": {
        "tasks": ["sum", "mean", "median", "share", "count"], "rows": [18, 24], "columns": 4,
        "missing": 0.08, "conditions": [1, 2],
    },
    "extreme": {
        "tasks": ["sum", "mean", "share", "means_apart"], "rows": [32, 44], "columns": 5,
        "missing": 0.08, "conditions": [2, 3],
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="table",
    template="table",
)
def aggregates(row: RawRow) -> Problem:
    """The question of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS)
