"""SkyRL: an environment of one turn; a released row holds all that it needs.

skyrl_gym.register("touchstone", entry_point="touchstone_rewards.adapters.skyrl:TouchstoneEnv")
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skyrl_gym.envs.base_text_env import (  # type: ignore[import-not-found]
    BaseTextEnv,
    BaseTextEnvStepOutput,
)

from ..reward import score_row


class TouchstoneEnv(BaseTextEnv):  # type: ignore[misc]
    """Grades the one response of an episode.

    Args:
        env_config: not used; part of the signature.
        extras: the columns of the row but `prompt`: `reward_model` and `extra_info` as released.

    `step` raises ValueError for rows that are none of a release.
    """

    def __init__(self, env_config: Any = None, extras: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.row = dict(extras or {})
        self.metrics: dict[str, float] = {}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """The reward of a response; undecided verdicts have 0, and are counted in the metrics."""
        verdict = score_row(self.row, action)
        self.metrics = verdict.as_dict()
        return BaseTextEnvStepOutput(
            observations=[], reward=verdict.value, done=True, metadata=dict(self.metrics)
        )

    def get_metrics(self) -> dict[str, float]:
        """`Verdict.as_dict` of the episode; SkyRL averages it over the batch."""
        return self.metrics
