"""Is a suite of tests worth its name? Run when a corpus is built, over the box.

A right program must pass; programs that do nothing must not; and the suite should tell the right
program from small wrong changes of it (mutants). A mutant counts only if it is proven different: on
some input of the suite, or near one, it gives something else than the right program. Its survival
then is a fault of the suite. What the suite tells apart also says which tests are worth keeping.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..base import Examined, GroundTruthError, Spec
from ..sandbox import Limits, Run, run_tests
from .fences import fenced
from .grading import ProgramReward
from .mutation import mutants
from .suites import MAX_BYTES, MAX_TESTS, Reduction, reduce_suite
from .trials import Trials

MAX_MUTANTS = 40
MAX_NEAR = 40
_SHOWN_SURVIVORS = 10
# A mutant that never ends is stopped after this many times what the right program took.
_PATIENCE = 20.0
_LEAST_CPU_S = 0.3
# Inputs on which the right program does not end are passed over, up to so many.
_MAX_ENDLESS = 3


class _BoxFailedError(RuntimeError):
    """The box failed, not the program."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How many wrong programs a suite tells from the right one."""

    mutants: int
    """Mutants that were run."""
    proven: int
    """Those that give something else than the right program on some input."""
    killed: int
    """Those of the proven ones that fail the suite."""
    survivors: tuple[str, ...]
    """Kind and line of some proven ones that pass, `comparison:12`."""
    reduction: Reduction

    @property
    def kill_rate(self) -> float | None:
        """Share of the proven mutants that the suite kills; None if none was proven."""
        return self.killed / self.proven if self.proven else None


@dataclass(frozen=True, slots=True)
class Audit:
    """What is known of a suite."""

    passes: bool
    """The right program does; nothing else is known if it does not."""
    detail: str
    weak: tuple[str, ...] = ()
    """Kinds of programs that solve nothing and pass: `constant`, `echo`, ..."""
    strength: Strength | None = None
    """None for suites in two boxes, whose inputs are not known."""
    undecided: bool = False
    """The box failed; nothing is known."""


def audit(
    reward: ProgramReward[Any],
    ground_truth: str,
    spec: Spec | str | None,
    reference: str,
    max_mutants: int = MAX_MUTANTS,
    max_tests: int = MAX_TESTS,
    max_bytes: int = MAX_BYTES,
) -> Audit:
    """Audit a suite with a right program; raises GroundTruthError for a bad gold."""
    verdict = reward.score(fenced(reference), ground_truth, spec)
    if verdict.status != "correct":
        undecided = verdict.status in ("undecided", "error")
        return Audit(False, f"{verdict.status}: {verdict.detail}", undecided=undecided)
    gold = reward.read_gold(ground_truth, spec)
    weak = []
    for kind, program in reward.idle_programs(gold):
        judged = reward.judge(program, gold, whole=False)
        if judged.undecided:
            return Audit(True, judged.detail, undecided=True)
        if judged.passed == judged.total:
            weak.append(kind)
    trials = reward.trials(gold)
    strength = None
    if trials is not None:
        try:
            strength = _strength(trials, reference, max_mutants, (max_tests, max_bytes))
        except _BoxFailedError as error:
            return Audit(True, str(error), tuple(weak), undecided=True)
    return Audit(True, verdict.detail, tuple(weak), strength)


def examine(
    reward: ProgramReward[Any], ground_truth: str, spec: Spec | str | None, reference: str
) -> Examined:
    """The audit as a build wants it: a reason to drop the row, or figures and the gold cut."""
    found = audit(reward, ground_truth, spec, reference)
    if found.undecided:
        return Examined(detail=found.detail, facts={"suite": {"undecided": found.detail}})
    if not found.passes:
        return Examined("reference_fails", found.detail)
    if found.weak:
        return Examined("weak_suite", f"passed by programs that solve nothing: {found.weak}")
    if found.strength is None:
        return Examined(facts={"suite": {"mutants": None}})
    strength, kept = found.strength, found.strength.reduction.kept
    facts = {
        "mutants": strength.mutants, "proven": strength.proven, "killed": strength.killed,
        "survivors": list(strength.survivors), "tests": strength.reduction.tests,
    }  # fmt: skip
    try:
        cut = kept_tests(ground_truth, kept) if len(kept) < strength.reduction.tests else None
    except GroundTruthError:
        cut = None  # suites of asserts are measured and not cut
    return Examined(facts={"suite": facts | ({"kept": len(kept)} if cut else {})}, ground_truth=cut)


def kept_tests(ground_truth: str, kept: Sequence[int]) -> str:
    """A gold of `inputs` and `outputs` with these tests alone; GroundTruthError for others."""
    fields = json.loads(ground_truth)
    if not isinstance(fields, dict) or not {"inputs", "outputs"} <= fields.keys():
        raise GroundTruthError("only golds of inputs and outputs can be cut to some tests")
    for key in ("inputs", "outputs"):
        fields[key] = [fields[key][number] for number in kept]
    return json.dumps(fields)


def _strength(
    trials: Trials, reference: str, max_mutants: int, caps: tuple[int, int]
) -> Strength:  # fmt: skip
    limits = _patient(_runs(trials, reference, trials.limits), trials.limits)
    wide = trials.with_inputs([*trials.inputs, *_answered(trials, reference, limits)])
    first = _runs(wide, reference, limits)
    again = _runs(wide, reference, limits)
    # What it answers by chance proves nothing.
    firm = [
        number for number, pair in enumerate(zip(first, again, strict=False)) if wide.alike(*pair)
    ]
    kills: list[set[int]] = [set() for _ in trials.inputs]
    proven, killed, survivors = 0, 0, []
    tried = mutants(reference, max_mutants)
    for name, mutant in enumerate(tried):
        runs = _runs(wide, mutant.program, limits)
        seen = (number for number in firm if number < len(runs))
        differs = any(not wide.alike(runs[number], first[number]) for number in seen)
        failing = trials.failing(runs)
        for number in failing:
            kills[number].add(name)
        if differs or failing:
            proven += 1
            killed += bool(failing)
            survivors += [] if failing else [f"{mutant.kind}:{mutant.line}"]
    reduction = reduce_suite(trials.sizes, kills, *caps)
    return Strength(len(tried), proven, killed, tuple(survivors[:_SHOWN_SURVIVORS]), reduction)


def _answered(trials: Trials, reference: str, limits: Limits) -> list[Any]:
    """Inputs near those of the suite that the right program takes: the others are no inputs."""
    left = list(trials.near(MAX_NEAR))
    answered: list[Any] = []
    for _ in range(_MAX_ENDLESS):
        runs = _runs(trials.with_inputs(left), reference, limits)
        answered += [given for given, run in zip(left, runs, strict=False) if run.ok]
        left = left[len(runs) :]
        if not left:
            break
    return answered


def _runs(trials: Trials, program: str, limits: Limits) -> list[Run]:
    """A run per input, up to the first that does not end; raises _BoxFailedError."""
    text, tests = trials.tests(program)
    stopping = ("timeout", "infra_error")
    runs = run_tests(text, tests, limits=limits, accept=lambda _, run: run.status not in stopping)
    if runs and runs[-1].status == "infra_error":
        raise _BoxFailedError(runs[-1].error)
    return runs


def _patient(runs: Sequence[Run], limits: Limits) -> Limits:
    longest = max((run.cpu_s for run in runs), default=0.0)
    cpu_s = min(limits.cpu_s, max(_LEAST_CPU_S, longest * _PATIENCE))
    return Limits(cpu_s, limits.memory_mb, limits.output_mb, limits.wall_factor)
