"""Thinking: the right answer stands only where the model still thinks."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """Unclosed thinking gives no answer, closed thinking none of its own."""
    right = target.right
    yield "unclosed", f"<think>\n{right}"
    yield "unclosed_again", f"<think>\nhm\n</think>\n<think>\n{right}\nBut wait,"
    yield "only_inside", f"<think>\n{right}\n</think>\nI could not determine the answer."
    yield "only_inside_and_silence", f"<think>\n{right}\n</think>\n"
    for wrong in target.competing[:1] if target.slot else ():
        yield "wrong_outside", f"<think>\n{right}\n</think>\n{target.put(wrong)}"
