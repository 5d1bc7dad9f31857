"""touchstone build: a domain, or a corpus of the user."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from .. import config, funnel, runner
from ..context import Context
from ..errors import UsageError
from . import DATA, Data, Mirror, locator


def build(
    domain: Annotated[str | None, typer.Argument(help="A domain, such as logic.")] = None,
    file: Annotated[
        Path | None, typer.Option("--config", "-c", help="A corpus of your own, as TOML.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Settings and sources to use.")] = None,
    data: Data = DATA,
    mirror: Mirror = None,
    available: Annotated[
        bool, typer.Option("--available", help="Build from the sources that can be reached.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many raw rows of each source.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="key=value, as measure.max_problems=50.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Build a domain, or a corpus of your own (-c), into a folder that load_dataset reads."""
    if (domain is None) == (file is None):
        raise UsageError("name a domain, or give -c FILE: one of the two")
    started = time.monotonic()
    settings = config.load(domain, profile, file, changes or (), limit)
    context = Context(data, locator(data, mirror, file), settings.measure.concurrency)
    if available:
        settings = runner.without_missing(settings, context)
    context.say(f"building {settings.domain} (profile {settings.profile}) in {data}")
    built = runner.build(settings, context)
    if as_json:
        print(json.dumps(_as_json(built), indent=1))
    else:
        _print(built, time.monotonic() - started)


def _as_json(built: runner.Build) -> dict[str, object]:
    return {
        "corpus": str(built.corpus),
        "stages": [
            {"stage": a.stage, "key": a.key, "done_before": a.cached, "counts": a.counts,
             "folder": str(a.folder.path)}
            for a in built.stages
        ],
    }  # fmt: skip


def _print(built: runner.Build, seconds: float) -> None:
    """The funnel, where everything is, what to do next, and how to load the corpus."""
    done = sum(not artifact.cached for artifact in built.stages)
    print("", *funnel.lines(built.stages), "", sep="\n")
    print(f"{done} of {len(built.stages)} stages run, {seconds:.0f} s\n")
    print(funnel.where(built))
