"""Functions and classes under asserts: `check(candidate)`, plain asserts, LeetCode's suites.

Gold: JSON `{"functional": test code, "entry_point" (optional)}`; the entry point is a name, or
`Solution().method`. The spec's `prelude` (imports, `TreeNode`, helpers) stands before the program
and before the tests. Asserts are rewritten to calls with literal arguments, whose results are
judged here (`rewards/code/asserts.py`): by Python's equality, so a tuple is no list, but True is
not 1. What cannot be rewritten (mutation, exceptions, stateful objects), or returns what has no
plain form, runs in two boxes (`rewards/code/two_boxes.py`). Tests never share an interpreter with
the program; the end of a process is no evidence of anything; a suite of which no assert was reached
is not passed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from .base import GroundTruthError, Spec, load_json
from .code.asserts import parse_target, rewrite
from .code.calls import call_tests, holds_opaque, with_prelude
from .code.conditions import Suite, Target, expected_results
from .code.expressions import UnsupportedError
from .code.grading import (
    SPEC_KEYS,
    Judged,
    ProgramReward,
    judge_runs,
    limits_of,
    only_keys,
    text_of,
)
from .code.literals import LiteralError, parse_module
from .code.predictions import near_values
from .code.programs import (
    EQUAL_TO_ALL,
    constant_function,
    hopeless_functions,
    hopeless_modules,
    returning_table,
)
from .code.trials import CallTrials
from .code.two_boxes import SuiteProgram, has_asserts, run_in_two_boxes, suite_program, top_names
from .sandbox import Limits, Run

_KEYS = frozenset({"functional", "entry_point"})
# Suites are graded many times in a row; the parsed ones are a few times the size of their text.
_PARSED = 64
_STACK = "class Stack:\n    def __init__(self): self.items = []\n"
_STACK += "    def push(self, item): self.items.append(item)\n"
_STACK += "    def pop(self): return self.items.pop()"
_STACK_TESTS = "s = Stack()\ns.push(1)\ns.push(2)\nassert s.pop() == 2\nassert s.pop() == 1"
_CHECK = "def check(candidate):\n    assert candidate(1, b=2) == 3\n    assert candidate(5) == 6"


class Gold(NamedTuple):
    """A suite in both forms."""

    functional: str
    entry_point: str | None
    suite: Suite | None
    """Rewritten; None if it cannot be."""
    tests: SuiteProgram
    prelude: str | None
    target: Target | None
    """The one thing that the tests call, if that is known."""
    limits: Limits


class AssertReward(ProgramReward[Gold]):
    """All asserts of a suite."""

    name: ClassVar[str] = "code_assert"
    version: ClassVar[str] = "1"
    spec_keys: ClassVar[frozenset[str]] = SPEC_KEYS | {"prelude"}
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        (json.dumps({"functional": _CHECK, "entry_point": "add"}), {}),
        (json.dumps({"functional": f"{_CHECK}\ncheck(Solution().add)"}), {"cpu_s": 3}),
        (json.dumps({"functional": _STACK_TESTS}), {"reference": _STACK}),
        (
            json.dumps({"functional": "x = [2, 1]\nsort(x)\nassert x == [1, 2]"}),
            {"reference": "def sort(x): x.sort(key=KEY)", "prelude": "KEY = abs"},
        ),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The suite; raises GroundTruthError if it does not parse or has no assert."""
        prelude = text_of(spec, "prelude")
        text_of(spec, "reference")
        return _parsed(ground_truth, prelude)._replace(limits=limits_of(spec))

    def judge(self, program: str, gold: Gold, *, whole: bool) -> Judged:
        """Run the calls and judge their results here; or run the suite in two boxes."""
        program = with_prelude(program, gold.prelude)
        if gold.suite is not None:
            judged, plain = _judge_calls(program, gold.suite, gold.limits, whole)
            if plain:
                return judged
        outcome = run_in_two_boxes(program, gold.tests, gold.limits)
        return Judged(int(outcome.passed), 1, outcome.detail, outcome.undecided)

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON."""
        gold: Gold = self.read_gold(ground_truth, spec)
        fields = {"functional": gold.functional, "entry_point": gold.entry_point}
        return json.dumps(
            {key: text for key, text in fields.items() if text}, separators=(",", ":")
        )

    def right_program(self, gold: Gold) -> str:
        """A table of the results that the asserts name; raises GroundTruthError if they do not."""
        results = expected_results(gold.suite) if gold.suite else None
        if results is None or gold.suite is None or gold.target is None:
            raise GroundTruthError("no right program can be read off these asserts; `reference`")
        return _table(gold.suite, gold.target, results)

    def wrong_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Programs that end early, and functions whose results are known to fail an assert."""
        yield from self.hopeless_programs(gold)
        if gold.suite is None or gold.target is None:
            return
        for kind, body, result in _BODIES:
            if any(_fail(gold.suite, [result] * len(gold.suite.calls))):
                yield kind, constant_function(*gold.target, body, EQUAL_TO_ALL % "object")
        for kind, results in _near(gold.suite):
            if any(_fail(gold.suite, results)):
                yield kind, _table(gold.suite, gold.target, results)

    def hopeless_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Programs that end early, or that lack what is tested."""
        yield from hopeless_functions(*gold.target) if gold.target else hopeless_modules()

    def idle_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Return nothing, always the same, or the result of the first call."""
        if gold.target is None:
            return
        for kind, body, _ in _BODIES:
            yield kind, constant_function(*gold.target, body, EQUAL_TO_ALL % "object")
        if gold.suite is None:
            return
        for kind, results in _near(gold.suite):
            if kind in ("constant", "first_test_only"):
                yield kind, _table(gold.suite, gold.target, results)

    def trials(self, gold: Gold) -> CallTrials | None:
        """The calls of a rewritten suite."""
        if gold.suite is None:
            return None
        return CallTrials(gold.limits, gold.suite.calls, suite=gold.suite, prelude=gold.prelude)


