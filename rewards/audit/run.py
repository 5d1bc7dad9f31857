"""Runs the attacks and the harmless forms over a reward's golds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ..base import GroundTruthError, Reward
from .attacks import ATTACKS
from .golds import OWN_GOLDS
from .harmless import harmless_forms
from .intervals import Share
from .lazy import best_constant
from .report import Finding, Report
from .target import Row, Target, make_target

# Looked through for wrong answers of each gold; a corpus of any size stays linear.
_MAX_OTHERS = 50


class _Graded(NamedTuple):
    """What happened to the responses to one gold."""

    tried: int
    undecided: int
    findings: list[Finding]


def own_golds(reward: Reward[Any]) -> list[Row]:
    """A reward's examples and the golds that are kept here for it."""
    return [*reward.examples, *OWN_GOLDS.get(reward.name, ())]


def audit(
    reward: Reward[Any],
    rows: Sequence[Row] | None = None,
    progress: Callable[[], object] = lambda: None,
) -> Report:
    """Attack a reward, and dress its right answers in harmless forms.

    Args:
        reward: any that keeps the contract of `Reward`.
        rows: golds with their specs; None: `own_golds`.
        progress: called once per gold.
    """
    rows = own_golds(reward) if rows is None else rows
    attacked, dressed, graded = [], [], []
    for target in _targets(reward, rows):
        attacked.append(_grade(target, _attacks(target), paid=True))
        forms = (("harmless", form, response) for form, response in harmless_forms(target))
        dressed.append(_grade(target, forms, paid=False))
        graded.append((target.gold, target.spec))
        progress()
    lazy, lazy_response = best_constant(reward, graded)
    refused = [finding for each in dressed for finding in each.findings]
    return Report(
        reward=reward.name,
        version=reward.version,
        golds=len(graded),
        ungradable=len(rows) - len(graded),
        attacks=sum(each.tried for each in attacked),
        paid=tuple(finding for each in attacked for finding in each.findings),
        undecided=sum(each.undecided for each in attacked),
        ceiling=Share(sum(bool(each.findings) for each in attacked), len(graded)),
        lazy=lazy,
        lazy_response=lazy_response,
        refused=tuple(refused),
        false_fails=Share(len(refused), sum(each.tried for each in dressed)),
    )


def _targets(reward: Reward[Any], rows: Sequence[Row]) -> Iterator[Target]:
    """The golds that can be graded, each with rows after it as sources of wrong answers."""
    for place, row in enumerate(rows):
        others = (rows[(place + step) % len(rows)] for step in range(1, len(rows)))
        try:
            yield make_target(reward, row, list(islice(others, _MAX_OTHERS)))
        except GroundTruthError:
            continue


def _attacks(target: Target) -> Iterator[tuple[str, str, str]]:
    """Class, variant and response of every attack that changes the right response at all."""
    for name, attack in ATTACKS.items():
        for variant, response in attack(target):
            if response.strip() != target.right.strip():
                yield name, variant, response


def _grade(target: Target, responses: Iterable[tuple[str, str, str]], *, paid: bool) -> _Graded:
    """The responses that are paid, or with `paid=False` those that are not."""
    tried = undecided = 0
    findings = []
    for kind, variant, response in responses:
        status = target.reward.score(response, target.gold, target.spec).status
        tried += 1
        undecided += status in ("undecided", "error")
        if (status == "correct") is paid:
            findings.append(Finding(target.gold, kind, variant, response, status))
    return _Graded(tried, undecided, findings)
