"""The stage: what it drops and flags, what it says, when it refuses; on one core or several."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline import workers
from pipeline.errors import LocationError
from pipeline.schema import PROBLEM
from pipeline.settings import DecontaminateSettings
from pipeline.stage import Artifact
from pipeline.stages.decontaminate import Decontaminate
from pipeline.store import Folder, TableWriter
from tests.filters.test_contamination import BAKERY, CODE, SOLUTION, other_text

WORDS = BAKERY.split()
SUSPECT = " ".join(w if n % 7 != 3 else other_text(n, 1) for n, w in enumerate(WORDS))


def problem(number: int, question: str, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(PROBLEM.names)
    row |= {
        "id": f"id{number}", "data_source": "math__mine", "source_row": str(number),
        "question": question, "context": "", "match_key": "text", "match_parts": [], "meta": "{}",
        "reference": "", "priority": 50,
    }  # fmt: skip
    return row | more


def artifact(folder: Path, rows: list[dict[str, Any]]) -> Artifact:
    folder.mkdir()
    writer = TableWriter(folder / "rows.parquet", PROBLEM)
    writer.write(pa.Table.from_pylist(rows, PROBLEM))
    writer.close()
    return Artifact(folder.name, folder.name, Folder(folder), {"counts": {"kept": len(rows)}})


BENCHMARK = [
    problem(0, BAKERY, data_source="math__bench", source_row="b0", reference=SOLUTION),
    problem(1, CODE, data_source="math__bench", source_row="b1"),
]


def stage(tmp_path: Path, rows, benchmark=BENCHMARK, **config: Any) -> Decontaminate:
    settings = DecontaminateSettings(benchmarks=("math__bench",), **config)
    return Decontaminate(
        settings.model_dump(mode="json"),
        (artifact(tmp_path / "rows", rows), artifact(tmp_path / "bench", benchmark)),
    )


def drops(done: Artifact) -> dict[str, dict[str, Any]]:
    return {
        drop["source_row"]: {**drop, "evidence": json.loads(drop["evidence"])}
        for drop in done.drops().to_pylist()
    }


def test_contaminated_and_suspect_rows_go_with_evidence(world, tmp_path):
    rows = [
        problem(0, other_text(1, 30)),
        problem(1, BAKERY.replace("14", "15")),
        problem(2, SUSPECT),
        problem(3, other_text(2, 30), reference=f"So: {SOLUTION}"),
    ]
    done = world.context().run(stage(tmp_path, rows), "x")
    assert done.table()["source_row"].to_pylist() == ["0"]
    found = drops(done)
    assert {row: drop["reason"] for row, drop in found.items()} == {
        "1": "contaminated", "2": "suspect", "3": "contaminated",
    }  # fmt: skip
    evidence = found["1"]["evidence"]
    assert (evidence["benchmark"], evidence["item"], evidence["by"]) == (
        "math__bench", "b0", "overlap",
    )  # fmt: skip
    assert 0.7 <= evidence["item_in_row"] < 1
    begin, end = evidence["row_spans"][0]
    assert rows[1]["question"][begin:end] == BAKERY[: BAKERY.index(" 14")]
    assert evidence["shared"].startswith(BAKERY[: BAKERY.index(" 14")])
    assert found["3"]["evidence"]["by"] == "solution"


def test_suspects_may_be_kept_and_say_so_in_their_meta(world, tmp_path):
    rows = [problem(0, SUSPECT, meta='{"level": 3}'), problem(1, BAKERY)]
    done = world.context().run(stage(tmp_path, rows, suspects="keep"), "x")
    (kept,) = done.table().to_pylist()
    meta = json.loads(kept["meta"])
    assert meta["level"] == 3
    assert meta["suspect"]["item"] == "b0"
    assert set(drops(done)) == {"1"}
    assert done.manifest["stats"] == {"suspects_kept": 1}


def test_thresholds_are_settings(world, tmp_path):
    rows = [problem(0, SUSPECT)]
    done = world.context().run(stage(tmp_path, rows, contaminated=1.0, suspect=0.95), "x")
    assert done.table().num_rows == 1


def test_the_same_question_of_another_table_is_clean(world, tmp_path):
    question = "How many people lived in the largest of these cities in the year 1900?"
    tables = [f"city | people | {other_text(n, 40)}" for n in range(2)]
    item = problem(0, question, context=tables[0], data_source="math__bench", source_row="b0")
    rows = [problem(n, question, context=table) for n, table in enumerate(tables)]
    done = world.context().run(stage(tmp_path, rows, [item]), "x")
    assert done.table()["source_row"].to_pylist() == ["1"]


@pytest.mark.parametrize("benchmark", [[], [problem(0, "?!", data_source="math__bench")]])
def test_a_benchmark_without_items_stops_the_build(world, tmp_path, benchmark):
    with pytest.raises(LocationError, match="benchmarks without items: math__bench"):
        world.context().run(stage(tmp_path, [problem(0, CODE)], benchmark), "x")


def test_the_same_bytes_on_one_core_and_on_several(world, tmp_path, monkeypatch):
    texts = [CODE, BAKERY, SUSPECT, *(other_text(n, 20) for n in range(7))]
    rows = [problem(n, f"{texts[n % len(texts)]} {n}") for n in range(2500)]
    hashes = []
    for name, most in (("one", 10**9), ("many", 0)):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(workers, "PARALLEL_ROWS", most)
        done = world.context().run(stage(tmp_path / name, rows), name)
        hashes.append({n: f["sha256"] for n, f in done.manifest["files"].items()})
        assert done.counts["reasons"] == {"contaminated": 500, "suspect": 250}
        world.data = tmp_path / "other"
    assert hashes[0] == hashes[1]
