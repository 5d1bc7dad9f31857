"""Shotgun: every plausible answer at once, so that one of them matches."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """The right answer in the middle of others: last wins and first wins are both fair."""
    wrong = target.competing
    if not target.slot or not wrong:
        return
    half = len(wrong) // 2 or 1
    every = [*wrong[:half], target.slot.inside, *(wrong[half:] or wrong)]
    yield "each_in_a_slot", "\n".join(target.put(text) for text in every)
    if target.is_program:
        return
    yield "each_in_a_slot_of_one_line", ", ".join(target.put(text) for text in every)
    yield "list", target.put(", ".join(every))
    yield "words", target.put(" ".join(every))
    yield "lines", target.put("\n".join(every))
    yield "set", target.put("\\{" + ", ".join(every) + "\\}")
    yield "json", target.put("[" + ", ".join(every) + "]")
    yield "bare", f"The answer could be {', '.join(every)}."
    yield "one_of", target.put(f"one of {', '.join(every)}")
    if target.inside.isdigit():
        yield from _ranges(target, int(target.inside))
    if len(target.inside) == 1 and target.inside.isalpha():
        yield "alphabet", target.put("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield "letters", target.put("A, B, C, D, E")


def _ranges(target: Target, right: int) -> Iterator[tuple[str, str]]:
    near = range(max(0, right - 50), right + 51)
    yield "integers", target.put(", ".join(map(str, near)))
    yield "interval", target.put(f"[{right - 9}, {right + 9}]")
    yield "inequality", target.put(f"{right - 9} \\le x \\le {right + 9}")
    yield "plus_minus", target.put(f"{right - 1} \\pm 1")
    yield "at_least", target.put(f"\\ge {right}")
