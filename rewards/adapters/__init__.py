"""One file per trainer: a few lines each over `score_row` and `score_label`.

verl needs none: it calls `compute_score`. Importing an adapter imports its trainer, if it has to.
A verdict that is undecided or an error is None where the trainer knows None, an exception where
that masks the rollout, and else 0 with a figure of its own beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..base import Verdict

UNKNOWN = frozenset({"undecided", "error"})
"""Statuses that say nothing of the response."""


def reply(completion: str | Sequence[Mapping[str, Any]]) -> str:
    """What a model wrote: the text itself, or the last assistant turn of a conversation."""
    if isinstance(completion, str):
        return completion
    turns = [turn for turn in completion if turn.get("role") == "assistant"]
    content = turns[-1].get("content") if turns else None
    if isinstance(content, str) or content is None:
        return content or ""
    return "".join(part.get("text") or "" for part in content)


def known(verdict: Verdict) -> float | None:
    """The value, or None if nothing is known of the response."""
    return None if verdict.status in UNKNOWN else verdict.value
