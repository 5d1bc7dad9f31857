"""MATH, the whole test split: a benchmark, never a training source.

What: all 5,000 test problems with their solutions. Guru evaluates on 500 of them (`math_500`);
training sets that were cut out of MATH in another way hold many of the others.

Where from: chuanyang-Zheng/Progressive-Hint at commit aca5acc6bbdede3eee79d7e4f6b0445f5f9b4c43,
dataset/math/<subject>/<number>.json; MATH's own copy on the Hub was once withdrawn.
License: NOASSERTION (this repository states none; MATH is MIT in hendrycks/math).

One row, abbreviated:
    {"problem": "Let $\\\\mathbf{a}$ and $\\\\mathbf{b}$ be two non-zero vectors ...",
     "level": "Level 2", "type": "Precalculus", "solution": "... $\\\\boxed{\\\\sqrt{3}}.$"}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from domains.base import Drop, Github, Problem, RawRow, source

from ._solutions import boxed

COMMIT = "aca5acc6bbdede3eee79d7e4f6b0445f5f9b4c43"


def one_file(file: BinaryIO) -> Iterator[RawRow]:
    """The one problem of a file, named by subject and number."""
    place = PurePath(file.name)
    yield RawRow(f"{place.parent.name}/{place.stem}", json.load(file))


@source(
    location=Github("chuanyang-Zheng/Progressive-Hint", COMMIT, paths=("dataset/math/*/*.json",)),
    reader=one_file,
    license="NOASSERTION",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/chuanyang-Zheng/Progressive-Hint/tree/{COMMIT}",
    profiles=("guru",),
    use="evaluation",
)
def math_test(row: RawRow) -> Problem | Drop:
    """The item of one file."""
    gold = boxed(row.data["solution"])
    if isinstance(gold, Drop):
        return gold
    return Problem(
        question=row.data["problem"],
        ground_truth=gold,
        reference=row.data["solution"],
        meta={"level": row.data["level"], "subject": row.data["type"]},
    )
