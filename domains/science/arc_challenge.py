"""ARC-Challenge, training questions: science as grade schools ask it.

What: 1,119 questions with three to five options that neither retrieval nor co-occurrence answers.

Graded by the letter. The options, which the file numbers or marks in its own way, are lettered A,
B, C, ... and stand one a line below the question, which is also what duplicates and benchmarks are
compared by. A letter, its option's text, or both are read as an answer; a letter with the text of
another option is wrong. A row whose answer is also the text of a second option is dropped, as no
letter is then the one right one.

Where from: AGI-Edgerunners/LLM-Adapters at commit 816657208af4db747803f87ba40a4c71383fed7a,
dataset/ARC-Challenge/train.json; its encoding (`answer4`) is undone.
License: CC-BY-SA-4.0 (the ARC data; the repository is Apache-2.0).

One row, abbreviated:
    {"instruction": "Please choose the correct answer to the question: Which of the following ...
     \\n\\nAnswer1: The refrigerator door is smooth. Answer2: ...\\n\\nAnswer format: ...",
     "input": "", "output": "the correct answer is answer2", "answer": "answer2"}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array

from ._llm_adapters import COMMIT, REPO, URL, problem_of


@source(
    location=Github(REPO, COMMIT, paths=("dataset/ARC-Challenge/train.json",)),
    reader=json_array,
    license="CC-BY-SA-4.0",
    reward="multiple_choice",
    template="choice",
    url=f"{URL}/ARC-Challenge/train.json",
    profiles=("guru",),
    priority=45,
)
def arc_challenge(row: RawRow) -> Problem | Drop:
    """The problem of one row."""
    return problem_of(row)
