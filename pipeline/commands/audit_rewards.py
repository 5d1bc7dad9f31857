"""touchstone audit-rewards: every reward is attacked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from rewards.audit import as_table

from .. import audit
from . import tell


def audit_rewards(
    names: Annotated[
        list[str] | None, typer.Argument(help="Rewards to audit; none named: all of them.")
    ] = None,
    release: Annotated[
        Path | None, typer.Option(help="A release folder: its golds instead of each reward's own.")
    ] = None,
    limit: Annotated[int, typer.Option(min=2, help="Golds per reward out of a release.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print every finding as JSON.")] = False,
) -> None:
    """Attack every reward: what is paid that must not be, and refused that should be paid."""
    reports = audit.run(names or (), release, limit, tell)
    if as_json:
        print(json.dumps([report.as_dict() for report in reports], indent=1, ensure_ascii=False))
    else:
        print(as_table(reports))
    if not all(report.passed for report in reports):
        raise typer.Exit(1)
