"""Inputs near the inputs of a suite: on which a wrong program may show that it is one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from .conditions import CandidateCall
from .predictions import near_values


def near_texts(inputs: Sequence[bytes], count: int) -> list[bytes]:
    """Up to `count` inputs for a script: those of a suite with numbers changed or lines swapped."""
    stream = random.Random("near texts")
    found: dict[bytes, None] = {}
    for turn in range(count * 4):
        if len(found) >= count or not inputs:
            break
        text = _changed_text(inputs[turn % len(inputs)], stream)
        if text not in inputs:
            found[text] = None
    return list(found)


def near_calls(calls: Sequence[CandidateCall], count: int) -> list[CandidateCall]:
    """Up to `count` calls: those of a suite with one argument changed, its kind kept."""
    stream = random.Random("near calls")
    found: dict[str, CandidateCall] = {}
    known = {repr(call) for call in calls}
    for turn in range(count * 4):
        if len(found) >= count or not calls:
            break
        call = _changed_call(calls[turn % len(calls)], stream)
        if call is not None and repr(call) not in known:
            found[repr(call)] = call
    return list(found.values())


def _changed_text(text: bytes, stream: random.Random) -> bytes:
    """One word that is an integer made smaller, larger or zero, so that the format stays."""
    words = text.split(b" ")
    pieces = [piece for word in words for piece in word.split(b"\n")]
    numbers = [place for place, piece in enumerate(pieces) if piece.lstrip(b"-").isdigit()]
    lines = text.split(b"\n")
    if not numbers or len(text) > 100_000:
        return text[::-1]
    chosen = stream.choice(numbers[-50:])
    change = stream.choice((b"0", b"1", b"2", b"-1", b"7", b"100"))
    place = -1
    for number, line in enumerate(lines):
        parts = line.split(b" ")
        for spot in range(len(parts)):
            place += 1
            if place == chosen:
                parts[spot] = change
                lines[number] = b" ".join(parts)
                return b"\n".join(lines)
    return text


def _changed_call(call: CandidateCall, stream: random.Random) -> CandidateCall | None:
    """The call with one argument replaced by another value of its type."""
    slots: list[tuple[int | str, Any]] = [*enumerate(call.positional), *call.keyword.items()]
    if not slots:
        return None
    place, value = stream.choice(slots)
    choices = [other for _, other in _others(value) if type(other) is type(value)]
    if not choices:
        return None
    other = stream.choice(choices)
    if isinstance(place, str):
        return call._replace(keyword={**call.keyword, place: other})
    positional = (*call.positional[:place], other, *call.positional[place + 1 :])
    return call._replace(positional=positional)


def _others(value: Any) -> Iterator[tuple[str, Any]]:
    yield from near_values(value)
    if type(value) is int:
        yield from (("number", number) for number in (0, 1, 2, value * 2, -value))
    if type(value) in (list, tuple) and value:
        yield "repeated", type(value)((*value, value[0]))
        yield "first_alone", value[:1]
        yield "empty", value[:0]
