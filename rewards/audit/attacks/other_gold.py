"""Other gold: the right answer to another row."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """Another row's answer in this row's form, alone and under an assurance."""
    for number, wrong in enumerate(target.competing if target.slot else ()):
        yield f"other_{number}", target.put(wrong)
        yield f"assured_{number}", f"I have verified this carefully.\n{target.put(wrong)}"
