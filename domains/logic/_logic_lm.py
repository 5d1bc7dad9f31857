"""Entailment questions as Logic-LM encodes them: premises, a statement, lettered truth values."""

from __future__ import annotations

from domains.base import Drop, Problem, RawRow
from domains.choices import choice_problem, lettered

REPO = "teacherpeterpan/Logic-LLM"
COMMIT = "d29f1e5e7203e8826cb9c41ba3003e43dc0b9d34"
URL = f"https://github.com/{REPO}/blob/{COMMIT}/data"


def problem_of(row: RawRow) -> Problem | Drop:
    """The statement as the question, its premises as the context.

    The group is the theory: a split that parts its questions would show it to both sides.
    """
    data = row.data
    theory = data["id"].rpartition("_Q")[0] or data["id"]
    return choice_problem(
        data["question"], lettered(data["options"], marked=True), data["answer"],
        context=data["context"].strip(), group_id=theory,
        reference="\n".join(data.get("explanation", [])),
    )  # fmt: skip
