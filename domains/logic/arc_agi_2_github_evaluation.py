"""ARC-AGI-2, public evaluation tasks, from their repository.

What: the 120 public evaluation tasks of ARC-AGI-2, 167 test grids: a benchmark, never trained on.
A row is one test grid with all demonstrations of its task; a task with several test grids gives
several rows of one group. The demonstrations are never cut: a task without some of them may have
several right answers.

Where from: arcprize/ARC-AGI-2 at commit f3283f7,
folder data/evaluation, one file per task. The profile `local` reads the same tasks out of a wheel.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"task_id": "0934a4d8", "test_index": 0,
     "train": [{"input": [[3,5,3, ...], ...], "output": [[9,9,6, ...], ...]}, ...],
     "test": [{"input": [[4,4,1, ...], ...], "output": [[7,7,9], ...]}]}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source

from ._arc import problem_of, task_file

COMMIT = "f3283f727488ad98fe575ea6a5ac981e4a188e49"
FOLDER = f"https://github.com/arcprize/ARC-AGI-2/blob/{COMMIT}/data/evaluation"


@source(
    location=Github("arcprize/ARC-AGI-2", COMMIT, paths=("data/evaluation/*.json",)),
    reader=task_file,
    license="Apache-2.0",
    reward="grid",
    template="arc_grid",
    profiles=("guru",),
    url=f"https://github.com/arcprize/ARC-AGI-2/tree/{COMMIT}",
    # Never trained on; the guard of the profiles that name it as a benchmark reads it from here.
    use="evaluation",
)
def arc_agi_2_github_evaluation(row: RawRow) -> Problem:
    """The problem of one test grid."""
    return problem_of(row, FOLDER)
