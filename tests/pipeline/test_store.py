"""Stage folders: complete only with their manifest, the same bytes however rows arrive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import StoreError
from pipeline.stage import Dropped, Sink, Stage
from pipeline.store import BATCH_ROWS, MANIFEST, Folder, TableWriter, sha256

SCHEMA = pa.schema([("n", pa.int64())])


def numbers(start: int, stop: int) -> pa.Table:
    return pa.table({"n": pa.array(range(start, stop), pa.int64())}, schema=SCHEMA)


@dataclass(frozen=True)
class Count(Stage):
    """Keeps `rows` numbers; `fail_after` raises in the middle; `lose` rows vanish."""

    name: ClassVar[str] = "count"
    schema: ClassVar[pa.Schema] = SCHEMA

    @property
    def facts(self) -> dict[str, Any]:
        return {"stage": "count", "config": {"rows": self.config["rows"]}}

    def produce(self, folder: Folder, context: Any, sink: Sink) -> None:
        rows = self.config["rows"]
        sink.rows_in = rows + self.config.get("lose", 0)
        sink.keep(numbers(0, rows // 2))
        if self.config.get("fail_after"):
            raise RuntimeError("cut short")
        sink.keep(numbers(rows // 2, rows))


def test_a_run_that_dies_leaves_nothing_that_counts(world):
    context = world.context()
    with pytest.raises(RuntimeError, match="cut short"):
        context.run(Count({"rows": 5000, "fail_after": True}), "x")
    (left,) = (world.data / "builds" / "x").glob("count-*")
    assert Folder(left).manifest() is None
    again = context.run(Count({"rows": 5000}), "x")
    assert not again.cached
    assert again.table()["n"].to_pylist() == list(range(5000))
    assert context.run(Count({"rows": 5000}), "x").cached


def test_the_manifest_comes_after_everything_else(world):
    """What stands in the folder when the manifest is written is what the manifest describes."""
    seen = {}
    original = Folder.seal

    def seal(self: Folder, *given: Any) -> dict[str, Any]:
        assert not (self.path / MANIFEST).exists()
        seen["rows"] = pq.read_table(self.path / "rows.parquet").num_rows
        return original(self, *given)

    Folder.seal = seal  # type: ignore[method-assign]
    try:
        artifact = world.context().run(Count({"rows": 3000}), "x")
    finally:
        Folder.seal = original  # type: ignore[method-assign]
    assert seen["rows"] == 3000
    path = artifact.folder.path
    newest = max(path.iterdir(), key=lambda p: (p.stat().st_mtime_ns, p.name == MANIFEST))
    assert newest.name == MANIFEST
    for name, entry in artifact.manifest["files"].items():
        assert sha256(path / name) == entry["sha256"]


def test_no_manifest_before_the_rows_are_written(world):
    class Watching(Count):
        def produce(self, folder: Folder, context: Any, sink: Sink) -> None:
            assert folder.manifest() is None
            super().produce(folder, context, sink)
            assert not (folder.path / MANIFEST).exists()

    assert world.context().run(Watching({"rows": 10}), "x").counts["kept"] == 10


@pytest.mark.parametrize("harm", ["missing", "short"])
def test_a_folder_that_lost_a_file_is_done_again(world, harm):
    context = world.context()
    rows = context.run(Count({"rows": 100}), "x").folder.path / "rows.parquet"
    if harm == "missing":
        rows.unlink()
    else:
        rows.write_bytes(rows.read_bytes()[:-1])
    again = context.run(Count({"rows": 100}), "x")
    assert not again.cached
    assert again.table().num_rows == 100


def test_a_row_that_vanishes_is_an_error(world):
    with pytest.raises(StoreError, match="12 rows in, but 10 kept"):
        world.context().run(Count({"rows": 10, "lose": 2}), "x")


def test_bytes_do_not_depend_on_how_rows_arrive(tmp_path):
    def write(name: str, steps: list[int]) -> str:
        writer = TableWriter(tmp_path / name, SCHEMA)
        start = 0
        for step in steps:
            writer.write(numbers(start, start + step))
            start += step
        writer.close()
        return sha256(tmp_path / name)

    total = 3 * BATCH_ROWS + 7
    assert write("a", [total]) == write("b", [1, 0, total - 1]) == write("c", [700] * 4 + [279])
    with pq.ParquetFile(tmp_path / "a") as file:
        sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [BATCH_ROWS] * 3 + [7]


def test_another_schema_is_refused(tmp_path):
    writer = TableWriter(tmp_path / "rows.parquet", SCHEMA)
    with pytest.raises(StoreError, match="another schema"):
        writer.write(pa.table({"m": [1]}))
    writer.close()


def test_drops_carry_stage_reason_and_evidence(tmp_path):
    sink = Sink(Folder(tmp_path), "dedup", SCHEMA)
    sink.rows_in = 1
    sink.drop([Dropped("i", "s", "r", "duplicate", "of x")])
    assert sink.close() == {"in": 1, "kept": 0, "dropped": 1, "reasons": {"duplicate": 1}}
    assert pq.read_table(tmp_path / "drops.parquet").to_pylist() == [
        {"id": "i", "data_source": "s", "source_row": "r", "stage": "dedup",
         "reason": "duplicate", "evidence": "of x"}
    ]  # fmt: skip


def test_a_full_disk_is_one_message_and_loses_nothing(world, monkeypatch):
    context = world.context()
    done = context.run(Count({"rows": 10}), "x")

    def full(self: TableWriter, everything: bool = False) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TableWriter, "_flush", full)
    with pytest.raises(StoreError, match=r"No space left on device.*--data"):
        context.run(Count({"rows": 20}), "x")
    monkeypatch.undo()
    assert context.run(Count({"rows": 10}), "x").key == done.key
    assert context.run(Count({"rows": 20}), "x").counts["kept"] == 20


def test_a_lock_goes_with_the_process_that_dies(tmp_path):
    script = textwrap.dedent(
        f"""
        import sys, time
        from pathlib import Path
        from pipeline.store import locked
        with locked(Path({str(tmp_path / "lock")!r}), lambda: None):
            print("held", flush=True)
            time.sleep(60)
        """
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    waited = []
    from pipeline.store import locked

    def kill() -> None:
        waited.append(True)
        os.kill(holder.pid, signal.SIGKILL)

    with locked(tmp_path / "lock", kill):
        assert waited == [True]
    holder.wait()
    holder.stdout.close()


def test_a_write_that_fails_raises_and_does_not_end_the_process(tmp_path):
    """Arrow aborts when content-defined chunks cannot be written, unless we stand between."""
    script = f"""
import resource, sys
from pathlib import Path
import pyarrow as pa
from pipeline.store import TableWriter
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
writer = TableWriter(Path({str(tmp_path / "rows.parquet")!r}), pa.schema([("n", pa.string())]))
import random
rng = random.Random(0)
try:
    for _ in range(50):
        writer.write(pa.table({{"n": [str(rng.random()) for _ in range(1000)]}}))
    writer.close()
except OSError as error:
    print("raised", error.errno)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.stdout.split() == ["raised", "27"], ran.stderr
