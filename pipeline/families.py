"""The procedural families: which there are, and rows of one without a build.

A row is what `normalize` makes of it: with identity, prompt, reward and gold, ready to be graded,
measured or filtered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa

from domains.base import Generator, RawRow, Source
from domains.registry import known_domains, load_sources

from .errors import RowError, UsageError
from .locations import Locator
from .schema import RAW
from .settings import SourceSettings
from .sources import describe, raw_rows
from .stages.normalize import Normalize

_BATCH_ROWS = 64


def families() -> dict[str, Source]:
    """Every source that is generated, by `<domain>__<name>`, sorted."""
    return {
        source.data_source: source
        for domain in known_domains()
        for source in load_sources(domain)
        if isinstance(source.location, Generator)
    }


def find(name: str) -> Source:
    """A family by `<domain>__<name>`, or by its name alone; raises UsageError with all of them."""
    known = families()
    found = [source for key, source in known.items() if name in (key, source.name)]
    if len(found) == 1:
        return found[0]
    said = "unknown" if not found else "several are called"
    raise UsageError(f"{said} family {name!r}; known: {', '.join(known)}")


def levels(source: Source) -> tuple[str, ...]:
    """Its levels, the easiest first."""
    assert isinstance(source.location, Generator)
    return tuple(source.location.levels)


def rows(source: Source, wanted: Sequence[str], count: int, seed: int) -> Iterator[pa.Table]:
    """`count` rows of each level, in the schema PROBLEM; raises UsageError for unknown levels."""
    settings = SourceSettings(levels=tuple(wanted), count=count, seed=seed)
    # A generator reads no file: the locator is never asked.
    described = describe(source, settings, Locator(Path(), ()))
    config = {"sources": {source.data_source: described}, "malformed": "stop", "styles": ["none"]}
    stage = Normalize(config)
    state = stage.prepare()
    raw = raw_rows(source, described, {})
    while batch := list(islice(raw, _BATCH_ROWS)):
        outcome = stage.kernel(_raw(source, batch), state)
        if outcome.drops:
            raise RowError(f"{source.data_source} makes a row that is none: {outcome.drops[0]}")
        yield pa.table(outcome.kept)


def _raw(source: Source, batch: Sequence[RawRow]) -> pa.RecordBatch:
    columns = {
        "data_source": [source.data_source] * len(batch),
        "source_row": [row.key for row in batch],
        "data": [json.dumps(row.data) for row in batch],
    }
    return pa.RecordBatch.from_pydict(columns, RAW)
