"""Echo: the right answer only as an example out of the prompt, and then no answer."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """Instructions with the gold in place of the example that a prompt may show."""
    if target.is_program or not target.slot:
        return
    empty, right = target.put(""), target.right
    yield "for_example", f"Give the answer in {empty}. For example, {right} would be an answer."
    yield "example_and_refusal", f"For example, {right}\nI do not know how to solve this problem."
    yield "such_as", f"End with your final answer, such as {right}"
    yield "your_answer", f"Put your final answer like this: {right}"
    yield "refusal", f"Write your answer as {right}. I cannot solve this."
    yield "placeholder", target.put("your answer here")
    yield "name", target.put("answer")
