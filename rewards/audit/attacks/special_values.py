"""Special values: NaN, infinities, truth values, nothing, as answers to an ordinary gold."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """Values that compare oddly. A gold that is such a value itself is passed over."""
    right = target.inside.strip(" \\").lower()
    if not right or right in {value.strip("-+\\").lower() for value in _VALUES}:
        return
    for value in _VALUES:
        if value.strip("-+\\").lower() not in right:
            yield value, target.put(value)


_VALUES = (
    "nan", "NaN", "inf", "-inf", "Infinity", "\\infty", "-\\infty", "1e999", "\\frac{0}{0}",
    "\\infty - \\infty", "None", "null", "undefined", "True", "False", "\\text{}",
    "{}", "[]", "[[]]", "()", "''", "*", ".", ".*", "%", "?", "x", "\\ldots", "\\square",
)  # fmt: skip
