"""ARC-AGI-1, training tasks, from their repository.

What: the 400 training tasks of ARC-AGI-1, 416 test grids.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: fchollet/ARC-AGI at commit 3990304,
folder data/training, one file per task. The profile `local` reads the same tasks out of a wheel.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "007bbfb7", "test_index": 0,
     "train": [{"input": [[0,7,7], ...], "output": [[0,0,0, ...], ...]}, ...],
     "test": [{"input": [[7,0,7], ...], "output": [[7,0,7, ...], ...]}]}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source

from ._arc import problem_of, task_file

COMMIT = "399030444e0ab0cc8b4e199870fb20b863846f34"
FOLDER = f"https://github.com/fchollet/ARC-AGI/blob/{COMMIT}/data/training"


@source(
    location=Github("fchollet/ARC-AGI", COMMIT, paths=("data/training/*.json",)),
    reader=task_file,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("guru",),
    url=f"https://github.com/fchollet/ARC-AGI/tree/{COMMIT}",
    # ARC-AGI-2 repeats most of these tasks, some of them repaired: of two equal rows its row stays.
    priority=41,
)
def arc_agi_1_github(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
