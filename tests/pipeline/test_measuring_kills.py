"""kill -9 of the driver and of a server in the middle: nothing acknowledged is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.filters.difficulty.engines import SLOT_CONTEXT
from tests.filters.difficulty.tokenizers_on_disk import tokenizer_folder
from tests.measure_runs import ROOT, Run

SUMS = [
    {"question": f"What is {n} + 1?", "ground_truth": str(n + 1), "reward": "math"}
    for n in range(24)
]


@pytest.fixture
def servers() -> Iterator[list[subprocess.Popen[str]]]:
    """Two servers as processes of their own, of one model."""
    command = [sys.executable, "-m", "tests.filters.difficulty.fake_server"]
    made = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    yield made
    for server in made:
        server.kill()
        server.communicate()


def test_a_fleet_outlives_a_killed_driver_and_a_killed_server(servers, tmp_path):
    urls = [server.stdout.readline().strip() for server in servers]
    tokenizer = tokenizer_folder(tmp_path)

    def start(run: Run, used: list[str]) -> subprocess.Popen[str]:
        return run.start("openai", "tiny@1", {"base_urls": used, "tokenizer": tokenizer})

    run = Run(tmp_path / "run", SUMS)
    process = start(run, urls)
    before = run.wait_for(20, process)
    process.kill()
    process.communicate()
    run.assert_nothing_lost(before)

    process = start(run, urls)
    before = run.wait_for(20, process)
    servers[1].kill()
    report = run.finish(process)
    assert "set aside" in run.told
    assert report["reused"] >= 20
    run.assert_nothing_lost(before)
    run.assert_ended_right()
    assert len(report["decisions"]) == 3

    undisturbed = Run(tmp_path / "undisturbed", SUMS)
    whole = undisturbed.finish(start(undisturbed, urls[:1]))
    assert whole["reused"] == 0
    assert undisturbed.rows() == run.rows()


@pytest.mark.integration
def test_a_killed_embedded_engine_loses_nothing(tmp_path):
    run = Run(tmp_path / "run", SUMS[:6])
    options = {"slots": 2, "slot_context": SLOT_CONTEXT}
    given = ("embedded", "smollm2-135m-instruct-q4_1", options)
    process = run.start(*given)
    before = run.wait_for(6, process)
    process.kill()
    process.communicate()
    run.assert_nothing_lost(before)
    report = run.finish(run.start(*given))
    assert report["reused"] >= 6
    run.assert_nothing_lost(before)
    run.assert_ended_right()
