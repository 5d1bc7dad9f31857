"""Stage folders: streamed, hashed, and complete only when their manifest is there.

A folder `<stage>-<key>` is written in place under a lock; its `manifest.json` comes last, after
everything else is on disk, by an atomic rename. What dies before that leaves a folder without a
manifest, which the next run clears and does again. Times and host stand in `run.json`, so that
the manifest is the same bytes on every machine.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from .errors import StoreError

MANIFEST = "manifest.json"
# Rows per row group, and per batch that a kernel sees: small enough to stream, and fixed, since
# kernels that look at neighbors (the next row's gold) must see the same batches on every run.
BATCH_ROWS = 1024


class Folder:
    """One stage folder on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def manifest(self) -> dict[str, Any] | None:
        """The manifest, or None while the folder is not complete (or lost a file since)."""
        try:
            found: dict[str, Any] = json.loads((self.path / MANIFEST).read_text("utf-8"))
            whole = all(
                (self.path / name).stat().st_size == entry["bytes"]
                for name, entry in found["files"].items()
            )
        except (OSError, ValueError, KeyError):
            return None
        return found if whole else None

    def batches(self, name: str = "rows") -> Iterator[pa.RecordBatch]:
        """The rows of one of its tables, in batches of BATCH_ROWS."""
        with pq.ParquetFile(self.path / f"{name}.parquet") as file:
            yield from file.iter_batches(batch_size=BATCH_ROWS)

    def table(
        self, name: str = "rows", columns: list[str] | None = None, filters: Any = None
    ) -> pa.Table:
        """One of its tables in memory: all columns or some, all rows or some."""
        return pq.read_table(self.path / f"{name}.parquet", columns=columns, filters=filters)

    def clear(self) -> None:
        """Remove what an undone run left, the manifest first."""
        (self.path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True, exist_ok=True)

    def seal(
        self, facts: Mapping[str, Any], started: float, run: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write run.json, then the manifest with the hash of every file: the folder is complete.

        `run`: more figures of this run alone, which the manifest must not hold.
        """
        files = {}
        for path in sorted(p for p in self.path.rglob("*") if p.is_file()):
            files[path.relative_to(self.path).as_posix()] = {
                "bytes": path.stat().st_size,
                "sha256": sha256(path),
            }
            _sync(path)
        write_json(
            self.path / "run.json",
            {**(run or {}), "host": socket.gethostname(),
             "seconds": round(time.time() - started, 3),
             "ended": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())},
        )  # fmt: skip
        manifest = {**facts, "files": files}
        write_json(self.path / MANIFEST, manifest)
        return manifest


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Write JSON atomically: the file is there whole, or not at all."""
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write text atomically."""
    waiting = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    waiting.write_text(text, encoding="utf-8")
    _sync(waiting)
    waiting.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Output(io.RawIOBase):
    """A file whose errors wait to be asked for: Arrow ends the process when a write fails."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._error: OSError | None = None

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def write(self, data: Any, /) -> int:
        if self._error is None:
            try:
                self._file.write(data)
            except OSError as error:
                self._error = error
        return len(data)

    def close(self) -> None:
        if not self.closed:
            try:
                self._file.close()
            except OSError as error:
                self._error = self._error or error
        super().close()

    def check(self) -> None:
        """Raise what went wrong."""
        if self._error is not None:
            raise self._error


class TableWriter:
    """Streams record batches into one parquet file; nothing but the last row group in memory."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._output = _Output(path)
        self._writer = pq.ParquetWriter(
            cast(Any, self._output), schema, compression="zstd", use_content_defined_chunking=True,
            write_page_index=True,
        )  # fmt: skip
        self._schema = schema
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0
        self.written = 0

    def write(self, table: pa.Table | pa.RecordBatch) -> None:
        """Append rows of exactly the schema."""
        if table.schema != self._schema:
            raise StoreError(
                f"rows of another schema than declared:\n{table.schema}\nexpected:\n{self._schema}"
            )
        batches = table.to_batches() if isinstance(table, pa.Table) else [table]
        self._waiting += batches
        self._rows += table.num_rows
        self.written += table.num_rows
        if self._rows >= BATCH_ROWS:
            self._flush()

    def _flush(self, everything: bool = False) -> None:
        table = pa.Table.from_batches(self._waiting, self._schema)
        whole = table.num_rows if everything else table.num_rows // BATCH_ROWS * BATCH_ROWS
        self._writer.write_table(table.slice(0, whole), row_group_size=BATCH_ROWS)
        self._output.check()
        self._waiting = table.slice(whole).to_batches()
        self._rows = table.num_rows - whole

    def close(self) -> None:
        """Write the rest and the footer."""
        if self._rows:
            self._flush(everything=True)
        self._writer.close()
        self._output.close()
        self._output.check()


@contextmanager
def locked(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock file; calls `on_wait` once if another process holds it.

    The lock is the kernel's: it goes with the process that dies, however it dies.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
