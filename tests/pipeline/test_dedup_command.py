"""`touchstone dedup` on files: what goes out, what it says, what it refuses."""

from __future__ import annotations

import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import TouchstoneError

STORY = (
    "A farmer has {n} brown hens and {m} white hens on the old farm behind the hill, where his "
    "mother lived with her sisters when the village was small and nobody owned a car. How many "
    "eggs does he sell, if each hen lays two?"
)
ROWS = [
    {"q": STORY.format(n=12, m=30) + " Show your work.", "a": "84", "name": "r3", "p": 2},
    {"q": STORY.format(n=12, m=30), "a": "84", "name": "r1", "p": 1},
    {"q": STORY.format(n=12, m=31), "a": "86", "name": "r2", "p": 1},
    {"q": STORY.format(n=12, m=30).upper(), "a": None, "name": "r4", "p": None},
]


def write(path, rows):
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def run(*args: object) -> str:
    done = CliRunner().invoke(cli.app, ["dedup", *map(str, args)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def names(path) -> list[str]:
    if path.suffix == ".jsonl":
        return [json.loads(line)["name"] for line in path.read_text().splitlines()]
    return pq.read_table(path)["name"].to_pylist()


NAMED = ("--text", "q", "--id", "name", "--answer", "a", "--priority", "p")


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_one_row_of_every_problem_goes_out(tmp_path, kind):
    out = tmp_path / f"out.{kind}"
    said = run(write(tmp_path / f"in.{kind}", ROWS), out, *NAMED)
    assert names(out) == ["r1", "r2"]
    drops = pq.read_table(f"{out}.drops.parquet").to_pylist()
    assert [(d["row"], d["id"], d["reason"]) for d in drops] == [
        (0, "r3", "near_duplicate"), (3, "r4", "duplicate"),
    ]  # fmt: skip
    assert {json.loads(d["evidence"])["matched"] for d in drops} == {"r1"}
    assert "dedup" in said
    assert "1  near_duplicate" in said
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [f"in.{kind}", out.name, f"{out.name}.drops.parquet"]
    )


def test_any_order_keeps_the_same_rows(tmp_path):
    for seed in range(3):
        rows = random.Random(seed).sample(ROWS, len(ROWS))
        out = tmp_path / f"out{seed}.jsonl"
        run(write(tmp_path / "in.jsonl", rows), out, *NAMED)
        assert sorted(names(out)) == ["r1", "r2"]


def test_no_guard_is_plain_jaccard(tmp_path):
    out = tmp_path / "out.jsonl"
    run(write(tmp_path / "in.jsonl", ROWS), out, *NAMED, "--no-guard")
    assert names(out) == ["r1"]


def test_what_a_release_had_goes(tmp_path):
    first, second = tmp_path / "one.parquet", tmp_path / "two.parquet"
    signed = tmp_path / "signatures.parquet"
    run(write(tmp_path / "in.parquet", ROWS[:3]), first, *NAMED, "--signatures", signed)
    fresh = {"q": "Something that is not there yet, and says so.", "a": "7", "name": "n", "p": 1}
    later = write(tmp_path / "later.parquet", [*ROWS, fresh, {**fresh, "name": "o"}])
    run(later, second, *NAMED, "--against", signed)
    assert names(second) == ["n"]
    drops = {d["id"]: d for d in pq.read_table(f"{second}.drops.parquet").to_pylist()}
    assert {name: d["reason"] for name, d in drops.items()} == {
        "r1": "released", "r2": "released", "r3": "released", "r4": "released", "o": "duplicate",
    }  # fmt: skip
    evidence = json.loads(drops["r4"]["evidence"])
    assert evidence["matched"] == "r1"
    assert evidence["estimated_jaccard"] == 1.0
    assert json.loads(drops["o"]["evidence"])["matched"] == "n"


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (["--text", "question"], 2, r"--text question: .*in.jsonl has a, name, p, q"),
        (["--text", "q", "--answer", "b"], 2, r"--answer b: .* has a, name, p, q"),
        (["--text", "p"], 1, r"row 0: p is 2; text is allowed"),
        (["--text", "q", "--priority", "name"], 1, r"row 0: name is 'r3'; numbers are allowed"),
        (["--text", "q", "--against", "none.parquet"], 2, r"--against none.parquet: no such file"),
        (["--text", "q", "--against", __file__], 2, r"--against .*no signatures"),
    ],
)
def test_what_it_refuses(tmp_path, more, code, message):
    out = tmp_path / "out.jsonl"
    with pytest.raises(TouchstoneError, match=message) as caught:
        run(write(tmp_path / "in.jsonl", ROWS), out, *more)
    assert caught.value.exit_code == code
    # Nothing half-done is left.
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_file_without_rows(tmp_path):
    empty = tmp_path / "in.jsonl"
    empty.write_text("")
    run(empty, tmp_path / "out.jsonl", "--text", "q")
    assert (tmp_path / "out.jsonl").read_bytes() == b""
