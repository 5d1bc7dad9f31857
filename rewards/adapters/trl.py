"""TRL: `GRPOTrainer(reward_funcs=touchstone_reward, ...)` on a release as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..pool import worker_count
from ..reward import score_row
from . import known, reply


def touchstone_reward(
    completions: Sequence[str | Sequence[Mapping[str, Any]]],
    reward_model: Sequence[Mapping[str, Any]],
    extra_info: Sequence[Mapping[str, Any]],
    log_metric: Callable[[str, float], None] | None = None,
    **_columns: Any,
) -> list[float | None]:
    """One reward per completion; None (TRL leaves it out) where the verdict is undecided.

    Rows are graded side by side, since some rewards wait for a sandbox or a worker. Raises
    ValueError for rows that are none of a release, UnknownRewardError for an unknown reward.
    """
    from concurrent.futures import ThreadPoolExecutor  # here: it would slow `import reward` down

    rows = [
        {"reward_model": model, "extra_info": info}
        for model, info in zip(reward_model, extra_info, strict=True)
    ]
    with ThreadPoolExecutor(worker_count()) as threads:
        verdicts = list(threads.map(score_row, rows, map(reply, completions)))
    rewards = [known(verdict) for verdict in verdicts]
    if log_metric and rewards:
        log_metric("undecided", rewards.count(None) / len(rewards))
    return rewards
