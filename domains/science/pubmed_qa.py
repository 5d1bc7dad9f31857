"""PubMedQA, expert questions outside of the test.

What: 500 questions on abstracts of medical research, answered yes, no or maybe by experts; the
conclusion of the abstract is left out of the context.

Graded by the letter, the options being yes, no and maybe. The question is the title of an article,
the context its abstract, section by section, without the conclusion: that is the reference, since
it answers the question in words. The same questions, answered by a model instead of by experts
(PQA-A), and those without an answer (PQA-U) are not read: their golds are not checked.
The file holds both parts; which question is of which is said by a second file beside it.

Where from: pubmedqa/pubmedqa at commit 1cbae8e92f72f20c8d3747cbb3bf5bc53554d997,
data/ori_pqal.json; data/test_ground_truth.json says which questions are the test.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    "21645374": {"QUESTION": "Do mitochondria play a role in remodelling lace plant leaves ...?",
     "CONTEXTS": ["Programmed cell death (PCD) is the regulated death of cells ...", ...],
     "LONG_ANSWER": "Results depicted mitochondrial dynamics ...", "final_decision": "yes", ...}
"""

from __future__ import annotations

from domains.base import Drop, Github, Problem, RawRow, source

from ._pubmed_qa import COMMIT, PATHS, URL, part, problem_of


@source(
    location=Github("pubmedqa/pubmedqa", COMMIT, paths=PATHS),
    reader=part(test=False),
    license="MIT",
    reward="multiple_choice",
    template="choice",
    url=URL,
    profiles=("guru",),
)
def pubmed_qa(row: RawRow) -> Problem | Drop:
    """The problem of one question with its abstract."""
    return problem_of(row)
