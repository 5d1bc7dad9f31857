"""What a stage is: a small frozen object with one of two kernel shapes, Arrow in and Arrow out.

`MapStage`: a batch in, kept rows and drops out. `GlobalStage`: columns per batch, one resolution
over all of them, the batches once more. Kernels are pure in (config, batch, state), where the state
is itself made from the config and the inputs alone; so they can run elsewhere later.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa

from . import fingerprint, workers
from .errors import StoreError
from .schema import DROPS
from .store import Folder, TableWriter, sha256

# Libraries whose behavior shows in the bytes of every stage; a stage adds its own.
LIBRARIES = ("pyarrow",)
FORMAT = 1


class Dropped(NamedTuple):
    """One row that goes no further; becomes a row of `drops.parquet`."""

    id: str
    data_source: str
    source_row: str
    reason: str
    evidence: str


@dataclass(frozen=True)
class Artifact:
    """A completed stage: where it is and what its manifest says."""

    stage: str
    key: str
    folder: Folder
    manifest: Mapping[str, Any]
    cached: bool = False

    @property
    def counts(self) -> Mapping[str, Any]:
        """Rows in, kept, dropped, and dropped by reason."""
        counts: Mapping[str, Any] = self.manifest["counts"]
        return counts

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows that it kept."""
        return self.folder.batches()

    def table(self, columns: list[str] | None = None, filters: Any = None) -> pa.Table:
        """The rows that it kept, in memory: all columns or some, all rows or some."""
        return self.folder.table(columns=columns, filters=filters)

    def drops(self) -> pa.Table:
        """The rows that it dropped, with reason and evidence."""
        return self.folder.table("drops")


class Sink:
    """Where a stage puts its rows and drops, and what it counts beside them."""

    def __init__(self, folder: Folder, stage: str, schema: pa.Schema | None) -> None:
        self._stage = stage
        self._rows = TableWriter(folder.path / "rows.parquet", schema) if schema else None
        self._drops = TableWriter(folder.path / "drops.parquet", DROPS)
        self.rows_in = 0
        self.kept = 0
        """Counted by `keep`; set by a stage without a row table, which writes rows elsewhere."""
        self.reasons: dict[str, int] = {}
        self.stats: dict[str, Any] = {}
        self.run: dict[str, Any] = {}
        """Figures of this run alone (speeds), for run.json: no outcome may hang on them."""

    def keep(self, rows: pa.Table | pa.RecordBatch) -> None:
        """Pass rows on."""
        if self._rows is None:
            raise TypeError(f"{self._stage} has no schema, so no rows of its own")
        self.kept += rows.num_rows
        self._rows.write(rows)

    def drop(self, drops: Iterable[Dropped]) -> None:
        """Record rows that go no further."""
        rows = [{**drop._asdict(), "stage": self._stage} for drop in drops]
        for row in rows:
            self.reasons[row["reason"]] = self.reasons.get(row["reason"], 0) + 1
        self._drops.write(pa.Table.from_pylist(rows, DROPS))

    def count(self, name: str, number: int = 1) -> None:
        """Add to a figure of the manifest's `stats`."""
        self.stats[name] = self.stats.get(name, 0) + number

    def close(self) -> dict[str, Any]:
        """Finish the tables; the counts. Raises StoreError if a row is unaccounted for."""
        for writer in (self._rows, self._drops):
            if writer:
                writer.close()
        dropped = sum(self.reasons.values())
        if self.rows_in != self.kept + dropped:
            raise StoreError(
                f"{self._stage}: {self.rows_in} rows in, but {self.kept} kept + {dropped} dropped"
            )
        return {
            "in": self.rows_in, "kept": self.kept, "dropped": dropped, "reasons": self.reasons,
        }  # fmt: skip


@dataclass(frozen=True)
class Stage(ABC):
    """Name, config slice, inputs; its key is the hash of these and of the code behind them."""

    name: ClassVar[str]
    schema: ClassVar[pa.Schema | None]
    config: Mapping[str, Any]
    inputs: tuple[Artifact, ...] = ()
    modules: tuple[str, ...] = ()
    """Modules that the stage loads by name (sources, rewards, samplers): part of its code."""
    libraries: ClassVar[tuple[str, ...]] = ()
    resources: ClassVar[tuple[str, ...]] = ()
    """Files of the package `pipeline` that are no code and show in the outcome."""

    @cached_property
    def facts(self) -> dict[str, Any]:
        """All that decides the outcome; the key is its hash, the manifest shows it."""
        return {
            "format": FORMAT,
            "stage": self.name,
            "config": self.config,
            "inputs": [{"stage": i.stage, "key": i.key} for i in self.inputs],
            "code": fingerprint.code_digest([type(self).__module__, *self.modules]),
            "resources": {name: sha256(fingerprint.ROOT / name) for name in self.resources},
            "libraries": fingerprint.library_versions((*LIBRARIES, *self.libraries)),
        }

    @property
    def key(self) -> str:
        """Hex, 32 characters."""
        return fingerprint.digest(self.facts)

    @abstractmethod
    def produce(self, folder: Folder, context: Any, sink: Sink) -> None:
        """Do the work; every row that comes in must be kept or dropped."""


