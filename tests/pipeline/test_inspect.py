"""One row with all that is known of it: released, measured, dropped, matched."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import inspect_row
from pipeline.cli import app
from pipeline.errors import UsageError
from tests.world import DRAWS


def told(built, name: str) -> list[dict]:
    world, build = built
    locator = world.context().locator
    return inspect_row.gathered(build.corpus, name, locator, world.data / "completions")


def released(built) -> list[dict]:
    return pq.read_table(built[1].corpus / "data").to_pylist()


def test_a_measured_row_shows_its_stored_completions_graded_as_then(built):
    measured = [row for row in released(built) if row["n_weak"]]
    assert measured
    for row in measured[:5]:
        # An exact duplicate, which was dropped, has the same id.
        entry, *others = told(built, row["id"])
        assert entry["part"] == "data"
        assert all(other["part"] == "rejected" for other in others)
        drawn = entry["completions"]
        assert [draw["sample"] for draw in drawn] == list(range(row["n_weak"]))
        assert sum(draw["status"] == "correct" for draw in drawn) == row["correct_weak"]
        assert len(drawn) <= DRAWS


def test_a_row_is_found_by_id_by_key_and_by_source_and_key(built):
    row = released(built)[0]
    by_id = told(built, row["id"])
    assert told(built, f"{row['data_source']}/{row['source_row']}") == by_id
    assert by_id[0] in told(built, row["source_row"])


def test_a_dropped_row_shows_why_and_what_it_matched(built):
    (entry,) = [e for e in told(built, "logic__arc_agi_2/ffff0009/0") if e["part"] == "rejected"]
    assert entry["row"]["reason"] == "contaminated"
    text = "\n".join(inspect_row.lines([entry]))
    assert "dropped at decontaminate: contaminated" in text
    assert "item: eeee0001/0" in text


def test_a_duplicate_shows_the_row_that_was_kept(built):
    rejected = pq.read_table(built[1].corpus / "rejected").to_pylist()
    duplicate = next(row for row in rejected if row["reason"] == "duplicate")
    (entry,) = told(built, f"{duplicate['data_source']}/{duplicate['source_row']}")
    matched = json.loads(duplicate["evidence"])["matched_row"]
    kept = entry["matched"]
    assert f"{kept['data_source']}/{kept['source_row']}" == matched
    assert kept["prompt"][0]["content"].splitlines()[0] in "\n".join(inspect_row.lines([entry]))


def test_a_row_that_was_measured_and_not_released(built):
    ids = {row["id"] for row in released(built)}
    unfiltered = pq.read_table(built[1].corpus / "unfiltered").to_pylist()
    row = next(row for row in unfiltered if row["id"] not in ids)
    parts = [entry["part"] for entry in told(built, row["id"])]
    assert parts == ["unfiltered", "rejected"]


def test_the_command_prints_prompt_gold_verdicts_and_origin(built):
    world, build = built
    row = next(row for row in released(built) if row["n_weak"])
    command = ["inspect", row["id"], str(build.corpus), "--data", str(world.data)]
    ran = CliRunner().invoke(app, command)
    assert ran.exit_code == 0, ran.output or ran.exception
    for said in ("gold", "weak draw 0:", f"license: {row['license']}", row["source_row"]):
        assert said in ran.output
    found = json.loads(CliRunner().invoke(app, [*command, "--json"]).output)
    assert found[0]["row"]["id"] == row["id"]


def test_without_the_store_there_are_no_completions(built):
    world, build = built
    row = next(row for row in released(built) if row["n_weak"])
    found = inspect_row.gathered(build.corpus, row["id"], world.context().locator, None)
    assert found[0]["completions"] == []


def test_a_name_that_no_row_has(built):
    with pytest.raises(UsageError, match="has no row 'nobody'"):
        inspect_row.find(built[1].corpus, "nobody")


def test_a_folder_that_is_no_release(tmp_path):
    with pytest.raises(UsageError, match="no release folder"):
        inspect_row.find(tmp_path, "x")
