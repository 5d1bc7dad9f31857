"""Readers: from an open file to raw rows. Pure; no paths, no network, nothing executed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from .base import RawRow, SourceRowError


def jsonl(file: BinaryIO) -> Iterator[RawRow]:
    """One JSON object per line; the key is the line number."""
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceRowError(f"line {number} is not JSON: {error}") from error
        if not isinstance(data, dict):
            raise SourceRowError(
                f"line {number} is a {type(data).__name__}; a JSON object is allowed"
            )
        yield RawRow(str(number), data)


def parquet(file: BinaryIO) -> Iterator[RawRow]:
    """One row per row; the key is its number. Streams row groups."""
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(file).iter_batches():
        for data in batch.to_pylist():
            number += 1
            yield RawRow(str(number), data)
