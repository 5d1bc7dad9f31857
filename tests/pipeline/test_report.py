"""The report: one page, nothing from outside, everything escaped, each drop beside its match."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline import config, runner
from pipeline.context import Context
from pipeline.locations import Locator, Lock
from pipeline.release import corpus, report_drops, report_rows
from pipeline.release.figures import Parts
from pipeline.stage import Artifact
from pipeline.store import Folder

VOID = {"meta", "link", "br", "line", "rect"}
EVIL = "<script>alert('x')</script> & \"so on\""
OWN = [
    {"question": "What is the sum of two and three?", "answer": "5"},
    {"question": "What is the sum of two and three?", "answer": "5"},
    {"question": "Ann has six red apples and eats one. How many are left in the bowl?",
     "answer": "5"},
    {"question": "Name the largest prime below twenty.", "answer": "19"},
    {"question": "Name the largest prime below twenty.", "answer": "17"},
    {"question": f"What is 7 + 8? {EVIL}", "answer": "15"},
    {"question": "What is left?", "answer": r"\frac{1"},
]  # fmt: skip


class Page(HTMLParser):
    """A page as a browser reads it: every tag closed in order; what it loads, names and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.attributes if key == name]

    @property
    def text(self) -> str:
        return "".join(self.words)


def parts_of(world_data: Path, build: runner.Build) -> Parts:
    """The inputs of a release, read from the store."""
    found = []
    for given in build.stages[-1].manifest["inputs"]:
        name = f"{given['stage']}-{given['key']}"
        for base in (build.settings.domain, "benchmarks"):
            folder = Folder(world_data / "builds" / base / name)
            if manifest := folder.manifest():
                found.append(Artifact(given["stage"], given["key"], folder, manifest))
                break
    return Parts.of(found)


def page_of(build: runner.Build) -> Page:
    return Page((build.stages[-1].folder.path / "corpus" / corpus.REPORT).read_text("utf-8"))


