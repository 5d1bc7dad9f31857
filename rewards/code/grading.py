"""What the rewards for programs share: from a response to a verdict over a suite of tests."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from ..base import (
    Examined,
    GroundTruthError,
    Negative,
    Reward,
    Spec,
    Verdict,
    correct,
    no_answer,
    wrong,
)
from ..sandbox import Limits, Run, Test, run_tests
from .fences import fenced, last_program
from .trials import Trials

Gold = TypeVar("Gold")

LIMIT_KEYS = frozenset({"cpu_s", "memory_mb"})
"""Limits of each test."""
SPEC_KEYS = LIMIT_KEYS | {"reference"}
"""`reference` is a right program, for `render`."""

DEFAULT_CPU_S = 4.0
DEFAULT_MEMORY_MB = 1024
_BOUNDS: Mapping[str, tuple[float, float]] = {"cpu_s": (0.1, 60.0), "memory_mb": (64, 8192)}
_LAYER = "box"


class Judged(NamedTuple):
    """How a program did on a suite."""

    passed: int
    total: int
    detail: str = ""
    """Why the first test that failed did."""
    undecided: bool = False
    """The box failed, not the program."""


def limits_of(spec: Spec) -> Limits:
    """The limits of a spec within bounds; raises GroundTruthError."""
    found = {"cpu_s": DEFAULT_CPU_S, "memory_mb": DEFAULT_MEMORY_MB}
    for key, (low, high) in _BOUNDS.items():
        value = spec.get(key, found[key])
        if type(value) not in (int, float) or not low <= value <= high:
            raise GroundTruthError(f"{key} is {value!r}; a number from {low} to {high} is allowed")
        found[key] = value
    return Limits(cpu_s=float(found["cpu_s"]), memory_mb=int(found["memory_mb"]))


def text_of(spec: Spec, key: str) -> str | None:
    """A program text of a spec, or None; raises GroundTruthError."""
    text = spec.get(key)
    if text is not None and not (isinstance(text, str) and text.strip()):
        raise GroundTruthError(f"{key} is no program text")
    return text


def judge_runs(
    program: str,
    tests: Sequence[Test],
    limits: Limits,
    failure: Callable[[int, Run], str | None],
    whole: bool,
) -> Judged:
    """Run a program on tests; `failure` says here, outside of the box, why a run is not right.

    Without `whole` the first failure ends it. Fewer runs than tests is a failure.
    """
    reasons: dict[int, str | None] = {}

    def accept(number: int, run: Run) -> bool:
        reasons[number] = failure(number, run) if run.ok else (run.error or run.status)
        return reasons[number] is None

    runs = run_tests(program, tests, limits=limits, accept=None if whole else accept)
    for number, run in enumerate(runs):
        if run.status == "infra_error":
            return Judged(0, len(tests), f"test {number + 1}: {run.error}", undecided=True)
        # What earlier tests left behind must cost nothing: what failed after others runs alone.
        if whole and not accept(number, run) and number:
            (run,) = run_tests(program, [tests[number]], limits=limits)
            accept(number, run)
    passed = sum(reasons.get(number, "") is None for number in range(len(tests)))
    first = next((each for each in range(len(tests)) if reasons.get(each, "") is not None), None)
    if first is None:
        return Judged(passed, len(tests))
    return Judged(passed, len(tests), f"test {first + 1}: {reasons.get(first, 'never ran')}")


class ProgramReward(Reward[Gold]):
    """Grades the program of a response: all tests or nothing, or their share if it is partial."""

    spec_keys: ClassVar[frozenset[str]] = SPEC_KEYS
    several_golds: ClassVar[bool] = True

    @abstractmethod
    def judge(self, program: str, gold: Gold, *, whole: bool) -> Judged:
        """Run a program on the suite: with `whole` all of it, else up to the first failure."""

    @abstractmethod
    def right_program(self, gold: Gold) -> str:
        """A program that passes; raises GroundTruthError if there is none at hand."""

    @abstractmethod
    def wrong_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Kinds and programs that certainly fail at least one test."""

    @abstractmethod
    def hopeless_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Kinds and programs that certainly fail every test."""

    @abstractmethod
    def idle_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Kinds and programs that solve nothing: a suite that one of them passes is weak."""

    @abstractmethod
    def trials(self, gold: Gold) -> Trials | None:
        """The inputs of the suite, for its audit; None if they are not known."""

    def grade(self, response: str, gold: Gold) -> Verdict:
        """Correct if the last fenced block is a program that passes every test."""
        program = last_program(response)
        if program is None:
            return no_answer("no complete fenced program")
        judged = self.judge(program, gold, whole=self.partial)
        counted = f"{judged.passed} of {judged.total} tests"
        detail = f"{counted}: {judged.detail}" if judged.detail else counted
        if judged.undecided:
            return Verdict(0.0, "undecided", program, _LAYER, detail)
        if judged.passed == judged.total > 0:
            return correct(program, detail)
        if self.partial and judged.passed:
            return Verdict(judged.passed / judged.total, "wrong", program, _LAYER, detail)
        return wrong(program, detail, _LAYER)

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """A right program in a fence: the spec's `reference`, else one made from the tests."""
        gold: Gold = self.read_gold(ground_truth, spec)
        reference = text_of(self.read_spec(spec), "reference")
        return fenced(reference or self.right_program(gold))

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Wrong programs: constant, empty, echo, off by one, first test only, exits, raises, ..."""
        gold: Gold = self.read_gold(ground_truth, spec)
        make = self.hopeless_programs if self.partial else self.wrong_programs
        for kind, program in make(gold):
            yield Negative(kind, fenced(program))

    def examine(self, ground_truth: str, spec: Spec | str | None, reference: str) -> Examined:
        """Audit the suite with a right program: weak suites go, long ones are cut, figures stay."""
        from .audit import examine  # the audit grades by this class

        return examine(self, ground_truth, spec, reference) if reference else Examined()


def pairs_of(fields: Any, what: str) -> tuple[list[Any], list[Any]]:
    """The `inputs` and `outputs` of a gold; raises GroundTruthError."""
    if not isinstance(fields, dict):
        raise GroundTruthError(f"{what} is a {type(fields).__name__}; a JSON object is needed")
    inputs, outputs = fields.get("inputs"), fields.get("outputs")
    if not (isinstance(inputs, list) and isinstance(outputs, list)):
        raise GroundTruthError(f"{what} needs the lists inputs and outputs")
    if not inputs or len(inputs) != len(outputs):
        raise GroundTruthError(
            f"{len(inputs)} inputs and {len(outputs)} outputs; as many, not none"
        )
    return inputs, outputs


def only_keys(fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Raises GroundTruthError for a key that a gold of this kind does not have."""
    unknown = sorted(set(fields) - allowed)
    if unknown:
        raise GroundTruthError(f"unknown keys {unknown}; known: {sorted(allowed)}")
