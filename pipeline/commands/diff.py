"""touchstone diff: what changed between two releases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .. import diff as comparison


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="A release folder.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The one to compare with it.")],
    rows: Annotated[int, typer.Option(min=0, help="Rows to show of each kind of change.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print every change as JSON.")] = False,
) -> None:
    """What changed from release A to B: rows added, removed (and why), golds, prompts, rates."""
    old, new = comparison.read(before), comparison.read(after)
    found = comparison.changes(old, new)
    if as_json:
        print(json.dumps([change._asdict() for change in found], indent=1, ensure_ascii=False))
    else:
        sizes = (len(old.rows), len(new.rows))
        print("\n".join(comparison.lines(found, sizes, rows)))
