"""The pages and figures of `difficulty.py`: tables in Markdown, one panel per family as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from filters.difficulty.outcomes import Counts
from filters.difficulty.passrate import interval


class Point(NamedTuple):
    """Draws of one step, and how many of them were right or gave no answer at all."""

    family: str
    axis: str
    value: str
    correct: int
    silent: int
    drawn: int

    @property
    def rate(self) -> float:
        """Share of draws that are right."""
        return self.correct / self.drawn

    @property
    def ends(self) -> tuple[float, float]:
        """The 95 % interval of the pass rate."""
        return interval(Counts(self.correct, self.drawn - self.correct, 0)) or (0.0, 1.0)


class Effort(NamedTuple):
    """The mean work of one step, where no draw is right."""

    family: str
    unit: str
    value: str
    work: float


class Mark(NamedTuple):
    """One point of a panel, with the ends of its bar."""

    label: str
    low: float
    middle: float
    high: float


class Panel(NamedTuple):
    """One family: what stands below and beside, and the points in order."""

    title: str
    axis: str
    unit: str
    top: float
    marks: Sequence[Mark]


def rate_table(points: Sequence[Point]) -> str:
    """Pass rates as a Markdown table with 95 % intervals."""
    lines = [
        "| family | parameter | draws | right | pass rate | 95 % interval | no answer |",
        "|---|---|---|---|---|---|---|",
    ]
    for p in points:
        low, high = p.ends
        lines.append(
            f"| {p.family} | {p.axis} {p.value} | {p.drawn} | {p.correct} | {p.rate:.3f} "
            f"| {low:.3f} to {high:.3f} | {p.silent} |"
        )
    return "\n".join(lines)


def effort_table(efforts: Sequence[Effort]) -> str:
    """Work by family and level as a Markdown table."""
    families = [list(found) for _, found in groupby(efforts, lambda each: each.family)]
    levels = [each.value for each in families[0]]
    lines = [
        f"| family | counted | {' | '.join(levels)} |",
        f"|---|---|{'---|' * len(levels)}",
    ]
    for found in families:
        work = " | ".join(f"{each.work:.1f}" for each in found)
        lines.append(f"| {found[0].family} | {found[0].unit} | {work} |")
    return "\n".join(lines)


def rate_panels(points: Sequence[Point]) -> list[Panel]:
    """One panel per family, all to the same height."""
    top = max((point.ends[1] for point in points), default=1.0)
    panels = []
    for family, group in groupby(points, lambda point: point.family):
        found = list(group)
        marks = [Mark(p.value, p.ends[0], p.rate, p.ends[1]) for p in found]
        panels.append(Panel(family, found[0].axis, "%", top, marks))
    return panels


def effort_panels(efforts: Sequence[Effort]) -> list[Panel]:
    """One panel per family, each to its own height."""
    panels = []
    for family, group in groupby(efforts, lambda effort: effort.family):
        found = list(group)
        marks = [Mark(e.value, e.work, e.work, e.work) for e in found]
        panels.append(Panel(family, found[0].unit, "", max(e.work for e in found), marks))
    return panels


PANEL, HEIGHT, MARGIN = 340, 220, 46


def drawing(panels: Sequence[Panel], title: str, columns: int) -> str:
    """All panels, in any color scheme."""
    rows = -(-len(panels) // columns)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PANEL * columns} {HEIGHT * rows}" '
        'role="img" font-family="system-ui, sans-serif" font-size="12">'
        f"<title>{title}</title>"
        "<style>text{fill:#57606a}.line{stroke:#0969da;fill:none;stroke-width:2}.dot{fill:#0969da}"
        ".bar{stroke:#0969da;opacity:.45}.axis{stroke:#8c959f;opacity:.6}"
        "@media(prefers-color-scheme:dark){text{fill:#9198a1}.line,.bar{stroke:#4493f8}"
        ".dot{fill:#4493f8}}</style>"
        + "".join(_panel(panel, *divmod(i, columns)) for i, panel in enumerate(panels))
        + "</svg>\n"
    )


def _panel(panel: Panel, row: int, column: int) -> str:
    left, base = column * PANEL + MARGIN, (row + 1) * HEIGHT - MARGIN
    width, height = PANEL - 2 * MARGIN, HEIGHT - 2 * MARGIN
    last = max(1, len(panel.marks) - 1)

    def up(value: float) -> float:
        return round(base - value / panel.top * height, 1)

    places = [(round(left + i / last * width, 1), mark) for i, mark in enumerate(panel.marks)]
    parts = [
        f'<text x="{left}" y="{base - height - 22}" font-weight="600">{panel.title}</text>',
        f'<path class="axis" fill="none" d="M{left} {base - height}V{base}h{width}"/>',
        f'<text x="{left + width / 2}" y="{base + 34}" text-anchor="middle">{panel.axis}</text>',
    ]
    for value in (0.0, panel.top / 2, panel.top):
        said = f"{value:.0%}" if panel.unit == "%" else f"{value:.0f}"
        parts.append(f'<text x="{left - 6}" y="{up(value) + 4}" text-anchor="end">{said}</text>')
    for x, mark in places:
        if mark.low < mark.high:
            parts.append(f'<path class="bar" d="M{x} {up(mark.low)}V{up(mark.high)}"/>')
        parts.append(f'<circle class="dot" cx="{x}" cy="{up(mark.middle)}" r="3.5"/>')
        parts.append(f'<text x="{x}" y="{base + 17}" text-anchor="middle">{mark.label}</text>')
    path = "L".join(f"{x} {up(mark.middle)}" for x, mark in places)
    return "".join([*parts, f'<path class="line" d="M{path}"/>'])
