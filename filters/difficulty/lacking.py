"""How many more draws a rule would need, for rows that were sampled under another rule.

`select` is a view: it replays stored outcomes under any rule. Where they do not settle that rule,
this says what sampling them further would cost before anyone pays for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from .outcomes import Counts
from .rules import Role, Rule
from .stopping import stage


class Lacking(NamedTuple):
    """Draws of each model still to be made: at least (the luckiest outcomes) and at most.

    All zero: settled, or past settling because of unknown draws. The luckiest outcomes for the
    weak model need not be the luckiest for the strong one: the four are bounds, not one path.
    """

    weak_least: int
    weak_most: int
    strong_least: int
    strong_most: int


def lacking(rule: Rule, weak_outcomes: str, strong_outcomes: str) -> Lacking:
    """Bounds on the draws that `rule` still needs, drawn one at a time, none of them unknown."""
    weak = Counts.from_outcomes(weak_outcomes[: rule.weak_k])
    return _lacking(rule, weak, Counts.from_outcomes(strong_outcomes[: rule.strong_k]))


@lru_cache(maxsize=100_000)
def _lacking(rule: Rule, weak: Counts, strong: Counts) -> Lacking:
    role = stage(rule, weak, strong)
    if role is None:
        return Lacking(0, 0, 0, 0)
    branches = [_lacking(rule, *_after(role, weak, strong, right)) for right in (True, False)]
    weak_step, strong_step = int(role == "weak"), int(role == "strong")
    return Lacking(
        weak_step + min(branch.weak_least for branch in branches),
        weak_step + max(branch.weak_most for branch in branches),
        strong_step + min(branch.strong_least for branch in branches),
        strong_step + max(branch.strong_most for branch in branches),
    )


def _after(role: Role, weak: Counts, strong: Counts, right: bool) -> tuple[Counts, Counts]:
    if role == "weak":
        return _plus(weak, right), strong
    return weak, _plus(strong, right)


def _plus(counts: Counts, right: bool) -> Counts:
    correct, incorrect = counts.correct + right, counts.incorrect + (not right)
    return Counts(correct, incorrect, counts.unknown)
