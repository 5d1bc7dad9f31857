"""The dataset card, the licenses and the plots: every figure from the rows and the stages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from huggingface_hub import DatasetCardData
from jinja2 import Environment, PackageLoader, StrictUndefined

from .. import models
from ..measurement import ROLES
from ..store import write_text
from . import hub_license, plots
from .corpus import CARD, LICENSES, SPLITS, shard
from .figures import Figures
from .licenses import Standing, standing

_FOLDER = "pipeline/templates"
TEMPLATES = tuple(
    f"{_FOLDER}/{name}"
    for name in ("card.md.j2", "train.md.j2", "license.md.j2", "pass_rates.svg.j2", "plots.j2")
)
TAGS: Final = (
    "reinforcement-learning", "rl-environment", "rlvr", "verifiable-rewards", "reasoning",
    "touchstone",
)  # fmt: skip
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))
_MEANINGS: Final[Mapping[str, str]] = {
    "all": "every domain of the corpus",
    "unfiltered": "every row that reached the difficulty filter, with its rates",
    "rejected": "every dropped row with stage, reason and evidence",
    "traces": "answers that were paid, as messages",
    "review": "rows whose label, question or verifier may be wrong",
}


def write(corpus: Path, figures: Figures) -> None:
    """Write README.md, LICENSE.md and a plot per model into a corpus folder."""
    environment = _environment()
    drawing = environment.get_template("pass_rates.svg.j2")
    for found in figures.histograms:
        text = drawing.render(plot=plots.histogram(found), title=f"Pass rates of {found.model}")
        write_text(corpus / f"pass_rates_{found.role}.svg", text.strip() + "\n")
    text = environment.get_template("license.md.j2").render(
        licenses=figures.licenses, sources=figures.sources, passing_on=_passing_on
    )
    write_text(corpus / LICENSES, text)
    write_text(corpus / CARD, environment.get_template("card.md.j2").render(**_told(figures)))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline"), undefined=StrictUndefined, keep_trailing_newline=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(cell=cell, share=share)
    return environment


def _passing_on(license: str) -> str:
    return {
        Standing.FREE: "permitted",
        Standing.UNKNOWN: "not known to be permitted: such rows must not be published unasked",
        Standing.FORBIDDEN: "forbidden: these rows must never be published",
    }[standing(license)]


def cell(text: str) -> str:
    """Text that fits a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


def share(found: Mapping[str, float]) -> str:
    """A share with its interval, in percent."""
    rate, low, high = (100 * found[name] for name in ("rate", "low", "high"))
    return f"{rate:.1f} % [{low:.1f}, {high:.1f}]"


def training(domain: str, hub_name: str | None) -> dict[str, str | None]:
    """What the section on trainers names."""
    return {
        "config": domain, "hub_name": hub_name, "rows_file": shard(domain, SPLITS[0]),
        "taskset": f"touchstone-{domain}".lower().replace("_", "-"),
    }  # fmt: skip


def _told(figures: Figures) -> dict[str, Any]:
    settings, tests = figures.settings, figures.stats("selftest")
    return {
        **training(settings["domain"], settings["release"]["repo"]),
        "figures": figures, "settings": settings, "front_matter": front_matter(figures),
        "repo": settings["release"]["repo"] or f"data/releases/{figures.name}",
        "meanings": _MEANINGS, "models": _models(settings["measure"]),
        "golds": tests.get("gold", 0), "lonely": tests.get("next_gold_not_applicable", 0),
        "audited": max((reward.audit["golds"] for reward in figures.rewards), default=0),
        "gradable": next(s for s in figures.stages if s["stage"] == "measure")["counts"]["kept"],
        "review": sum(c.rows["train"] for c in figures.configs if c.name == "review"),
        "unlicensed": [
            source.data_source for source in figures.sources
            if source.published and standing(source.license) is not Standing.FREE
        ],
        "suspects": figures.stats("decontaminate").get("suspects_kept", 0),
        "license_text": _license_text(figures.licenses),
    }  # fmt: skip


def front_matter(figures: Figures) -> str:
    """The YAML block that the Hub and `load_dataset` read."""
    configs = [
        {
            "config_name": config.name,
            **({"default": True} if config.name == figures.settings["domain"] else {}),
            "data_files": [{"split": s, "path": path} for s, path in config.files.items()],
        }
        for config in figures.configs
    ]
    named: dict[str, Any] = dict(hub_license.fields(figures.licenses))
    data = DatasetCardData(
        language=["en"],
        **named,
        pretty_name=figures.title,
        size_categories=[next((name for most, name in _SIZES if figures.rows < most), "n>1M")],
        task_categories=["reinforcement-learning", "text-generation"],
        tags=[*TAGS, figures.settings["domain"]],
        configs=configs,
    )
    return f"---\n{data.to_yaml()}\n---\n"


def _license_text(counted: Mapping[str, int]) -> str:
    told = ", ".join(f"{name} ({rows:,} rows)" for name, rows in counted.items())
    if len(counted) > 1:
        return f"Each row has the license of its source: {told}."
    return f"All rows: {told}." if told else "The corpus has no rows."


def _models(measure: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "role": role, "engine": given["engine"],
            "model": models.identity(given["engine"], given["model"]),
            "note": models.note(given["engine"], given["model"]),
            "sampling": {**measure["sampling"], **given["sampling"]},
        }
        for role in ROLES
        if (given := measure[role])
    ]  # fmt: skip
