"""One file in, a file of the same kind and its drops out: what commands on plain files share.

Rows are streamed and go out as they came in: a jsonl line byte by byte, a parquet row with all its
columns. Outputs are written beside their place and moved there when all is done, or not at all.
"""

from __future__ import annotations

import json
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from .. import funnel
from ..errors import RowError, UsageError
from ..stage import Artifact
from ..store import Folder, TableWriter

BATCH_ROWS = 8192
KINDS = (".jsonl", ".parquet")
_long: pa.DataType = pa.int64()
_text: pa.DataType = pa.string()
DROPS = pa.schema([("row", _long), ("id", _text), ("reason", _text), ("evidence", _text)])


class Drop(NamedTuple):
    """A row that does not go out; `row` counts from 0."""

    row: int
    id: str
    reason: str
    evidence: str


@dataclass(frozen=True)
class Batch(ABC):
    """Some rows of a table; the first has the number `start`."""

    table: Table
    start: int

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def values(self, column: str) -> list[Any]:
        """What the rows have in a column; raises RowError for a row that lacks it."""

    def texts(self, column: str) -> list[str]:
        """The same of a text column; null is an empty text. Raises RowError for anything else."""
        values = self.values(column)
        for number, value in enumerate(values):
            if value is None:
                values[number] = ""
            elif not isinstance(value, str):
                raise RowError(
                    f"{self.table.path}, row {self.start + number}: {column} is "
                    f"{value!r:.60}; text is allowed"
                )
        return values

    def ids(self, column: str | None) -> list[str]:
        """The rows' names: what the column has, as text, or their numbers."""
        if column is None:
            return [str(self.start + number) for number in range(len(self))]
        return [value if isinstance(value, str) else str(value) for value in self.values(column)]


class Table(ABC):
    """An input file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    @abstractmethod
    def rows(self) -> int:
        """How many rows it has."""

    @property
    @abstractmethod
    def columns(self) -> list[str]:
        """The names of its columns (of its first row's, for jsonl)."""

    @abstractmethod
    def batches(self, size: int = BATCH_ROWS) -> Iterator[Batch]:
        """All rows, from the start each time."""

    @abstractmethod
    def writer(self, path: Path) -> Writer:
        """Where rows of this table can be written."""

    def require(self, columns: Mapping[str, str | None]) -> Self:
        """Raises UsageError for a column (named by an option) that it does not have."""
        known = self.columns
        for option, column in columns.items():
            if column is not None and known and column not in known:
                raise UsageError(f"{option} {column}: {self.path} has {', '.join(sorted(known))}")
        return self


class Writer(ABC):
    """An output file of the kind of the input."""

    @abstractmethod
    def write(self, batch: Any, stay: Sequence[bool]) -> None:
        """Append the rows of a batch that stay."""

    @abstractmethod
    def close(self) -> None:
        """Bring it to disk."""


def open_table(path: Path, option: str) -> Table:
    """The table of a file; raises UsageError, naming the option that gave it, if there is none."""
    if path.suffix not in KINDS:
        raise UsageError(f"{option} {path}: files ending in {' or '.join(KINDS)} are allowed")
    if not path.is_file():
        raise UsageError(f"{option} {path}: no such file")
    return _Lines(path) if path.suffix == ".jsonl" else _Parquet(path)


@dataclass(frozen=True)
class _LineBatch(Batch):
    lines: list[bytes]
    records: list[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.lines)

    def values(self, column: str) -> list[Any]:
        try:
            return [record[column] for record in self.records]
        except KeyError:
            row = next(n for n, record in enumerate(self.records) if column not in record)
            raise RowError(
                f"{self.table.path}, row {self.start + row}: no {column}; the row has "
                f"{', '.join(sorted(self.records[row]))}"
            ) from None


class _Lines(Table):
    @property
    def rows(self) -> int:
        with self.path.open("rb") as file:
            return sum(1 for line in file if line.strip())

    @property
    def columns(self) -> list[str]:
        first = next(self.batches(1), None)
        return list(first.records[0]) if first else []

    def batches(self, size: int = BATCH_ROWS) -> Iterator[_LineBatch]:
        start = 0
        with self.path.open("rb") as file:
            lines = (line for line in file if line.strip())
            while batch := list(islice(lines, size)):
                records = [self._record(line, start + n) for n, line in enumerate(batch)]
                yield _LineBatch(self, start, batch, records)
                start += len(batch)

    def _record(self, line: bytes, row: int) -> dict[str, Any]:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RowError(f"{self.path}, row {row}: not JSON: {error}") from None
        if not isinstance(record, dict):
            raise RowError(f"{self.path}, row {row}: {record!r:.60}; one object a line is allowed")
        return record

    def writer(self, path: Path) -> Writer:
        return _LineWriter(path)


class _LineWriter(Writer):
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def write(self, batch: _LineBatch, stay: Sequence[bool]) -> None:
        self._file.writelines(
            line if line.endswith(b"\n") else line + b"\n"
            for line, stays in zip(batch.lines, stay, strict=True)
            if stays
        )

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class _ParquetBatch(Batch):
    arrow: pa.RecordBatch

    def __len__(self) -> int:
        return self.arrow.num_rows

    def values(self, column: str) -> list[Any]:
        return self.arrow.column(column).to_pylist()


class _Parquet(Table):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            with pq.ParquetFile(path) as file:
                self._rows, self._schema = file.metadata.num_rows, file.schema_arrow
        except (pa.ArrowException, OSError) as error:
            raise RowError(f"{path}: not a parquet file: {error}") from None

    @property
    def rows(self) -> int:
        return self._rows

    @property
    def columns(self) -> list[str]:
        return list(self._schema.names)

    def batches(self, size: int = BATCH_ROWS) -> Iterator[_ParquetBatch]:
        start = 0
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=size):
                yield _ParquetBatch(self, start, batch)
                start += batch.num_rows

    def writer(self, path: Path) -> Writer:
        return _ParquetWriter(path, self._schema)


