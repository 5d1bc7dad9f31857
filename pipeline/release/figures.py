"""Every figure that card and report show: counted from the rows and stages, none by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final, NamedTuple, get_args

from filters.difficulty.bands import Band
from filters.difficulty.rules import load_rule
from rewards import load_reward

from .. import models
from ..measurement import ROLES
from ..stage import Artifact
from ..stages.audit import FILE
from .changes import Changes
from .corpus import Config

BINS: Final = ("0", *(f".{n}" for n in range(10)), "1")
"""Bars of a histogram of pass rates: never, ten of a tenth each by their lower end, always."""
_PROVENANCE = ["data_source", "location", "revision", "license", "url"]


class Parts(NamedTuple):
    """What a release is made of: the stages in order, the audit, the benchmarks."""

    raw: Artifact
    problems: Artifact
    unique: Artifact
    clean: Artifact
    gradable: Artifact
    measured: Artifact
    selected: Artifact
    audit: Artifact
    benchmarks: tuple[Artifact, ...]

    @classmethod
    def of(cls, inputs: Sequence[Artifact]) -> Parts:
        """From the inputs of the stage, in this order."""
        raw, problems, unique, clean, gradable, measured, selected, audit, *benchmarks = inputs
        return cls(
            raw, problems, unique, clean, gradable, measured, selected, audit, tuple(benchmarks)
        )

    @property
    def stages(self) -> tuple[Artifact, ...]:
        """The stages that rows go through."""
        return (
            self.raw, self.problems, self.unique, self.clean, self.gradable, self.measured,
            self.selected,
        )  # fmt: skip


class Source(NamedTuple):
    """One source from its raw rows to what is published of it."""

    data_source: str
    location: str
    revision: str
    license: str
    url: str
    raw: int
    dropped: dict[str, int]
    """By stage; stages that dropped none are missing."""
    published: int
    bands: dict[str, int]


class Histogram(NamedTuple):
    """Rows by the pass rate of one model, in the bars of BINS."""

    role: str
    model: str
    note: str
    kept: list[int]
    dropped: list[int]
    """Dropped by the difficulty rule."""

    @property
    def rows(self) -> int:
        """All rows with a rate."""
        return sum(self.kept) + sum(self.dropped)


class Benchmark(NamedTuple):
    """A set that was kept out: its items, and the rows dropped for one of them."""

    name: str
    items: int
    dropped: int


class Graded(NamedTuple):
    """A reward, the rows that it grades, and how its audit went."""

    name: str
    version: str
    rows: int
    audit: Mapping[str, Any]


@dataclass(frozen=True)
class Figures:
    """All of them. `settings` are the resolved ones."""

    settings: Mapping[str, Any]
    stages: Sequence[Mapping[str, Any]]
    """Per stage its name, key, counts and stats."""
    configs: Sequence[Config]
    sources: Sequence[Source]
    rewards: Sequence[Graded]
    benchmarks: Sequence[Benchmark]
    histograms: Sequence[Histogram]
    changes: Changes | None

    @property
    def name(self) -> str:
        """What the corpus is called."""
        found: str = self.settings["release"]["name"] or self.settings["domain"]
        return found

    @property
    def title(self) -> str:
        """What the corpus is called by people."""
        found: str = self.settings["title"] or self.settings["domain"].capitalize()
        return found

    @property
    def rows(self) -> int:
        """Rows that are published."""
        return sum(source.published for source in self.sources)

    @property
    def licenses(self) -> dict[str, int]:
        """Published rows by license."""
        counted: Counter[str] = Counter()
        for source in self.sources:
            counted[source.license] += source.published
        return {name: number for name, number in sorted(counted.items()) if number}

    @property
    def bands(self) -> dict[str, int]:
        """Published rows by difficulty band, from easy to hard."""
        counted: Counter[str] = Counter()
        for source in self.sources:
            counted.update(source.bands)
        return {band: counted[band] for band in get_args(Band) if counted[band]}

    def stats(self, stage: str) -> Mapping[str, int]:
        """What a stage counted beside its rows."""
        found: Mapping[str, int] = next(s["stats"] for s in self.stages if s["stage"] == stage)
        return found

    @property
    def negatives(self) -> dict[str, int]:
        """Wrong answers that the self-test graded, by kind."""
        return _with_prefix(self.stats("selftest"), "negative:")

    @property
    def draws(self) -> dict[str, int]:
        """Draws and tokens, and the draws that all k of both models would have been."""
        stats, rule = self.stats("measure"), load_rule(self.settings["measure"]["rule"])
        return {
            "rows": stats.get("measured", 0),
            "fixed": stats.get("measured", 0) * (rule.weak_k + rule.strong_k),
            **{
                what: sum(stats.get(f"{what}_{role}", 0) for role in ROLES)
                for what in ("draws", "tokens", "truncated")
            },
            "to_decide": stats.get("draws_to_decide", 0),
        }


def gather(
    settings: Mapping[str, Any], parts: Parts, found: Sequence[Config], changes: Changes | None
) -> Figures:
    """Count everything."""
    return Figures(
        settings, [_told(artifact) for artifact in parts.stages], found, sources(parts),
        rewards(parts), benchmarks(parts), histograms(settings, parts), changes,
    )  # fmt: skip


def _told(artifact: Artifact) -> dict[str, Any]:
    return {"stage": artifact.stage, "key": artifact.key, "counts": artifact.counts,
            "stats": artifact.manifest["stats"]}  # fmt: skip


def sources(parts: Parts) -> list[Source]:
    """Every source that raw rows came from, by name, also where none of them is left."""
    known = _provenance(parts)
    dropped: dict[str, Counter[str]] = {}
    for artifact in parts.stages:
        for name in artifact.drops()["data_source"].to_pylist():
            dropped.setdefault(str(name), Counter())[artifact.stage] += 1
    bands: dict[str, dict[str, int]] = {}
    for (name, band), number in _grouped(parts.selected, "data_source", "difficulty_band"):
        bands.setdefault(name, {})[band] = number
    found = []
    for name, raw in sorted(parts.raw.manifest["stats"].items()):
        of, kept = known.get(name, {}), bands.get(name, {})
        found.append(
            Source(
                name, of.get("location", ""), of.get("revision", ""), of.get("license", ""),
                of.get("url", ""), raw, dict(dropped.get(name, {})), sum(kept.values()), kept,
            )
        )  # fmt: skip
    return found


def _provenance(parts: Parts) -> dict[str, dict[str, str]]:
    """Where each source is from; of the urls of single rows what they have in common."""
    found: dict[str, dict[str, str]] = {}
    for values, _ in _grouped(parts.problems, *_PROVENANCE):
        row = dict(zip(_PROVENANCE, values, strict=True))
        known = found.setdefault(row["data_source"], row)
        known["url"] = common_url(known["url"], row["url"])
    return found


def common_url(one: str, other: str) -> str:
    """The folder that two urls have in common; empty if they share not even a host."""
    if one == other:
        return one
    parts = zip(one.split("/"), other.split("/"), strict=False)
    shared = [part for part, _ in takewhile(lambda both: both[0] == both[1], parts)]
    return "/".join([*shared, ""]) if len(shared) > 2 else ""


def _grouped(artifact: Artifact, *columns: str) -> list[tuple[tuple[str, ...], int]]:
    """Combinations of values and how many rows have each, sorted."""
    table = artifact.table(list(columns)).group_by(list(columns)).aggregate([([], "count_all")])
    return sorted(
        (tuple(row[name] or "" for name in columns), row["count_all"]) for row in table.to_pylist()
    )


def rewards(parts: Parts) -> list[Graded]:
    """The rewards of the published rows, by name."""
    audits = json.loads((parts.audit.folder.path / FILE).read_text("utf-8"))
    by_name = {found["reward"]: found for found in audits}
    return [
        Graded(name, load_reward(name).version, rows, by_name[name])
        for (name,), rows in _grouped(parts.selected, "reward")
    ]


def benchmarks(parts: Parts) -> list[Benchmark]:
    """The sets that rows were checked against; a row in two of them counts for both."""
    dropped: Counter[str] = Counter()
    for text in parts.clean.drops()["evidence"].to_pylist():
        evidence = json.loads(str(text))
        dropped.update({evidence["benchmark"], *evidence.get("also_in", ())})
    items: Counter[str] = Counter()
    for artifact in parts.benchmarks:
        items.update(map(str, artifact.table(["data_source"])["data_source"].to_pylist()))
    return [Benchmark(name, number, dropped[name]) for name, number in sorted(items.items())]


def histograms(settings: Mapping[str, Any], parts: Parts) -> list[Histogram]:
    """One per model that was drawn."""
    found = []
    for role in ROLES:
        given, column = settings["measure"][role], f"pass_rate_{role}"
        everything, kept = (
            bars(artifact.table([column])[column].to_pylist())
            for artifact in (parts.measured, parts.selected)
        )
        if given and any(everything):
            engine, model = given["engine"], given["model"]
            dropped = [n - k for n, k in zip(everything, kept, strict=True)]
            found.append(
                Histogram(
                    role, models.identity(engine, model), models.note(engine, model), kept, dropped
                )
            )
    return found


def bars(rates: Sequence[float | None]) -> list[int]:
    """How many rates fall into each of BINS."""
    counted = [0] * len(BINS)
    for rate in rates:
        if rate is not None:
            bar = 0 if rate <= 0 else len(BINS) - 1 if rate >= 1 else 1 + int(rate * 10)
            counted[bar] += 1
    return counted


def _with_prefix(stats: Mapping[str, int], prefix: str) -> dict[str, int]:
    found = {k.removeprefix(prefix): n for k, n in stats.items() if k.startswith(prefix)}
    return dict(sorted(found.items()))
