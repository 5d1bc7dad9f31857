"""Grading rows of a release: by row, by its label, and with the signature that verl calls.

An unknown reward or a row without one is a fault of the set-up and raises: scored as 0, it would
quietly spoil a training run. What goes wrong inside a reward comes back as a verdict.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .base import Verdict
from .registry import load_reward


def score_row(row: Mapping[str, Any], response: str) -> Verdict:
    """Grade a response to a released row (`extra_info` and `reward_model` as released).

    Raises ValueError if the row lacks the reward's name or the ground truth, UnknownRewardError
    for a name that this package does not know.
    """
    ground_truth = _field(row, "reward_model", "ground_truth")
    return _score(response, ground_truth, row.get("extra_info"))


def score_label(label: str, response: str) -> Verdict:
    """Grade a response by the column `label` alone: for trainers that hand on one column.

    Raises ValueError for a text that is no label of a release, UnknownRewardError as above.
    """
    try:
        found = json.loads(label)
    except (TypeError, ValueError) as error:
        raise ValueError(f"a label of this corpus is JSON text; it is {label!r:.200}") from error
    if not isinstance(found, dict):
        raise ValueError(f"a label of this corpus is a JSON object; it is {label!r:.200}")
    return score_row({"reward_model": found, "extra_info": found}, response)


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any] | None = None,
    **_ignored: Any,
) -> dict[str, float]:
    """Verl's reward function: the same float keys for every row (`Verdict.as_dict`).

    Raises ValueError without `extra_info["reward"]`, UnknownRewardError for an unknown name.
    `data_source` is part of the signature only: the row itself names its reward. So are other
    keywords, which trainers add (a sandbox's address, a judge's router).
    """
    return _score(solution_str, ground_truth, extra_info).as_dict()


def _score(response: str, ground_truth: str, extra_info: Mapping[str, Any] | None) -> Verdict:
    reward = load_reward(_field({"extra_info": extra_info}, "extra_info", "reward"))
    return reward.score(response, ground_truth, (extra_info or {}).get("spec"))


def _field(row: Mapping[str, Any], outer: str, inner: str) -> str:
    """A nested text of the row; raises ValueError that says what is needed."""
    struct = row.get(outer)
    found = struct.get(inner) if isinstance(struct, Mapping) else None
    if isinstance(found, str):
        return found
    seen = f"has {sorted(map(str, struct))}" if isinstance(struct, Mapping) else f"is {struct!r}"
    raise ValueError(
        f"{outer}[{inner!r}] is needed as text to grade a row; it is {found!r}, {outer} {seen}"
    )
