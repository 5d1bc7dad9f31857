"""Early stopping on simulated problems: same decisions as fixed k, near the optimum, what it saves.

    python benchmarks/early_stopping.py [--problems 1000000]

1. Every preset, rounds of 1, 2 and 4: how many decisions differ from those of all k draws (none
   may), and the mean number of rollouts beside the optimum by dynamic programming: the least that
   any procedure can expect that draws in rounds of this size, weak model first, and never decides
   otherwise. Beside it the optimum that may also choose which model to draw next.
2. Guru's rule on a pool like Big-Math: the share of rollouts that is saved. Peers draw all 16 + 16
   (Guru's own scripts) and save nothing.

Exits with 1 if a decision differs, a mean is more than 1 % over its optimum, or less is saved than
65 % (rounds of 1 and 2) or 57 % (rounds of 4).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from math import comb

import numpy as np

from filters.difficulty.rules import RULES, Rule
from filters.difficulty.stopping import decide, next_draws

ROUNDS = (1, 2, 4)
CHUNK = 50_000
POINTS = 400
LEAST_SAVED = {1: 0.65, 2: 0.65, 4: 0.57}
MOST_OVER_OPTIMUM = 0.01
CODES = {"keep": 0, "too_easy": 1, "too_hard": 2}


def pool(number: int, stream: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Pass rates of both models on a pool like Big-Math: (number,) each.

    A latent ease plus noise per model, and 5 % of rows with a wrong label, which nobody solves.
    The parameters give the shares of such a pool under Guru's rule: 26 % too easy, 11 % too hard.
    """
    ease = stream.normal(size=number)
    weak = _logistic(3.4 * ease + stream.normal(size=number))
    strong = _logistic(1.8 + 3.0 * ease + stream.normal(size=number))
    sound = stream.random(number) >= 0.05
    return weak * sound, strong * sound


def _logistic(x: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x))


