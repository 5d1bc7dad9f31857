"""What changed between two releases: every kind of change, its reasons, and nothing else."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import diff
from pipeline.cli import app
from pipeline.errors import UsageError
from pipeline.schema import DROPS, RELEASE


def row(key: str, **changed) -> dict:
    """A released row of the source `logic__s`; its id is its key unless told otherwise."""
    info = {
        "index": 1, "split": "train", "id": key, "reward": "grid", "reward_version": "1",
        "spec": "{}",
    }  # fmt: skip
    found = {
        "id": key, "data_source": "logic__s", "source_row": key,
        "prompt": [{"role": "user", "content": f"Question {key}"}],
        "reward_model": {"style": "rule", "ground_truth": "[[1]]"}, "extra_info": info,
        "difficulty_band": "medium", "pass_rate_weak": 0.25, "n_weak": 4,
    }  # fmt: skip
    return {**found, **changed}


def dropped(key: str, reason: str) -> dict:
    return {
        "id": key, "data_source": "logic__s", "source_row": key, "stage": "dedup",
        "reason": reason, "evidence": "",
    }  # fmt: skip


def release(folder, rows, drops=()):
    for path, found, schema in (
        (folder / "data" / "logic" / "train-0.parquet", rows, RELEASE),
        (folder / "rejected" / "logic.parquet", list(drops), DROPS),
    ):
        path.parent.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(found, schema), path)
    return folder


def gold(text: str) -> dict:
    return {"reward_model": {"style": "rule", "ground_truth": text}}


@pytest.fixture
def two(tmp_path):
    """Two releases that differ in every way a row can differ, and share one row."""
    prompt = {"prompt": [{"role": "user", "content": "Another question"}]}
    newer = {"extra_info": {**row("reward")["extra_info"], "reward_version": "2"}}
    names = ("same", "gold", "prompt", "reward", "rates", "band", "duplicate", "gone", "old_name")
    before = [row(name) for name in names]
    after = [
        row("same"), row("gold", id="gold2", **gold("[[2]]")), row("prompt", **prompt),
        row("reward", **newer), row("rates", pass_rate_weak=0.5, n_weak=8),
        row("band", difficulty_band="hard"), row("new"), row("back"),
        row("new_name", id="old_name"),
    ]  # fmt: skip
    return (
        release(tmp_path / "a", before, [dropped("back", "suspect")]),
        release(tmp_path / "b", after, [dropped("duplicate", "duplicate")]),
    )


def test_each_kind_of_change_is_found_once_and_only_there(two):
    found = diff.changes(*map(diff.read, two))
    assert [(change.kind, change.row.removeprefix("logic__s/")) for change in found] == [
        ("added", "back"), ("added", "new"), ("band", "band"), ("gold", "gold"),
        ("prompt", "prompt"), ("rates", "rates"), ("removed", "duplicate"), ("removed", "gone"),
        ("renamed", "old_name"), ("reward", "reward"),
    ]  # fmt: skip
    told = {change.row.removeprefix("logic__s/"): change for change in found}
    assert told["duplicate"].before == "dedup: duplicate"
    assert told["gone"].before == "not among the rows that were read"
    assert told["back"].after == "before: dedup: suspect"
    assert (told["gold"].before, told["gold"].after) == ("[[1]]", "[[2]]")
    assert told["rates"].after == "weak 0.500 of 8"
    assert told["old_name"].after == "logic__s/new_name"


def test_golds_that_differ_only_far_behind_are_a_change(tmp_path):
    long = "1" * 500
    a = release(tmp_path / "a", [row("x", **gold(long + "2"))])
    b = release(tmp_path / "b", [row("x", **gold(long + "3"))])
    assert [change.kind for change in diff.changes(diff.read(a), diff.read(b))] == ["gold"]


def test_a_release_does_not_differ_from_itself(two):
    a = diff.read(two[0])
    assert diff.changes(a, a) == []


def test_the_command_prints_counts_reasons_and_some_rows(two):
    ran = CliRunner().invoke(app, ["diff", *map(str, two), "--rows", "1"])
    assert ran.exit_code == 0, ran.output
    assert "9 -> 9 rows" in ran.output
    assert "1  dedup: duplicate" in ran.output
    assert "logic__s/gold  [[1]] -> [[2]]" in ran.output
    assert "... and 1 more" in ran.output


def test_the_command_prints_json(two):
    ran = CliRunner().invoke(app, ["diff", *map(str, two), "--json"])
    assert {change["kind"] for change in json.loads(ran.output)} == {
        "added", "band", "gold", "prompt", "rates", "removed", "renamed", "reward",
    }  # fmt: skip


def test_a_folder_that_is_no_release(tmp_path):
    with pytest.raises(UsageError, match="no release folder"):
        diff.read(tmp_path)
