"""touchstone build: a domain, all domains, or a corpus of the user."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from domains import registry

from .. import all_domains, config, funnel, runner
from ..context import Context
from ..errors import UsageError
from ..stage import Artifact
from . import DATA, Data, Mirror, locator


def build(
    domain: Annotated[
        str | None, typer.Argument(help="A domain, such as logic; all: every one.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--config", "-c", help="A corpus of your own, as TOML.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="local (the default: what pip reaches) or guru (all sources)."),
    ] = None,
    data: Data = DATA,
    mirror: Mirror = None,
    available: Annotated[
        bool, typer.Option("--available", help="Build from the sources that can be reached.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many raw rows of each source.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(help="A source to build from alone; may be given several times."),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="key=value, as measure.max_problems=50; with all: domain.key=value for one.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Build a domain, all of them, or a corpus of your own (-c), into a folder to load."""
    if (domain is None) == (file is None):
        raise UsageError("name a domain, or give -c FILE: one of the two")
    if only and (domain == all_domains.NAME or file):
        raise UsageError("--only is for the sources of one domain")
    started = time.monotonic()
    if domain == all_domains.NAME:
        given = all_domains.settings(profile, changes or (), limit)
    else:
        alone = _alone(domain, only) if domain and only else []
        given = [config.load(domain, profile, file, [*alone, *(changes or ())], limit)]
    context = Context(data, locator(data, mirror, file), given[0].measure.concurrency)
    if available:
        given = [runner.without_missing(each, context) for each in given]
    if domain == all_domains.NAME:
        _tell_all(all_domains.build(given, context), time.monotonic() - started, as_json)
        return
    context.say(f"building {given[0].domain} (profile {given[0].profile}) in {data}")
    built = runner.build(given[0], context)
    if as_json:
        print(json.dumps(_as_json(built.corpus, built.stages), indent=1))
    else:
        _print(built, time.monotonic() - started)


def _alone(domain: str, only: Sequence[str]) -> list[str]:
    """The changes that leave no other source enabled; an unknown name is config's to refuse."""
    try:
        names = {source.name for source in registry.load_sources(domain)}
    except registry.UnknownDomainError as error:
        raise UsageError(str(error)) from None
    return [
        f"sources.{name}.enabled={str(name in only).lower()}" for name in sorted({*names, *only})
    ]


def _as_json(corpus: Path, stages: Sequence[Artifact]) -> dict[str, object]:
    return {
        "corpus": str(corpus),
        "stages": [
            {"stage": a.stage, "key": a.key, "done_before": a.cached, "counts": a.counts,
             "folder": str(a.folder.path)}
            for a in stages
        ],
    }  # fmt: skip


def _tell_all(built: all_domains.Corpus, seconds: float, as_json: bool) -> None:
    """The funnels of all domains and of what came after, and where the corpus is."""
    if as_json:
        parts = {b.settings.domain: _as_json(b.corpus, b.stages) for b in built.builds}
        told = _as_json(built.corpus, built.stages) | {"domains": parts}
        print(json.dumps(told, indent=1))
        return
    for part in built.builds:
        print("", part.settings.domain, *funnel.lines(part.stages), sep="\n")
    print("", "all", *funnel.lines(built.stages), "", f"{seconds:.0f} s", "", sep="\n")
    print(funnel.where_all(built.corpus))


def _print(built: runner.Build, seconds: float) -> None:
    """The funnel, where everything is, what to do next, and how to load the corpus."""
    done = sum(not artifact.cached for artifact in built.stages)
    print("", *funnel.lines(built.stages), "", sep="\n")
    print(f"{done} of {len(built.stages)} stages run, {seconds:.0f} s\n")
    print(funnel.where(built))
