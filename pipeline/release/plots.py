"""Plots as SVG: the geometry is computed here, `plots.j2` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from .figures import BINS, Histogram

WIDTH, HEIGHT = 560, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 8, 10, 40
_GAP = 4
_STEPS: Final = (1, 2, 5)
_LABELS: Final = {0: "never", 1: "0", 6: "0.5", 11: "always"}
"""Below which bars something stands; those between are tenths."""


class Bar(NamedTuple):
    """A rectangle of the plot."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    """kept or dropped: a class of the style sheet."""
    title: str
    """Shown when one points at it."""


class Plot(NamedTuple):
    """Everything that is drawn."""

    width: int
    height: int
    bars: list[Bar]
    lines: list[tuple[float, str]]
    """Height and number of each horizontal line."""
    labels: list[tuple[float, str]]
    """Place and text of each label below the bars."""
    left: int
    base: int
    """Height of the axis."""


def histogram(found: Histogram) -> Plot:
    """Rows by pass rate, those that were dropped for it on top of those that stay."""
    totals = [kept + dropped for kept, dropped in zip(found.kept, found.dropped, strict=True)]
    step = nice_step(max(totals))
    top = step * -(-max(totals) // step) or 1
    base, slot = HEIGHT - _BOTTOM, (WIDTH - _LEFT - _RIGHT) / len(BINS)
    scale = (base - _TOP) / top
    bars: list[Bar] = []
    for place, (kept, dropped) in enumerate(zip(found.kept, found.dropped, strict=True)):
        x = _LEFT + place * slot + _GAP / 2
        below = 0.0
        for kind, number in (("kept", kept), ("dropped", dropped)):
            if number:
                height = number * scale
                y = base - below - height
                title = f"{_range(place)}: {number:,} {kind}"
                bars.append(Bar(round(x, 1), round(y, 1), round(slot - _GAP, 1), round(height, 1),
                                kind, title))  # fmt: skip
                below += height
    lines = [(round(base - n * scale, 1), f"{n:,}") for n in range(0, top + 1, step)]
    centers = [(round(_LEFT + (place + 0.5) * slot, 1), text) for place, text in _LABELS.items()]
    return Plot(WIDTH, HEIGHT, bars, lines, centers, _LEFT, base)


def nice_step(most: int, lines: int = 4) -> int:
    """A distance of 1, 2 or 5 times a power of ten that needs at most so many lines."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * lines >= most:
                return step * power
        power *= 10


def _range(place: int) -> str:
    if place in (0, len(BINS) - 1):
        return "never solved" if place == 0 else "always solved"
    return f"pass rate {(place - 1) / 10:.1f} to {place / 10:.1f}"


def shares(parts: Sequence[int]) -> list[float]:
    """Percentages of a whole, for bars of a table; nothing of nothing."""
    whole = sum(parts)
    return [round(100 * part / whole, 2) if whole else 0.0 for part in parts]
