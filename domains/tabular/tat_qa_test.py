"""TAT-QA, test questions: a benchmark, never a training source.

What: 1,663 questions on 277 tables of annual reports, with the gold that was published later.
They are read as the training part is; long spans of text are dropped from both, as no grader
compares them word by word.

Where from: NExTplusplus/TAT-QA at commit 870accc41953dcde885aabeb963d94aabdc0fbc3,
dataset_raw/tatqa_dataset_test_gold.json.
License: CC-BY-4.0 (README of the repository, for the data).

One row, abbreviated:
    {"uid": "1bd2...", "question": "What was the percentage change in total receivables?",
     "answer": 3.5, "answer_type": "arithmetic", "scale": "percent", "derivation": "(...)/...",
     "table": {"uid": "dc9d...", "table": [["Current assets", ...]]}, "paragraphs": ["..."]}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source

from ._tat_qa import problem_of, questions
from .tat_qa import COMMIT, URL


@source(
    location=Github(
        "NExTplusplus/TAT-QA", COMMIT, paths=("dataset_raw/tatqa_dataset_test_gold.json",)
    ),
    reader=questions,
    license="CC-BY-4.0",
    reward="table",
    template="table",
    url=URL,
    profiles=("guru",),
    # Named in data/benchmarks.toml, so that no profile that names it trains on these.
    use="evaluation",
)
def tat_qa_test(row: RawRow) -> Problem | Drop:
    """The item of one question with its table and text."""
    return problem_of(row)
