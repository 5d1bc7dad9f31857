"""touchstone sources: what is pinned, from where, under which license."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .. import pinning, sources_page
from . import DATA, Data, Mirror, locator, tell

app = typer.Typer(help="Pinned sources.", no_args_is_help=True)


@app.command("list")
def listed(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every declared source: where from, license, reward, use."""
    rows = pinning.listed()
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    for row in ({name: name for name in rows[0]}, *rows):
        print("  ".join(value.ljust(widths[name]) for name, value in row.items()).rstrip())


@app.command()
def update(
    source: Annotated[
        list[str] | None, typer.Argument(help="Sources to pin, by name (all if none is given).")
    ] = None,
    data: Data = DATA,
    mirror: Mirror = None,
) -> None:
    """Read declared locations and write their hashes and licenses to data/sources.lock."""
    found = locator(data, mirror, None)
    path = pinning.update(found.cache, found.mirrors, only=source or ())
    print(f"wrote {path}")


@app.command()
def page(
    out: Annotated[Path, typer.Argument(help="The file to write.")] = Path("docs/sources.md"),
    data: Data = DATA,
    mirror: Mirror = None,
) -> None:
    """Write the page of all sources, with the counts of those whose files are at hand."""
    text = sources_page.page(locator(data, mirror, None), Path("tests/domains"), tell)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(f"wrote {out}")
