"""CodeI/O-PyEdu, the raw set that Guru starts from.

What: the first 200,000 programs of the file that Guru reads, each with recorded calls. Two problems
per program: the output of its first call, and an input for the output of its last. Both calls are
run again in the sandbox; programs that fail, or return something else, are dropped.

Where from: hkust-nlp/CodeIO-PyEdu-Reasoning-Raw on the Hub,
0_368500_filtered_v2_ds25.sced.jsonl.
License: ODC-By-1.0 (the card of CodeIO-PyEdu).

One row, abbreviated:
    {"problem_description": "In a game, players are arranged in a circle ...",
     "io_requirements": "Input:\\n  `n` (int): ...", "refcode": "# import necessary packages ...",
     "funcname": "main_solution", "ios": [{"input": {"n": 61, "m": 4}, "output": 38}, ...], ...}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from domains.base import Drop, Hub, Problem, RawRow, source

from ._codeio import FILTERS, READER, problem_of
from ._programs import KINDS, REWARDS

REPO = "hkust-nlp/CodeIO-PyEdu-Reasoning-Raw"
FILE = "0_368500_filtered_v2_ds25.sced.jsonl"
PROGRAMS = 200_000


def first_programs(file: BinaryIO) -> Iterator[RawRow]:
    """Both rows of the programs that Guru starts from."""
    return islice(READER(file), PROGRAMS * len(KINDS))


@source(
    location=Hub(REPO, "main", files=(FILE,)),
    reader=first_programs,
    license="ODC-By-1.0",
    reward=REWARDS,
    template="code_io_output",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    priority=60,
    row_filters=FILTERS,
)
def codeio_pyedu(row: RawRow) -> Problem | Drop:
    """The problem of one kind of one program."""
    return problem_of(row)