_NOTHING = object()
_BODIES: tuple[tuple[str, str, Any], ...] = (
    ("returns_none", "return None", None),
    ("returns_true", "return True", True),
    ("returns_zero", "return 0", 0),
    # Its methods are never asked: to the tests it is an object that equals nothing.
    ("always_equal", "return Same()", _NOTHING),
)


@lru_cache(maxsize=_PARSED)
def _parsed(ground_truth: str, prelude: str | None) -> Gold:
    fields = load_json(ground_truth, "suite")
    if not isinstance(fields, dict) or not isinstance(fields.get("functional"), str):
        raise GroundTruthError("a JSON object with functional, the test code, is needed")
    only_keys(fields, _KEYS)
    functional, entry_point = fields["functional"], fields.get("entry_point")
    try:
        entry = None if entry_point is None else parse_target(str(entry_point))
        tests = parse_module(functional)
        before = parse_module(prelude or "")
    except LiteralError as error:
        raise GroundTruthError(f"the test code: {error}") from error
    if not has_asserts(tests):
        raise GroundTruthError("the test code has no assert")
    try:
        suite = rewrite(tests, entry, top_names(before))
    except UnsupportedError:
        suite = None
    called = {call.target for call in suite.calls} if suite else {entry}
    target = called.pop() if len(called) == 1 else None
    return Gold(
        functional, entry_point, suite, suite_program(tests, before, entry), prelude, target,
        limits_of({}),
    )  # fmt: skip


def _judge_calls(program: str, suite: Suite, limits: Limits, whole: bool) -> tuple[Judged, bool]:
    """How the calls went, and whether all results had a plain form."""
    results: dict[int, Any] = {}
    opaque: set[int] = set()
    due = suite.checks_by_last_call()

    def failure(number: int, run: Run) -> str | None:
        results[number] = run.value
        if holds_opaque(run.value):
            opaque.add(number)
            return "a result without a plain form"
        opaque.discard(number)
        for check in due.get(number, ()):
            if not check.holds(results):
                return f"`{check.shown()}` does not hold"
        return None

    program, tests = call_tests(program, suite.calls)
    return judge_runs(program, tests, limits, failure, whole), not opaque


def _near(suite: Suite) -> Iterator[tuple[str, list[Any]]]:
    """Results near the right ones, one list per kind of mistake."""
    right = expected_results(suite)
    if right is None:
        return
    yield "constant", [right[0]] * len(right)
    yield "first_test_only", [right[0], *[None] * (len(right) - 1)]
    for kind, value in near_values(right[-1]):
        yield kind, [*right[:-1], value]


def _fail(suite: Suite, results: list[Any]) -> Iterator[bool]:
    """Per assert, whether a table of these results fails it; of equal calls the first counts."""
    texts = [repr(call[1:]) for call in suite.calls]
    first = dict(reversed(list(zip(texts, results, strict=True))))
    printed = {number: first[text] for number, text in enumerate(texts)}
    return (not check.holds(printed) for check in suite.checks)


def _table(suite: Suite, target: Target, results: list[Any]) -> str:
    rows = [(call[1:], value) for call, value in zip(suite.calls, results, strict=True)]
    return returning_table(*target, rows)


REWARD = AssertReward()
