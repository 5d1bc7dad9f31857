"""Contamination that is known to be in public training files is found, item by item."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipeline import config, runner, sources
from pipeline.context import Context
from pipeline.locations import Locator
from pipeline.settings import BuildSettings
from pipeline.stages.decontaminate import Decontaminate

MIRROR = os.environ.get("TOUCHSTONE_MIRROR")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not MIRROR, reason="TOUCHSTONE_MIRROR names no mirror of sources"),
]

ADAPTERS = """
domain = "adapters"
[own.math_data]
paths = ["{path}"]
reward = "math"
template = "math_boxed"
columns = {{ question = "instruction", ground_truth = "answer" }}
[decontaminate]
benchmarks = ["math__gsm8k_test"]
"""
Screened = Callable[[BuildSettings], tuple[list[dict], list[dict], list[dict]]]


@pytest.fixture(scope="module")
def screened(tmp_path_factory) -> Screened:
    """Of a build's settings: the problems, the benchmark items, and the rows dropped for these."""
    data = tmp_path_factory.mktemp("screened")
    context = Context(data, Locator(data / "cache", [Path(MIRROR or "")]), quiet=True)

    def screen(settings: BuildSettings) -> tuple[list[dict], list[dict], list[dict]]:
        run = partial(context.run, build=settings.domain)
        described = sources.chosen(settings, context.locator)
        raw = run(runner.ingest(described, settings))
        problems = run(runner.normalize(described, settings, raw))
        benchmarks = runner.read_benchmarks(settings, context)
        given = runner.plain(settings.decontaminate)
        clean = run(Decontaminate(given, (problems, *benchmarks)))
        items = [item for found in benchmarks for item in found.table().to_pylist()]
        return problems.table().to_pylist(), items, clean.drops().to_pylist()

    return screen


def only(domain: str, source: str, benchmark: str) -> BuildSettings:
    """A domain of one source, checked against one benchmark."""
    from domains.registry import load_sources

    others = [s.name for s in load_sources(domain) if s.name != source]
    changes = [f"sources.{name}.enabled=false" for name in others]
    return config.load(
        domain, "guru", None, [*changes, f'decontaminate.benchmarks=["{benchmark}"]']
    )


def exact(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def missed(rows: list[dict], items: list[dict], drops: list[dict]) -> tuple[int, list[str]]:
    """How many items stand word for word in rows, and such rows as were not dropped for an item."""
    texts = {exact(item["question"]) for item in items}
    names = {item["source_row"] for item in items}
    found = {drop["source_row"] for drop in drops if json.loads(drop["evidence"])["item"] in names}
    same = [row for row in rows if exact(row["question"]) in texts]
    lost = [row["source_row"] for row in same if row["source_row"] not in found]
    return len({exact(row["question"]) for row in same}), lost


def test_gsm8k_test_questions_in_a_training_file(screened, tmp_path):
    path = f"{MIRROR}/AGI-Edgerunners__LLM-Adapters/ft-training_set/math_data.json"
    (tmp_path / "adapters.toml").write_text(ADAPTERS.format(path=path))
    rows, items, drops = screened(config.load(None, None, tmp_path / "adapters.toml"))
    assert missed(rows, items, drops) == (1055, [])
    assert len(drops) < 1100, "the file's other rows stay"


def test_math_test_questions_in_simplerl(screened):
    rows, items, drops = screened(only("math", "simplerl", "math__math_test"))
    assert missed(rows, items, drops) == (2939, [])


def test_arc_1_evaluation_tasks_in_arc_2_training(screened):
    settings = only("logic", "arc_agi_2_github", "logic__arc_agi_1_github_evaluation")
    rows, items, drops = screened(settings)
    tasks = {item["source_row"].split("/")[0] for item in items}
    shared = {row["source_row"] for row in rows if row["source_row"].split("/")[0] in tasks}
    assert len({row.split("/")[0] for row in shared}) == 376
    assert shared <= {drop["source_row"] for drop in drops}
