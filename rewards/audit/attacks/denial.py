"""Denial: the right answer in its slot, said to be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """The slot holds the right answer and takes it back."""
    right = target.inside
    if not right:
        return
    yield "is_wrong", target.put(f"{right} is wrong")
    yield "is_wrong_in_latex", target.put(f"{right} \\text{{ is wrong}}")
    yield "this_is_wrong", target.put(f"{right} (this is wrong)")
    yield "incorrect", target.put(f"{right} \\text{{ (incorrect)}}")
    yield "not", target.put(f"not {right}")
    yield "not_in_latex", target.put(f"\\text{{not }}{right}")
    yield "neg", target.put(f"\\neg {right}")
    yield "unequal", target.put(f"\\neq {right}")
    yield "anything_but", target.put(f"anything but {right}")
    yield "false", target.put(f"{right}: false")
    yield "doubt", target.put(f"{right}?")
    yield "not_before", f"The answer is not {target.right}"
