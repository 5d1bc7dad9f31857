"""OpenRLHF: `--reward.remote_url reward.py --data.input_key prompt --data.label_key label`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..base import Verdict
from ..reward import score_label

# A prompt that was cut to fit stands in the query by its end; that much of it must be there.
_TAIL_CHARS = 200
_END = re.compile(r"(?:<\|[^<>|]{1,40}\|>|<｜[^<>｜]{1,40}｜>|</s>|<eos>|<end_of_turn>|<pad>)\s*\Z")
_KEYS = ("acc", "no_answer", "undecided", "error")


def reward_func(
    queries: Sequence[str], prompts: Sequence[str], labels: Sequence[str]
) -> dict[str, Any]:
    """Rewards of queries (prompt and response in one text, special tokens included).

    The share of undecided verdicts, whose reward is 0, stands in `extra_logs`, since this trainer
    knows no missing reward. Raises ValueError for labels that are none of a release.
    """
    found = [
        _score(query, prompt, label)
        for query, prompt, label in zip(queries, prompts, labels, strict=True)
    ]
    rewards = [verdict.value for verdict in found]
    logs = {key: _mean([verdict.as_dict()[key] for verdict in found]) for key in _KEYS}
    return {"rewards": _plain(rewards), "scores": _plain(rewards), "extra_logs": logs}


def _score(query: str, prompt: str, label: str) -> Verdict:
    response = response_of(query, prompt)
    if response is None:
        # The prompt may show what an answer looks like: it must not be read as the response.
        return Verdict(0.0, "undecided", None, "extract", "the prompt is not in the query")
    return score_label(label, response)


def response_of(query: str, prompt: str) -> str | None:
    """What follows the prompt, without the tokens that end a turn; None if that cannot be told."""
    tail = prompt[-_TAIL_CHARS:]
    start = len(prompt) if query.startswith(prompt) else query.find(tail) + len(tail)
    if not query.startswith(prompt) and tail not in query:
        return None
    response = query[start:]
    while end := _END.search(response):
        response = response[: end.start()]
    return response


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _plain(values: list[float]) -> float | list[float]:
    """One value alone, as the executor of single turns asks for them."""
    return values[0] if len(values) == 1 else values
