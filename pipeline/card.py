"""The dataset card: every figure from the rows and the stages, none by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pyarrow.parquet as pq
from huggingface_hub import DatasetCardData
from jinja2 import Environment, PackageLoader, StrictUndefined

from filters.difficulty.bands import Band
from filters.difficulty.rules import load_rule

from . import models

_COLUMNS = [
    "data_source", "location", "revision", "license", "difficulty_band", "n_weak", "n_strong",
]  # fmt: skip
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))
TEMPLATE = "pipeline/templates/card.md.j2"
NO_LICENSE = "NOASSERTION"


def render(facts: Mapping[str, Any], corpus: Path) -> str:
    """The README.md of a corpus folder whose parquet files are written."""
    settings = facts["settings"]
    rows = pq.read_table(corpus / "data" / settings["domain"], columns=_COLUMNS).to_pylist()
    stages = {stage["stage"]: stage for stage in facts["stages"]}
    tests = stages["selftest"]["stats"]
    licenses = sorted({row["license"] for row in rows})
    environment = Environment(
        loader=PackageLoader("pipeline"), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(Path(TEMPLATE).name).render(
        front_matter=front_matter(settings, licenses, len(rows), corpus),
        title=settings["title"] or settings["domain"].capitalize(),
        description=settings["description"], profile=settings["profile"],
        domain=settings["domain"], repo=f"data/releases/{_name(settings)}",
        left_out=settings["left_out"], rows=len(rows), stages=facts["stages"],
        sources=_sources(rows), unlicensed=_unlicensed(rows),
        benchmarks=settings["decontaminate"]["benchmarks"],
        decontaminate=settings["decontaminate"], golds=tests.get("gold", 0),
        lonely=tests.get("next_gold_not_applicable", 0), negatives=_negatives(tests),
        models=_models(settings["measure"]),
        measured=sum(row["n_weak"] is not None or row["n_strong"] is not None for row in rows),
        rule=settings["select"]["rule"], sampling=settings["measure"]["sampling"],
        bands=_bands(rows),
        **_draws(stages["measure"]["stats"], settings["measure"]["rule"]),
    )  # fmt: skip


def front_matter(
    settings: Mapping[str, Any], licenses: Sequence[str], rows: int, corpus: Path
) -> str:
    """The YAML block that the Hub and `load_dataset` read."""
    domain = settings["domain"]
    paths = {
        domain: f"data/{domain}/*.parquet", "all": "data/*/*.parquet",
        "unfiltered": "unfiltered/*.parquet", "rejected": "rejected/*.parquet",
    }  # fmt: skip
    configs = [
        {
            "config_name": name,
            **({"default": True} if name == domain else {}),
            "data_files": [{"split": "train", "path": path}],
        }
        # `load_dataset` fails on a config without a row: one that has none is not offered.
        for name, path in paths.items()
        if any(pq.read_metadata(file).num_rows for file in corpus.glob(path))
    ]
    data = DatasetCardData(
        language=["en"],
        license=_hub_license(licenses),
        pretty_name=settings["title"] or domain.capitalize(),
        size_categories=[next((name for most, name in _SIZES if rows < most), "n>1M")],
        task_categories=["reinforcement-learning", "text-generation"],
        tags=["reinforcement-learning", "rlvr", "verifiable-rewards", "reasoning", "touchstone"],
        configs=configs,
    )
    return f"---\n{data.to_yaml()}\n---\n"


def _hub_license(licenses: Sequence[str]) -> str:
    """The one license of all rows as the Hub spells it; `other` for a mixture or for none."""
    if len(licenses) != 1 or licenses[0] == NO_LICENSE:
        return "other"
    return licenses[0].lower()


def _name(settings: Mapping[str, Any]) -> str:
    name: str = settings["release"]["name"] or settings["domain"]
    return name


def _sources(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = ("data_source", "location", "revision", "license")
    counted = Counter(tuple(row[name] for name in names) for row in rows)
    return [dict(zip(names, key, strict=True)) | {"rows": n} for key, n in sorted(counted.items())]


def _bands(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    counted = Counter(row["difficulty_band"] for row in rows)
    return [(band, counted[band]) for band in get_args(Band) if counted[band]]


def _unlicensed(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted({row["data_source"] for row in rows if row["license"] == NO_LICENSE})


def _negatives(stats: Mapping[str, int]) -> list[tuple[str, int]]:
    prefix = "negative:"
    return sorted((k.removeprefix(prefix), n) for k, n in stats.items() if k.startswith(prefix))


def _models(measure: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "role": role, "engine": measure[role]["engine"],
            "model": models.identity(measure[role]["engine"], measure[role]["model"]),
            "note": models.note(measure[role]["engine"], measure[role]["model"]),
        }
        for role in ("weak", "strong")
        if measure[role]
    ]  # fmt: skip


def _draws(stats: Mapping[str, int], rule_name: str) -> dict[str, int]:
    """Draws used, and what all k of both models on the same rows would have been."""
    rule = load_rule(rule_name)
    return {
        "draws": stats.get("draws_weak", 0) + stats.get("draws_strong", 0),
        "fixed": stats.get("measured", 0) * (rule.weak_k + rule.strong_k),
    }
