"""touchstone generate: fresh problems of a procedural family."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import typer

from .. import families
from ..errors import UsageError
from ..schema import PROBLEM
from ..store import TableWriter

_KINDS = (".jsonl", ".parquet")


def generate(
    family: Annotated[
        str | None, typer.Argument(help="A family, such as zebra or logic__zebra.")
    ] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="Problems of each level.")] = 10,
    seed: Annotated[int, typer.Option(help="Another seed gives other problems.")] = 42,
    level: Annotated[
        list[str] | None, typer.Option(help="May be given several times; none given: all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A .jsonl or .parquet file; else jsonl on stdout.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Print all families.")] = False,
) -> None:
    """Make problems of a family, each with prompt, reward and gold: same seed, same problems."""
    if listed:
        print("\n".join(_lines()))
        return
    if family is None:
        raise UsageError("name a family; `touchstone generate --list` prints all")
    source = families.find(family)
    tables = families.rows(source, level or families.levels(source), n, seed)
    if out is None:
        sys.stdout.writelines(_json_lines(tables))
    else:
        _write(tables, out)


def _lines() -> list[str]:
    known = families.families()
    width = max(map(len, known))
    return [f"{name:<{width}}  {', '.join(families.levels(known[name]))}" for name in known]


def _write(tables: Iterable[pa.Table], out: Path) -> None:
    """The whole file, or none."""
    if out.suffix not in _KINDS:
        raise UsageError(f"--out {out}: files ending in {' or '.join(_KINDS)} are allowed")
    if not out.parent.is_dir():
        raise UsageError(f"--out {out}: no folder {out.parent}")
    waiting = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        if out.suffix == ".jsonl":
            with waiting.open("w", encoding="utf-8") as file:
                file.writelines(_json_lines(tables))
        else:
            writer = TableWriter(waiting, PROBLEM)
            for table in tables:
                writer.write(table)
            writer.close()
        waiting.replace(out)
    finally:
        waiting.unlink(missing_ok=True)


def _json_lines(tables: Iterable[pa.Table]) -> Iterator[str]:
    for table in tables:
        for row in table.to_pylist():
            yield json.dumps(row, ensure_ascii=False) + "\n"
