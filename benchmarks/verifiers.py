"""Verifiers of mathematical answers side by side: which answers each one pays, and at what cost.

    TOUCHSTONE_CHECKS=DIR python benchmarks/verifiers.py [--only NAME ...] [--limit 20] [--json OUT]

Shows, on labelled pairs of gold and answer (`math_pairs.jsonl`: those that need no question) and on
whole responses (`responses.jsonl`), the share that each verifier gets right, its false negatives
(right answers not paid) and false positives (wrong ones paid), its calls per CPU second and its
worst case. The touchstone reward stands beside every peer that is importable; the others are named
as skipped. Peers: math-verify, latex2sympy2-extended, reward-doctor, mathruler, tinker-cookbook,
verl (its files are read without the package around them, which needs torch; prime needs it).

Each verifier gets what it documents: a pair's answer comes in a box, in a sentence. It runs in a
process of its own that is killed, with all it started, when one case exceeds the limit; that case
counts as not paid. CPU seconds are those of the whole process session, so that workers count too.
Needs Linux (`/proc`).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Verifier: TypeAlias = Callable[[str, str], bool]
"""Whether a response is paid for a gold."""
_TICKS = os.sysconf("SC_CLK_TCK")
_START_S = 180.0
_WARM_UP = ("The answer is $\\boxed{1}$.", "1")


def touchstone() -> Verifier:
    """This repository's reward `math`."""
    from rewards import load_reward

    reward = load_reward("math")
    return lambda response, gold: reward.score(response, gold).value == 1.0


def math_verify() -> Verifier:
    """math-verify with relations read as sets, the best of its settings on these cases."""
    module = importlib.import_module("math_verify")
    parse, verify = module.parse, partial(module.verify, allow_set_relation_comp=True)
    return lambda response, gold: bool(verify(parse(f"${gold}$"), parse(response)))


def math_verify_default() -> Verifier:
    """math-verify as its README calls it."""
    module = importlib.import_module("math_verify")
    parse, verify = module.parse, module.verify
    return lambda response, gold: bool(verify(parse(f"${gold}$"), parse(response)))


def latex2sympy2_extended() -> Verifier:
    """The parser under math-verify alone; it extracts nothing, so ours does it for it."""
    parse, boxed = importlib.import_module("latex2sympy2_extended").latex2sympy, _box_reader()
    return lambda response, gold: bool(parse(boxed(response)).equals(parse(gold)))


def reward_doctor() -> Verifier:
    """The reference grader of reward-doctor."""
    match = importlib.import_module("reward_doctor.reference").robust_match
    return lambda response, gold: match(response, gold) > 0


def mathruler() -> Verifier:
    """mathruler: the grader of prm800k with its extraction."""
    module = importlib.import_module("mathruler.grader")
    boxed, grade = module.extract_boxed_content, module.grade_answer
    return lambda response, gold: bool(grade(boxed(response), gold))


def tinker_cookbook() -> Verifier:
    """The math recipe of tinker-cookbook (prm800k's line)."""
    module = importlib.import_module("tinker_cookbook.recipes.math_rl.math_grading")
    return lambda response, gold: bool(module.grade_answer(module.extract_boxed(response), gold))


def verl_math_dapo() -> Verifier:
    """verl's grader for DAPO, reading boxes."""
    score = _file_of("verl", "utils/reward_score/math_dapo.py").compute_score
    return lambda response, gold: bool(score(response, gold, strict_box_verify=True)["acc"])


def verl_math_reward() -> Verifier:
    """verl's grader for Hendrycks MATH."""
    score = _file_of("verl", "utils/reward_score/math_reward.py").compute_score
    return lambda response, gold: score(response, gold) > 0


def verl_prime_math() -> Verifier:
    """verl's PRIME grader."""
    module = importlib.import_module("verl.utils.reward_score.prime_math")
    return lambda response, gold: bool(module.compute_score(response, gold)[0])


VERIFIERS: dict[str, Callable[[], Verifier]] = {
    make.__name__: make
    for make in (
        touchstone, math_verify, math_verify_default, latex2sympy2_extended, reward_doctor,
        mathruler, tinker_cookbook, verl_math_dapo, verl_math_reward, verl_prime_math,
    )
}  # fmt: skip


def _box_reader() -> Callable[[str], str]:
    from rewards.extract import MATH, extract_answer

    def read(response: str) -> str:
        found = extract_answer(response, MATH)
        if found is None:
            raise ValueError("no box")
        return found.text

    return read


