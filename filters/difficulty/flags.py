"""Signs that something is odd about a row. A flag never drops one."""

from __future__ import annotations

from math import exp, lgamma
from typing import Final

from .outcomes import Counts

WEAK_BETTER: Final = "weak_better_than_strong"
CONFIDENCE: Final = 0.95
"""Of 16 draws each, 5 or so more correct answers of the weak model reach it."""


def flags(weak: Counts, strong: Counts) -> tuple[str, ...]:
    """`weak_better_than_strong` when the counts make that 95 % sure, else nothing.

    Guessable questions, leaked ones and truncated strong runs look like this. Guru drops such
    rows; as a drop it would cost half of what early stopping saves, and with counts that were
    stopped early it often cannot be told: then there is no flag.
    """
    if weak.decided == 0 or strong.decided == 0:
        return ()
    return (WEAK_BETTER,) if probability_weak_better(weak, strong) > CONFIDENCE else ()


def probability_weak_better(weak: Counts, strong: Counts) -> float:
    """Posterior P(p_weak > p_strong) under uniform priors; a likelihood does not see stopping.

    Closed form: the sum over i <= weak.correct of B(a+i, b+d) / ((d+i) B(1+i, d) B(a, b)), with
    Beta(a, b) the strong posterior and d = weak.incorrect + 1.
    """
    a, b, d = strong.correct + 1, strong.incorrect + 1, weak.incorrect + 1
    terms = (
        exp(_log_beta(a + i, b + d) - _log_beta(1 + i, d) - _log_beta(a, b)) / (d + i)
        for i in range(weak.correct + 1)
    )
    return min(sum(terms), 1.0)


def _log_beta(x: float, y: float) -> float:
    return lgamma(x) + lgamma(y) - lgamma(x + y)