def mixed(number: int, stream: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Pass rates that crowd at both ends, where decisions are close, half from each model alone."""
    ends = stream.beta(0.3, 0.3, size=(2, number))
    return ends[0], ends[1]


def plain_decision(rule: Rule, weak: np.ndarray, strong: np.ndarray) -> np.ndarray:
    """The rule in plain words, from the correct answers among all k draws: codes of CODES."""
    none = np.zeros(len(weak), bool)
    easy = none if rule.weak_max is None else weak >= rule.weak_max
    easy = easy | (none if rule.strong_max is None else strong >= rule.strong_max)
    weak_low = none if rule.weak_min is None else weak <= rule.weak_min
    strong_low = none if rule.strong_min is None else strong <= rule.strong_min
    hard = weak_low & strong_low if rule.hard_needs_both else weak_low | strong_low
    return np.where(easy, 1, np.where(hard, 2, 0))


@dataclass
class Tables:
    """`next_draws` and `decide` for every pair of counts, which is all they look at here."""

    rule: Rule
    round_size: int

    def __post_init__(self) -> None:
        kw, ks = self.rule.weak_k, self.rule.strong_k
        shape = (kw + 1, kw + 1, ks + 1, ks + 1)  # drawn and correct, weak then strong
        self.weak_next = np.zeros(shape, np.int8)
        self.strong_next = np.zeros(shape, np.int8)
        self.decision = np.full(shape, -1, np.int8)
        waiting, seen = [(0, 0, 0, 0)], {(0, 0, 0, 0)}
        while waiting:
            state = waiting.pop()
            for after in self._visit(state):
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        self.states = len(seen)

    def _visit(self, state: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
        nw, cw, ns, cs = state
        weak, strong = "1" * cw + "0" * (nw - cw), "1" * cs + "0" * (ns - cs)
        step = next_draws(self.rule, weak, strong, round_size=self.round_size)
        if step is None:
            self.decision[state] = CODES[decide(self.rule, weak, strong)]
            return []
        role, count = step
        if role == "weak":
            self.weak_next[state] = count
            return [(nw + count, cw + right, ns, cs) for right in range(count + 1)]
        self.strong_next[state] = count
        return [(nw, cw, ns + count, cs + right) for right in range(count + 1)]


def simulate(
    tables: Tables, weak: np.ndarray, strong: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of 0 and 1 (problems, k): weak rollouts, strong rollouts and the decision of each."""
    sums = [np.pad(np.cumsum(x, 1, dtype=np.int16), ((0, 0), (1, 0))) for x in (weak, strong)]
    every = np.arange(len(weak))
    nw, ns = np.zeros(len(weak), np.int16), np.zeros(len(weak), np.int16)
    while True:
        at = (nw, sums[0][every, nw], ns, sums[1][every, ns])
        more_weak, more_strong = tables.weak_next[at], tables.strong_next[at]
        if not (more_weak.any() or more_strong.any()):
            return nw, ns, tables.decision[at]
        nw, ns = nw + more_weak, ns + more_strong


def optimum(rule: Rule, size: int, weak: np.ndarray, strong: np.ndarray, free: bool) -> float:
    """Least mean rollouts over pass rates (points,), each as likely as any other.

    U[state] = P(a sequence of draws with these counts) times the rollouts still to come. `free`:
    the procedure may choose the model of each round; else the weak one until it can tell no more.
    """
    kw, ks = rule.weak_k, rule.strong_k
    reach = (_grid(kw, size), _grid(ks, size))
    mass = {(nw, ns): _mass(weak, nw, strong, ns) for nw in reach[0] for ns in reach[1]}
    cost: dict[tuple[int, int], np.ndarray] = {}
    for nw, ns in sorted(mass, reverse=True):
        settled, weak_through = _settled(rule, nw, ns)
        best = np.full(settled.shape, np.inf)
        by_weak = by_strong = best
        if nw < kw:
            by_weak = _round(cost[_next(nw, kw, size), ns], mass[nw, ns], _next(nw, kw, size) - nw)
        if ns < ks:
            steps = _next(ns, ks, size) - ns
            by_strong = _round(cost[nw, ns + steps].T, mass[nw, ns].T, steps).T
        ours = np.where(weak_through, by_strong, by_weak)
        best = np.minimum(by_weak, by_strong) if free else ours
        cost[nw, ns] = np.where(settled, 0.0, best)
    return float(cost[0, 0][0, 0])


def _grid(k: int, size: int) -> list[int]:
    return sorted({*range(0, k, size), k})


def _next(n: int, k: int, size: int) -> int:
    return min(n + size, k)


def _mass(weak: np.ndarray, nw: int, strong: np.ndarray, ns: int) -> np.ndarray:
    """(nw + 1, ns + 1): chance of one sequence with so many correct draws of each model."""
    of_weak = np.stack([weak**c * (1 - weak) ** (nw - c) for c in range(nw + 1)])
    of_strong = np.stack([strong**c * (1 - strong) ** (ns - c) for c in range(ns + 1)])
    return of_weak @ of_strong.T / len(weak)


def _round(later: np.ndarray, mass: np.ndarray, steps: int) -> np.ndarray:
    """The cost of `steps` more draws of the first model, then of what follows them."""
    rows = len(mass)
    after = sum(comb(steps, j) * later[j : j + rows] for j in range(steps + 1))
    return steps * mass + after


def _settled(rule: Rule, nw: int, ns: int) -> tuple[np.ndarray, np.ndarray]:
    """For all counts: whether every ending gives one decision; whether the weak part is through."""
    kw, ks = rule.weak_k, rule.strong_k
    ends = plain_decision(rule, *(x.ravel() for x in np.mgrid[: kw + 1, : ks + 1]))
    ends = ends.reshape(kw + 1, ks + 1)
    settled = np.zeros((nw + 1, ns + 1), bool)
    through = np.zeros((nw + 1, ns + 1), bool)
    for cw in range(nw + 1):
        rows = ends[cw : cw + kw - nw + 1]
        for cs in range(ns + 1):
            reachable = rows[:, cs : cs + ks - ns + 1]
            settled[cw, cs] = (reachable == reachable[0, 0]).all()
            through[cw, cs] = (rows == rows[:1]).all()
    return settled, through


def compare(rule: Rule, problems: int) -> tuple[list[str], bool]:
    """One line per round size, and whether all is well."""
    stream = np.random.default_rng(7)
    points = mixed(POINTS, stream)
    tables = {size: Tables(rule, size) for size in ROUNDS}
    differing, rollouts = dict.fromkeys(ROUNDS, 0), dict.fromkeys(ROUNDS, 0)
    for start in range(0, problems, CHUNK):
        number = min(CHUNK, problems - start)
        which = np.arange(start, start + number) % POINTS  # the same prior as the optimum has
        weak, strong = _draws(rule, points[0][which], points[1][which], stream)
        fixed = plain_decision(rule, weak.sum(1), strong.sum(1))
        for size in ROUNDS:
            nw, ns, decided = simulate(tables[size], weak, strong)
            differing[size] += int((decided != fixed).sum())
            rollouts[size] += int(nw.sum(dtype=np.int64) + ns.sum(dtype=np.int64))
    told, well = [], True
    for size in ROUNDS:
        mean, least = rollouts[size] / problems, optimum(rule, size, *points, free=False)
        free = optimum(rule, size, *points, free=True) if rule.strong_k else least
        well &= differing[size] == 0 and mean <= least * (1 + MOST_OVER_OPTIMUM)
        told.append(
            f"| {rule.name} | {size} | {differing[size]} of {problems:,} | {mean:.3f} | "
            f"{least:.3f} | {mean / least - 1:+.2%} | {free:.3f} |"
        )
    return told, well


def _draws(
    rule: Rule, weak: np.ndarray, strong: np.ndarray, stream: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    rates = ((weak, rule.weak_k), (strong, rule.strong_k))
    drawn = [stream.random((len(p), k), np.float32) < p[:, None] for p, k in rates]
    return drawn[0], drawn[1]


def savings(problems: int) -> tuple[list[str], bool]:
    """Guru's rule on the pool: one line per round size, and whether enough is saved."""
    rule, stream = RULES["guru"], np.random.default_rng(11)
    total = {size: [0, 0] for size in ROUNDS}
    shares = np.zeros(3)
    tables = {size: Tables(rule, size) for size in ROUNDS}
    for start in range(0, problems, CHUNK):
        number = min(CHUNK, problems - start)
        weak, strong = _draws(rule, *pool(number, stream), stream)
        for size in ROUNDS:
            nw, ns, decided = simulate(tables[size], weak, strong)
            total[size][0] += int(nw.sum(dtype=np.int64))
            total[size][1] += int(ns.sum(dtype=np.int64))
        shares += np.bincount(decided, minlength=3)
    kept, easy, hard = shares / problems
    told = [f"pool: {easy:.0%} too easy, {hard:.0%} too hard, {kept:.0%} kept", ""]
    told += ["| rounds of | weak | strong | saved | asked |", "|---:|---:|---:|---:|---:|"]
    well = True
    for size in ROUNDS:
        weak_mean, strong_mean = (n / problems for n in total[size])
        saved = 1 - (weak_mean + strong_mean) / (rule.weak_k + rule.strong_k)
        well &= saved >= LEAST_SAVED[size]
        told.append(
            f"| {size} | {weak_mean:.2f} of 16 | {strong_mean:.2f} of 16 | {saved:.1%} | "
            f"{LEAST_SAVED[size]:.0%} |"
        )
    return told, well


def main() -> int:
    """Print both tables; 0 if every gate holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--problems", type=int, default=1_000_000)
    problems = parser.parse_args().problems
    print("| rule | rounds of | decisions that differ | rollouts | optimum | over | any order |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    well = True
    for rule in RULES.values():
        told, held = compare(rule, problems)
        print("\n".join(told), flush=True)
        well &= held
    told, held = savings(problems)
    print("\n" + "\n".join(told))
    return 0 if well and held else 1


if __name__ == "__main__":
    sys.exit(main())
