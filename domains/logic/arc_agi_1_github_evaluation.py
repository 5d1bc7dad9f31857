"""ARC-AGI-1, public evaluation tasks, from their repository.

What: the 400 public evaluation tasks of ARC-AGI-1, 419 test grids: a benchmark, never trained on.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: fchollet/ARC-AGI at commit 3990304,
folder data/evaluation, one file per task. The profile `local` reads the same tasks out of a wheel.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "00576224", "test_index": 0,
     "train": [{"input": [[8,6], ...], "output": [[8,6,8, ...], ...]}, ...],
     "test": [{"input": [[3,2], ...], "output": [[3,2,3, ...], ...]}]}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source

from ._arc import problem_of, task_file

COMMIT = "399030444e0ab0cc8b4e199870fb20b863846f34"
FOLDER = f"https://github.com/fchollet/ARC-AGI/blob/{COMMIT}/data/evaluation"


@source(
    location=Github("fchollet/ARC-AGI", COMMIT, paths=("data/evaluation/*.json",)),
    reader=task_file,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("guru",),
    url=f"https://github.com/fchollet/ARC-AGI/tree/{COMMIT}",
    # Never trained on; the guard of the profiles that name it as a benchmark reads it from here.
    use="evaluation",
)
def arc_agi_1_github_evaluation(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
