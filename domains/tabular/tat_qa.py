"""TAT-QA, development questions: tables of annual reports with the paragraphs around them.

What: 1,668 questions on 278 tables; spans, several spans, counts and arithmetic over table and
text. The answer says its scale (thousand, million, percent); long spans of text, which no grader
compares word by word, are dropped.

Where from: NExTplusplus/TAT-QA at commit 870accc41953dcde885aabeb963d94aabdc0fbc3,
dataset_raw/tatqa_dataset_dev.json; test questions with gold are the benchmark `tat_qa_test`.
License: CC-BY-4.0 (README of the repository, for the data).

One row, abbreviated:
    {"uid": "4960...", "question": "What is the amount of total sales in 2019?",
     "answer": ["$1,496.5"], "answer_type": "span", "scale": "million", "derivation": "",
     "table": {"uid": "3ffd...", "table": [["", "2019", ...]]}, "paragraphs": ["Sales by ..."]}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.row_filters import question_tokens

from ._tat_qa import problem_of, questions

COMMIT = "870accc41953dcde885aabeb963d94aabdc0fbc3"
URL = f"https://github.com/NExTplusplus/TAT-QA/tree/{COMMIT}"


@source(
    location=Github("NExTplusplus/TAT-QA", COMMIT, paths=("dataset_raw/tatqa_dataset_dev.json",)),
    reader=questions,
    license="CC-BY-4.0",
    reward="table",
    template="table",
    url=URL,
    profiles=("guru",),
    row_filters=(question_tokens(4096),),
)
def tat_qa(row: RawRow) -> Problem | Drop:
    """The problem of one question with its table and text."""
    return problem_of(row)
