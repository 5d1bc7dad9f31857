"""The build, stage by stage. Read this page first: it names the stages in order, no more."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import sources
from .context import Context
from .errors import LocationError, UsageError
from .fingerprint import digest
from .release import corpus
from .settings import BuildSettings, IngestSettings, PromptSettings
from .stage import Artifact
from .stages.audit import Audit
from .stages.decontaminate import Decontaminate
from .stages.dedup import Dedup
from .stages.ingest import Ingest
from .stages.measure import Measure
from .stages.normalize import Normalize
from .stages.release import CORPUS, Release
from .stages.select import Select
from .stages.selftest import Selftest

AUDITED = 8
"""Golds of each reward that are attacked for the card: seconds, or half a minute of programs."""


@dataclass(frozen=True)
class Build:
    """A finished build: its settings, its stages in order, and where the corpus stands."""

    settings: BuildSettings
    stages: tuple[Artifact, ...]
    corpus: Path


def build(settings: BuildSettings, context: Context) -> Build:
    """Build a domain. What is complete already is used as it is."""
    run = partial(context.run, build=settings.domain)
    described = sources.chosen(settings, context.locator)
    rewards = sources.reward_modules(described)

    raw = run(ingest(described, settings))
    problems = run(normalize(described, settings, raw))
    unique = run(Dedup(plain(settings.dedup), (problems,)))
    benchmarks = read_benchmarks(settings, context)
    clean = run(Decontaminate(plain(settings.decontaminate), (unique, *benchmarks)))
    gradable = run(Selftest(plain(settings.selftest), (clean,), rewards))
    measured = run(Measure(plain(settings.measure), (gradable,), rewards))
    selected = run(Select(plain(settings.select), (measured,)))

    stages = (raw, problems, unique, clean, gradable, measured, selected)
    attacked = run(Audit({"golds": AUDITED}, (gradable,), rewards))
    release = run(
        Release(
            {"settings": plain(settings), "previous": _previous(settings)},
            (*stages, attacked, *benchmarks), sources.package_modules("rewards"),
        )
    )  # fmt: skip
    shown = link(context.data / "releases", settings.release.name or settings.domain, release)
    return Build(settings, (*stages, release), shown)


def ingest(described: Mapping[str, sources.Description], settings: BuildSettings) -> Ingest:
    """The stage that reads sources; its code is that of the sources' modules too."""
    config = {"sources": described, "limit": settings.limit}
    return Ingest(config, (), sources.source_modules(described))


def normalize(
    described: Mapping[str, sources.Description], settings: BuildSettings, raw: Artifact
) -> Normalize:
    """The stage that makes problems of raw rows."""
    config = {
        "sources": described, "malformed": settings.ingest.malformed,
        "styles": list(settings.prompt.styles),
    }  # fmt: skip
    modules = (*sources.source_modules(described), *sources.reward_modules(described))
    return Normalize(config, (raw,), modules)


def read_benchmarks(settings: BuildSettings, context: Context) -> list[Artifact]:
    """The benchmarks of the profile, each in stages of its own that all domains share.

    Fails closed: a benchmark that cannot be read whole ends the build, whatever is allowed of
    training sources.
    """
    found = []
    whole = settings.model_copy(
        update={"limit": None, "ingest": IngestSettings(), "prompt": PromptSettings()}
    )
    for name in settings.decontaminate.benchmarks:
        described = sources.benchmark(name, context.locator)
        run = partial(context.run, build="benchmarks")
        try:
            raw = run(ingest(described, whole))
        except LocationError as error:
            raise LocationError(
                f"benchmark {name} cannot be read, and without it no row can be called clean. "
                f"{error}. To build without it, leave it out of decontaminate.benchmarks: "
                "manifest and card name what was checked"
            ) from error
        found.append(run(normalize(described, whole, raw)))
    return found


def without_missing(settings: BuildSettings, context: Context) -> BuildSettings:
    """The settings with the sources left out that cannot be reached now; they name these."""
    missing = []
    for name, description in sources.chosen(settings, context.locator).items():
        source = sources.open_source(name, description)
        try:
            for location in source.remotes:
                context.locator.find(location)
        except LocationError as error:
            context.say(f"left out: {name}: {error}")
            missing.append(name)
    return settings.model_copy(update={"left_out": (*settings.left_out, *missing)})


def plain(settings: Any) -> dict[str, Any]:
    """Settings as plain values, as keys and manifests hold them."""
    values: dict[str, Any] = settings.model_dump(mode="json")
    return values


def _previous(settings: BuildSettings) -> str | None:
    """What the version before holds, in one hash: its folder may change while its name stays."""
    before = settings.release.previous
    return digest(corpus.sums(Path(before))) if before else None


def link(releases: Path, name: str, release: Artifact) -> Path:
    """`data/releases/<name>` always shows the newest finished corpus; it is replaced at once."""
    if "/" in name or name.startswith("."):
        raise UsageError(f"release.name = {name!r}; give a plain folder name")
    releases.mkdir(parents=True, exist_ok=True)
    shown, waiting = releases / name, releases / f".{name}.new"
    waiting.unlink(missing_ok=True)
    # Relative, so that the data folder can be moved.
    target = os.path.relpath(release.folder.path / CORPUS, releases)
    waiting.symlink_to(target, target_is_directory=True)
    waiting.replace(shown)
    return shown
