"""PubMedQA's expert questions, shared by its training part and its test part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from domains.base import Drop, Joined, Opener, Problem, RawRow
from domains.choices import choice_problem

COMMIT = "1cbae8e92f72f20c8d3747cbb3bf5bc53554d997"
QUESTIONS, TEST = "data/ori_pqal.json", "data/test_ground_truth.json"
PATHS = (QUESTIONS, TEST)
URL = f"https://github.com/pubmedqa/pubmedqa/blob/{COMMIT}/{QUESTIONS}"
_CHOICES = {"A": "yes", "B": "no", "C": "maybe"}


def part(*, test: bool) -> Joined:
    """A reader of the questions that are, or are not, in the list of test questions."""

    def read(files: Mapping[str, Opener]) -> Iterator[RawRow]:
        with files[TEST]() as file:
            held_out = json.load(file)
        with files[QUESTIONS]() as file:
            rows = json.load(file)
        for key, data in rows.items():
            if (key in held_out) == test:
                yield RawRow(key, data)

    return Joined(read)


def problem_of(row: RawRow) -> Problem | Drop:
    """Question on an abstract without its conclusion, which is the reference."""
    letters = {text: letter for letter, text in _CHOICES.items()}
    return choice_problem(
        row.data["QUESTION"], _CHOICES, letters.get(row.data["final_decision"], ""),
        context="\n\n".join(row.data["CONTEXTS"]), reference=row.data["LONG_ANSWER"],
        url=f"https://pubmed.ncbi.nlm.nih.gov/{row.key}/",
    )  # fmt: skip
