from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from domains.base import Drop, Generator
from domains.math.gsm8k import gsm8k
from domains.registry import find_source, known_domains, load_sources
from pipeline import sources_page
from pipeline.errors import LocationError
from pipeline.locations import Locator

ROWS = [
    {"question": "How many?", "answer": "Two and two. #### 4"},
    {"question": "How many apples?", "answer": "No mark"},
    {"question": "How many pears?", "answer": "All. #### \\frac{1"},
]


class OneSource(Locator):
    """Has the file of one source; nothing else can be reached."""

    rows = ROWS

    def named(self, location):
        if location != gsm8k.location:
            raise LocationError(f"{location.name} cannot be reached")
        path = self.cache / "train.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in self.rows))
        return {location.paths[0]: path}


@pytest.fixture
def page(tmp_path):
    told = []
    tests = Path(__file__).parents[1] / "domains"
    text = sources_page.page(OneSource(tmp_path), tests, told.append)
    assert len(told) == len(known_domains())
    return text


def row_of(page, name):
    (line,) = [line for line in page.splitlines() if line.startswith(f"| {name} |")]
    return dict(zip(sources_page.COLUMNS, line.strip("| ").split(" | "), strict=True))


def test_every_source_stands_on_the_page(page):
    sources = [source for domain in known_domains() for source in load_sources(domain)]
    for source in sources:
        row = row_of(
            page.split(f"## {source.domain.capitalize()}\n")[1].split("\n## ")[0], source.name
        )
        assert row["use"] == source.use
        assert row["license"] == source.license
        assert "test_contract_sources.py" in row["tests"]
        if isinstance(source.location, Generator):
            assert row["raw"].endswith("a level")
        elif source is not gsm8k:
            assert row["raw"] == row["kept"] == row["dropped"] == "?"


def test_all_that_guru_trains_on_is_declared_for_training(page):
    assert len(sources_page.GURU) == 16
    for name, sources in sources_page.GURU.items():
        assert f"| {name} | {', '.join(sources)} |" in page
        assert all(find_source(source).use == "training" for source in sources)
    assert all("guru" in find_source(names[0]).profiles for names in sources_page.GURU.values())


def test_rows_of_files_at_hand_are_counted(page):
    row = row_of(page, "gsm8k")
    assert (row["raw"], row["kept"]) == ("3", "1")
    assert row["dropped"] == "no_final_answer 1; ungradable_gold 1"
    assert row["location"] == "github:openai/grade-school-math@3101c7d507"


def test_filters_count_too(tmp_path):
    def no_apples(problem):
        return Drop("apples", "seen") if "apples" in problem.question else None

    file = OneSource(tmp_path)
    more = [{"question": f"How many {what}?", "answer": "#### 4"} for what in ("apples", "pears")]
    file.rows = [*ROWS, *more]
    found = sources_page.counted(replace(gsm8k, row_filters=(no_apples,)), file)
    assert (found.raw, found.kept) == (5, 2)
    assert found.drops == {"no_final_answer": 1, "ungradable_gold": 1, "apples": 1}
