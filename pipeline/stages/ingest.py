"""ingest: raw rows of all sources, as their origins have them, each under a key of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

import pyarrow as pa

from domains.base import Generator, RawRow, Source, SourceRowError

from ..errors import RowError
from ..schema import RAW
from ..sources import open_source, raw_rows
from ..stage import Sink, Stage
from ..store import BATCH_ROWS, Folder

if TYPE_CHECKING:
    from ..context import Context


@dataclass(frozen=True)
class Ingest(Stage):
    """Config: `sources` (data_source -> description) and `limit` (rows per source, or None)."""

    name: ClassVar[str] = "ingest"
    schema: ClassVar[pa.Schema] = RAW

    def produce(self, folder: Folder, context: Context, sink: Sink) -> None:
        """Read source by source, in the order of their names."""
        for data_source, description in sorted(self.config["sources"].items()):
            source = open_source(data_source, description)
            places = [] if isinstance(source.location, Generator) else [source.location]
            files = {
                name: path
                for place in (*places, *source.remotes[1:])
                for name, path in context.locator.named(place).items()
            }
            rows = islice(raw_rows(source, description, files), self.config["limit"])
            for batch in _batches(source, rows):
                sink.rows_in += batch.num_rows
                sink.count(data_source, batch.num_rows)
                sink.keep(batch)


def _batches(source: Source, rows: Iterator[RawRow]) -> Iterator[pa.Table]:
    seen: set[str] = set()
    while columns := list(islice(_columns(source, rows, seen), BATCH_ROWS)):
        yield pa.Table.from_pylist(columns, RAW)


def _columns(source: Source, rows: Iterator[RawRow], seen: set[str]) -> Iterator[dict[str, str]]:
    try:
        for row in rows:
            if row.key in seen:
                raise SourceRowError(f"row key {row.key!r} comes twice; keys must be unique")
            seen.add(row.key)
            data = json.dumps(row.data, ensure_ascii=False, default=str)
            data.encode()
            yield {"data_source": source.data_source, "source_row": row.key, "data": data}
    except (SourceRowError, UnicodeError, pa.ArrowInvalid) as error:
        raise RowError(
            f"{source.data_source} ({source.location.name}) cannot be read: {error}. Mend the "
            "file, or the reader of the source if its origin has changed"
        ) from error
