"""`touchstone decontaminate`: rows as they were, drops, report, messages, nothing half done."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from filters.contamination import Rules
from pipeline.contamination_report import pieces
from pipeline.errors import LocationError, RowError, TouchstoneError, UsageError
from pipeline.standalone import decontaminate as command
from pipeline.standalone.decontaminate import Columns
from tests.filters.test_contamination import BAKERY, CODE, SOLUTION, other_text
from tests.pipeline.test_cli import touchstone
from tests.pipeline.test_decontaminate import SUSPECT

ROWS = [
    {"key": "clean", "problem": other_text(1, 30), "tags": ["a", None], "n": 1.5},
    {"key": "same", "problem": BAKERY, "tags": [], "n": None},
    {"key": "maybe", "problem": SUSPECT, "tags": [], "n": 2.0},
    {"key": "none", "problem": None, "tags": [], "n": 3.0},
    {"key": "<b>", "problem": f"{CODE} <script>", "tags": [], "n": 4.0},
]
ITEMS = [{"uid": 7, "question": BAKERY}, {"uid": 8, "question": CODE}]


@pytest.fixture
def folder(tmp_path):
    for name, rows in (("rows", ROWS), ("items", ITEMS)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines)
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
    return tmp_path


def run(folder, kind="jsonl", items="items.jsonl", keep=False, report=None, rows="rows"):
    job = command.job(
        folder / f"{rows}.{kind}", Columns("problem", "key"), [folder / items],
        [Columns("question", "uid")], Rules(), keep,
    )  # fmt: skip
    return command.run(job, folder / f"out.{kind}", report)


def test_jsonl_lines_go_out_byte_by_byte(folder):
    lines = (folder / "rows.jsonl").read_bytes().splitlines(keepends=True)
    said = run(folder, report=folder / "report.html")
    assert (folder / "out.jsonl").read_bytes() == lines[0] + lines[3]
    drops = pq.read_table(folder / "out.jsonl.drops.parquet").to_pylist()
    assert [(d["row"], d["id"], d["reason"]) for d in drops] == [
        (1, "same", "contaminated"), (2, "maybe", "suspect"), (4, "<b>", "contaminated"),
    ]  # fmt: skip
    evidence = json.loads(drops[0]["evidence"])
    assert (evidence["benchmark"], evidence["item"], evidence["by"]) == ("items.jsonl", "7", "text")
    assert re.search(r"decontaminate +5 +2 +3", "\n".join(said))
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith(("out", "."))) == [
        "out.jsonl", "out.jsonl.drops.parquet",
    ]  # fmt: skip


def test_parquet_rows_keep_all_their_columns(folder):
    run(folder, "parquet", "items.parquet")
    kept = pq.read_table(folder / "out.parquet")
    assert kept.schema.equals(pq.read_schema(folder / "rows.parquet"))
    assert kept.to_pylist() == [ROWS[0], ROWS[3]]
    assert pq.read_table(folder / "out.parquet.drops.parquet").num_rows == 3


def test_suspects_may_stay(folder):
    said = run(folder, keep=True)
    assert len((folder / "out.jsonl").read_text().splitlines()) == 3
    assert any("suspects kept: 1" in line for line in said)


def test_many_rows_in_many_batches_are_all_accounted_for(folder, monkeypatch):
    rows = [{"key": str(n), "problem": [other_text(n, 20), BAKERY][n % 3 == 0]} for n in range(90)]
    (folder / "many.jsonl").write_text("\n".join(map(json.dumps, rows)))
    outputs = []
    for size in (7, 4096):
        monkeypatch.setattr("pipeline.standalone.tables._Lines.batches.__defaults__", (size,))
        run(folder, rows="many")
        drops = pq.read_table(folder / "out.jsonl.drops.parquet").to_pylist()
        outputs.append(((folder / "out.jsonl").read_bytes(), drops))
        assert [d["row"] for d in drops] == list(range(0, 90, 3))
    assert outputs[0] == outputs[1]


def test_solutions_are_compared_apart(folder):
    (folder / "rows.jsonl").write_text(json.dumps({"q": other_text(1, 30), "s": SOLUTION}))
    (folder / "items.jsonl").write_text(json.dumps({"q": BAKERY, "s": SOLUTION}))
    columns = Columns("q", None, "s")
    job = command.job(
        folder / "rows.jsonl", columns, [folder / "items.jsonl"], [columns], Rules()
    )  # fmt: skip
    command.run(job, folder / "out.jsonl")
    (drop,) = pq.read_table(folder / "out.jsonl.drops.parquet").to_pylist()
    assert json.loads(drop["evidence"])["by"] == "solution"
    assert drop["id"] == "0"


class Page(HTMLParser):
    """Tags, marked text, and what the page would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.marked: list[str] = []
        self.fetched: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.fetched += [value for name, value in attrs if name in ("src", "href")]
        self._inside = tag == "mark"

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            self.marked.append(data)


def test_the_report_shows_both_sides_with_the_overlap_marked(folder):
    run(folder, report=folder / "report.html")
    text = (folder / "report.html").read_text()
    page = Page(text)
    assert page.tags["article"] == 3
    assert page.tags["section"] == 6
    # Exact rows are marked whole on both sides.
    assert page.marked.count(BAKERY.rstrip("?")) == 2
    assert text.index("<b>maybe</b>") < text.index("<b>same</b>")  # the least certain first
    # Nothing from outside, nothing of the data is markup.
    assert not page.fetched
    assert not page.tags["script"]
    assert "url(" not in text
    assert "@import" not in text
    assert "prefers-color-scheme: dark" in text
    assert "width=device-width" in text


