"""Functions that are called: every result must be what is expected, by type and value.

Gold: JSON `{"fn_name", "class" (optional), "inputs": [[argument, ...], ...], "outputs", "compare"
(optional)}`. With `class`, each test calls the method of a new object. `compare` is `exact` (the
default) or `float:1e-6`, a tolerance for floats. Results are compared as JSON means them: a tuple
is the same as a list, a key that is no text the same as its JSON text; numpy scalars and arrays are
unwrapped; numbers compare by value, True is no number, nan equals nothing. The expected outputs
never enter the box. Without a `reference` in the spec, `render` writes a table of the tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from .base import GroundTruthError, Spec, load_json
from .code.calls import call_tests
from .code.conditions import CandidateCall, Target
from .code.grading import (
    Judged,
    ProgramReward,
    judge_runs,
    limits_of,
    only_keys,
    pairs_of,
    text_of,
)
from .code.outputs import parse_mode
from .code.predictions import near_values
from .code.programs import (
    EQUAL_TO_ALL,
    constant_function,
    hopeless_functions,
    returning_table,
    shown,
)
from .code.trials import CallTrials
from .code.values import same_json
from .sandbox import Limits, Run

_KEYS = frozenset({"fn_name", "class", "inputs", "outputs", "compare"})
_ADD = {"fn_name": "add", "inputs": [[1, 2], [[1], [2]]], "outputs": [3, [1, 2]]}


class Gold(NamedTuple):
    """Calls and what they should return."""

    target: Target
    inputs: tuple[list[Any], ...]
    outputs: tuple[Any, ...]
    compare: str
    tolerance: float
    limits: Limits


class CallReward(ProgramReward[Gold]):
    """All calls of a function."""

    name: ClassVar[str] = "code_call"
    version: ClassVar[str] = "1"
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        (json.dumps(_ADD), {"reference": "def add(a, b):\n    return a + b"}),
        (json.dumps({**_ADD, "class": "Solution"}), {"memory_mb": 512}),
        (
            json.dumps(
                {
                    "fn_name": "f", "inputs": [[1.5], ["é"]], "outputs": [{"1.5": None}, True],
                    "compare": "float:1e-6",
                }
            ),
            {},
        ),
    )  # fmt: skip

    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The calls; raises GroundTruthError."""
        fields = load_json(ground_truth, "calls")
        inputs, outputs = pairs_of(fields, "calls")
        assert isinstance(fields, dict)
        only_keys(fields, _KEYS)
        if not all(isinstance(arguments, list) for arguments in inputs):
            raise GroundTruthError("an input is the list of the arguments of one call")
        compare = str(fields.get("compare", "exact"))
        try:
            mode = parse_mode(compare)
        except ValueError as error:
            raise GroundTruthError(str(error)) from error
        if mode.name not in ("exact", "float"):
            raise GroundTruthError(f"compare {compare!r}; exact or float:TOLERANCE for calls")
        if not all(same_json(output, output) for output in outputs):
            raise GroundTruthError("an output holds nan, which equals nothing")
        text_of(spec, "reference")
        target = Target(_name(fields, "fn_name"), _name(fields, "class", optional=True) or None)
        return Gold(
            target, tuple(inputs), tuple(outputs), compare, mode.tolerance, limits_of(spec)
        )  # fmt: skip

    def judge(self, program: str, gold: Gold, *, whole: bool) -> Judged:
        """Call the function and compare its results, here."""

        def failure(number: int, run: Run) -> str | None:
            if same_json(run.value, gold.outputs[number], gold.tolerance):
                return None
            return f"returned {shown(run.value)}, not {shown(gold.outputs[number])}"

        program, tests = call_tests(program, _calls(gold))
        return judge_runs(program, tests, gold.limits, failure, whole)

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON with sorted keys; the comparison is always named."""
        gold: Gold = self.read_gold(ground_truth, spec)
        fields: dict[str, Any] = {
            "fn_name": gold.target.function,
            "inputs": gold.inputs,
            "outputs": gold.outputs,
            "compare": gold.compare,
        }
        if gold.target.class_name:
            fields["class"] = gold.target.class_name
        return json.dumps(fields, sort_keys=True, separators=(",", ":"))

    def right_program(self, gold: Gold) -> str:
        """A table of the tests."""
        return _table(gold, gold.outputs)

    def wrong_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Functions whose results are known, and known to differ somewhere."""
        yield from hopeless_functions(*gold.target)
        for kind, body in (("raises", "raise ValueError('no')"), ("always_equal", "return Same()")):
            yield kind, constant_function(*gold.target, body, EQUAL_TO_ALL % "object")
        for kind, results in _near(gold):
            if any(_differ(gold, results)):
                yield kind, _table(gold, results)

    def hopeless_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Functions that return nothing of worth for any test."""
        yield from hopeless_functions(*gold.target)
        for kind, results in _near(gold):
            if all(_differ(gold, results)):
                yield kind, _table(gold, results)

    def idle_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Return nothing, always the same, an argument, or the output of the first test."""
        for kind, results in _near(gold):
            if kind in ("constant", "returns_none", "echo", "first_test_only"):
                yield kind, _table(gold, results)

    def trials(self, gold: Gold) -> CallTrials:
        """The calls."""
        return CallTrials(gold.limits, _calls(gold), gold.outputs, gold.tolerance)


def _calls(gold: Gold) -> list[CandidateCall]:
    return [CandidateCall(gold.target, tuple(arguments), {}) for arguments in gold.inputs]


def _name(fields: dict[str, Any], key: str, *, optional: bool = False) -> str:
    name = fields.get(key)
    if name is None and optional:
        return ""
    if not (isinstance(name, str) and name.isidentifier()):
        raise GroundTruthError(f"{key} is {str(name)[:60]!r}; a name is needed")
    return name


def _near(gold: Gold) -> Iterator[tuple[str, list[Any]]]:
    """Results near the right ones, one list per kind of mistake; some may be right by accident."""
    first, last, count = gold.outputs[0], gold.outputs[-1], len(gold.outputs)
    yield "constant", [first] * count
    yield "returns_none", [None] * count
    yield "echo", [arguments[0] if arguments else None for arguments in gold.inputs]
    yield "first_test_only", [first, *[None] * (count - 1)]
    for kind, value in near_values(last):
        yield kind, [*gold.outputs[:-1], value]
    yield "other", ["none of these"] * count


def _differ(gold: Gold, results: Sequence[Any]) -> Iterator[bool]:
    """Per test, whether a table of these results fails it; of equal inputs the first counts."""
    texts = [repr(arguments) for arguments in gold.inputs]
    first = dict(reversed(list(zip(texts, results, strict=True))))
    for text, wanted in zip(texts, gold.outputs, strict=True):
        yield not same_json(first[text], wanted, gold.tolerance)


def _table(gold: Gold, results: Sequence[Any]) -> str:
    """A function that returns these results for the inputs."""
    rows: list[tuple[object, object]] = [
        ((tuple(arguments), {}), value)
        for arguments, value in zip(gold.inputs, results, strict=True)
    ]
    return returning_table(*gold.target, rows)


REWARD = CallReward()
