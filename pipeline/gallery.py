"""`touchstone gallery`: one problem of every procedural family and level, on one page."""

from __future__ import annotations

import importlib
import json
from itertools import groupby
from typing import Any

from domains.base import Generator, Source

from . import families

SEED = 42
HEAD = f"""# Gallery of the procedural families

The first problem (seed {SEED}) of every family and level, with its gold. Another seed gives other
problems, as many as are asked for:

    touchstone generate FAMILY --level LEVEL --n 100 --seed 7 --out rows.jsonl

Written by `touchstone gallery`; do not edit. How hard the levels are:
[difficulty.md](difficulty.md).
"""
_SHOWN_CHARS = 600


def page() -> str:
    """The page as Markdown: a section per domain, in it one per family, in it one per level."""
    parts = [HEAD]
    known = families.families().values()
    for domain, sources in groupby(known, lambda source: source.domain):
        parts.append(f"## {domain.capitalize()}\n")
        parts += [section(source) for source in sources]
    return "\n".join(parts)


def section(source: Source) -> str:
    """What the page says of one family."""
    head = f"### {source.data_source}\n\n{_said(source)}\n"
    return "\n".join([head, *(_example(source, level) for level in families.levels(source))])


def _said(source: Source) -> str:
    """What the source's file says of the family: its title, and the part after "What:"."""
    title, _, rest = (importlib.import_module(source.module).__doc__ or "").partition("\n\n")
    what = " ".join(rest.partition("\nWhere from:")[0].removeprefix("What: ").split())
    return f"{title}\n\n{what[:1].upper()}{what[1:]}"


def _example(source: Source, level: str) -> str:
    (table,) = families.rows(source, [level], 1, SEED)
    (row,) = table.to_pylist()
    shown = "\n\n".join(text for text in (row["context"], row["question"]) if text)
    assert isinstance(source.location, Generator)
    parameters = json.dumps(source.location.levels[level])
    return (
        f"#### {source.name}, {level}\n\nParameters: `{parameters}`\n\n{_fenced(shown)}\n\n"
        f"Gold (`{row['reward']}`):\n\n{_fenced(_gold(row))}\n"
    )


def _gold(row: dict[str, Any]) -> str:
    """The ground truth; of suites of tests the beginning, which shows the form."""
    gold: str = row["ground_truth"]
    more = len(gold) - _SHOWN_CHARS
    return gold if more <= 0 else f"{gold[:_SHOWN_CHARS]}… ({more:,} more characters)"


def _fenced(text: str) -> str:
    return f"~~~~text\n{text.strip()}\n~~~~"
