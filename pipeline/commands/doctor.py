"""touchstone doctor: what this machine can do."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from .. import doctor


def examine(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """What this machine can do (the sandbox for programs), and what to do about the rest."""
    found = doctor.examine()
    print(json.dumps(found, indent=1) if as_json else "\n".join(doctor.lines(found)))
    if not doctor.healthy(found):
        raise typer.Exit(1)
