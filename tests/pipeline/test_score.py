"""Grading a file of responses: each lands on its row, and what lands nowhere is said."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import score
from pipeline.cli import app
from pipeline.errors import RowError, UsageError
from tests.pipeline.test_diff import gold, release, row

RIGHT, WRONG = "<answer>[[1]]</answer>", "<answer>[[2]]</answer>"


@pytest.fixture
def folder(tmp_path):
    """Two rows of a grid each, and one whose gold cannot be graded."""
    return release(tmp_path / "release", [row("a"), row("b"), row("c", **gold("no grid"))])


def ask(tmp_path, folder, responses: list[dict], *options: str, kind: str = "jsonl") -> dict:
    """The summary, and the verdicts that were written."""
    path, out = tmp_path / f"responses.{kind}", tmp_path / f"verdicts.{kind}"
    if kind == "jsonl":
        path.write_text("".join(json.dumps(each) + "\n" for each in responses))
    else:
        pq.write_table(pa.Table.from_pylist(responses), path)
    command = ["score", str(path), str(folder), "--out", str(out), "--json", *options]
    ran = CliRunner().invoke(app, command)
    assert ran.exit_code == 0, ran.output or ran.exception
    verdicts = (
        [json.loads(line) for line in out.read_text().splitlines()]
        if kind == "jsonl"
        else pq.read_table(out).to_pylist()
    )
    return {**json.loads(ran.output), "verdicts": verdicts}


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_responses_are_graded_counted_and_written(tmp_path, folder, kind):
    found = ask(
        tmp_path, folder,
        [{"id": "a", "response": RIGHT}, {"id": "b", "response": WRONG},
         {"id": "b", "response": "no idea"}, {"id": "b", "response": None},
         {"id": "c", "response": RIGHT}, {"id": "stranger", "response": RIGHT}],
        kind=kind,
    )  # fmt: skip
    assert found["statuses"] == {
        "correct": 1, "wrong": 1, "no_answer": 2, "undecided": 1, "error": 0,
    }  # fmt: skip
    # What is undecided says nothing of the model.
    assert found["accuracy"] == 0.25
    assert (found["rows"], found["rows_solved"], found["unknown_rows"]) == (3, 1, 1)
    assert [(v["id"], v["sample"], v["status"]) for v in found["verdicts"]] == [
        ("a", 0, "correct"), ("b", 0, "wrong"), ("b", 1, "no_answer"), ("b", 2, "no_answer"),
        ("c", 0, "undecided"),
    ]  # fmt: skip
    assert found["verdicts"][0]["extracted"] == "[[1]]"


@pytest.mark.parametrize("name", ["a", "logic__s/a"])
@pytest.mark.parametrize(
    ("response", "statuses"),
    [
        (RIGHT, ["correct"]),
        ([RIGHT, WRONG], ["correct", "wrong"]),
        ([{"role": "user", "content": WRONG}, {"role": "assistant", "content": RIGHT}],
         ["correct"]),
        ([[{"role": "assistant", "content": WRONG}], [{"role": "assistant", "content": RIGHT}]],
         ["wrong", "correct"]),
        ([{"role": "assistant", "content": [{"type": "text", "text": RIGHT}]}], ["correct"]),
    ],
)  # fmt: skip
def test_rows_and_responses_may_be_written_in_several_ways(
    tmp_path, folder, name, response, statuses
):
    rows = [{"row": name, "text": response}]
    found = ask(tmp_path, folder, rows, "--id", "row", "--response", "text")
    assert [verdict["status"] for verdict in found["verdicts"]] == statuses


def test_a_key_that_two_sources_share_names_no_row(tmp_path):
    rows = [row("a"), row("a", id="other", data_source="logic__t")]
    found = score.read_release(release(tmp_path / "release", [*rows, row("b")]))
    assert "b" in found
    assert found["logic__t/a"]["id"] == "other"
    assert found["a"]["data_source"] == "logic__s"  # by its id alone


def test_a_response_that_is_none(folder):
    with pytest.raises(RowError, match="row 7: a response is text"):
        score.texts(3.5, "7")


def test_an_empty_list_is_no_response():
    assert score.texts([], "7") == []


def test_a_file_that_fits_no_row(tmp_path, folder):
    path = tmp_path / "r.jsonl"
    path.write_text('{"id": "x", "response": "y"}\n')
    with pytest.raises(UsageError, match="no response of"):
        score.grade(score.read_release(folder), path, "id", "response", lambda table: None)


@pytest.mark.parametrize("out", ["verdicts.csv", "verdicts"])
def test_an_output_of_another_kind(tmp_path, out):
    with pytest.raises(UsageError, match="--out"):
        score.Output(tmp_path / out)


def test_the_table_names_sources_and_strangers(tmp_path, folder):
    path = tmp_path / "r.jsonl"
    path.write_text(
        "".join(json.dumps({"id": i, "response": RIGHT}) + "\n" for i in ("a", "b", "zzz"))
    )
    ran = CliRunner().invoke(app, ["score", str(path), str(folder)])
    assert ran.exit_code == 0, ran.output
    assert "logic__s" in ran.output
    assert "100.0%" in ran.output
    assert "1 responses belong to no row" in ran.output
