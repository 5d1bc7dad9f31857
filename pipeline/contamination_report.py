"""The contamination report: each row beside the item that it gives away, with the overlap marked.

One HTML page without anything from outside: no script, no font, no image.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from filters.contamination import Hit

from .store import write_text

TEMPLATE = "contamination.html.j2"
# Cases on the page: it opens on a phone, and no one reads more. All are in the drops.
SHOWN = 300
# Characters of a text on the page; of longer ones what stands around the overlap.
_LONGEST, _AROUND = 4000, 400

Piece = tuple[str, bool]
"""A stretch of text, and whether it is shared."""


class Case(NamedTuple):
    """A row that gives an item away, and what of it was compared."""

    row: int
    id: str
    text: str
    hit: Hit


class Facts(NamedTuple):
    """What the page says of the run."""

    source: str
    benchmarks: Sequence[tuple[str, int]]
    """Name and number of items."""
    rows: int
    contaminated_from: float
    suspect_from: float
    suspects_kept: bool


@dataclass
class Cases:
    """Counts of all cases, and the first SHOWN of each verdict."""

    verdicts: Counter[str] = field(default_factory=Counter)
    benchmarks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By benchmark and verdict; a row that is in two counts for both."""
    shown: list[Case] = field(default_factory=list)

    def add(self, case: Case) -> None:
        """Count a case, and keep it while there is room."""
        verdict = case.hit.verdict
        if self.verdicts[verdict] < SHOWN:
            self.shown.append(case)
        self.verdicts[verdict] += 1
        for benchmark in {case.hit.benchmark, *case.hit.also}:
            self.benchmarks[benchmark, verdict] += 1


def write(path: Path, cases: Cases, facts: Facts) -> None:
    """Write the page, atomically."""
    # Lone surrogates, which JSON can spell, are no UTF-8.
    write_text(path, render(cases, facts).encode("utf-8", "replace").decode())


def render(cases: Cases, facts: Facts) -> str:
    """The page: what is least certain first, since that is what wants eyes."""
    environment = Environment(
        loader=PackageLoader("pipeline"), undefined=StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    ordered = sorted(cases.shown, key=lambda case: (case.hit.score, case.row))
    return environment.get_template(TEMPLATE).render(
        facts=facts, cases=[_shown(case) for case in ordered], verdicts=cases.verdicts,
        benchmarks=cases.benchmarks, total=sum(cases.verdicts.values()),
    )  # fmt: skip


def _shown(case: Case) -> dict[str, object]:
    hit = case.hit
    return {
        "row": case.row, "id": case.id, "hit": hit, "score": hit.score,
        "sides": [
            ("Row", pieces(case.text, hit.row_spans)),
            (f"{hit.benchmark} · {hit.item}", pieces(hit.item_text, hit.item_spans)),
        ],
    }  # fmt: skip


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """A text in stretches that are shared or not; long stretches that are not are cut short.

    Stretches between spans that hold no letter or digit count as shared with their neighbors.
    """
    found: list[Piece] = []
    at = 0
    for begin, end in spans:
        gap = text[at:begin]
        if found and not any(char.isalnum() for char in gap):
            found[-1] = (found[-1][0] + gap + text[begin:end], True)
        else:
            found += [(gap, False)] if gap else []
            found.append((text[begin:end], True))
        at = end
    found += [(text[at:], False)] if at < len(text) else []
    if len(text) <= _LONGEST:
        return found
    return [(part, shared) if shared else (_cut(part), shared) for part, shared in found]


def _cut(text: str) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    left_out = len(text) - 2 * _AROUND
    return f"{text[:_AROUND]} [... {left_out:,} characters ...] {text[-_AROUND:]}"
