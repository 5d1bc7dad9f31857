"""Logic-RL, test puzzles: a benchmark, never a training source.

What: 500 puzzles of three to seven people; each is a knight or a knave and says one thing.

Graded by the kind of every person. The claims are read as formulas, those of the generated puzzles
(`knights_and_knaves`), so that the same claims of the same people are one puzzle in whatever words,
and puzzles that differ in names alone are one group, which no split parts.

Where from: Unakar/Logic-RL at commit 9d2c457525ec14639e85afa12d49bb16efb053a4,
data/kk/instruct/{3..7}ppl/test.parquet; of the same family as K-and-K/knights-and-knaves.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"quiz": "A very special island is inhabited only by knights and knaves. ...",
     "names": ["Michael", "Zoey", "Ethan"], "solution": [true, true, true],
     "statements": "(('<=>', ('telling-truth', 2), ('telling-truth', 0)), ...)",
     "solution_text": "Michael is a knight, ...", "cot_repeat_steps": [...], "prompt": [...], ...}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import parquet

from ._logic_rl import COMMIT, REPO, URL, by_people, paths, problem_of


@source(
    location=Github(REPO, COMMIT, paths=paths("test")),
    reader=by_people(parquet),
    license="Apache-2.0",
    reward="truth_assignment",
    template="knights_and_knaves",
    url=URL,
    profiles=("guru",),
    use="evaluation",
)
def logic_rl_test(row: RawRow) -> Problem | Drop:
    """The item of one row."""
    return problem_of(row)
