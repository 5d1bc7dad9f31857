"""touchstone score: grade a file of responses."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from .. import score as grading


def score(
    responses: Annotated[
        Path, typer.Argument(metavar="RESPONSES", help="A .parquet or .jsonl file.")
    ],
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="The release folder.")],
    identity: Annotated[
        str, typer.Option("--id", help="Column of the row's id, or of its key at its source.")
    ] = "id",
    response: Annotated[
        str, typer.Option(help="Column of the response: text, messages, or a list of them.")
    ] = "response",
    out: Annotated[
        Path | None, typer.Option(help="Write every verdict here, .jsonl or .parquet.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Grade a file of responses to the rows of a release."""
    rows = grading.read_release(release)
    with closing(grading.Output(out)) as output:
        summary = grading.grade(rows, responses, identity, response, output.write)
    found = json.dumps(summary.as_dict(), indent=1) if as_json else None
    print(found or "\n".join(grading.lines(summary)))
