"""ProntoQA, the questions that Logic-LM evaluates on: a benchmark, never a training source.

What: 500 questions on made-up kinds, five steps of proof each; only this
part is published.

Graded by the letter. The premises are the context and the statement is the question, so that two
statements on the same premises are two problems; all questions on one theory are one group, which
no split parts. Options are lettered A, B, C and stand one a line below the statement, as words:
true and false are no names of letters here. Under an open world what neither follows nor is refuted
is unknown, under a closed one it is false: the question says which values there are.

Where from: teacherpeterpan/Logic-LLM at commit d29f1e5e7203e8826cb9c41ba3003e43dc0b9d34,
data/ProntoQA/dev.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"id": "ProntoQA_2", "context": "Every tumpus is not angry. Tumpuses are rompuses. ...",
     "question": "Is the following statement true or false? Stella is bright.",
     "options": ["A) True", "B) False"], "answer": "A", "explanation": ["Stella is ...", ...]}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array

from ._logic_lm import COMMIT, REPO, URL, problem_of


@source(
    location=Github(REPO, COMMIT, paths=("data/ProntoQA/dev.json",)),
    reader=json_array,
    license="MIT",
    reward="multiple_choice",
    template="choice",
    url=f"{URL}/ProntoQA/dev.json",
    profiles=("guru",),
    use="evaluation",
)
def pronto_qa(row: RawRow) -> Problem | Drop:
    """The item of one question."""
    return problem_of(row)
