"""An input of a program, predicted and checked by running the program on it.

Gold: JSON `{"program", "function", "output", "input" (optional)}`, in the notations of
`rewards/code/predictions.py`; the recorded input serves only to render an answer. Any input is paid
with which the program, run in the box under the spec's limits, returns the output. An answer may be
arguments (`1, [2]`, `f(1, [2])`, `n=3`), or an object of keywords (`{"n": 3}`), with or without
`input:` ahead; it is read as literals and never evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar, NamedTuple

from .base import GroundTruthError, Negative, Reward, Spec, Verdict, correct, no_answer, wrong
from .code.calls import call_tests
from .code.conditions import CandidateCall, Target
from .code.grading import LIMIT_KEYS, Judged, judge_runs, limits_of
from .code.literals import Arguments, LiteralError
from .code.predictions import (
    Prediction,
    answered_arguments,
    near_values,
    parse_prediction,
    without_stops,
)
from .code.programs import shown
from .extract import extract_answer
from .sandbox import Limits, Run

# A negative is run to see that it is one: a few are enough.
_MAX_NEAR = 12
_HALF = "def f(n):\n    return n // 2\n"
_JOIN = "def main(words, sep):\n    return {'text': sep.join(words)}\n"


class Gold(NamedTuple):
    """What to run, and within which limits."""

    prediction: Prediction
    limits: Limits


class CodeIoInputReward(Reward[Gold]):
    """The program returns the recorded output on the predicted input."""

    name: ClassVar[str] = "code_io_input"
    version: ClassVar[str] = "2"
    spec_keys: ClassVar[frozenset[str]] = LIMIT_KEYS
    several_golds: ClassVar[bool] = True  # the recorded input is one of many
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = tuple(
        (json.dumps({"program": program, "function": function, **fields}), spec)
        for program, function, fields, spec in (
            (_HALF, "f", {"input": "7", "output": "3"}, {}),
            (
                _JOIN, "main",
                {"input": {"words": ["a", "b"], "sep": "-"}, "output": {"text": "a-b"}},
                {"cpu_s": 2},
            ),
            (_JOIN, "main", {"input": "['x'], ''", "output": "{'text': 'x'}"}, {}),
        )
    )  # fmt: skip

    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The program and its output; raises GroundTruthError."""
        return Gold(parse_prediction(ground_truth), limits_of(spec))

    def grade(self, response: str, gold: Gold) -> Verdict:
        """Correct if the program returns the output on the input, in any reading of it."""
        found = extract_answer(response)
        if found is None:
            return no_answer("no complete final answer")
        readings: list[Arguments] = []
        detail = ""
        for text in without_stops(found.text):
            try:
                readings += answered_arguments(text, gold.prediction)
            except LiteralError as error:
                detail = str(error)
        if not readings:
            return wrong(found.text, detail, "parse")
        judged = _any_reading(readings, gold)
        if judged.undecided:
            return Verdict(0.0, "undecided", found.text, "box", judged.detail)
        return correct(found.text) if judged.passed else wrong(found.text, judged.detail, "box")

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON with sorted keys."""
        gold: Gold = self.read_gold(ground_truth, spec)
        return json.dumps(gold.prediction.fields, sort_keys=True, separators=(",", ":"))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The recorded input; raises GroundTruthError if there is none, or if it is no literal."""
        gold: Gold = self.read_gold(ground_truth, spec)
        if not gold.prediction.example:
            raise GroundTruthError("no literal input is recorded")
        given = gold.prediction.fields["input"]
        return _render(
            f"{gold.prediction.function}({given})" if isinstance(given, str) else repr(given)
        )

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """What is no input, and inputs near the recorded one that the box finds to be wrong."""
        gold: Gold = self.read_gold(ground_truth, spec)
        yield Negative("expression", _render("1 + 1"))
        yield Negative("other_call", _render(f"{gold.prediction.function}_(1)"))
        yield Negative("code", _render("__import__('os').getpid()"))
        yield Negative("two_calls", _render("1) or f(2"))
        for kind, arguments in islice(_near(gold.prediction.example[:1]), _MAX_NEAR):
            text = _written(arguments)
            judged = _any_reading(answered_arguments(text, gold.prediction), gold)
            if not judged.passed and not judged.undecided:
                yield Negative(kind, _render(text))


def _any_reading(readings: list[Arguments], gold: Gold) -> Judged:
    """How the first reading did that is right or undecided, else the likeliest one."""
    first, *others = readings
    judged = _run(first, gold)
    for arguments in others:
        if judged.passed or judged.undecided:
            break
        other = _run(arguments, gold)
        judged = other if other.passed or other.undecided else judged
    return judged


def _run(arguments: Arguments, gold: Gold) -> Judged:
    """Run the program once and compare what it returns, here."""
    output = gold.prediction.output

    def failure(number: int, run: Run) -> str | None:
        return None if output.equals(run.value) else f"the program returns {shown(run.value)}"

    call = CandidateCall(Target(gold.prediction.function), *arguments)
    program, tests = call_tests(gold.prediction.program, [call])
    return judge_runs(program, tests, gold.limits, failure, whole=False)


def _near(examples: tuple[Arguments, ...]) -> Iterator[tuple[str, Arguments]]:
    """The recorded arguments with one of them changed."""
    for positional, keyword in examples:
        for place, value in enumerate(positional):
            for kind, other in near_values(value):
                changed = (*positional[:place], other, *positional[place + 1 :])
                yield f"{kind}_{place}", Arguments(changed, keyword)
        for name, value in keyword.items():
            for kind, other in near_values(value):
                yield f"{kind}_{name}", Arguments(positional, {**keyword, name: other})


def _written(arguments: Arguments) -> str:
    parts = [repr(value) for value in arguments.positional]
    return ", ".join([*parts, *(f"{name}={value!r}" for name, value in arguments.keyword.items())])


def _render(text: str) -> str:
    return f"<answer>{text}</answer>"


REWARD = CodeIoInputReward()
