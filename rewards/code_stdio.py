"""Programs that read standard input and print: every test must print what is expected.

Gold: JSON `{"inputs": [text], "outputs": [text], "compare": mode}`; the modes are those of
`rewards/code/outputs.py`, `tokens` if none is named. A test also fails if the program ends with an
error or beyond a limit of the spec (`cpu_s` of CPU time, `memory_mb`). The expected outputs never
enter the box. Without a `reference` in the spec, `render` writes a table of the tests: a program
that is right for this gold, though for nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from .base import GroundTruthError, Spec, load_json
from .code.grading import (
    Judged,
    ProgramReward,
    judge_runs,
    limits_of,
    only_keys,
    pairs_of,
    text_of,
)
from .code.outputs import Mode, difference, parse_mode
from .code.programs import HOPELESS_SCRIPTS, near_outputs, printing_table
from .code.trials import ScriptTrials
from .sandbox import Limits, Run, Stdin

_KEYS = frozenset({"inputs", "outputs", "compare"})
_ECHO = "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read())"
_ENDING_IN_ERROR = frozenset({"raises", "syntax_error", "exit_1"})
_SUM = {"inputs": ["1 2\n", "3 4\n", "10 -3\n"], "outputs": ["3\n", "7\n", "7\n"]}


class Gold(NamedTuple):
    """A suite of inputs and what they should print, as UTF-8."""

    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    mode: Mode
    compare: str
    limits: Limits


class StdioReward(ProgramReward[Gold]):
    """All tests of a program that prints."""

    name: ClassVar[str] = "code_stdio"
    version: ClassVar[str] = "1"
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        (json.dumps(_SUM), {"reference": "print(sum(map(int, input().split())))"}),
        (json.dumps({**_SUM, "compare": "exact"}), {}),
        (json.dumps({"inputs": ["", "x"], "outputs": ["0.5", "é\n"], "compare": "float:1e-6"}), {}),
        (json.dumps({"inputs": ["q"], "outputs": ["Yes"], "compare": "nocase"}), {"cpu_s": 2}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The suite; raises GroundTruthError if it is none, or if printing nothing passes it."""
        fields = load_json(ground_truth, "suite")
        inputs, outputs = pairs_of(fields, "suite")
        assert isinstance(fields, dict)
        only_keys(fields, _KEYS)
        if not all(isinstance(text, str) for text in (*inputs, *outputs)):
            raise GroundTruthError("inputs and outputs are texts")
        compare = fields.get("compare", "tokens")
        try:
            mode = parse_mode(str(compare))
            printed = tuple(text.encode() for text in outputs)
            given = tuple(text.encode() for text in inputs)
        except ValueError as error:
            raise GroundTruthError(str(error)) from error
        text_of(spec, "reference")
        if not any(text.strip() for text in printed):
            raise GroundTruthError("every expected output is empty: printing nothing would pass")
        return Gold(given, printed, mode, compare, limits_of(spec))

    def judge(self, program: str, gold: Gold, *, whole: bool) -> Judged:
        """Run the program on the inputs and compare what it prints, here."""

        def failure(number: int, run: Run) -> str | None:
            return difference(run.stdout, gold.outputs[number], gold.mode)

        return judge_runs(
            program, [Stdin(text) for text in gold.inputs], gold.limits, failure, whole
        )

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON; the mode is always named."""
        gold: Gold = self.read_gold(ground_truth, spec)
        fields = {
            "inputs": [text.decode() for text in gold.inputs],
            "outputs": [text.decode() for text in gold.outputs],
            "compare": gold.compare,
        }
        return json.dumps(fields, separators=(",", ":"))

    def right_program(self, gold: Gold) -> str:
        """A table of the tests."""
        return printing_table(gold.inputs, gold.outputs)

    def wrong_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Scripts whose outputs are known, and known to differ somewhere."""
        yield from HOPELESS_SCRIPTS
        for kind, printed in near_outputs(gold.outputs):
            if any(_differ(gold, printed)):
                yield kind, printing_table(gold.inputs, printed)
        if any(_differ(gold, gold.inputs)):
            yield "echo", _ECHO
        right = printing_table(gold.inputs, gold.outputs)
        yield "raises_at_the_end", f"{right}\nsys.stdout.flush()\nraise ValueError('no')"

    def hopeless_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Scripts that print nothing of worth for any test."""
        printing = all(text.strip() for text in gold.outputs)
        yield from (each for each in HOPELESS_SCRIPTS if printing or each[0] in _ENDING_IN_ERROR)
        for kind, printed in near_outputs(gold.outputs):
            if all(_differ(gold, printed)):
                yield kind, printing_table(gold.inputs, printed)

    def idle_programs(self, gold: Gold) -> Iterator[tuple[str, str]]:
        """Print nothing, always the same, the input, or the output of the first test."""
        yield "empty", "pass"
        yield "echo", _ECHO
        for kind, printed in near_outputs(gold.outputs):
            if kind in ("constant", "zero", "first_test_only"):
                yield kind, printing_table(gold.inputs, printed)

    def trials(self, gold: Gold) -> ScriptTrials:
        """The inputs."""
        return ScriptTrials(gold.limits, gold.inputs, gold.outputs, gold.mode)


def _differ(gold: Gold, printed: Sequence[bytes]) -> Iterator[bool]:
    """Per test, whether a table of these outputs fails it; of equal inputs the first counts."""
    first = dict(reversed(list(zip(gold.inputs, printed, strict=True))))
    for given, wanted in zip(gold.inputs, gold.outputs, strict=True):
        yield difference(first[given], wanted, gold.mode) is not None


REWARD = StdioReward()
