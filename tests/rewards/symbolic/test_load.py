"""The same verdicts under any load: from threads, processes, event loops, on a busy machine."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import rewards
from rewards.symbolic import compare_expressions, pool, warm

from .pairs import DIFFERENT, EQUAL, LIBRARY, UNDECIDED

HEAVY = [
    ("1", "9^{9^{9^9}}"),
    ("1", r"\frac{d^{1000}}{dx^{1000}} e^{x^2}"),
    ("1", "x^" * 900 + "x"),
]
PAIRS = [*EQUAL[::4], *DIFFERENT[::4], *UNDECIDED[::4], *[row[:2] for row in LIBRARY], *HEAVY]
ROOT = Path(rewards.__file__).parent.parent


def statuses(pairs) -> list[str]:
    return [compare_expressions(*pair).status for pair in pairs]


@pytest.fixture(scope="module")
def idle() -> list[str]:
    """What one process says that has nothing else to do."""
    return statuses(PAIRS)


def assert_same_or_undecided(found: list[str], idle: list[str]) -> None:
    wrong = [
        (pair, here, there)
        for pair, here, there in zip(PAIRS, found, idle, strict=True)
        if here not in (there, "undecided")
    ]
    assert not wrong
    # Load may leave something open, but not everything.
    assert sum(map(str.__eq__, found, idle)) > 0.9 * len(PAIRS)


def uncached() -> None:
    """Forgets the verdicts that this process keeps."""
    rewards.symbolic._decided.cache_clear()


def test_threads(idle):
    uncached()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda pair: compare_expressions(*pair).status, PAIRS))
    assert_same_or_undecided(found, idle)
    assert pool().idle() == pool().size


def test_an_event_loop(idle):
    async def main():
        calls = [asyncio.to_thread(compare_expressions, *pair) for pair in PAIRS]
        return [comparison.status for comparison in await asyncio.gather(*calls)]

    uncached()
    assert_same_or_undecided(asyncio.run(main()), idle)


SCRIPT = """
import json, multiprocessing, sys
sys.path.insert(0, ROOT)
from rewards.symbolic import compare_expressions, pool

def work(pairs):
    return [compare_expressions(*pair).status for pair in pairs], pool().idle() == pool().size

if __name__ == "__main__":
    pairs = json.loads(sys.argv[1])
    compare_expressions("x", "x")  # the parent has a worker when it forks
    with multiprocessing.get_context(METHOD).Pool(4) as processes:
        print(json.dumps(processes.map(work, [pairs] * 4)))
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(idle, method, tmp_path):
    script = tmp_path / "trainer.py"
    head = f"ROOT, METHOD = {str(ROOT)!r}, {method!r}"
    script.write_text(head + textwrap.dedent(SCRIPT))
    done = subprocess.run(
        [sys.executable, str(script), json.dumps(PAIRS)],
        capture_output=True,
        text=True,
        timeout=280,
        check=True,
        env={**os.environ, "TOUCHSTONE_REWARD_WORKERS": "1"},
    )
    for found, whole in json.loads(done.stdout):
        assert whole
        assert_same_or_undecided(found, idle)


def test_a_busy_machine(idle):
    burners = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        uncached()
        assert_same_or_undecided(statuses(PAIRS), idle)
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def test_a_verdict_that_came_too_late_is_undecided_and_not_kept(monkeypatch):
    slow = r"\sin 1", "9^{9^{9^9}}"
    monkeypatch.setenv("TOUCHSTONE_REWARD_DEADLINE", "0.01")
    late = compare_expressions(*slow)
    assert late.status == "undecided"
    assert "deadline" in late.detail
    monkeypatch.delenv("TOUCHSTONE_REWARD_DEADLINE")
    assert "digits" in compare_expressions(*slow).detail


def test_warm_prepares_the_workers():
    warm()
    assert pool().idle() == pool().size
