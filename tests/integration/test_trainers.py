"""A release in the hands of each trainer: gold is paid 1 and a wrong answer 0 by its own code.

TOUCHSTONE_TRAINERS names a folder of virtual environments, one per requirements file
(`make test-trainers`); there, an environment that is missing is a failure and no reason to skip.
What runs in them sees the release folder and nothing of Touchstone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

TRAINERS = os.environ.get("TOUCHSTONE_TRAINERS")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not TRAINERS, reason="needs the trainers' environments: make test-trainers"),
]

SCRIPTS = Path(__file__).parent / "trainers"
KEYS = ["acc", "error", "no_answer", "undecided"]
CONFIG = """
domain = "mine"
[decontaminate]
benchmarks = []
[measure]
max_problems = 0
[own.sums]
paths = ["sums.jsonl"]
reward = "math"
license = "CC0-1.0"
columns = { question = "problem", ground_truth = "answer" }
[own.grids]
paths = ["grids.jsonl"]
reward = "grid"
license = "CC0-1.0"
columns = { question = "problem", ground_truth = "answer" }
[own.programs]
paths = ["programs.jsonl"]
reward = "code_call"
license = "CC0-1.0"
columns = { question = "problem", ground_truth = "answer" }
"""
SUMS = [
    ("What is 17 times 23?", "391"),
    ("Which share of a cake is left after two of seven slices are gone?", "\\frac{5}{7}"),
    ("For which x does x squared stay below 4?", "(-2, 2)"),
    ("Give the derivative of x cubed.", "3x^2"),
    ("How long is a marathon's last part from 40 km on, in meters?", "2195 \\text{ m}"),
    ("Compute the integral of 2x from 0 to 3.", "9"),
]
DOUBLE = json.dumps({"fn_name": "double", "inputs": [[1], [4], [-3]], "outputs": [2, 8, -6]})


@pytest.fixture(scope="session")
def release(tmp_path_factory) -> Path:
    """A corpus of three rewards, built as a user would, in a folder of its own."""
    home = tmp_path_factory.mktemp("corpus")
    grids = [(f"Turn [[{n}, {n + 1}]] around, cell by cell.", f"[[{n + 1},{n}]]") for n in range(5)]
    own = {"sums": SUMS, "grids": grids, "programs": [("Write `double`, which doubles.", DOUBLE)]}
    for name, pairs in own.items():
        lines = [json.dumps({"problem": asked, "answer": gold}) for asked, gold in pairs]
        (home / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    (home / "my.toml").write_text(CONFIG)
    command = ["-m", "pipeline.cli", "build", "-c", str(home / "my.toml"), "--data", str(home)]
    subprocess.run([sys.executable, *command], check=True, cwd=SCRIPTS.parents[2])
    # Apart from its build, and where nobody writes.
    return (home / "releases" / "mine").resolve()


@pytest.fixture(scope="session")
def rows(release) -> int:
    """How many rows the corpus has."""
    return pq.read_table(release / "data").num_rows


def interpreter(environment: str) -> Path:
    """The Python of a trainer's environment; a failure if there is none."""
    python = Path(str(TRAINERS)).absolute() / environment / "bin" / "python"
    assert python.is_file(), f"{python} is missing: make test-trainers sets it up"
    return python


def surroundings(tmp_path: Path, **more: str) -> dict[str, str]:
    """No network, no settings of the user, one thread per library."""
    return {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1", **more,
    }  # fmt: skip


def ran(environment: str, name: str, release: Path, tmp_path: Path) -> dict:
    """What a script reports that ran in a trainer's environment."""
    process = subprocess.run(
        [interpreter(environment), SCRIPTS / f"run_{name}.py", release, tmp_path],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=surroundings(tmp_path),
    )  # fmt: skip
    assert process.returncode == 0, process.stderr[-4000:]
    return json.loads(process.stdout.splitlines()[-1])


def assert_paid(found: dict, rows: int) -> None:
    """Every gold 1, every wrong answer 0."""
    assert found["golds"] == [1.0] * rows
    assert found["wrongs"] == [0.0] * rows


def test_trl_trains_and_pays(release, rows, tmp_path):
    found = ran("trl", "trl", release, tmp_path)
    assert found["steps"] == 2
    assert found["logged"]
    assert_paid(found, rows)
    # A gold that cannot be graded is left out, and not 0.
    assert found["ungradable"] == "nan"
    assert "MainThread" not in found["threads"]


def test_verl_loads_and_pays(release, rows, tmp_path):
    found = ran("verl", "verl", release, tmp_path)
    assert found["rows"] == rows
    assert_paid(found, rows)
    assert found["keys"] == [sorted([*KEYS, "score"])]
    assert "MainThread" not in found["threads"]


def test_openrlhf_loads_and_pays(release, rows, tmp_path):
    found = ran("trl", "openrlhf", release, tmp_path)
    assert_paid(found, rows)
    assert found["scores"] == [0.0, 1.0]
    assert found["keys"] == [KEYS]
    assert "MainThread" not in found["threads"]


def test_skyrl_gym_steps_and_pays(release, rows, tmp_path):
    found = ran("trl", "skyrl", release, tmp_path)
    assert_paid(found, rows)
    assert found["done"]
    assert found["metrics"] == [sorted([*KEYS, "score"])]


def validated(home: Path, tmp_path: Path) -> dict:
    """The summary of vf-validate over a taskset that is found in a folder."""
    command = interpreter("trl").with_name("vf-validate")
    process = subprocess.run(
        [command, "touchstone-mine", "--runtime.type", "subprocess", "--no-rich",
         "-o", tmp_path / "validated"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env=surroundings(tmp_path, PYTHONPATH=str(home)),
    )  # fmt: skip
    assert process.returncode == 0, process.stderr[-4000:]
    (summary,) = (tmp_path / "validated").glob("*/summary.json")
    return json.loads(summary.read_text())


def test_verifiers_validates_every_row(release, rows, tmp_path):
    found = validated(release, tmp_path)
    assert found["outcomes"]["valid"] == found["total"] == rows
    assert found["checks"]["gold"]["valid"] == found["checks"]["noop"]["valid"] == rows


def test_verifiers_validates_the_installed_taskset(release, rows, tmp_path):
    installed = tmp_path / "installed"
    subprocess.run(
        [interpreter("trl"), "-m", "pip", "install", "--quiet", "--no-deps",
         "--no-build-isolation", "--target", installed, release],
        check=True, cwd=tmp_path, env=surroundings(tmp_path),
    )  # fmt: skip
    assert not (installed / "touchstone_rewards").exists()
    found = validated(installed, tmp_path)
    assert found["outcomes"]["valid"] == found["total"] == rows


def test_a_corpus_checks_itself_where_touchstone_is_not(release, rows, tmp_path):
    process = subprocess.run(
        [interpreter("verl"), release / "reward.py", "--check"],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=surroundings(tmp_path),
    )  # fmt: skip
    assert process.returncode == 0, process.stdout + process.stderr
    assert f"{rows} rows: {rows} golds paid, 0 rows fail" in process.stdout