@pytest.fixture(scope="module")
def page(built):
    return page_of(built[1])


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A corpus of rows that go for all kinds of reasons."""
    root = tmp_path_factory.mktemp("own")
    (root / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in OWN))
    (root / "own.toml").write_text(
        'domain = "mine"\n[own.sums]\npaths = ["rows.jsonl"]\nreward = "math"\nlicense = "MIT"\n'
        'columns = { ground_truth = "answer" }\n[measure]\nmax_problems = 0\n'
        "[decontaminate]\nbenchmarks = []\n"
    )
    settings = config.load(None, None, root / "own.toml")
    context = Context(root / "data", Locator(root / "cache", [], root, Lock({})), quiet=True)
    return root / "data", runner.build(settings, context)


def test_the_page_loads_nothing_and_runs_nothing(page):
    assert "script" not in page.tags
    assert not page.values("src")
    assert all(link.startswith("#") or link == "data:," for link in page.values("href"))
    assert not any(name.startswith("on") for name, _ in page.attributes)


def test_links_within_the_page_have_targets(page):
    targets = page.values("id")
    assert len(set(targets)) == len(targets)
    links = {link[1:] for link in page.values("href") if link.startswith("#")}
    assert {"funnel", "sources", "dropped", "rows", "select-too_easy"} <= links <= set(targets)


def test_the_page_shows_what_the_build_counted(page, built):
    _, build = built
    for artifact in build.stages[:-1]:
        assert artifact.stage in page.words
        for reason, number in artifact.counts["reasons"].items():
            assert f"{number:,} {reason}" in page.words
    assert f"problems of {build.stages[0].counts['in']} raw rows" in page.words
    assert "never solved" not in page.text or "svg" in page.tags


def test_pass_rates_are_drawn(page, built):
    _, build = built
    assert "svg" in page.tags
    rates = build.stages[6].table(["pass_rate_weak"])["pass_rate_weak"].to_pylist()
    assert f"never solved: {rates.count(0.0)} kept" in page.words


def test_a_contaminated_row_stands_beside_its_item(built):
    world, build = built
    parts = parts_of(world.data, build)
    found = {(each.stage, each.reason): each for each in report_drops.reasons(parts)}
    (case,) = found["decontaminate", "contaminated"].examples
    assert case.note == "same structure"
    assert [side.title for side in case.sides] == [
        "Dropped", "logic__arc_agi_1_evaluation · eeee0001/0"
    ]  # fmt: skip
    texts = ["".join(text for text, _ in side.pieces) for side in case.sides]
    assert all(text.startswith("Demonstration 1") for text in texts)
    assert texts[0] != texts[1]


def test_shared_words_are_marked():
    row = {"question": "Now add two and two, please.", "context": "", "match_key": "text",
           "match_parts": [], "reference": "", "data_source": "b__x",
           "source_row": "1"}  # fmt: skip
    evidence = {"benchmark": "b__x", "item": "1", "by": "overlap", "item_in_row": 0.75,
                "row_in_item": 0.5, "row_spans": [[4, 19]], "item_spans": [[0, 7]]}  # fmt: skip

    class OneItem:
        def table(self, columns, filters):
            import pyarrow as pa

            return pa.Table.from_pylist([{**row, "question": "Add two"}])

        stage = "normalize"

    class Benchmarks:
        benchmarks = (OneItem(),)

    note, sides = report_drops._of_decontaminate(Benchmarks(), row, evidence)
    assert note == "overlap: 75% of the item in the row, 50% of the row in the item"
    assert sides[0].pieces == [("Now ", False), ("add two and two", True), (", please.", False)]
    assert sides[1].pieces == [("Add two", True)]


def test_every_reason_has_examples_with_what_they_matched(own):
    data, build = own
    found = {each.reason: each for each in report_drops.reasons(parts_of(data, build))}
    assert set(found) == {"duplicate", "answer_conflict", "ungradable_gold"}
    (same,) = found["duplicate"].examples
    assert same.note == "the same question"
    assert same.sides[0].pieces == same.sides[1].pieces
    assert found["answer_conflict"].rows == 2
    notes = {case.note for case in found["answer_conflict"].examples}
    assert notes == {
        "the same question with another answer: 19 here, 17 there",
        "the same question with another answer: 17 here, 19 there",
    }
    (bad,) = found["ungradable_gold"].examples
    assert r"\frac{1" in json.dumps(bad.sides[0].pieces).replace("\\\\", "\\")


def test_what_a_row_says_is_text_and_no_markup(own):
    page = page_of(own[1])
    assert "script" not in page.tags
    assert EVIL in page.text


def test_rows_to_read_have_verdicts(own):
    data, build = own
    rows = report_rows.samples(parts_of(data, build))
    assert len(rows) == 3
    for row in rows:
        assert row.verdicts[0].kind == "gold"
        assert row.verdicts[0].status == "correct"
        assert {case.status for case in row.verdicts[1:]} <= {"wrong", "no_answer"}
        assert len(row.verdicts) > 2


def test_measured_rows_show_their_draws_and_an_answer(built):
    world, build = built
    rows = report_rows.samples(parts_of(world.data, build))
    known = {row["id"]: row for row in build.stages[6].table().to_pylist()}
    assert any(row.trace for row in rows)
    for row in rows:
        (drawn,) = row.drawn
        outcomes = known[row.facts["id"]]["weak_outcomes"]
        assert len(drawn.draws) == len(outcomes)
        assert [kind for kind, _ in drawn.draws].count("right") == outcomes.count("1")
        assert bool(row.trace) == ("1" in outcomes)


def test_a_page_shows_so_many_rows_and_says_so(built, monkeypatch):
    world, build = built
    parts = parts_of(world.data, build)
    monkeypatch.setattr(report_rows, "MOST", 3)
    rows = report_rows.samples(parts)
    sources = {row.name.split(" · ")[0] for row in rows}
    assert len(rows) == 3
    assert len(sources) == 3  # one of each source before a second of any


def test_long_texts_are_cut_and_say_so():
    assert report_rows._cut("x" * 5000) == "x" * 2000 + " [... 3,000 more characters]"
    text = "".join(part for part, _ in report_rows.short("y" * 9000))
    assert "characters ...]" in text
    assert len(text) < 1000


def test_the_report_is_where_the_build_says(built):
    from pipeline import funnel

    _, build = built
    (line,) = [x for x in funnel.where(build).splitlines() if x.startswith("report")]
    assert Path(line.split()[1]).is_file()
