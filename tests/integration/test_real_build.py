"""The real thing: sources from the package index, the embedded model, kills, every reader."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from rewards import load_reward, score_row
from tests.world import tree_bytes

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1800)]

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "pipeline.cli", "build", "logic"]
SMALL = ["--set", "measure.max_problems=24"]
MEASURED_AT_LEAST = 200


def build(data: Path, *args: str) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [*COMMAND, "--data", str(data), *args],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stderr
    return ran


def corpus(data: Path) -> Path:
    return (data / "releases" / "logic").resolve()


@pytest.fixture(scope="session")
def real(tmp_path_factory) -> tuple[Path, str]:
    """The corpus that a newcomer gets, and what was printed."""
    data = tmp_path_factory.mktemp("real")
    return data, build(data).stdout


def test_arc_and_generated_rows_and_enough_of_them_measured(real):
    rows = pq.read_table(corpus(real[0]) / "data").to_pylist()
    sources = {row["data_source"] for row in rows}
    assert sources >= {"logic__arc_agi_1", "logic__arc_agi_2", "logic__knights_and_knaves"}
    measured = [row for row in rows if row["n_weak"]]
    assert len(measured) >= MEASURED_AT_LEAST
    for row in measured:
        assert row["weak_model"].startswith("smollm2")
        assert row["correct_weak"] <= 14
        assert row["difficulty_band"] != "unmeasured"
    assert all(row["difficulty_band"] == "unmeasured" for row in rows if not row["n_weak"])


def test_the_376_released_again_are_dropped_with_evidence(real):
    rejected = pq.read_table(corpus(real[0]) / "rejected").to_pylist()
    found = {
        row["source_row"].split("/")[0]
        for row in rejected
        if row["reason"] == "contaminated" and row["data_source"] == "logic__arc_agi_2"
    }
    assert len(found) == 376
    for row in rejected:
        if row["reason"] == "contaminated":
            assert json.loads(row["evidence"])["benchmark"].endswith("_evaluation")


def test_every_row_pays_its_gold_and_no_near_miss(real):
    for row in pq.read_table(corpus(real[0]) / "data").to_pylist():
        reward = load_reward(row["extra_info"]["reward"])
        gold, spec = row["reward_model"]["ground_truth"], row["extra_info"]["spec"]
        assert score_row(row, reward.render(gold, spec)).value == 1.0
        assert all(score_row(row, n.response).value == 0.0 for n in reward.negatives(gold, spec))


def test_the_printed_snippet_runs(real, tmp_path):
    data, printed = real
    lines = [line.strip() for line in printed.splitlines() if line.startswith("    ")]
    snippet = [line for line in lines if line.startswith(("from datasets", "corpus ="))]
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join([*snippet, "print(corpus.num_rows)"])],
        capture_output=True, text=True, check=True, env={**os.environ, "HF_HOME": str(tmp_path)},
    )  # fmt: skip
    assert int(ran.stdout) == pq.read_table(corpus(data) / "data").num_rows


@pytest.mark.parametrize("name", ["logic", "all", "unfiltered", "rejected"])
def test_every_reader_sees_the_same_rows(real, tmp_path, name):
    from datasets import load_dataset

    folder = {"logic": "data/logic", "all": "data"}.get(name, name)
    path = corpus(real[0]) / folder
    dataset = load_dataset(
        str(corpus(real[0])), name, split="train", cache_dir=str(tmp_path / name)
    )
    table, frame = pq.read_table(path), pd.read_parquet(path)
    assert dataset.num_rows == table.num_rows == len(frame) > 0
    assert dataset[0]["id"] == table["id"][0].as_py() == frame["id"].iloc[0]


def test_the_same_command_again_runs_no_stage(real):
    assert "0 of 8 stages run" in build(real[0]).stdout


def test_killed_ten_times_ends_with_the_bytes_of_an_undisturbed_build(real, tmp_path):
    disturbed, undisturbed = tmp_path / "disturbed", tmp_path / "undisturbed"
    for data in (disturbed, undisturbed):
        shutil.copytree(real[0] / "cache", data / "cache")
    rng, killed = random.Random(), 0
    while killed < 10:
        process = subprocess.Popen(
            [*COMMAND, "--data", str(disturbed), *SMALL], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(rng.uniform(0.5, 12))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        if process.returncode == 0:
            # It had ended: take a stage away, so that there is something to kill again.
            stage = rng.choice(sorted((disturbed / "builds" / "logic").iterdir()))
            shutil.rmtree(stage, ignore_errors=True)
    build(disturbed, *SMALL)
    shutil.copytree(disturbed / "completions", undisturbed / "completions")
    build(undisturbed, *SMALL)
    assert tree_bytes(corpus(disturbed)) == tree_bytes(corpus(undisturbed))


def test_two_real_builds_at_once(real, tmp_path):
    shutil.copytree(real[0] / "cache", tmp_path / "cache")
    shutil.copytree(real[0] / "completions", tmp_path / "completions")
    both = [
        subprocess.Popen([*COMMAND, "--data", str(tmp_path), "--json"], cwd=ROOT, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]  # fmt: skip
    stages = [json.loads(process.communicate()[0])["stages"] for process in both]
    for one, other in zip(*stages, strict=True):
        assert one["done_before"] != other["done_before"]
    assert tree_bytes(corpus(tmp_path)) == tree_bytes(corpus(real[0]))
