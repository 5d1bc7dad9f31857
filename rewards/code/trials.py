"""The inputs of a suite as trials of any program: what it gives, and where it fails the suite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ..sandbox import Limits, Run, Stdin, Test
from .calls import call_tests, holds_opaque, with_prelude
from .conditions import CandidateCall, Suite
from .outputs import Mode, difference
from .pool import near_calls, near_texts
from .values import same, same_json


@dataclass(frozen=True)
class ScriptTrials:
    """Inputs of a script, and what it should print."""

    limits: Limits
    inputs: Sequence[bytes]
    outputs: Sequence[bytes]
    mode: Mode

    @property
    def sizes(self) -> Sequence[int]:
        """Bytes of input and output."""
        return [len(a) + len(b) for a, b in zip(self.inputs, self.outputs, strict=True)]

    def near(self, count: int) -> Sequence[bytes]:
        """Up to `count` inputs with a number changed."""
        return near_texts(self.inputs, count)

    def with_inputs(self, inputs: Sequence[Any]) -> ScriptTrials:
        """The same for other inputs; `failing` is for the suite's own alone."""
        return replace(self, inputs=inputs)

    def tests(self, program: str) -> tuple[str, Sequence[Test]]:
        """A run per input."""
        return program, [Stdin(text) for text in self.inputs]

    def alike(self, run: Run, other: Run) -> bool:
        """Whether both ended in the same way and printed the same."""
        if not (run.ok and other.ok):
            return run.status == other.status
        return difference(run.stdout, other.stdout, self.mode) is None

    def failing(self, runs: Sequence[Run]) -> list[int]:
        """By the mode of the suite."""
        return [
            number
            for number, (run, wanted) in enumerate(zip(runs, self.outputs, strict=False))
            if not run.ok or difference(run.stdout, wanted, self.mode) is not None
        ]


@dataclass(frozen=True)
class CallTrials:
    """Calls of a function, and what they should return or which asserts should hold."""

    limits: Limits
    inputs: Sequence[CandidateCall]
    outputs: Sequence[Any] | None = None
    tolerance: float = 0.0
    suite: Suite | None = None
    prelude: str | None = None

    @property
    def sizes(self) -> Sequence[int]:
        """Bytes of the arguments, and of the outputs if they are known, as text."""
        outputs = self.outputs or [""] * len(self.inputs)
        pairs = zip(self.inputs, outputs, strict=True)
        return [len(repr(call[1:])) + len(repr(out)) for call, out in pairs]

    def near(self, count: int) -> Sequence[CandidateCall]:
        """Up to `count` calls with one argument changed."""
        return near_calls(self.inputs, count)

    def with_inputs(self, inputs: Sequence[Any]) -> CallTrials:
        """The same for other calls; `failing` is for the suite's own alone."""
        return replace(self, inputs=inputs)

    def tests(self, program: str) -> tuple[str, Sequence[Test]]:
        """A run per call."""
        return call_tests(with_prelude(program, self.prelude), self.inputs)

    def alike(self, run: Run, other: Run) -> bool:
        """Whether both ended in the same way and returned the same."""
        if not (run.ok and other.ok):
            return run.status == other.status
        if holds_opaque(run.value) or holds_opaque(other.value):
            return True
        return same(run.value, other.value)

    def failing(self, runs: Sequence[Run]) -> list[int]:
        """By the outputs, or by the asserts that a call decides."""
        if self.suite is None:
            pairs = enumerate(zip(runs, self.outputs or (), strict=False))
            return [n for n, (run, out) in pairs if not (run.ok and self._equal(run, out))]
        results = {number: run.value for number, run in enumerate(runs) if run.ok}
        due = self.suite.checks_by_last_call()
        return [
            number
            for number, run in enumerate(runs[: len(self.suite.calls)])
            if not (run.ok and all(check.holds(results) for check in due.get(number, ())))
        ]

    def _equal(self, run: Run, output: Any) -> bool:
        return same_json(run.value, output, self.tolerance)


Trials: TypeAlias = ScriptTrials | CallTrials
