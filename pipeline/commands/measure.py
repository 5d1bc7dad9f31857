"""touchstone measure: how often models solve the problems of any table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from .. import estimate, evidence, measuring
from ..context import Context
from ..errors import UsageError
from . import DATA, Data, Mirror, locator


def measure(
    rows: Annotated[Path, typer.Argument(help="A .parquet or .jsonl file of problems.")],
    out: Annotated[Path, typer.Argument(help="The rows that stay, with what was measured.")],
    file: Annotated[
        Path | None, typer.Option("--config", "-c", help="Settings of your own, as TOML.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Where models and rule come from.")] = None,
    text: Annotated[str, typer.Option(help="Column of the question.")] = "question",
    answer: Annotated[str, typer.Option(help="Column of the ground truth.")] = "ground_truth",
    reward: Annotated[
        str | None, typer.Option(help="The reward of all rows; else the column `reward`.")
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Grade stored completions anew; start no model.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it will cost, from a small probe.")
    ] = False,
    probe: Annotated[int, typer.Option(min=1, help="Rows that --dry-run really draws.")] = 32,
    gpus: Annotated[int, typer.Option(min=1, help="For the GPU hours of --dry-run.")] = 1,
    traces: Annotated[
        str, typer.Option(help="Correct answers to keep: none, shortest, first, all.")
    ] = "shortest",
    data: Data = DATA,
    mirror: Mirror = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="key=value, as measure.rule=dapo.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Measure how often models solve problems, and keep those that a rule keeps."""
    if traces not in evidence.TRACES:
        raise UsageError(f"--traces {traces}: known are {', '.join(evidence.TRACES)}")
    chosen = measuring.settings(profile, file, changes or ())
    context = Context(data, locator(data, mirror, file), chosen.measure.concurrency)
    table = measuring.read(rows)
    problems = measuring.problems(table, measuring.Columns(text, answer, reward))
    if dry_run:
        found = estimate.estimate(problems, probe, gpus, chosen, context)
        said = estimate.lines(found)
    else:
        found = measuring.run(table, problems, out, chosen, context, rescore=rescore, traces=traces)
        said = measuring.lines(found)
    print(json.dumps(found, indent=1) if as_json else "\n".join(said))
