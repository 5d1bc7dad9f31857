"""Signs in the outcomes that a row's label, question or verifier is wrong. None drops a row.

Each names a row for people to look at, with the answers that speak against it. What the signs mean
and where they are from: Magistral (arXiv 2506.10910) drops rows whose majority agrees with itself
and contradicts the gold; here they are shown, since the verifier may be at fault as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from .flags import CONFIDENCE, probability_weak_better
from .outcomes import CORRECT, WRONG, Outcomes
from .rules import Role

Reason: TypeAlias = Literal[
    "majority_against_gold", "never_solved_in_agreement", "weak_over_strong", "undecided"
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

MAJORITY: Final = 0.6
"""Share of one wrong answer: far beyond what a hard question leaves to chance."""
AGREEMENT: Final = 0.3
"""Share of one wrong answer where none is right: under it the row is rather hard or ill-posed."""
UNDECIDED: Final = 0.25
"""Share of draws that the verifier could not decide: it, or the format, is at fault."""
LEAST_DRAWS: Final = 4
LEAST_NEVER: Final = 8
TOP: Final = 3


@dataclass(frozen=True, slots=True)
class Cluster:
    """Draws that gave the same answer."""

    answer: str
    count: int
    correct: bool


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One sign: which, how strong (a share or a probability, 0 to 1), in whose draws."""

    reason: Reason
    score: float
    role: Role


def clusters(outcomes: Outcomes) -> list[Cluster]:
    """The answers by how many decided draws gave them, the most frequent first."""
    pairs = zip(outcomes.answers, outcomes.outcomes, strict=True)
    counted = Counter(
        (answer, letter == CORRECT)
        for answer, letter in pairs
        if answer is not None and letter in (CORRECT, WRONG)
    )
    found = [Cluster(answer, count, right) for (answer, right), count in counted.items()]
    return sorted(found, key=lambda cluster: (-cluster.count, cluster.answer, cluster.correct))


def suspicions(weak: Outcomes, strong: Outcomes) -> tuple[Suspicion, ...]:
    """What these draws say against the row, the strongest sign of each kind, by kind."""
    found = [*_of_model("strong", strong), *_of_model("weak", weak), *_of_both(weak, strong)]
    best = {one.reason: one for one in sorted(found, key=lambda one: one.score)}
    return tuple(best[reason] for reason in REASONS if reason in best)


def _of_model(role: Role, outcomes: Outcomes) -> list[Suspicion]:
    counts = outcomes.counts
    found = []
    wrong = [cluster for cluster in clusters(outcomes) if not cluster.correct]
    share = wrong[0].count / counts.decided if wrong else 0.0
    if share >= MAJORITY and counts.decided >= LEAST_DRAWS:
        found.append(Suspicion("majority_against_gold", share, role))
    elif share >= AGREEMENT and not counts.correct and counts.decided >= LEAST_NEVER:
        found.append(Suspicion("never_solved_in_agreement", share, role))
    # Draws that the engine lost say nothing of the verifier.
    graded = counts.drawn - outcomes.finishes.count("e")
    undecided = counts.unknown - outcomes.finishes.count("e")
    if graded >= LEAST_DRAWS and undecided / graded > UNDECIDED:
        found.append(Suspicion("undecided", undecided / graded, role))
    return found


def _of_both(weak: Outcomes, strong: Outcomes) -> list[Suspicion]:
    if not (weak.counts.decided and strong.counts.decided):
        return []
    probability = probability_weak_better(weak.counts, strong.counts)
    return [Suspicion("weak_over_strong", probability, "weak")] if probability > CONFIDENCE else []


def evidence(outcomes: Outcomes) -> dict[str, object]:
    """What a person needs to judge: counts, how many were cut, the most frequent answers."""
    counts = outcomes.counts
    return {
        "drawn": counts.drawn,
        "correct": counts.correct,
        "undecided": counts.unknown,
        "truncated": outcomes.finishes.count("l"),
        "answers": [[c.answer, c.count, c.correct] for c in clusters(outcomes)[:TOP]],
    }