def test_a_report_of_nothing_says_so(folder):
    (folder / "rows.jsonl").write_text(json.dumps(ROWS[0]))
    run(folder, report=folder / "report.html")
    assert "No row gives an item away." in (folder / "report.html").read_text()


def test_pieces_join_over_punctuation_and_cut_what_is_far_away():
    text = "one, two; three four"
    assert pieces(text, [(0, 3), (5, 8), (16, 20)]) == [
        ("one, two", True), ("; three ", False), ("four", True),
    ]  # fmt: skip
    assert "".join(part for part, _ in pieces(text, [])) == text
    ((before, _), (shared, marked)) = pieces("x" * 9000 + "tail", [(9000, 9004)])
    assert (shared, marked) == ("tail", True)
    assert len(before) < 1000
    assert "8,200 characters" in before


def job(folder, **changes):
    asked = {
        "source": folder / "rows.jsonl", "columns": Columns("problem"),
        "against": [folder / "items.jsonl"], "item_columns": [Columns("question")],
        "rules": Rules(),
    }  # fmt: skip
    return command.job(**(asked | changes))


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        (
            {"columns": Columns("prompt")},
            UsageError,
            r"--text prompt: .*rows.jsonl has key, n, pro",
        ),
        ({"columns": Columns("problem", "uuid")}, UsageError, "--id uuid"),
        (
            {"item_columns": [Columns("problem")]},
            UsageError,
            "--against-text problem: .*items.json",
        ),
        ({"item_columns": [Columns("question", "x")]}, UsageError, "--against-id x"),
        ({"against": [], "item_columns": []}, UsageError, "nothing to check against"),
    ],
)
def test_wrong_use_is_one_message(folder, changes, error, said):
    with pytest.raises(error, match=said):
        job(folder, **changes)


def test_files_that_cannot_be(folder):
    with pytest.raises(UsageError, match=r"IN .*nowhere.jsonl: no such file"):
        job(folder, source=folder / "nowhere.jsonl")
    with pytest.raises(UsageError, match=r"files ending in .jsonl or .parquet are allowed"):
        job(folder, source=folder / "rows.csv")
    for out, said in (
        ("out.parquet", "IN ends in .jsonl, so OUT must"),
        ("rows.jsonl", "is IN"),
        ("no/out.jsonl", "no folder"),
    ):
        with pytest.raises(UsageError, match=said):
            command.run(job(folder), folder / out)
    (folder / "bad.parquet").write_bytes(b"no parquet")
    with pytest.raises(RowError, match="not a parquet file"):
        job(folder, source=folder / "bad.parquet")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "row 1: not JSON"), ("[1]", "row 1: .*one object a line"),
        ('{"other": 1}', "row 1: no problem; the row has other"),
        ('{"problem": ["x"]}', r"row 1: problem is \['x'\]; text is allowed"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_left_behind(folder, line, said):
    (folder / "bad.jsonl").write_text(f"{json.dumps(ROWS[0])}\n{line}\n")
    (folder / "out.jsonl").write_text("as it was")
    before = sorted(folder.iterdir())
    with pytest.raises(RowError, match=said):
        command.run(job(folder, source=folder / "bad.jsonl"), folder / "out.jsonl")
    assert sorted(folder.iterdir()) == before
    assert (folder / "out.jsonl").read_text() == "as it was"


@pytest.mark.parametrize("items", ["", '{"question": "?!"}\n', '{"question": null}\n'])
def test_a_benchmark_without_items_fails_closed(folder, items):
    (folder / "items.jsonl").write_text(items)
    with pytest.raises(LocationError, match=r"items.jsonl has no item with words in question"):
        command.run(job(folder), folder / "out.jsonl")
    assert not (folder / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("values", "files", "each"),
    [([], 2, [None, None]), (["a"], 3, ["a"] * 3), (["a", "b"], 2, ["a", "b"]), ([], 0, [])],
)
def test_one_value_for_all_files_or_one_for_each(values, files, each):
    assert command.each("--against-text", values, files) == each


def test_as_many_values_as_files():
    with pytest.raises(UsageError, match="given 2 times, --against 3 times"):
        command.each("--against-text", ["a", "b"], 3)


def test_lone_surrogates_are_no_obstacle(folder):
    lines = [json.dumps({"problem": f"{BAKERY} \ud800"}), json.dumps({"problem": "\udfff ok"})]
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n")
    command.run(job(folder), folder / "out.jsonl", folder / "report.html")
    assert (folder / "out.jsonl").read_text() == lines[1] + "\n"


def test_the_command(folder):
    asked = [
        "decontaminate", "rows.jsonl", "out.jsonl", "--text", "problem", "--id", "key",
        "--against", "items.jsonl", "--against", "items.parquet", "--against-text", "question",
        "--against-id", "uid", "--report", "report.html",
    ]  # fmt: skip
    ran = touchstone(*asked, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert "out.jsonl.drops.parquet" in ran.stdout
    (first, *_) = pq.read_table(folder / "out.jsonl.drops.parquet").to_pylist()
    assert json.loads(first["evidence"])["also_in"] == ["items.parquet"]
    assert (folder / "report.html").exists()
    wrong = touchstone(*asked[:5], cwd=folder)
    assert wrong.returncode == UsageError.exit_code == 2
    assert "nothing to check against" in wrong.stderr
    (folder / "items.jsonl").write_text("")
    failed = touchstone(*asked, cwd=folder)
    assert failed.returncode == TouchstoneError.exit_code == 1
    assert "no item with words" in failed.stderr
