"""ARC-AGI-2, training tasks, from their repository.

What: the 1000 training tasks of ARC-AGI-2, 1076 test grids. 376 of them are evaluation tasks of
ARC-AGI-1, some edited: decontamination takes them out where that benchmark is guarded.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: arcprize/ARC-AGI-2 at commit f3283f7,
folder data/training, one file per task. The profile `local` reads the same tasks out of a wheel.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "00576224", "test_index": 0,
     "train": [{"input": [[7,9], ...], "output": [[7,9,7, ...], ...]}, ...],
     "test": [{"input": [[3,2], ...], "output": [[3,2,3, ...], ...]}]}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source

from ._arc import problem_of, task_file

COMMIT = "f3283f727488ad98fe575ea6a5ac981e4a188e49"
FOLDER = f"https://github.com/arcprize/ARC-AGI-2/blob/{COMMIT}/data/training"


@source(
    location=Github("arcprize/ARC-AGI-2", COMMIT, paths=("data/training/*.json",)),
    reader=task_file,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("guru",),
    url=f"https://github.com/arcprize/ARC-AGI-2/tree/{COMMIT}",
    # Before ARC-AGI-1: where both have a task, this is the repaired version.
    priority=40,
)
def arc_agi_2_github(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
