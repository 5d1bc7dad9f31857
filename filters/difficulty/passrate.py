"""Pass rates that stay unbiased when sampling was stopped early, and their intervals.

Correct over drawn is biased after stopping: under "stop at the second wrong answer" a model with
p = 0.5 shows 0.386 on average. Girshick, Mosteller and Savage (1946) give the unbiased estimate:
of all draw sequences that end at the same counts under the same plan, the share whose first draw
was correct. Sequences are counted on the lattice of (correct, incorrect, unknown), with stop tests
at round ends only, as the sampling had them.

With unknown draws p means P(correct) / P(not unknown), and the estimate is the ratio of the two
unbiased ones: consistent, no longer exactly unbiased.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import NamedTuple, TypeAlias

from .beta import beta_quantile
from .outcomes import Counts
from .rules import Level, Role, Rule
from .stopping import (
    Levels,
    check_plan,
    decide,
    endings,
    levels,
    settled_levels,
    stage,
    strong_gave_up,
    strong_gives_up,
    weak_gave_up,
    weak_gives_up,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows were sampled. The estimate needs it: the same counts mean other things elsewhere."""

    rule: Rule
    round_size: int = 1
    undecided_max: int | None = None
    top_up: int = 0

    def __post_init__(self) -> None:
        check_plan(self.round_size, self.top_up)


class _End(NamedTuple):
    """A point where sampling ends."""

    counts: Counts
    gave_up: bool


class _Point(NamedTuple):
    """A point on the way: counts, whether given up, and draws left in the running round."""

    counts: Counts
    gave_up: bool
    left: int


Paths: TypeAlias = tuple[int, int, int]
"""Numbers of draw sequences whose first draw was correct, incorrect, unknown."""


def pass_rate(plan: Plan, role: Role, weak_outcomes: str, strong_outcomes: str) -> float | None:
    """Estimate of the model's pass rate from a finished row; None without a decided draw.

    ValueError for outcomes that this plan cannot end at: an unfinished row, or another plan's.
    """
    rule, most = plan.rule, plan.undecided_max
    outcomes = weak_outcomes if role == "weak" else strong_outcomes
    counts = Counts.from_outcomes(outcomes)
    if counts.decided == 0:
        return None
    if role == "weak":
        given_up = weak_gave_up(rule, weak_outcomes, most)
        weak_ends = None
    else:
        given_up = strong_gave_up(rule, weak_outcomes, strong_outcomes, most)
        weak_ends = levels(rule, "weak", Counts.from_outcomes(weak_outcomes[: rule.weak_k]))
    kept = decide(rule, weak_outcomes, strong_outcomes, undecided_max=most) == "keep"
    ends = path_counts(plan, kept, weak_ends)
    if (end := _End(counts, given_up)) not in ends:
        raise ValueError(
            f"{role} outcomes {outcomes!r} are no end of rule {rule.name!r} with rounds of "
            f"{plan.round_size} and top-up {plan.top_up}: give the plan they were sampled under"
        )
    correct, incorrect, _ = ends[end]
    return correct / (correct + incorrect) if correct + incorrect else None


@lru_cache(maxsize=256)
def path_counts(plan: Plan, kept: bool, weak_ends: Levels | None) -> dict[_End, Paths]:
    """Every end of one model's sampling, with the draw sequences that lead there.

    `weak_ends` None: the weak model; else the strong one after a weak one that ended there.
    `kept`: whether the problem is kept in the end and so topped up. For the weak model that also
    hangs on the strong one, whose draws are independent: given it, the plan is a fixed one.
    """
    origin = _Point(Counts(0, 0, 0), False, 0)
    front: dict[_Point, Paths] = {origin: (1, 1, 1)}
    ends: dict[_End, Paths] = {}
    while front:
        onward: defaultdict[_Point, Paths] = defaultdict(lambda: (0, 0, 0))
        for point, paths in front.items():
            left = point.left or _round_after(plan, kept, weak_ends, point)
            if left == 0:
                ends[_End(point.counts, point.gave_up)] = paths
                continue
            for letter, counts in enumerate(_successors(point.counts)):
                given_up = point.gave_up or _gives_up(plan, weak_ends, counts)
                target = _Point(counts, given_up, left - 1)
                onward[target] = _added(onward[target], _step(point, paths, letter))
        front = dict(onward)
    return ends


