"""CodeI/O, the published sample of its raw set.

What: 464 programs that a model made out of files of PyEdu, each with four to ten recorded calls.
Two problems per program: the output of its first call, and an input for the output of its last.
Both calls are run again in the sandbox; programs that fail, or return something else, are dropped.

Where from: hkust-nlp/CodeIO at commit 1d3541cc928e9f76da9c80e95778635a11e0583c,
processed_data/rawcode_1k_parsed.jsonl; the whole set is `codeio_pyedu`.
License: NOASSERTION (the repository states none).

One row, abbreviated:
    {"problem_description": "In a game, players are arranged in a circle ...",
     "io_requirements": "Input:\\n  `n` (int): ...", "refcode": "# import necessary packages ...",
     "funcname": "main_solution", "ios": [{"input": {"n": 61, "m": 4}, "output": 38}, ...], ...}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source

from ._codeio import FILTERS, READER, problem_of
from ._programs import REWARDS

COMMIT = "1d3541cc928e9f76da9c80e95778635a11e0583c"
FILE = "processed_data/rawcode_1k_parsed.jsonl"


@source(
    location=Github("hkust-nlp/CodeIO", COMMIT, paths=(FILE,)),
    reader=READER,
    license="NOASSERTION",
    reward=REWARDS,
    template="code_io_output",
    url=f"https://github.com/hkust-nlp/CodeIO/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    row_filters=FILTERS,
)
def codeio(row: RawRow) -> Problem | Drop:
    """The problem of one kind of one program."""
    return problem_of(row)
