"""The output of a program, predicted and compared as a typed value.

Gold: JSON `{"program", "function", "input", "output"}`; what the program returned stands in
`output`, as JSON or, in a JSON text, as a Python literal (`rewards/code/predictions.py`). Nothing
runs here. An answer is one literal, JSON or Python, with or without `output:` ahead and a full stop
behind. Numbers
compare by value and exactly, True is not 1, the order of a dict is free, nan equals nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import ClassVar

from .base import Negative, Reward, Spec, Verdict, correct, no_answer, wrong
from .code.literals import LiteralError
from .code.predictions import Prediction, near_values, parse_prediction, read_output, without_stops
from .extract import extract_answer

_DOUBLE = "def f(x):\n    return [x, (x, str(x))]\n"


class CodeIoOutputReward(Reward[Prediction]):
    """Typed equality of a predicted output."""

    name: ClassVar[str] = "code_io_output"
    version: ClassVar[str] = "2"
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = tuple(
        (json.dumps({"program": program, "function": "f", **fields}), {})
        for program, fields in (
            (_DOUBLE, {"input": "2", "output": "[2, (2, '2')]"}),
            (_DOUBLE, {"input": {"x": 2}, "output": [2, [2, "2"]]}),
            ("def f(n):\n    return {n: n > 2}\n", {"input": "3", "output": "{3: True}"}),
            ("def f():\n    return 'a'\n", {"output": "'a'"}),
            ("def f(x):\n    return x * 2.5\n", {"input": [1], "output": 2.5}),
        )
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> Prediction:
        """The recorded output; raises GroundTruthError."""
        return parse_prediction(ground_truth)

    def grade(self, response: str, gold: Prediction) -> Verdict:
        """Correct if the one literal of the answer is the recorded output."""
        found = extract_answer(response)
        if found is None:
            return no_answer("no complete final answer")
        failure = wrong(found.text, "another value")
        for text in without_stops(found.text):
            try:
                value = read_output(text, gold)
            except LiteralError as error:
                failure = wrong(found.text, str(error), "parse")
                continue
            if gold.output.equals(value):
                return correct(found.text)
        return failure

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON with sorted keys."""
        gold: Prediction = self.read_gold(ground_truth, spec)
        return json.dumps(gold.fields, sort_keys=True, separators=(",", ":"))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The output as a Python literal in answer tags."""
        gold: Prediction = self.read_gold(ground_truth, spec)
        return _render(gold.output.value)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Other values near the output, the call itself, and an expression for a value."""
        gold: Prediction = self.read_gold(ground_truth, spec)
        for kind, value in near_values(gold.output.value):
            if not gold.output.equals(value):
                yield Negative(kind, _render(value))
        right = repr(gold.output.value)
        yield Negative("call", f"<answer>{gold.function}(...)</answer>")
        yield Negative("expression", f"<answer>[{right}][0]</answer>")
        yield Negative("hedge", f"<answer>{right} or 0</answer>")


def _render(value: object) -> str:
    return f"<answer>{value!r}</answer>"


REWARD = CodeIoOutputReward()
