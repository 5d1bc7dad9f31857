"""touchstone decontaminate: any table against benchmark items."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError


def decontaminate(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .parquet or .jsonl file.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The clean rows, in the same form.")],
    text: Annotated[str, typer.Option(help="The column of IN to compare.")],
    against: Annotated[
        list[Path] | None, typer.Option(help="A file of benchmark items; may be given repeatedly.")
    ] = None,
    against_text: Annotated[
        list[str] | None, typer.Option(help="Its text column: once for all files, or for each.")
    ] = None,
    identity: Annotated[
        str | None, typer.Option("--id", help="A column that names the rows of IN.")
    ] = None,
    against_id: Annotated[list[str] | None, typer.Option(help="One that names items.")] = None,
    solution: Annotated[
        str | None, typer.Option(help="A column of solutions, compared with those of the items.")
    ] = None,
    against_solution: Annotated[list[str] | None, typer.Option(help="Theirs.")] = None,
    contaminated: Annotated[
        float, typer.Option(min=0.01, max=1, help="Rows with this score go.")
    ] = 0.7,
    suspect: Annotated[float, typer.Option(min=0.01, max=1, help="These are suspect.")] = 0.5,
    keep_suspects: Annotated[
        bool, typer.Option("--keep-suspects", help="Let them stay; the report shows them.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="An HTML page: rows beside items, the overlap marked.")
    ] = None,
) -> None:
    """Keep the rows that give no item of a benchmark away; the others go to OUT.drops.parquet."""
    from filters.contamination import Rules

    from ..standalone import decontaminate as command

    files = against or []
    texts = command.each("--against-text", against_text or [], len(files))
    if files and None in texts:
        raise UsageError("--against-text COL: say which column of --against holds the items")
    others = (
        command.each("--against-id", against_id or [], len(files)),
        command.each("--against-solution", against_solution or [], len(files)),
    )
    job = command.job(
        source, command.Columns(text, identity, solution), files,
        [command.Columns(t or "", *rest) for t, *rest in zip(texts, *others, strict=True)],
        Rules(contaminated, suspect), keep_suspects,
    )  # fmt: skip
    print("\n".join(command.run(job, out, report)))
