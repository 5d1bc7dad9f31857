"""Files of the completion store: lines with a checksum, and parquet segments made of them."""

from __future__ import annotations

import fcntl
import json
import os
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .store import BATCH_ROWS, TableWriter

_LOCK: Final = ".lock"
_GROUPS_IN_MEMORY = 64
"""Row groups of 1,024 records; records of one problem stand close to each other."""


class Place(NamedTuple):
    """Where a line stands; offset and length in bytes."""

    path: Path
    offset: int
    length: int


def schema(**columns: pa.DataType) -> pa.Schema:
    """The columns of a parquet segment: `key`, those given, and `json`.

    `json` has the whole record where the columns cannot hold it as it is, and is null elsewhere.
    """
    return pa.schema([("key", pa.string()), *columns.items(), ("json", pa.string())])


def line(key: str, record: Mapping[str, Any]) -> str:
    """One record as a line of ASCII with its checksum."""
    body = json.dumps({"key": key, **record}, ensure_ascii=True, sort_keys=True)
    return f"{zlib.crc32(body.encode()):08x} {body}\n"


def lines(path: Path) -> Iterator[tuple[str, Place]]:
    """The key and the place of every sound line."""
    offset = 0
    with path.open("rb") as file:
        for raw in file:
            if parsed := _parsed(raw):
                yield parsed["key"], Place(path, offset, len(raw))
            offset += len(raw)


def record(place: Place) -> dict[str, Any]:
    """The record of a line, without its key."""
    with place.path.open("rb") as file:
        file.seek(place.offset)
        found = _parsed(file.read(place.length))
    if found is None:
        raise OSError(f"{place.path} changed while it was read: only whole segments may be moved")
    del found["key"]
    return found


def _parsed(raw: bytes) -> dict[str, Any] | None:
    """The body of a line, None if its checksum fails."""
    checksum, _, body = raw.rstrip(b"\n").partition(b" ")
    if f"{zlib.crc32(body):08x}".encode() != checksum:
        return None
    found: dict[str, Any] = json.loads(body)
    return found


def share(folder: Path) -> int | None:
    """Say that this folder is in use until the handle is closed; None where locks do not work."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
    except OSError:
        os.close(handle)
        return None
    return handle


def compact(folder: Path, columns: pa.Schema) -> int | None:
    """Make one parquet segment of all lines; the rows in it, None if the folder is in use.

    The segment is there whole before the first line goes, so that a crash loses nothing.
    """
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _compact(folder, columns)
    except BlockingIOError:
        return None
    finally:
        os.close(handle)


def _compact(folder: Path, columns: pa.Schema) -> int:
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        return 0
    known = ParquetIndex(sorted(folder.glob("*.parquet")))
    waiting = folder / f"{paths[0].stem}.tmp"
    writer = TableWriter(waiting, columns)
    rows = _rows(paths, known, columns)
    while batch := list(islice(rows, BATCH_ROWS)):
        writer.write(pa.Table.from_pylist(batch, columns))
    writer.close()
    if writer.written:
        _sync(waiting)
        waiting.replace(waiting.with_suffix(".parquet"))
        _sync(folder)
    else:
        waiting.unlink()
    for path in paths:
        path.unlink()
    return writer.written


def _rows(paths: Iterable[Path], known: ParquetIndex, columns: pa.Schema) -> Iterator[Any]:
    seen: set[str] = set()
    for path in paths:
        with path.open("rb") as file:
            for found in filter(None, map(_parsed, file)):
                key = found.pop("key")
                if key not in seen and key not in known:
                    seen.add(key)
                    yield _row(key, found, columns)


def _row(key: str, found: dict[str, Any], columns: pa.Schema) -> dict[str, Any]:
    """The record in columns if it comes back the same from them, else as JSON."""
    flat = {k: json.dumps(v, sort_keys=True) if _nested(v) else v for k, v in found.items()}
    try:
        table = pa.Table.from_pylist([{"key": key, "json": None, **flat}], columns)
        if _restored(table.to_pylist()[0]) == found:
            return {"key": key, **flat}
    except (pa.ArrowException, UnicodeError, OverflowError):
        pass  # a lone surrogate, a number beyond the column
    return {"key": key, "json": json.dumps(found, sort_keys=True)}


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _restored(row: dict[str, Any]) -> dict[str, Any]:
    """The record that a row holds, without its key; columns that are null were not there."""
    if row["json"] is not None:
        found: dict[str, Any] = json.loads(row["json"])
        return found
    kept = {k: v for k, v in row.items() if v is not None and k not in ("key", "json")}
    return {k: json.loads(v) if k in _JSON_COLUMNS else v for k, v in kept.items()}


_JSON_COLUMNS = frozenset({"sampling"})


class ParquetIndex:
    """Finds records in parquet segments by the first 8 bytes of their keys, which are hex."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        prefixes = [_prefixes(path) for path in self._paths]
        self._starts = [0, *np.cumsum([len(found) for found in prefixes]).tolist()]
        every = np.concatenate([np.empty(0, np.uint64), *prefixes])
        # Stable: of two records of a key the one in the older segment comes first.
        self._order = np.argsort(every, kind="stable")
        self._sorted = every[self._order]
        self._group = lru_cache(maxsize=_GROUPS_IN_MEMORY)(_read_group)

    def __len__(self) -> int:
        """Distinct records."""
        return len(np.unique(self._sorted))

    def __contains__(self, key: str) -> bool:
        return self._find(key) is not None

    def get(self, key: str) -> dict[str, Any] | None:
        """The record of a key, or None."""
        row = self._find(key)
        return None if row is None else _restored(row)

    def _find(self, key: str) -> dict[str, Any] | None:
        if not len(self._sorted):
            return None
        prefix = np.uint64(int(key[:16], 16))
        low, high = (np.searchsorted(self._sorted, prefix, side) for side in ("left", "right"))
        for number in self._order[low:high].tolist():
            segment = bisect_right(self._starts, number) - 1
            within = number - self._starts[segment]
            rows = self._group(self._paths[segment], within // BATCH_ROWS)
            row: dict[str, Any] = rows.slice(within % BATCH_ROWS, 1).to_pylist()[0]
            if row["key"] == key:
                return row
        return None


def _read_group(path: Path, number: int) -> pa.Table:
    with pq.ParquetFile(path) as file:
        return file.read_row_group(number)


def _prefixes(path: Path) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """The first 8 bytes of every key of a segment."""
    keys = pq.read_table(path, columns=["key"])["key"].combine_chunks()
    text = b"".join(chunk.buffers()[2].to_pybytes() for chunk in _chunks(keys) if len(chunk))
    return np.frombuffer(bytes.fromhex(text.decode("ascii")), ">u8")[::2].astype(np.uint64)


def _chunks(column: Any) -> list[Any]:
    return list(column.chunks) if isinstance(column, pa.ChunkedArray) else [column]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
