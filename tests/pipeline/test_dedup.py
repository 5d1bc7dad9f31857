"""The stage in a build: near duplicates, conflicts, families; structures decide alone."""

from __future__ import annotations

import json
import random

import pyarrow as pa
import pytest

from pipeline.schema import PROBLEM
from pipeline.stage import Artifact
from pipeline.stages.dedup import Dedup
from pipeline.store import Folder, TableWriter

STORY = (
    "A farmer has {n} brown hens and {m} white hens on the old farm behind the hill, where his "
    "mother lived with her sisters when the village was small and nobody owned a car. Each hen "
    "lays two eggs a day, and he takes all of them to the market in the town across the river, "
    "where people pay well for good food. How many eggs does he sell?"
)


def problem(identity: str, question: str, **more) -> dict:
    row = dict.fromkeys(PROBLEM.names)
    row |= {"id": identity, "data_source": "math__own", "source_row": identity, "priority": 50,
            "question": question, "context": "", "match_key": "text", "canonical": "x",
            "group_id": identity}  # fmt: skip
    return {**row, **more}


ROWS = [
    problem("a", STORY.format(n=12, m=30), canonical="84 eggs"),
    problem("b", STORY.format(n=12, m=30).upper(), canonical="84 eggs", priority=10),
    problem("c", STORY.format(n=12, m=30) + " Show your work.", canonical="84 eggs"),
    problem("d", STORY.format(n=13, m=40), canonical="106 eggs", group_id="z-group"),
    problem("e", "Another one of that group, with other words.", group_id="z-group"),
    problem("f", "What is the value of seven and eight?", canonical="15"),
    problem("g", "What is the value of seven and eight?", canonical="56"),
    problem("h", STORY.format(n=12, m=30), canonical="84 eggs", context="On some other day."),
    problem("i", STORY.format(n=1, m=2), match_key="structure:1", group_id="kk"),
    problem("j", "No word of it is the same here.", match_key="structure:1", group_id="kk2"),
    problem("k", STORY.format(n=1, m=2), match_key="structure:2"),
    problem("l", "", canonical=""),
]


@pytest.fixture
def dedup(world, tmp_path):
    def run(rows: list[dict], **config) -> Artifact:
        folder = tmp_path / str(random.random())
        folder.mkdir()
        writer = TableWriter(folder / "rows.parquet", PROBLEM)
        writer.write(pa.Table.from_pylist(rows, PROBLEM))
        writer.close()
        before = Artifact("normalize", folder.name, Folder(folder), {"counts": {"kept": len(rows)}})
        settings = {"guard": True, "threshold": 0.8, **config}
        return world.context().run(Dedup(settings, (before,)), "x")

    return run


def outcome(done: Artifact) -> tuple[dict, dict]:
    groups = {row["id"]: row["group_id"] for row in done.table().to_pylist()}
    drops = {d["id"]: (d["reason"], json.loads(d["evidence"])) for d in done.drops().to_pylist()}
    return groups, drops


def test_each_row_meets_its_rule(dedup):
    groups, drops = outcome(dedup(ROWS))
    assert {row: reason for row, (reason, _) in drops.items()} == {
        "a": "duplicate", "c": "near_duplicate", "f": "answer_conflict", "g": "answer_conflict",
        "j": "duplicate",
    }  # fmt: skip
    assert drops["a"][1] == {"matched": "b", "matched_row": "math__own/b", "by": "text"}
    assert drops["j"][1] == {"matched": "i", "matched_row": "math__own/i", "by": "structure:1"}
    assert drops["g"][1]["answer"] == "56"
    assert drops["g"][1]["other_answer"] == "15"
    near = drops["c"][1]
    assert near["matched"] == "b"
    assert near["here"].endswith("Show your work.")
    assert 0.9 < near["similarity"] < 1
    # Siblings take the whole group of each with them; another context is another problem.
    assert groups == {
        "b": "b", "d": "b", "e": "b", "h": "h", "i": "kk", "k": "k", "l": "l",
    }  # fmt: skip


def test_suites_of_tests_that_differ_are_no_conflict(dedup):
    tasks = [
        problem(str(n), STORY.format(n=1, m=2), canonical=f"assert f({n})", several_golds=True)
        for n in range(3)
    ]
    groups, drops = outcome(dedup([*tasks, *ROWS[5:7]]))
    assert set(groups) == {"0"}
    assert {row: reason for row, (reason, _) in drops.items()} == {
        "1": "duplicate", "2": "duplicate", "f": "answer_conflict", "g": "answer_conflict",
    }  # fmt: skip


def test_the_order_of_rows_does_not_matter(dedup):
    first = outcome(dedup(ROWS))
    for seed in range(3):
        shuffled = random.Random(seed).sample(ROWS, len(ROWS))
        assert outcome(dedup(shuffled)) == first


def test_without_the_guard_words_alone_decide_and_structures_still_do(dedup):
    _, drops = outcome(dedup(ROWS, guard=False))
    assert set(drops) == {"a", "c", "d", "g", "j"}
    assert drops["d"][1]["rule"] == "jaccard"
    assert outcome(dedup(ROWS, guard=False, threshold=1.0))[1].keys() == {"a", "g", "j"}


def test_no_rows_are_no_trouble(dedup):
    assert outcome(dedup([])) == ({}, {})
