"""MMLU, test questions: a benchmark, never a training source.

What: 14,080 questions with four options in 57 subjects; lines of csv without a header.

Where from: hendrycks/test at commit f112c7a259c48bc97cfca63fc0cf66235a5d9bcf, data/test/*.csv; the
Hub has the later cais/mmlu.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    "The quantum efficiency of a photon detector is 0.1. If 100 photons are ...",
    "an average of 10 times, with an rms deviation of about 4", ..., ..., ..., A
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from domains.base import Drop, Github, Problem, RawRow, SourceRowError, source
from domains.choices import choice_problem, lettered
from domains.readers import by_file

COMMIT = "f112c7a259c48bc97cfca63fc0cf66235a5d9bcf"
_FIELDS = 6


def questions(file: BinaryIO) -> Iterator[RawRow]:
    """One row per line: question, four options, letter."""
    rows = csv.reader(line.decode("utf-8") for line in file)
    for number, fields in enumerate(rows, 1):
        if len(fields) != _FIELDS:
            raise SourceRowError(f"row {number} has {len(fields)} fields; {_FIELDS} are allowed")
        question, *options, answer = fields
        data = {"question": question, "options": options, "answer": answer}
        yield RawRow(str(number), data)


@source(
    location=Github("hendrycks/test", COMMIT, paths=("data/test/*.csv",)),
    reader=by_file(questions),
    license="MIT",
    reward="multiple_choice",
    template="choice",
    url=f"https://github.com/hendrycks/test/tree/{COMMIT}/data/test",
    profiles=("guru",),
    use="evaluation",
)
def mmlu_test(row: RawRow) -> Problem | Drop:
    """The item of one row."""
    subject = row.key.rpartition("/")[0].removesuffix("_test")
    return choice_problem(
        row.data["question"], lettered(row.data["options"]), row.data["answer"],
        meta={"subject": subject},
    )  # fmt: skip
