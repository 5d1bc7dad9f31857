"""The two kernel shapes: in order, on one core or several, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa
import pytest

from pipeline import workers
from pipeline.errors import StoreError
from pipeline.fingerprint import ROOT
from pipeline.stage import Artifact, Dropped, GlobalStage, MapStage, Outcome, Resolution
from pipeline.store import BATCH_ROWS, Folder, TableWriter

SCHEMA = pa.schema([("n", pa.int64())])
ROWS = 4 * BATCH_ROWS + 3


@dataclass(frozen=True)
class Odd(MapStage):
    """Drops odd numbers; loses `lose` of them on the way; dies at `die`."""

    name: ClassVar[str] = "odd"
    schema: ClassVar[pa.Schema] = SCHEMA

    @property
    def facts(self) -> dict[str, Any]:
        return {"stage": self.name, "config": self.config}

    def prepare(self) -> int:
        return 2

    def kernel(self, batch: pa.RecordBatch, state: int) -> Outcome:
        numbers = batch["n"].to_pylist()
        if self.config.get("die") in numbers:
            raise SystemExit(9)
        lost = self.config.get("lose")
        drops = [Dropped(str(n), "s", "r", "odd", "") for n in numbers if n % state and n != lost]
        even = [n for n in numbers if n % state == 0]
        return Outcome(pa.table({"n": even}, schema=SCHEMA), drops, {"seen": len(numbers)})


@pytest.fixture
def numbers(tmp_path) -> Artifact:
    writer = TableWriter(tmp_path / "rows.parquet", SCHEMA)
    writer.write(pa.table({"n": pa.array(range(ROWS), pa.int64())}))
    writer.close()
    return Artifact("numbers", "k", Folder(tmp_path), {"counts": {"kept": ROWS}})


@pytest.mark.parametrize("many", [False, True], ids=["one process", "all cores"])
def test_outcomes_come_in_order_however_many_cores(world, numbers, monkeypatch, many):
    monkeypatch.setattr(workers, "PARALLEL_ROWS", 0 if many else ROWS + 1)
    done = world.context().run(Odd({}, (numbers,)), "x")
    assert done.table()["n"].to_pylist() == list(range(0, ROWS, 2))
    assert done.drops()["id"].to_pylist() == [str(n) for n in range(1, ROWS, 2)]
    assert done.manifest["stats"] == {"seen": ROWS}


def test_a_batch_has_at_most_as_many_rows_as_a_stage_takes(world, numbers, monkeypatch):
    monkeypatch.setattr(Odd, "batch_rows", 7)
    done = world.context().run(Odd({}, (numbers,)), "x")
    assert done.table()["n"].to_pylist() == list(range(0, ROWS, 2))
    sizes = [batch.num_rows for batch in Odd({}, (numbers,))._batches()]
    assert sum(sizes) == ROWS
    assert max(sizes) == 7


def test_a_kernel_that_loses_a_row_is_caught(world, numbers):
    with pytest.raises(StoreError, match=f"{ROWS} rows in, but"):
        world.context().run(Odd({"lose": 7}, (numbers,)), "x")


def test_a_worker_that_dies_is_one_message(world, numbers, monkeypatch):
    monkeypatch.setattr(workers, "PARALLEL_ROWS", 0)
    monkeypatch.setattr(workers, "_work", _die)
    with pytest.raises(StoreError, match=r"odd: a worker process died"):
        world.context().run(Odd({}, (numbers,)), "x")


def _die(batch: pa.RecordBatch) -> Outcome:
    os._exit(9)


class Waiting(Odd):
    """Says which process it works in, and never ends."""

    def kernel(self, batch: pa.RecordBatch, state: int) -> Outcome:
        print(os.getpid(), flush=True)
        threading.Event().wait()
        raise AssertionError


ORPHANS = """
from tests.pipeline.test_stage import SCHEMA, Waiting, pa, workers
batch = pa.RecordBatch.from_pydict({"n": [1]}, SCHEMA)
list(workers.outcomes(Waiting({}), iter([batch]), workers.PARALLEL_ROWS))
"""


def test_workers_end_with_a_parent_that_is_killed(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, "-c", ORPHANS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip().isdecimal()
        parent.kill()
        # Ends when nobody holds the pipe any more, the worker neither.
        assert parent.stdout.read() == ""


@dataclass(frozen=True)
class Same(GlobalStage):
    """Keeps the first of all rows of one remainder."""

    name: ClassVar[str] = "same"
    schema: ClassVar[pa.Schema] = SCHEMA

    @property
    def facts(self) -> dict[str, Any]:
        return {"stage": self.name, "config": self.config}

    def collect(self, batch: pa.RecordBatch) -> list[int]:
        return batch["n"].to_pylist()

    def resolve(self, parts: Sequence[list[int]]) -> Resolution:
        first: dict[int, int] = {}
        rows = [n for part in parts for n in part]
        for row, n in enumerate(rows):
            first.setdefault(n % self.config["by"], row)
        pairs = [(row, first[n % self.config["by"]]) for row, n in enumerate(rows)]
        return Resolution({row: (row, other) for row, other in pairs if row != other}, 100)

    def amend(self, batch: pa.RecordBatch, start: int, state: int) -> pa.RecordBatch:
        more = [n + state * (start == 0) for n in batch["n"].to_pylist()]
        return pa.record_batch({"n": pa.array(more, pa.int64())})

    def mentioned(self, edge: Any) -> tuple[int, ...]:
        return (edge[0], edge[1])

    def explain(self, edges: Mapping[int, Any], rows: Mapping[int, Any]) -> dict[int, Dropped]:
        return {
            row: Dropped(str(rows[row]["n"]), "s", "r", "same", str(rows[other]["n"]))
            for row, (_, other) in edges.items()
        }


def test_a_global_stage_compares_rows_of_all_batches(world, numbers):
    done = world.context().run(Same({"by": 5}, (numbers,)), "x")
    assert done.table()["n"].to_pylist() == [100, 101, 102, 103, 104]
    drops = done.drops().to_pylist()
    assert len(drops) == ROWS - 5
    assert all(int(drop["id"]) % 5 == int(drop["evidence"]) for drop in drops)
