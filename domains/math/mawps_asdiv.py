"""MAWPS and ASDiv-A: arithmetic word problems with their equations.

What: 3,138 one- and two-step word problems, the training part of SVAMP's experiments. The texts
hold placeholders for their numbers, which are put back. The corpus was tokenized: a space stands
before every mark.

Where from: arkilpatel/SVAMP at commit 689d7ccac74b9983a2ac7cc3b264f441b99e7c53,
data/mawps-asdiv-a_svamp/train.csv.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"Question": "Mark sprinted number0 miles at number1 miles per hour . How long did ...",
     "Numbers": "24.0 6.0", "Equation": "/ number0 number1", "Answer": "4.0", ...}
"""

from __future__ import annotations

import re

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import delimited

from ._solutions import whole

COMMIT = "689d7ccac74b9983a2ac7cc3b264f441b99e7c53"
_PLACE = re.compile(r"number(\d+)")
_SPACE_BEFORE = re.compile(r"\s+([.,?!;:%])")
# The answers are floats of the equation; with more digits the question does not say how to round.
MAX_DECIMALS = 2


@source(
    location=Github("arkilpatel/SVAMP", COMMIT, paths=("data/mawps-asdiv-a_svamp/train.csv",)),
    reader=delimited(),
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/arkilpatel/SVAMP/tree/{COMMIT}",
    profiles=("guru",),
    priority=60,
)
def mawps_asdiv(row: RawRow) -> Problem | Drop:
    """The problem of one row, its numbers put back."""
    gold = whole(row.data["Answer"])
    if len(gold.partition(".")[2]) > MAX_DECIMALS:
        return Drop("needs_rounding", f"answer {gold}; at most {MAX_DECIMALS} decimals are kept")
    numbers = [whole(number) for number in row.data["Numbers"].split()]
    question = _PLACE.sub(lambda place: numbers[int(place[1])], row.data["Question"])
    return Problem(
        question=_SPACE_BEFORE.sub(r"\1", question),
        ground_truth=gold,
        answer_type="number",
        meta={"equation": row.data["Equation"]},
    )
