"""The commands of `touchstone`, one per file, and the options that several share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from ..locations import Locator

Data = Annotated[Path, typer.Option("--data", help="Folder of cache, builds and releases.")]
Mirror = Annotated[
    list[Path] | None,
    typer.Option("--mirror", help="A local mirror of sources; may be given several times."),
]
DATA = Path(os.environ.get("TOUCHSTONE_DATA", "data"))


def locator(data: Path, mirrors: list[Path] | None, file: Path | None) -> Locator:
    """Where files are looked for; paths of a settings file count from its folder."""
    named = mirrors or [Path(p) for p in [os.environ.get("TOUCHSTONE_MIRROR", "")] if p]
    if missing := [str(path) for path in named if not path.is_dir()]:
        raise UsageError(f"--mirror {', '.join(missing)}: no such folder")
    return Locator(data / "cache", named, file.parent if file else Path(), tell=tell)


def tell(text: str) -> None:
    """A line about the work itself: standard output is for results."""
    print(text, file=sys.stderr, flush=True)