class _ParquetWriter(Writer):
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._writer = TableWriter(path, schema)

    def write(self, batch: _ParquetBatch, stay: Sequence[bool]) -> None:
        self._writer.write(batch.arrow.filter(pa.array(stay, pa.bool_())))

    def close(self) -> None:
        self._writer.close()


class Output:
    """OUT and OUT.drops.parquet, there together at the end of the `with`, or neither."""

    def __init__(self, table: Table, out: Path) -> None:
        if out.suffix != table.path.suffix:
            raise UsageError(
                f"OUT {out}: IN ends in {table.path.suffix}, so OUT must; rows go out as they are"
            )
        if not out.parent.is_dir():
            raise UsageError(f"OUT {out}: no folder {out.parent}")
        if out.exists() and out.samefile(table.path):
            raise UsageError(f"OUT {out} is IN; give another file")
        self._places = {name: _beside(name) for name in (out, drops_path(out))}
        self.kept = 0
        self.reasons: dict[str, int] = {}
        waiting = list(self._places.values())
        self._rows, self._drops = table.writer(waiting[0]), TableWriter(waiting[1], DROPS)

    def keep(self, batch: Batch, stay: Sequence[bool]) -> None:
        """Pass on the rows of a batch that stay."""
        self.kept += sum(stay)
        self._rows.write(batch, stay)

    def drop(self, drops: Iterable[Drop]) -> None:
        """Record the rows that do not."""
        rows = [drop._asdict() for drop in drops]
        for row in rows:
            self.reasons[row["reason"]] = self.reasons.get(row["reason"], 0) + 1
        self._drops.write(pa.Table.from_pylist(rows, DROPS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        try:
            self._rows.close()
            self._drops.close()
            if kind is None:
                # The drops first: where OUT is, its drops are.
                for place, waiting in reversed(self._places.items()):
                    waiting.replace(place)
        finally:
            for waiting in self._places.values():
                waiting.unlink(missing_ok=True)

    def funnel(self, name: str) -> list[str]:
        """The funnel as text."""
        dropped = sum(self.reasons.values())
        counts = {
            "in": self.kept + dropped, "kept": self.kept, "dropped": dropped,
            "reasons": self.reasons,
        }  # fmt: skip
        return funnel.lines([Artifact(name, "", Folder(Path()), {"counts": counts, "stats": {}})])


def drops_path(out: Path) -> Path:
    """Where the drops of OUT go: `clean.jsonl` has `clean.jsonl.drops.parquet`."""
    return out.with_name(f"{out.name}.drops.parquet")


def tell(text: str) -> None:
    """A line on stderr, beside what shows progress there."""
    tqdm.write(text, file=sys.stderr)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")