def _file_of(package: str, path: str) -> Any:
    """A module file of a package, without importing the package."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {package!r}")
    file = Path(found.submodule_search_locations[0]) / path
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{file} cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Case(NamedTuple):
    """One labelled response, and the set that it belongs to."""

    group: str
    gold: str
    response: str
    equal: bool


class Outcome(NamedTuple):
    """What a verifier said of one case, after how many CPU seconds; None: killed."""

    paid: bool | None
    seconds: float


def load_cases(folder: Path) -> list[Case]:
    """Pairs that need no question and are no attack on the parser, and whole responses."""
    pairs = [
        Case("pairs", row["gold"], f"The answer is $\\boxed{{{row['pred']}}}$.", row["equal"])
        for row in _jsonl(folder / "math_pairs.jsonl")
        if not row["context"] and row["kind"] != "nasty"
    ]
    responses = [
        Case("responses", row["gold"], row["response"], row["equal"])
        for row in _jsonl(folder / "responses.jsonl")
    ]
    return pairs + responses


def _jsonl(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


class Worker:
    """A process that runs one verifier, in a session of its own."""

    def __init__(self, name: str) -> None:
        command = [sys.executable, __file__, "--worker", name]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()
        greeting = self._line(_START_S)
        if greeting != "ready":
            self.kill()
            raise ImportError(greeting or "it does not start")
        self.ask(*_WARM_UP, _START_S)

    def ask(self, response: str, gold: str, limit: float) -> Outcome:
        """One verdict; after `limit` wall seconds the process is killed and there is none."""
        assert self.process.stdin
        before = _session_seconds(self.process.pid)
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps([response, gold]) + "\n")
            self.process.stdin.flush()
        answer = self._line(limit)
        seconds = _session_seconds(self.process.pid) - before
        if answer is None:
            self.kill()
        return Outcome(None if answer is None else answer == "True", seconds)

    def kill(self) -> None:
        """End the process and everything that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def dead(self) -> bool:
        """Whether it ended or was killed."""
        return self.process.poll() is not None

    def _line(self, limit: float) -> str | None:
        try:
            return self.lines.get(timeout=limit) or None
        except queue.Empty:
            return None

    def _read(self, stdout: IO[str]) -> None:
        for line in stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put("")  # it ended


def _session_seconds(session: int) -> float:
    """CPU seconds of all processes of a session, with those of the children that they reaped."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                ticks += sum(map(int, fields[11:15]))
    return ticks / _TICKS


def serve(name: str) -> None:
    """The worker: a verdict per line of input. What a verifier prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        verifier = VERIFIERS[name]()
    except Exception as error:  # told to the parent, which skips the verifier
        answers.write(f"{type(error).__name__}: {error}".splitlines()[0] + "\n")
        return
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        try:
            paid = verifier(*json.loads(line))
        except Exception:  # a verifier that raises does not pay
            paid = False
        answers.write(f"{paid}\n")
        answers.flush()


def measure(name: str, cases: Sequence[Case], limit: float) -> list[Outcome]:
    """The outcomes of all cases; raises ImportError if the verifier cannot be loaded."""
    worker, outcomes = Worker(name), []
    for case in cases:
        if worker.dead:
            worker = Worker(name)
        outcomes.append(worker.ask(case.response, case.gold, limit))
    worker.kill()
    return outcomes


def summary(cases: Sequence[Case], outcomes: Sequence[Outcome], group: str) -> dict[str, Any]:
    """The figures of one verifier on one set of cases."""
    rows = [(c, o) for c, o in zip(cases, outcomes, strict=True) if c.group == group]
    equal = [o for c, o in rows if c.equal]
    other = [o for c, o in rows if not c.equal]
    missed, paid = sum(not o.paid for o in equal), sum(bool(o.paid) for o in other)
    return {
        "accuracy": 1 - (missed + paid) / len(rows),
        "false_negatives": missed, "of_equal": len(equal),
        "false_positives": paid, "of_other": len(other),
        "calls_per_cpu_second": len(rows) / max(sum(o.seconds for _, o in rows), 1 / _TICKS),
        "worst_cpu_seconds": max(o.seconds for _, o in rows),
        "killed": sum(o.paid is None for _, o in rows),
    }  # fmt: skip


def line(name: str, found: dict[str, Any]) -> str:
    """One row of the table."""
    missed = f"{found['false_negatives']}/{found['of_equal']}"
    paid = f"{found['false_positives']}/{found['of_other']}"
    return (
        f"{name:<22} {100 * found['accuracy']:>8.1f} %"
        f" {missed:>9} {100 * found['false_negatives'] / found['of_equal']:>5.1f} %"
        f" {paid:>9} {100 * found['false_positives'] / found['of_other']:>5.1f} %"
        f" {found['calls_per_cpu_second']:>9.0f} {found['worst_cpu_seconds']:>8.2f}"
        f" {found['killed']:>6}"
    )


HEAD = (
    f"{'verifier':<22} {'accuracy':>10} {'false negatives':>17} {'false positives':>17}"
    f" {'calls/CPU s':>9} {'worst s':>7} {'killed':>6}"
)


def main() -> None:
    """Measure, print a table per set of cases, and what was skipped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--checks", type=Path, default=os.environ.get("TOUCHSTONE_CHECKS"))
    parser.add_argument("--only", nargs="*", choices=VERIFIERS, default=list(VERIFIERS))
    parser.add_argument("--limit", type=float, default=20.0, help="wall seconds per case")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    if options.worker:
        return serve(options.worker)
    if not options.checks:
        parser.error("name the folder of labelled cases: --checks, or TOUCHSTONE_CHECKS")
    cases = load_cases(Path(options.checks))
    results: dict[str, list[Outcome]] = {}
    for name in options.only:
        try:
            results[name] = measure(name, cases, options.limit)
        except ImportError as error:
            print(f"skipped {name}: {error}")
    figures = {
        group: {name: summary(cases, outcomes, group) for name, outcomes in results.items()}
        for group in dict.fromkeys(case.group for case in cases)
    }
    for group, found in figures.items():
        print(f"\n{group} ({sum(case.group == group for case in cases):,})\n{HEAD}")
        for name in sorted(found, key=lambda name: -found[name]["accuracy"]):
            print(line(name, found[name]))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
