"""Mathematical answers: numbers, expressions, sets, intervals, quantities, choices, short texts.

Gold: the answer as its source writes it, LaTeX or plain. It is parsed once into a type
(`answers.types`) and compared by type, exactly; what two expressions leave open goes to the
symbolic layer, and what that leaves open is `undecided`, never wrong. The policy on units, percent,
sets, rounding and names stands in `answers.compare`. Answers that name several values, deny
themselves or state something false are not paid.

Nothing is rounded unless the spec of the problem says so:

    {"round": 2}          the gold is a value rounded to 2 decimal places; so is the answer
    {"significant": 3}    the same for significant digits
    {"tolerance": "0.1"}  answers at most this far from the gold (absolute, decimal text or number)
    {"unit": "cm"}        a gold without a unit is in this unit
    {"ordered": true}     a list without brackets has an order
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple, TypedDict

from .answers import compare_answers, parse_answer
from .answers.claims import settled
from .answers.negatives import near_misses
from .answers.render import canonical_text, render
from .answers.rounding import Rounding, compare_rounded, read_rounding
from .answers.types import Answer, Group, Nothing, Number, Percent, Quantity, Result
from .answers.units import read_unit
from .base import GroundTruthError, Negative, Reward, Spec, Status, Verdict, no_answer
from .extract import MATH, extract_answer

MAX_GOLD_CHARS = 20_000
PERCENT = ("%", "\\%", "percent")
"""Units that a spec may name and that are no units: a percentage has a type of its own."""


class MathSpec(TypedDict, total=False):
    """What the problem asks for beyond the gold; see the module for the meaning of each key."""

    round: int
    significant: int
    tolerance: str | float
    unit: str
    ordered: bool


class _Gold(NamedTuple):
    answer: Answer
    rounding: Rounding | None
    ordered: bool


class MathReward(Reward[_Gold]):
    """Typed comparison of a mathematical answer with the gold."""

    name: ClassVar[str] = "math"
    version: ClassVar[str] = "3"
    spec_keys: ClassVar[frozenset[str]] = frozenset(MathSpec.__annotations__)
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ("42", {}),
        ("-\\frac{3}{7}", {}),
        ("0.125", {}),
        ("2\\sqrt{3}", {}),
        ("62.5\\%", {}),
        ("12 \\text{ cm}", {}),
        ("(1,2)", {}),
        ("\\{1,2,3\\}", {}),
        ("[0,1)", {}),
        ("x^2+2x+1", {}),
        ("1011_2", {}),
        ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", {}),
        ("x=1,y=2", {}),
        ("2:3", {}),
        ("3:45 PM", {}),
        ("C", {}),
        ("even", {}),
        ("Yes", {}),
        ("6.46", {"round": 2}),
        ("5", {"unit": "cm"}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The typed gold; raises GroundTruthError if the text or the spec states no value."""
        if not isinstance(ground_truth, str):
            raise GroundTruthError(f"gold is a {type(ground_truth).__name__}; text is allowed")
        if len(ground_truth) > MAX_GOLD_CHARS:
            raise GroundTruthError(
                f"gold of {len(ground_truth)} characters; {MAX_GOLD_CHARS} allowed"
            )
        answer = settled(parse_answer(ground_truth))
        if isinstance(answer, Nothing):
            raise GroundTruthError(f"{ground_truth[:60]!r} states no value: {answer.reason}")
        if '"' in ground_truth and "{" in ground_truth:
            raise GroundTruthError(f"{ground_truth[:60]!r} is data, not an answer")
        try:
            rounding = read_rounding(spec)
        except ValueError as error:
            raise GroundTruthError(str(error)) from error
        if rounding is not None and not isinstance(answer, Number | Percent | Quantity):
            raise GroundTruthError("rounding is for golds that are one number")
        ordered = spec.get("ordered", False)
        if not isinstance(ordered, bool):
            raise GroundTruthError(f"ordered is {ordered!r}; true and false are allowed")
        return _Gold(_with_unit(answer, spec), rounding, ordered)

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response's one answer equals the gold."""
        found = extract_answer(response, MATH)
        if found is None:
            return no_answer("no complete final answer")
        result = _compare(gold, parse_answer(found.text))
        if result.status == "equal":
            return Verdict(1.0, "correct", found.text, result.layer, result.detail)
        status: Status = "wrong" if result.status == "different" else "undecided"
        return Verdict(0.0, status, found.text, result.layer, result.detail)

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The typed gold in one spelling."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return canonical_text(gold.answer, gold.ordered)

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The gold in a box."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        return f"\\boxed{{{render(gold.answer)}}}"

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Near-misses of the gold's type, each different by the exact comparison."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        right = render(gold.answer)
        for kind, text in near_misses(gold.answer):
            if _compare(gold, parse_answer(text)).status == "different":
                yield Negative(kind, f"\\boxed{{{text}}}")
        yield Negative("denied", f"\\boxed{{\\text{{not }} {right}}}")
        yield Negative("called_wrong", f"\\boxed{{{right} \\text{{ is wrong}}}}")
        yield Negative("undefined", "\\boxed{\\frac{1}{0}}")
        yield Negative("contradiction", "\\boxed{5=6}")


def _with_unit(answer: Answer, spec: Spec) -> Answer:
    """A bare number gets the unit of the spec."""
    if "unit" not in spec or isinstance(answer, Percent):
        return answer
    if spec["unit"] in PERCENT and isinstance(answer, Number):
        return Percent(answer.value)
    unit = read_unit(spec["unit"]) if isinstance(spec["unit"], str) else None
    if unit is None:
        raise GroundTruthError(f"unit {spec['unit']!r} is unknown")
    if isinstance(answer, Quantity):
        return answer
    if not isinstance(answer, Number):
        raise GroundTruthError("a unit is for golds that are one number")
    return Quantity(answer, unit)


def _compare(gold: _Gold, answer: Answer) -> Result:
    if gold.rounding is not None:
        return compare_rounded(gold.answer, answer, gold.rounding)
    wanted = gold.answer
    if gold.ordered and isinstance(wanted, Group) and wanted.kind == "list":
        wanted = Group("tuple", wanted.items)
    return compare_answers(wanted, answer)


REWARD = MathReward()