class Outcome(NamedTuple):
    """What a map kernel makes of one batch."""

    kept: pa.Table | pa.RecordBatch
    """Rows of the stage's schema."""
    drops: list[Dropped]
    counts: Mapping[str, int] | None = None
    """Added to the figures of the manifest's `stats`. Outcomes travel between processes."""


@dataclass(frozen=True)
class MapStage(Stage):
    """Works on the batches of its first input one by one, on all cores if there are many."""

    batch_rows: ClassVar[int | None] = None
    """Most rows of a batch, where rows take long; None: as they are stored."""

    def prepare(self) -> Any:
        """What all batches share (an index, a registry); from config and inputs alone."""
        return None

    @abstractmethod
    def kernel(self, batch: pa.RecordBatch, state: Any) -> Outcome:
        """Part kept rows from drops."""

    def produce(self, folder: Folder, context: Any, sink: Sink) -> None:
        """Run the kernel over all batches; outcomes are written in the order of the batches."""
        sink.rows_in = rows = self.inputs[0].counts["kept"]
        with context.progress(self.name, rows, "rows") as progress:
            for outcome in workers.outcomes(self, self._batches(), rows):
                done = outcome.kept.num_rows + len(outcome.drops)
                sink.keep(outcome.kept)
                sink.drop(outcome.drops)
                for name, number in (outcome.counts or {}).items():
                    sink.count(name, number)
                progress.update(done)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        for batch in self.inputs[0].batches():
            size = self.batch_rows or max(1, batch.num_rows)
            yield from (batch.slice(start, size) for start in range(0, batch.num_rows, size))


class Resolution(NamedTuple):
    """What comes of comparing all rows."""

    going: Mapping[int, Any]
    """Row number -> the edge for which it goes."""
    state: Any = None
    """What `amend` needs for the rows that stay."""


@dataclass(frozen=True)
class GlobalStage(Stage):
    """Compares rows with each other: columns per batch, one resolution, the rows once more.

    Holds in memory what `collect` returns; all other columns are streamed.
    """

    @abstractmethod
    def collect(self, batch: pa.RecordBatch) -> Any:
        """What of a batch takes part in the comparison."""

    @abstractmethod
    def resolve(self, parts: Sequence[Any]) -> Resolution:
        """Who goes, from the parts of all batches; must not depend on the order of the rows."""

    @abstractmethod
    def explain(self, edges: Mapping[int, Any], rows: Mapping[int, Any]) -> dict[int, Dropped]:
        """The drop record of each row that goes; `rows` has it and what its edge names."""

    def incoming(self) -> Iterator[pa.RecordBatch]:
        """The rows that are compared: those of its first input, unless a stage says otherwise."""
        return self.inputs[0].batches()

    def mentioned(self, edge: Any) -> tuple[int, ...]:
        """Rows that the explanation of an edge quotes."""
        return (edge.row, edge.other)

    def amend(self, batch: pa.RecordBatch, start: int, state: Any) -> pa.RecordBatch:
        """A batch whose first row has the number `start`, with what the resolution changes."""
        return batch

    def produce(self, folder: Folder, context: Any, sink: Sink) -> None:
        """Collect, resolve, then stream the rows once more to part kept from dropped."""
        parts = []
        for batch in self.incoming():
            parts.append(self.collect(batch))
            sink.rows_in += batch.num_rows
        going, state = self.resolve(parts)
        del parts
        quoted = self._quoted({row for edge in going.values() for row in self.mentioned(edge)})
        explained = self.explain(going, quoted)
        sink.drop(explained[row] for row in sorted(explained))
        start = 0
        for batch in self.incoming():
            mask = [start + n not in explained for n in range(batch.num_rows)]
            sink.keep(self.amend(batch, start, state).filter(pa.array(mask, pa.bool_())))
            start += batch.num_rows

    def _quoted(self, wanted: set[int]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        start = 0
        for batch in self.incoming() if wanted else ():
            here = [n for n in range(batch.num_rows) if start + n in wanted]
            found.update(
                zip((start + n for n in here), batch.take(pa.array(here, pa.int64())).to_pylist(),
                    strict=True)
            )  # fmt: skip
            start += batch.num_rows
        return found
