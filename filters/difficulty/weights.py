"""What trainers make of a measured row: how long an answer is, how much it is worth drawing."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

from .outcomes import CORRECT, Counts


def target_length(outcomes: str, tokens: Sequence[int]) -> int | None:
    """Median number of tokens of the correct draws, rounded up; None without one.

    The first draws that settle a row are a fair sample of its lengths: they count in submission
    order, not in the order in which they finish.
    """
    lengths = [n for letter, n in zip(outcomes, tokens, strict=True) if letter == CORRECT]
    return ceil(median(lengths)) if lengths else None


def sampling_weight(counts: Counts) -> float | None:
    """Expected variance of the reward, 4 p (1 - p), between 0 and 1; None without a decided draw.

    The gain of a group of rollouts is bounded by that variance (arXiv 2504.03380). p has the
    posterior of `passrate.interval`, so that few draws never say 0 or 1. It is the self-consistency
    of one row alone: what a domain's share of a corpus should be is a matter of the corpus.
    """
    if counts.decided == 0:
        return None
    a, b = counts.correct + 0.5, counts.incorrect + 0.5
    return 4 * a * b / ((a + b) * (a + b + 1))
