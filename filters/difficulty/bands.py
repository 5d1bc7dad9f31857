"""Difficulty bands: a word for each row, from the decision and the unbiased pass rates."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from .rules import Decision

Band: TypeAlias = Literal["too_easy", "easy", "medium", "hard", "too_hard", "unmeasured"]

EASY_WEAK: Final = 0.5
"""At half or more, most answers of the weak model are right: a majority vote would solve it."""
HARD_STRONG: Final = 0.5
"""Under half, even the strong model fails more often than not."""
HARD_ALONE: Final = 0.125
"""Without a strong model: under 1 in 8, a group of 8 rollouts expects less than one right answer,
so most of its gradient groups are nearly empty."""


def band(decision: Decision, weak_rate: float | None, strong_rate: float | None) -> Band:
    """The band of a row; the decision wins, so that a kept row is never called too easy.

    Rates are `passrate.pass_rate`'s; None where a model was not measured. A rate after early
    stopping rests on few draws (two wrong ones may be all): with a top-up the bands are sharper.
    """
    if decision != "keep":
        return decision
    if weak_rate is None and strong_rate is None:
        return "unmeasured"
    if weak_rate is not None and weak_rate >= EASY_WEAK:
        return "easy"
    return "hard" if _is_hard(weak_rate, strong_rate) else "medium"


def _is_hard(weak_rate: float | None, strong_rate: float | None) -> bool:
    if strong_rate is not None:
        return strong_rate < HARD_STRONG
    return weak_rate is not None and weak_rate < HARD_ALONE
