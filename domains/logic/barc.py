"""BARC ("ARC-Heavy"): grid tasks that language models wrote as programs.

What: the first 10,000 tasks of the heavy set, as Guru takes them: up to six examples are the
demonstrations, the next one is the test. A model wrote the programs, so some of their outputs are
no grids: such rows are dropped.

Where from: barc0/200k_HEAVY_gpt4o-description-gpt4omini-code_generated_problems on the Hub.
License: MIT (dataset card).

One row, abbreviated:
    {"source": "from common import *\\n...", "seeds": [...],
     "examples": [[[[0,7,7], ...], [[0,0,0,7], ...]], ...]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from domains.base import Drop, Hub, Problem, RawRow, SourceRowError, source
from domains.readers import jsonl

from ._arc import checked_pairs, grid_problem

REPO = "barc0/200k_HEAVY_gpt4o-description-gpt4omini-code_generated_problems"
ROWS, SHOTS = 10_000, 6


def first_rows(file: BinaryIO) -> Iterator[RawRow]:
    """The rows that Guru starts from."""
    return islice(jsonl(file), ROWS)


@source(
    location=Hub(REPO, "main", files=("data_100k.jsonl",)),
    reader=first_rows,
    license="MIT",
    reward="grid",
    template="arc_grid",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    priority=60,
)
def barc(row: RawRow) -> Problem | Drop:
    """The problem of one task."""
    examples = row.data["examples"]
    if len(examples) < 2:
        return Drop("too_few_examples", f"{len(examples)} examples; a test needs a demonstration")
    pairs = [{"input": pair[0], "output": pair[1]} for pair in examples[: SHOTS + 1]]
    try:
        *shots, test = checked_pairs(pairs, "examples")
    except SourceRowError as error:
        return Drop("not_a_grid", str(error))
    if test in shots:
        return Drop("answer_is_shown", "the test is one of the demonstrations")
    return replace(grid_problem(shots, test), reference=row.data["source"])
