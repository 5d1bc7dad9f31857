"""Values as tagged JSON, on the trusted side. The text from the box is hostile: never unpickled,
never evaluated, bounded in size, depth and collisions. The form is told in `box/values.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Hashable
from typing import Any

from .types import Handle, Opaque

MAX_DEPTH = 160
MAX_DIGITS = 20
"""Decimal integers longer than this do not come: large ones are sent in hexadecimal."""
_LONG_NUMBER = b"0" * (MAX_DIGITS + 1)
_DIGITS = bytes(48 if byte in b"0123456789" else 32 for byte in range(256))
MANY_KEYS = 1_000
MAX_BRACKETS = 500_000
"""Opening brackets in the JSON of one value, those in strings included; the worker in the box has
the same bound. Each can be a container to build here, which bounds time and memory."""

_SMALL = 1 << 63
_PLAIN = {str, bool, type(None)}


class ValueFormatError(ValueError):
    """Text from a box that is no value."""


def encode(value: object, depth: int = 0) -> Any:
    """A plain value as JSON; raises TypeError for a type that has no form."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, int) and kind is int:
        return value if -_SMALL < value < _SMALL else ["i", hex(value)]
    if isinstance(value, float) and kind is float:
        return value if math.isfinite(value) else ["r", repr(value)]
    if depth > MAX_DEPTH:
        raise TypeError("an argument is nested too deeply")
    if kind in _CONTAINERS:
        return _encode_items(_CONTAINERS[kind], list(value), depth)  # type: ignore[call-overload]
    if isinstance(value, dict):
        return _encode_items("d", [x for item in value.items() for x in item], depth)
    if isinstance(value, bytes):
        return ["b", value.hex()]
    if isinstance(value, complex):
        return ["c", encode(value.real), encode(value.imag)]
    if isinstance(value, Handle):
        return ["h", value.number]
    raise TypeError(f"an argument of type {kind.__name__} cannot enter a box")


_CONTAINERS: dict[type, str] = {list: "l", tuple: "t", set: "s", frozenset: "f"}


def _encode_items(tag: str, items: list[Any], depth: int) -> list[Any]:
    kinds = set(map(type, items))
    if kinds <= _PLAIN or (kinds == {int} and min(items) > -_SMALL and max(items) < _SMALL):
        return [tag, *items]
    return [tag, *[encode(item, depth + 1) for item in items]]


def loads(text: bytes) -> Any:
    """JSON of a frame; raises ValueFormatError."""
    if text.count(b"[") + text.count(b"{") > MAX_BRACKETS:
        raise ValueFormatError("too many parts")
    # Slower, but no long integer is converted; long rows of digits also stand in strings.
    parse_int = _int if _LONG_NUMBER in text.translate(_DIGITS) else None
    try:
        # The worker writes ASCII; bytes that json may take for UTF-16 would hide rows of digits.
        return json.loads(text.decode("ascii"), parse_int=parse_int, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueFormatError(f"no JSON: {error}") from None


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueFormatError("an integer is too long")
    return int(text)


def _refuse(text: str) -> float:
    raise ValueFormatError(f"{text} is no value")


def decode(value: Any, depth: int = 0) -> object:
    """The value of parsed JSON, of exact builtin types; raises ValueFormatError."""
    if not isinstance(value, list):
        if isinstance(value, dict):
            raise ValueFormatError("an object is no value")
        return value
    if not value or not isinstance(value[0], str) or depth > MAX_DEPTH:
        raise ValueFormatError("no tag, or too deep")
    tag, items = value[0], value[1:]
    try:
        if tag in _BUILDERS:
            kinds = set(map(type, items))
            if list in kinds or dict in kinds:
                items = [decode(item, depth + 1) for item in items]
            return _BUILDERS[tag](items)
        return _SCALARS[tag](items)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise ValueFormatError(f"no value: {type(error).__name__}") from None


def _keys(items: list[Hashable]) -> list[Hashable]:
    """The items; refused if many share a hash, as building a set of them would take forever."""
    if len(items) > MANY_KEYS and len(set(map(hash, items))) < len(items) // 2:
        raise ValueFormatError("too many keys with the same hash")
    return items


def _dict(items: list[Any]) -> dict[Any, Any]:
    return dict(zip(_keys(items[::2]), items[1::2], strict=True))


def _float(items: list[Any]) -> float:
    return {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}[items[0]]


def _part(item: Any) -> float:
    found = decode(item)
    if type(found) is not float:
        raise ValueFormatError("a part of a complex number is a float")
    return found


_BUILDERS: dict[str, Callable[[list[Any]], object]] = {
    "l": lambda items: items,
    "t": tuple,
    "s": lambda items: set(_keys(items)),
    "f": lambda items: frozenset(_keys(items)),
    "d": _dict,
}
_SCALARS: dict[str, Callable[[list[Any]], object]] = {
    "b": lambda items: bytes.fromhex(items[0]),
    "i": lambda items: int(items[0], 16),
    "r": _float,
    "c": lambda items: complex(_part(items[0]), _part(items[1])),
    "h": lambda items: Handle(int(items[0]), str(items[1])[:100]),
    "o": lambda items: Opaque(str(items[0])[:100]),
}
