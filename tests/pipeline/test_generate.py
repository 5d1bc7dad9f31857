"""Fresh problems on the command line, and the page that shows one of each."""

from __future__ import annotations

import json
import re

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import families, gallery
from pipeline.cli import app
from pipeline.errors import UsageError
from pipeline.fingerprint import ROOT
from pipeline.schema import PROBLEM
from rewards import load_reward

RUN = CliRunner()


def run(*args):
    ran = RUN.invoke(app, ["generate", *map(str, args)])
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return ran.stdout


def test_rows_come_out_as_lines_that_can_be_graded():
    lines = run("number_bases", "--n", 3, "--seed", 5, "--level", "hard").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["source_row"] for row in rows] == ["hard-5-0", "hard-5-1", "hard-5-2"]
    assert list(rows[0]) == PROBLEM.names
    assert len({row["id"] for row in rows}) == 3
    for row in rows:
        assert row["prompt"][0]["content"].count(row["question"]) == 1
        right = f"\\boxed{{{row['ground_truth']}}}"
        reward = load_reward(row["reward"])
        assert reward.score(right, row["ground_truth"], row["spec"]).value == 1.0
        assert reward.score("\\boxed{0}", row["ground_truth"], row["spec"]).value == 0.0


def test_same_seed_same_rows_in_either_kind_of_file(tmp_path):
    given = ("math__polynomials", "--n", 70, "--level", "easy", "--level", "medium")
    run(*given, "--out", tmp_path / "rows.jsonl")
    run(*given, "--out", tmp_path / "rows.parquet")
    table = pq.read_table(tmp_path / "rows.parquet")
    assert table.schema.equals(PROBLEM)
    lines = (tmp_path / "rows.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == table.to_pylist()
    assert table.num_rows == len(set(table["id"].to_pylist())) == 140
    assert {path.name for path in tmp_path.iterdir()} == {"rows.jsonl", "rows.parquet"}


def test_without_levels_all_of_them():
    rows = [json.loads(line) for line in run("number_theory", "--n", 1).splitlines()]
    assert [json.loads(row["parameters"])["level"] for row in rows] == [
        "easy", "medium", "hard", "extreme",
    ]  # fmt: skip


def test_the_list_names_all():
    lines = run("--list").splitlines()
    assert [line.split()[0] for line in lines] == list(families.families())
    assert "logic__zebra" in families.families()
    assert all("easy, medium, hard, extreme" in line for line in lines)


def test_every_family_is_found_by_its_name_alone():
    for source in families.families().values():
        assert families.find(source.name) is source


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["chess"], "unknown family 'chess'; known: .*logic__zebra.*math__chances"),
        ([], "--list"),
        (["gsm8k"], "unknown family"),
        (["chances", "--level", "brutal"], "unknown .*brutal.*; known: easy, medium"),
        (["chances", "--out", "rows.csv"], r"rows.csv: files ending in .jsonl or .parquet"),
        (["chances", "--out", "nowhere/rows.jsonl"], "no folder nowhere"),
    ],
)
def test_wrong_use_says_what_is_allowed(args, said):
    with pytest.raises(UsageError, match=f"(?s){said}"):
        run(*args)


def test_a_failed_run_leaves_no_file(tmp_path):
    with pytest.raises(UsageError):
        run("chances", "--level", "brutal", "--out", tmp_path / "rows.jsonl")
    assert not list(tmp_path.iterdir())


def test_the_gallery_shows_every_family_and_level():
    text = (ROOT / "docs" / "gallery.md").read_text("utf-8")
    shown = re.findall(r"^#### (\w+), (\w+)$", text, re.M)
    known = [(s.name, level) for s in families.families().values() for level in families.levels(s)]
    assert shown == known
    assert re.findall(r"^### (\w+)$", text, re.M) == list(families.families())


@pytest.mark.parametrize("name", ["math__matrices", "science__optics", "tabular__lookups"])
def test_the_gallery_is_what_the_families_make(name):
    """Of three families; all of them take half a minute and `make bench` compares the page."""
    text = (ROOT / "docs" / "gallery.md").read_text("utf-8")
    assert gallery.section(families.find(name)) in text


@pytest.mark.bench
def test_the_gallery_is_up_to_date():
    assert (ROOT / "docs" / "gallery.md").read_text("utf-8") == gallery.page(), (
        "`touchstone gallery` writes it"
    )


def test_the_page_on_difficulty_shows_more_work_at_every_level():
    text = (ROOT / "docs" / "difficulty.md").read_text("utf-8")
    table = text.partition("## Counted work")[2]
    rows = re.findall(r"^\| (\w+__\w+) \| [^|]+ \| (.*) \|$", table, re.M)
    assert [name for name, _ in rows] == list(families.families())
    for name, cells in rows:
        work = [float(cell) for cell in cells.split(" | ")]
        assert len(work) == len(families.levels(families.find(name)))
        assert work == sorted(set(work)), name
