"""ProofWriter, training questions: what follows from rules and facts.

What: 3,000 questions under an open world (true, false or unknown), up to five steps of proof.

Graded by the letter. The premises are the context and the statement is the question, so that two
statements on the same premises are two problems; all questions on one theory are one group, which
no split parts. Options are lettered A, B, C and stand one a line below the statement, as words:
true and false are no names of letters here. Under an open world what neither follows nor is refuted
is unknown, under a closed one it is false: the question says which values there are.

Where from: teacherpeterpan/Logic-LLM at commit d29f1e5e7203e8826cb9c41ba3003e43dc0b9d34,
data/ProofWriter/train.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"id": "ProofWriter_RelNeg-OWA-D5-961_Q3", "context": "The dog sees the rabbit. ...",
     "question": "Based on the above information, is the following statement true, false, or ...",
     "options": ["A) True", "B) False", "C) Unknown"], "answer": "A"}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array

from ._logic_lm import COMMIT, REPO, URL, problem_of


@source(
    location=Github(REPO, COMMIT, paths=("data/ProofWriter/train.json",)),
    reader=json_array,
    license="MIT",
    reward="multiple_choice",
    template="choice",
    url=f"{URL}/ProofWriter/train.json",
    profiles=("guru",),
)
def proof_writer(row: RawRow) -> Problem | Drop:
    """The problem of one question."""
    return problem_of(row)
