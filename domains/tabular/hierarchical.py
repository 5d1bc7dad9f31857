"""Hierarchical tables: years above measures, regions beside things, totals between rows.

What: reports with headers of two levels and groups of rows. A group's name stands in its first row
only, totals may stand among the rows or have to be summed, and a cell may be missing that the
totals still tell.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, what may be asked; `groups`, `members` of each [least, most]; `years`,
`measures`, how many; `totals`, the share of tables that show them.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["cell", "largest"], "groups": [2, 2], "members": [2, 3], ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._generated import finished, told
from ._hierarchical import TASKS, make_report

FAMILY = "hierarchical"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "tasks": ["cell", "largest"], "groups": [2, 2], "members": [3, 4], "years": 2,
        "measures": 2, "totals": 0,
    },
    "medium": {
        "tasks": ["cell", "change", "share"], "groups": [2, 3], "members": [3, 4], "years": 3,
        "measures": 2, "totals": 1,
    },
    "hard": {
        "tasks": ["growth", "two_groups", "share"], "groups": [3, 4], "members": [4, 6],
        "years": 3, "measures": 3, "totals": 0.3,
    },
    "extreme": {
        "tasks": ["growth", "share_change", "most_growth", "missing"], "groups": [4, 5],
        "members": [5, 8], "years": 4, "measures": 3, "totals": 0.3,
    },
}  # fmt: skip


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="table",
    template="table",
)
def hierarchical(row: RawRow) -> Problem:
    """The question of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    task = rng.choice(parameters["tasks"])
    while True:
        report = make_report(rng, parameters, hidden=task == "missing")
        asked = TASKS[task](rng, report)
        if asked and not told(asked):
            break
    return finished(
        asked, report.text, report.title, rng,
        seed=seed, parameters={"level": level, **parameters}, meta={"task": task},
    )  # fmt: skip
