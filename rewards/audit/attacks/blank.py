"""Blank: nothing, or nothing that says anything."""

from __future__ import annotations

from collections.abc import Iterator

from ...negatives import common_negatives
from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """Responses without an answer, for the prompt that the slot suggests."""
    shape = target.put("...") if target.slot else ""
    yield from common_negatives(f"Solve the problem. Answer in the form {shape}.")
    yield "many_spaces", " " * 10_000
    yield "null_bytes", "\x00" * 100
    yield "shape", shape
    if target.slot and not target.is_program:
        yield "empty_slot", target.put("")