def _successors(at: Counts) -> tuple[Counts, Counts, Counts]:
    c, i, u = at.correct, at.incorrect, at.unknown
    return Counts(c + 1, i, u), Counts(c, i + 1, u), Counts(c, i, u + 1)


def _step(point: _Point, paths: Paths, letter: int) -> Paths:
    """The paths that go on by this letter; the first draw sorts them."""
    if point.counts.drawn:
        return paths
    return (int(letter == 0), int(letter == 1), int(letter == 2))


def _added(first: Paths, second: Paths) -> Paths:
    return (first[0] + second[0], first[1] + second[1], first[2] + second[2])


def _gives_up(plan: Plan, weak_ends: Levels | None, counts: Counts) -> bool:
    if counts.drawn > plan.rule.k("weak" if weak_ends is None else "strong"):
        return False
    if weak_ends is None:
        return weak_gives_up(plan.rule, counts, plan.undecided_max)
    return strong_gives_up(plan.rule, weak_ends, counts, plan.undecided_max)


def _round_after(plan: Plan, kept: bool, weak_ends: Levels | None, point: _Point) -> int:
    """Size of the round that starts here, 0 where sampling ends."""
    role: Role = "weak" if weak_ends is None else "strong"
    counts, rule = point.counts, plan.rule
    if point.gave_up or rule.k(role) == 0:
        return 0
    beyond = counts.drawn > rule.k(role)  # only a top-up goes there, and the decision stands
    if not beyond and _undecided_yet(rule, weak_ends, counts):
        return min(plan.round_size, counts.open(rule.k(role)))
    if kept and (beyond or _may_keep(rule, weak_ends, counts)):
        return min(plan.round_size, counts.open(plan.top_up))
    return 0


def _undecided_yet(rule: Rule, weak_ends: Levels | None, counts: Counts) -> bool:
    """Whether the decision itself asks for more draws of this model."""
    if weak_ends is None:
        return stage(rule, counts, Counts(0, 0, 0)) == "weak"
    if settled_levels(rule, weak_ends, levels(rule, "strong", counts)) is not None:
        return False
    later = endings(rule, "strong", counts)
    return any(settled_levels(rule, weak_ends, end) is not None for end in later)


def _may_keep(rule: Rule, weak_ends: Levels | None, counts: Counts) -> bool:
    """Whether a problem whose model ended here can be one that is kept."""
    if weak_ends is not None:
        return settled_levels(rule, weak_ends, levels(rule, "strong", counts)) == "keep"
    ends = levels(rule, "weak", counts)
    alone: tuple[Level, ...] = ("low", "mid", "high") if rule.strong_k else ("mid",)
    return any(settled_levels(rule, ends, frozenset((level,))) == "keep" for level in alone)


def pass_at_k(n: int, c: int, k: int) -> float:
    """P(at least one of k draws is correct), unbiased from c correct of n (Chen et al. 2021).

    Only for a fixed n: counts that were stopped early belong to `pass_rate`. ValueError unless
    0 <= c <= n and 1 <= k <= n.
    """
    if not (0 <= c <= n and 1 <= k <= n):
        raise ValueError(f"pass_at_k needs 0 <= c <= n and 1 <= k <= n, got n={n}, c={c}, k={k}")
    return 1.0 - comb(n - c, k) / comb(n, k)


def interval(counts: Counts, level: float = 0.95) -> tuple[float, float] | None:
    """Jeffreys interval of the pass rate: equal tails of Beta(correct + 1/2, incorrect + 1/2).

    Chosen over Clopper-Pearson because a posterior does not see the stopping rule: the likelihood
    of the counts is the same. The lower end is 0 without a correct draw, the upper 1 without an
    incorrect one. Unknown draws are left out; None when no draw is decided.
    """
    if counts.decided == 0:
        return None
    a, b, tail = counts.correct + 0.5, counts.incorrect + 0.5, (1.0 - level) / 2
    low = beta_quantile(a, b, tail) if counts.correct else 0.0
    high = beta_quantile(a, b, 1.0 - tail) if counts.incorrect else 1.0
    return low, high
