"""Readers: from an open file to raw rows. Pure; no paths, no network, nothing executed."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from .base import RawRow, Reader, SourceRowError

# The largest field of a public table file seen is 2 MB; csv's own limit of 128 KiB refuses tests.
_MAX_FIELD_CHARS = 64_000_000


def jsonl(file: BinaryIO) -> Iterator[RawRow]:
    """One JSON object per line; the key is the line number."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceRowError(f"line {number} is not JSON: {error}") from error
        yield RawRow(str(number), _object(data, f"line {number}"))


def json_array(file: BinaryIO) -> Iterator[RawRow]:
    """One JSON array of objects; the key is the element's number. Held in memory whole."""
    try:
        rows = json.load(file)
    except (ValueError, RecursionError) as error:
        raise SourceRowError(f"the file is not JSON: {error}") from error
    if not isinstance(rows, list):
        raise SourceRowError(f"the file is a JSON {type(rows).__name__}; an array is allowed")
    for number, row in enumerate(rows, 1):
        yield RawRow(str(number), _object(row, f"element {number}"))


def delimited(delimiter: str = ",") -> Reader:
    """A reader of csv or tsv files with a header line; the key is the row's number."""

    def read(file: BinaryIO) -> Iterator[RawRow]:
        csv.field_size_limit(_MAX_FIELD_CHARS)
        text = io.TextIOWrapper(file, "utf-8", newline="")
        try:
            for number, row in enumerate(csv.DictReader(text, delimiter=delimiter), 1):
                if None in row or None in row.values():
                    raise SourceRowError(
                        f"row {number} has another number of fields than the header"
                    )
                yield RawRow(str(number), row)
        finally:
            # Who opened the file closes it: a wrapper that is collected would do so unasked.
            text.detach()

    return read


def gzipped(reader: Reader) -> Reader:
    """The same reader on a file that is packed by gzip."""

    def read(file: BinaryIO) -> Iterator[RawRow]:
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield from reader(cast(BinaryIO, unpacked))

    return read


def by_file(reader: Reader) -> Reader:
    """The same reader for one of several files: keys start with the file's name."""

    def read(file: BinaryIO) -> Iterator[RawRow]:
        stem = PurePath(file.name).name.split(".", 1)[0]
        for row in reader(file):
            yield RawRow(f"{stem}/{row.key}", row.data)

    return read


def parquet(file: BinaryIO) -> Iterator[RawRow]:
    """One row per row; the key is its number. Streams row groups."""
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(file).iter_batches():
        for data in batch.to_pylist():
            number += 1
            yield RawRow(str(number), data)


def _object(data: Any, place: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SourceRowError(f"{place} is a {type(data).__name__}; a JSON object is allowed")
    return data
