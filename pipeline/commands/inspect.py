"""touchstone inspect: one row with all that is known of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .. import inspect_row
from . import DATA, Data, Mirror, locator


def inspect(
    name: Annotated[str, typer.Argument(metavar="ROW", help="An id, or a row's key: arc_1/0.")],
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="The release folder.")],
    data: Data = DATA,
    mirror: Mirror = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show one row: prompt, gold, stored completions graded, where from, or why it was dropped."""
    store = data / "completions"
    place = locator(data, mirror, None)
    told = inspect_row.gathered(release, name, place, store if store.is_dir() else None)
    found = json.dumps(told, indent=1, ensure_ascii=False) if as_json else None
    print(found or "\n".join(inspect_row.lines(told)).rstrip())
