"""Responses that no reward may pay, whatever the gold: the self-test's common part.

Each is expected to be `wrong` or `no_answer` with the value 0, never `error` or `undecided`.
Near-misses in the right form are each reward's own (`Reward.negatives`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .base import Negative

UNPAID_STATUSES = frozenset({"wrong", "no_answer"})

_GARBAGE = "\x00\ufffd}{][)(<|/answer|>\\boxed}} 0x\u202e\U0001f9ea ,,;;:: \x7f" * 3


def common_negatives(prompt: str) -> Iterator[Negative]:
    """Responses without an answer; `prompt` is the text that the model was shown."""
    yield Negative("empty", "")
    yield Negative("whitespace", " \n\t\r\n ")
    yield Negative("prompt_echo", prompt)
    yield Negative("refusal", "I do not know.")
    yield Negative("hedge", "The answer is either one thing or another; I am not sure which.")
    yield Negative("garbage", _GARBAGE)
    yield Negative("unclosed_think", "<think>\nLet me work through this step by step. First,")
    yield Negative("empty_tag", "<answer></answer>")
    yield Negative("empty_box", "So the result is $\\boxed{}$.")
    yield Negative("placeholder", "<answer>your answer here</answer>")
    yield Negative("truncated_tag", "So the result is <answer>")


def unpaid_shells(gold_response: str) -> Iterator[Negative]:
    """The right response (`Reward.render`), placed so that it no longer is the answer."""
    yield Negative("gold_in_unclosed_think", f"<think>\n{gold_response}\nBut wait,")
    yield Negative("gold_only_in_think", f"<think>\n{gold_response}\n</think>\nI do not know.")
    yield Negative("gold_retracted", f"{gold_response}\nThat is wrong.\n<answer></answer>")
    yield Negative("gold_then_truncated", f"{gold_response}\nCorrection: <answer>")
