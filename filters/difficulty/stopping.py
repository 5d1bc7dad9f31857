"""Exact early stopping: draw no more than it takes to be sure of the fixed-k decision.

A decision is settled when it is the same whatever the open draws (not made yet) and the unknown
draws (`?`) turn out to be. So stopping never changes a decision: it is the one that all k draws
would give, and curtailment is optimal among rules with that property. The weak model is drawn
first, the strong one only if the weak one has not decided alone.

Giving up: more than `undecided_max` unknown draws of a model while its part is unsettled end the
sampling as `unmeasured`, which saves cost in an outage. It is looked for after every single draw
in submission order, not at round ends, so `decide` gives the same answer for any round size and
for a replay of all k draws. With `undecided_max` None or >= k the order of draws does not matter.

Only the first k draws of a model decide; later ones (a top-up) serve estimates.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

from .outcomes import UNKNOWN, Counts
from .rules import Decision, Level, Role, Rule

Levels: TypeAlias = frozenset[Level]

TOP_UPS: Final = (0, 8, 16)
MAX_ROUND: Final = 4
"""A round of 4 costs 5 to 12 points of the saving, 8 would halve it."""


def settled(rule: Rule, weak: Counts, strong: Counts) -> Decision | None:
    """The decision if every assignment of open and unknown draws gives the same one, else None."""
    return settled_levels(rule, levels(rule, "weak", weak), levels(rule, "strong", strong))


def settled_levels(rule: Rule, weak: Levels, strong: Levels) -> Decision | None:
    """`settled` from the levels that each model can still end at."""
    decisions = {rule.combine(*pair) for pair in product(weak, strong)}
    return decisions.pop() if len(decisions) == 1 else None


def levels(rule: Rule, role: Role, counts: Counts) -> Levels:
    """The levels this model can still end at, over all assignments of open and unknown draws."""
    most = counts.correct + counts.unknown + counts.open(rule.k(role))
    return _levels_between(rule, role, counts.correct, most)


@lru_cache(maxsize=4096)
def _levels_between(rule: Rule, role: Role, least: int, most: int) -> Levels:
    return frozenset(rule.level(role, correct) for correct in range(least, most + 1))


def decide(
    rule: Rule, weak_outcomes: str, strong_outcomes: str, *, undecided_max: int | None = None
) -> Decision:
    """The decision that these outcomes prove, `unmeasured` if they prove none."""
    if _gave_up(rule, weak_outcomes, strong_outcomes, undecided_max):
        return "unmeasured"
    counts = _first_k(rule, weak_outcomes, strong_outcomes)
    return settled(rule, *counts) or "unmeasured"


def next_draws(
    rule: Rule,
    weak_outcomes: str,
    strong_outcomes: str,
    *,
    round_size: int = 1,
    undecided_max: int | None = None,
    top_up: int = 0,
) -> tuple[Role, int] | None:
    """The next round: whose draws, and how many (1 to `round_size`). None: finished.

    `top_up` (0, 8 or 16): a problem that is kept goes on to that many draws of each model.
    """
    check_plan(round_size, top_up)
    if _gave_up(rule, weak_outcomes, strong_outcomes, undecided_max):
        return None
    weak, strong = _first_k(rule, weak_outcomes, strong_outcomes)
    if decision := settled(rule, weak, strong):
        goal = top_up if decision == "keep" else 0
        missing: dict[Role, int] = {
            "weak": goal - len(weak_outcomes),
            "strong": goal - len(strong_outcomes),
        }
    elif (role := stage(rule, weak, strong)) is not None:
        missing = {role: (weak if role == "weak" else strong).open(rule.k(role))}
    else:
        return None
    return _round(rule, missing, round_size)


def stage(rule: Rule, weak: Counts, strong: Counts) -> Role | None:
    """The model to draw next for the decision alone; None when settled or when nothing can settle.

    The weak model is through when its level is known; drawing it further would tell nothing.
    """
    weak_levels, strong_levels = levels(rule, "weak", weak), levels(rule, "strong", strong)
    if settled_levels(rule, weak_levels, strong_levels) is not None:
        return None
    if not _can_settle(rule, weak, strong):
        return None
    weak_open = len(weak_levels) > 1 and weak.open(rule.weak_k) > 0
    return "weak" if weak_open else "strong"


def check_plan(round_size: int, top_up: int) -> None:
    """ValueError unless 1 <= round_size <= 4 and top_up is 0, 8 or 16."""
    if not 1 <= round_size <= MAX_ROUND:
        raise ValueError(f"round_size is {round_size}; allowed: 1 to {MAX_ROUND}")
    if top_up not in TOP_UPS:
        raise ValueError(f"top_up is {top_up}; allowed: {', '.join(map(str, TOP_UPS))}")


def _round(rule: Rule, missing: dict[Role, int], round_size: int) -> tuple[Role, int] | None:
    for role, count in missing.items():
        if count > 0 and rule.k(role) > 0:
            return role, min(round_size, count)
    return None


def _first_k(rule: Rule, weak_outcomes: str, strong_outcomes: str) -> tuple[Counts, Counts]:
    weak = Counts.from_outcomes(weak_outcomes[: rule.weak_k])
    return weak, Counts.from_outcomes(strong_outcomes[: rule.strong_k])


def _can_settle(rule: Rule, weak: Counts, strong: Counts) -> bool:
    """Whether any outcome of the open draws settles it, the unknown ones staying unknown.

    Weak 14 correct and 2 unknown is neither too easy nor not: sampling on would be for nothing.
    """
    pairs = product(endings(rule, "weak", weak), endings(rule, "strong", strong))
    return any(settled_levels(rule, *pair) is not None for pair in pairs)


def endings(rule: Rule, role: Role, counts: Counts) -> set[Levels]:
    """The sets of levels that are left when all open draws are made, over their outcomes."""
    ends = range(counts.correct, counts.correct + counts.open(rule.k(role)) + 1)
    return {_levels_between(rule, role, end, end + counts.unknown) for end in ends}


def _gave_up(rule: Rule, weak: str, strong: str, undecided_max: int | None) -> bool:
    """Whether some prefix of the draws had too many unknown ones while it was unsettled."""
    if undecided_max is None or UNKNOWN not in weak + strong:
        return False
    return weak_gave_up(rule, weak, undecided_max) or strong_gave_up(
        rule, weak, strong, undecided_max
    )


def weak_gave_up(rule: Rule, weak: str, undecided_max: int | None) -> bool:
    """Whether the weak model's sampling was given up at some draw."""
    cut = _crossing(weak[: rule.weak_k], undecided_max)
    return weak_gives_up(rule, Counts.from_outcomes(weak[:cut]), undecided_max)


