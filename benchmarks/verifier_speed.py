"""How many verdicts a CPU second gives, beside math-verify on the same pairs in the same run.

    python benchmarks/verifier_speed.py

Numeric pairs (integers, decimals, fractions, percent; half of them unequal), and a mix of 85 %
numeric and 15 % symbolic ones. No pair occurs twice, so that no cache answers. CPU seconds are
those of this process and of the workers that it started. Needs Linux (`/proc`).
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from verifiers import Verifier, math_verify, touchstone  # noqa: E402

_TICKS = os.sysconf("SC_CLK_TCK")


class Pair(NamedTuple):
    """A gold and a response with an answer to it."""

    gold: str
    response: str


class Cost(NamedTuple):
    """What a verifier took, and what it paid."""

    per_second: float
    p99: float
    """CPU seconds that 99 of 100 verdicts do not exceed, to a hundredth."""
    worst: float
    paid: int


def numeric_pairs(count: int, source: random.Random) -> Iterator[Pair]:
    """Numbers in two spellings; every other answer is off by one in its last digit."""
    for place in range(count):
        top, bottom = source.randint(-(10**9), 10**9), source.randint(2, 10**5)
        off = place % 2
        gold, answer = (
            (f"{top}", f"{top + off:,}"),
            (f"{top / 1000:.3f}", f"{(top + off) / 1000:.3f}0"),
            (f"\\frac{{{top}}}{{{bottom}}}", f"{top + off}/{bottom}"),
            (f"{top / 100:.2f}\\%", f"{(top + off) / 100:.2f}\\%"),
        )[place // 2 % 4]
        yield Pair(gold, f"The answer is $\\boxed{{{answer}}}$.")


def symbolic_pairs(count: int, source: random.Random) -> Iterator[Pair]:
    """Expressions that exact forms do not decide; every other answer is another expression."""
    for place in range(count):
        a, b = source.randint(2, 10**6), source.randint(2, 10**6)
        off = place % 2
        gold, answer = (
            (f"{a}\\sin 2x + {b}", f"{2 * a}\\sin x\\cos x + {b + off}"),
            (f"\\ln({a} x) + {b}", f"\\ln {a} + \\ln x + {b + off}"),
            (f"{a} e^{{i\\theta}} + {b}", f"{a}\\cos\\theta + {a} i\\sin\\theta + {b + off}"),
            (f"\\sqrt[3]{{{a}}} x + {b}", f"{a}^{{1/3}} x + {b + off}"),
        )[place // 2 % 4]
        yield Pair(gold, f"The answer is $\\boxed{{{answer}}}$.")


def cpu_seconds() -> float:
    """Of this process, of the children that it reaped, and of those that live."""
    times = os.times()
    live = 0
    for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            live += sum(map(int, fields[11:15]))
    return time.process_time() + times.children_user + times.children_system + live / _TICKS


def measure(verifier: Verifier, pairs: Sequence[Pair], each: bool) -> Cost:
    """All pairs in a row; with `each` the cost of every verdict is looked at as well."""
    costs: list[float] = []
    paid, start = 0, cpu_seconds()
    looking = 0.0
    for pair in pairs:
        before = cpu_seconds() if each else 0.0
        paid += verifier(pair.response, pair.gold)
        if each:
            after = cpu_seconds()
            costs.append(after - before)
            looking += cpu_seconds() - after
    spent = cpu_seconds() - start - 2 * looking
    costs.sort()
    p99, worst = (costs[int(0.99 * len(costs))], costs[-1]) if costs else (0.0, 0.0)
    return Cost(len(pairs) / spent, p99, worst, paid)


def main() -> None:
    """Measure both on numbers, ours on the mix and on symbolic pairs, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=2_000)
    options = parser.parse_args()
    source = random.Random(7)
    numeric = list(numeric_pairs(options.pairs, source))
    mixed = [
        *numeric_pairs(options.pairs, source),
        *symbolic_pairs(options.pairs * 15 // 85, source),
    ]
    source.shuffle(mixed)
    ours = touchstone()
    warm = [*numeric_pairs(20, random.Random(1)), *symbolic_pairs(20, random.Random(1))]
    measure(ours, warm, each=False)
    found = {"touchstone, numeric": measure(ours, numeric, each=False)}
    try:
        peer = math_verify()
        measure(peer, warm[:20], each=False)
        found["math-verify, numeric"] = measure(peer, numeric, each=False)
    except ImportError as error:
        print(f"skipped math-verify: {error}")
    found["touchstone, 85/15 mix"] = measure(touchstone(), mixed[: len(mixed) // 2], each=False)
    found["touchstone, 85/15, each"] = measure(touchstone(), mixed[len(mixed) // 2 :], each=True)
    print(f"{'':<24} {'verdicts/CPU s':>14} {'paid':>6} {'p99 CPU s':>9} {'worst':>6}")
    for name, cost in found.items():
        print(f"{name:<24} {cost.per_second:>14,.0f} {cost.paid:>6,}"
              f" {cost.p99:>9.2f} {cost.worst:>6.2f}")  # fmt: skip
    if "math-verify, numeric" in found:
        ratio = found["touchstone, numeric"].per_second / found["math-verify, numeric"].per_second
        print(f"numeric: {ratio:.0f} times math-verify's")


if __name__ == "__main__":
    main()
