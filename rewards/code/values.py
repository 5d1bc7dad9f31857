"""Equality of plain values that came out of a box: by type, never by the value's own methods.

All values here are of exactly the built-in types None, bool, int, float, complex, str, bytes, list,
tuple, set, frozenset, dict. Numbers compare by value (1 equals 1.0, exactly, however big); a bool
is no number; nan equals nothing. What has another type (an opaque mark) equals nothing either.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable
from typing import Any

_SEQUENCES = (list, tuple)
_NUMBERS = (int, float, complex)
_ATOMS = (bool, str, bytes, type(None))


def same(value: Any, other: Any) -> bool:
    """Equality as between Python literals: a tuple is no list, the order of a dict is free."""
    kind = type(value)
    if kind in _NUMBERS:
        return type(other) in _NUMBERS and bool(value == other)
    if kind is set or kind is frozenset:
        return type(other) in (set, frozenset) and _keys(value) == _keys(other)
    if kind is not type(other):
        return False
    if kind in _SEQUENCES:
        return len(value) == len(other) and all(map(same, value, other))
    if kind is dict:
        return _same_dicts(value, other)
    return kind in _ATOMS and bool(value == other)


def same_json(value: Any, gold: Any, tolerance: float = 0.0) -> bool:
    """Whether a value is what a gold read from JSON says.

    A tuple is the same as a list, and a dict's key the same as its JSON text. Floats may differ by
    a tolerance, absolute or relative.
    """
    kind = type(value)
    if type(gold) is list:
        if kind not in _SEQUENCES or len(value) != len(gold):
            return False
        pairs = zip(value, gold, strict=True)
        return all(same_json(item, other, tolerance) for item, other in pairs)
    if type(gold) is dict:
        if kind is not dict or len(value) != len(gold):
            return False
        texts = {_key_text(key): item for key, item in value.items()}
        return texts.keys() == gold.keys() and all(
            same_json(texts[key], item, tolerance) for key, item in gold.items()
        )
    if tolerance and _is_real(value) and _is_real(gold) and float in (kind, type(gold)):
        return _close(value, gold, tolerance)
    return same(value, gold)


def _is_real(value: Any) -> bool:
    return type(value) is int or type(value) is float


def _close(value: float, gold: float, tolerance: float) -> bool:
    """Whether two numbers agree; an int too big for a float agrees with equal ones alone."""
    try:
        near = math.isclose(value, gold, rel_tol=tolerance, abs_tol=tolerance)
    except OverflowError:
        return value == gold
    return near


def _key_text(key: Any) -> str:
    """A dict's key as JSON writes it; keys that JSON has no form for get their representation."""
    if type(key) is str:
        return key
    try:
        return json.dumps(key)
    except (TypeError, ValueError):
        return repr(key)


def _same_dicts(value: dict[Any, Any], other: dict[Any, Any]) -> bool:
    if len(value) != len(other):
        return False
    items = {_key(key): item for key, item in value.items()}
    others = {_key(key): item for key, item in other.items()}
    return items.keys() == others.keys() and all(same(items[key], others[key]) for key in items)


def _keys(values: set[Any] | frozenset[Any]) -> frozenset[Hashable]:
    return frozenset(map(_key, values))


def _key(value: Any) -> Hashable:
    """A hashable value, marked so that True is not 1 at any depth."""
    if type(value) is tuple:
        return (tuple, *map(_key, value))
    if type(value) is frozenset:
        return (frozenset, _keys(value))
    return (bool, value) if type(value) is bool else (None, value)
