"""touchstone dedup: near-duplicates of any table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def dedup(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .parquet or .jsonl file.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="What stays, in the same form.")],
    text: Annotated[str, typer.Option(help="The column to compare.")],
    identity: Annotated[
        str | None, typer.Option("--id", help="A column that names the rows.")
    ] = None,
    answer: Annotated[
        str | None, typer.Option(help="A column of answers: evidence for and against.")
    ] = None,
    priority: Annotated[
        str | None, typer.Option(help="A column of numbers: the row with the lowest stays.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.01, max=1, help="Jaccard of word 3-grams.")
    ] = 0.8,
    no_guard: Annotated[
        bool, typer.Option("--no-guard", help="Plain Jaccard: numbers and answers do not count.")
    ] = False,
    against: Annotated[
        Path | None, typer.Option(help="Signatures of an earlier release: what it had goes.")
    ] = None,
    signatures: Annotated[
        Path | None, typer.Option(help="Write the signatures of what stays, as parquet.")
    ] = None,
) -> None:
    """Keep one row of every problem; the others go to OUT.drops.parquet, with what they matched."""
    from ..standalone import dedup as command

    columns = command.Columns(text, identity, answer, priority)
    rules = command.Rules(threshold, not no_guard)
    print("\n".join(command.run(command.job(source, columns, rules, against, signatures), out)))
