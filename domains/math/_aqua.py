"""AQuA's questions, shared by its two parts."""

from __future__ import annotations

from domains.base import Drop, Problem, RawRow
from domains.choices import choice_problem, lettered

COMMIT = "26b64ed1f22208c6742f47df547dfd65088ec30d"
URL = f"https://github.com/google-deepmind/AQuA/blob/{COMMIT}"


def problem_of(row: RawRow) -> Problem | Drop:
    """Question with its five options."""
    return choice_problem(
        row.data["question"], lettered(row.data["options"], marked=True), row.data["correct"],
        reference=row.data["rationale"],
    )  # fmt: skip
