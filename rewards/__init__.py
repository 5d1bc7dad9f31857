"""Rewards: verifiable grading of responses, one file per reward.

    from rewards import load_reward
    load_reward("grid").score("<answer>[[1, 2]]</answer>", "[[1, 2]]").value  # 1.0

Travels with every release as `touchstone_rewards`; imports nothing of the rest of Touchstone.
"""

from .base import GroundTruthError, Negative, Reward, Verdict
from .registry import UnknownRewardError, known_rewards, load_reward
from .reward import compute_score, score_row

__all__ = [
    "GroundTruthError",
    "Negative",
    "Reward",
    "UnknownRewardError",
    "Verdict",
    "compute_score",
    "known_rewards",
    "load_reward",
    "score_row",
]
