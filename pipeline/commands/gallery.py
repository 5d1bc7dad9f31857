"""touchstone gallery: one example of every family and level, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def gallery(
    out: Annotated[Path, typer.Argument(help="The file to write.")] = Path("docs/gallery.md"),
) -> None:
    """Write a page with one problem of every procedural family and level."""
    from .. import gallery as pages

    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(pages.page(), encoding="utf-8")
    print(f"wrote {out}")
