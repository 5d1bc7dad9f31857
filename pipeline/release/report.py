"""The report: one HTML page that shows what came in, what went and why, and rows to read.

Nothing from outside: no script, no font, no image. What a page cannot show all of it says so.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from . import plots, report_drops, report_rows
from .figures import Figures, Parts

_FOLDER = "pipeline/templates"
TEMPLATES = tuple(
    f"{_FOLDER}/{name}" for name in ("report.html.j2", "report.css", "report_parts.j2", "plots.j2")
)


def render(figures: Figures, parts: Parts) -> str:
    """The page."""
    environment = Environment(
        loader=PackageLoader("pipeline"), undefined=StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(number="{:,}".format, percent="{:.0%}".format, rows=_rows)
    reasons = report_drops.reasons(parts)
    page = environment.get_template("report.html.j2").render(
        figures=figures, settings=figures.settings, funnel=_funnel(figures), reasons=reasons,
        plots=[(found, plots.histogram(found)) for found in figures.histograms],
        shares=plots.shares, suspects=report_rows.suspects(parts),
        signs=parts.measured.folder.table("review", ["id"]).num_rows,
        suspects_kept=figures.stats("decontaminate").get("suspects_kept", 0),
        samples=report_rows.samples(parts), raw=figures.stages[0]["counts"]["in"],
    )  # fmt: skip
    # Lone surrogates, which JSON can spell, are no UTF-8.
    return page.encode("utf-8", "replace").decode()


def _rows(number: int) -> str:
    return f"{number:,} row" if number == 1 else f"{number:,} rows"


def _funnel(figures: Figures) -> list[dict[str, Any]]:
    """Per stage what is kept and dropped, also as shares of all raw rows."""
    whole = max(figures.stages[0]["counts"]["in"], 1)
    return [
        {
            "stage": stage["stage"], **stage["counts"],
            "kept_share": round(100 * stage["counts"]["kept"] / whole, 2),
            "dropped_share": round(100 * stage["counts"]["dropped"] / whole, 2),
        }
        for stage in figures.stages
    ]  # fmt: skip
