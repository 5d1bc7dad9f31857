"""AQuA, the development questions: a benchmark, never a training source.

What: 254 algebraic word problems with five options.

Graded by the letter. The options, which the file numbers or marks in its own way, are lettered A,
B, C, ... and stand one a line below the question, which is also what duplicates and benchmarks are
compared by. A letter, its option's text, or both are read as an answer; a letter with the text of
another option is wrong. A row whose answer is also the text of a second option is dropped, as no
letter is then the one right one.

Where from: google-deepmind/AQuA at commit 26b64ed1f22208c6742f47df547dfd65088ec30d,
dev.json.
License: Apache-2.0 (LICENSE of the repository).

One row, abbreviated:
    {"question": "A car is being driven, in a straight line and at a uniform speed ...",
     "options": ["A)5(√3 + 1)", "B)6(√3 + √2)", ...], "rationale": "Explanation :\\n...",
     "correct": "A"}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import jsonl

from ._aqua import COMMIT, URL, problem_of


@source(
    location=Github("google-deepmind/AQuA", COMMIT, paths=("dev.json",)),
    reader=jsonl,
    license="Apache-2.0",
    reward="multiple_choice",
    template="choice",
    url=f"{URL}/dev.json",
    profiles=("guru",),
    use="evaluation",
)
def aqua_dev(row: RawRow) -> Problem | Drop:
    """The item of one question."""
    return problem_of(row)
