"""CRUXEval: a benchmark, never a training source.

What: 800 short functions with one recorded call each, asked in both directions: for the output
(CRUXEval-O) and for an input (CRUXEval-I).

Where from: facebookresearch/cruxeval at commit 190faf16d175b5847b0af05d937872b1fb395942,
data/cruxeval.jsonl; the same rows as cruxeval-org/cruxeval on the Hub.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"code": "def f(nums):\\n    output = []\\n    for n in nums: ...",
     "input": "[1, 1, 3, 1, 3, 1]", "output": "[(4, 1), (4, 1), ...]", "id": "sample_0"}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import jsonl

from ._programs import REWARDS, both_kinds, prediction

COMMIT = "190faf16d175b5847b0af05d937872b1fb395942"
FILE = "data/cruxeval.jsonl"


@source(
    location=Github("facebookresearch/cruxeval", COMMIT, paths=(FILE,)),
    reader=both_kinds(jsonl),
    license="MIT",
    reward=REWARDS,
    template="code_io_output",
    url=f"https://github.com/facebookresearch/cruxeval/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def cruxeval(row: RawRow) -> Problem | Drop:
    """The item of one kind of one function."""
    data = row.data
    return prediction(
        data["kind"], "", data["code"], "f", data["input"], data["output"], f"f({data['input']})"
    )
