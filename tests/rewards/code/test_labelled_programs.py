"""The labelled programs: no attack is paid, every honest program is."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rewards import Verdict, load_reward
from rewards.code.fences import fenced

CHECKS = os.environ.get("TOUCHSTONE_CHECKS")
pytestmark = pytest.mark.skipif(CHECKS is None, reason="TOUCHSTONE_CHECKS names no folder of cases")


def rows(name: str) -> list[dict[str, Any]]:
    if CHECKS is None:
        return []
    return [json.loads(line) for line in (Path(CHECKS) / name).read_text("utf-8").splitlines()]


@cache
def tasks() -> dict[str, tuple[str, str]]:
    """The one task of all attacks, in three forms: reward and gold by the mode of an attack."""
    assert CHECKS is not None
    task = json.loads((Path(CHECKS) / "attacks_task.json").read_text("utf-8"))
    printing = {
        "inputs": [test["stdin"] for test in task["stdio"]],
        "outputs": [test["expected_stdout"] for test in task["stdio"]],
    }
    return {
        "stdio": ("code_stdio", json.dumps(printing)),
        "call": ("code_call", json.dumps(task["call"])),
        "functional": ("code_assert", json.dumps({"functional": task["functional"]})),
    }


def honest_verdict(row: dict[str, Any]) -> Verdict:
    if row.get("functional"):
        name, gold = "code_assert", {"functional": row["functional"]}
    elif row.get("call"):
        name, gold = "code_call", row["call"]
    else:
        gold = {
            "inputs": [test["stdin"] for test in row["tests"]],
            "outputs": [test["expected_stdout"] for test in row["tests"]],
            "compare": row.get("compare", "tokens"),
        }
        name = "code_stdio"
    return load_reward(name).score(fenced(row["program"]), json.dumps(gold))


@pytest.mark.parametrize("row", rows("attacks.jsonl"), ids=lambda row: row["name"])
def test_no_attack_is_paid(row):
    name, gold = tasks()[row["mode"]]
    verdict = load_reward(name).score(fenced(row["program"]), gold, {"cpu_s": 0.5})
    assert verdict.status in ("wrong", "correct"), verdict
    # "contained": it solves the task and misbehaves; what it leaves behind is the box's affair.
    assert verdict.value == 0.0 or row["expect"] == "contained", verdict


@pytest.mark.parametrize("row", rows("honest_programs.jsonl"), ids=lambda row: row["name"])
def test_every_honest_program_is_paid(row):
    assert honest_verdict(row).status == "correct", honest_verdict(row)


def test_honest_programs_are_paid_from_many_threads():
    with ThreadPoolExecutor(6) as threads:
        verdicts = list(threads.map(honest_verdict, rows("honest_programs.jsonl")))
    assert [verdict.status for verdict in verdicts] == ["correct"] * len(verdicts)