def strong_gave_up(rule: Rule, weak: str, strong: str, undecided_max: int | None) -> bool:
    """Whether the strong model's sampling was given up at some draw."""
    ends = levels(rule, "weak", Counts.from_outcomes(weak[: rule.weak_k]))
    cut = _crossing(strong[: rule.strong_k], undecided_max)
    return strong_gives_up(rule, ends, Counts.from_outcomes(strong[:cut]), undecided_max)


def _crossing(outcomes: str, undecided_max: int | None) -> int:
    """Length of the first prefix with more than `undecided_max` unknown draws, 0 if none has."""
    seen = 0
    for position, letter in enumerate(outcomes):
        seen += letter == UNKNOWN
        if undecided_max is not None and seen > undecided_max:
            return position + 1
    return 0


def weak_gives_up(rule: Rule, weak: Counts, undecided_max: int | None) -> bool:
    """Whether the weak model's sampling ends here for too many unknown draws."""
    if undecided_max is None or weak.unknown <= undecided_max:
        return False
    ends = levels(rule, "weak", weak)
    none_drawn = levels(rule, "strong", Counts(0, 0, 0))
    return len(ends) > 1 and settled_levels(rule, ends, none_drawn) is None


def strong_gives_up(
    rule: Rule, weak_levels: Levels, strong: Counts, undecided_max: int | None
) -> bool:
    """Whether the strong model's sampling ends here, the weak one having ended at these levels."""
    if undecided_max is None or strong.unknown <= undecided_max:
        return False
    return settled_levels(rule, weak_levels, levels(rule, "strong", strong)) is None
