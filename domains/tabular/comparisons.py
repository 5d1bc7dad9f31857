"""Comparisons in tables: largest, ranks, differences, ratios, lists, groups.

What: flat tables; the answer is a name, a number or a list of names, with an order where the
question asks for one. No two values of a column are equal, so that no rank is shared.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked; `rows` [least, most]; `columns`, how many are measured;
`missing`, the share of cells that are (of all columns but the first; those are not compared).

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["extreme", "difference"], "rows": [5, 7], "columns": 2, ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source

from ._comparisons import TASKS
from ._generated import problem_of

FAMILY = "comparisons"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["extreme", "difference"], "rows": [5, 7], "columns": 2, "missing": 0},
    "medium": {"tasks": ["rank", "ratio", "top"], "rows": [10, 14], "columns": 3, "missing": 0},
    "hard": {
        "tasks": ["top", "both", "quotient", "groups"], "rows": [16, 22], "columns": 4,
        "missing": 0.03,
    },
    "extreme": {
        "tasks": ["both", "quotient", "groups", "above_own"], "rows": [32, 44], "columns": 6,
        "missing": 0.02,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="table",
    template="table",
)
def comparisons(row: RawRow) -> Problem:
    """The question of one (seed, level, index)."""
    return problem_of(row, FAMILY, TASKS)
