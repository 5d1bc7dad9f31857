r"""Answers of science problems: quantities with units, to a stated precision, and short texts.

Gold: a quantity ("9.81 m/s^2", "3.0 \times 10^8 m/s"), a number, an expression, or a short text
("mitosis"). It is compared as `math` compares; the spec says what a problem of science may ask for
beyond that:

    {"significant": 3}         a value to so many significant digits, and the answer is rounded so
    {"round": 2}               the same for decimal places
    {"relative": "0.02"}       answers at most this share of the gold away from it: for golds that
                               come of measured constants and rounded steps; at most 0.1
    {"tolerance": "0.5"}       answers at most this far from the gold, in its unit
    {"unit": "m/s"}            a gold without a unit is in this unit
    {"unit_required": true}    an answer without a unit is wrong, where `math` lets it pass
    {"aliases": ["..."]}       other texts that are right

An answer in another unit is converted exactly; one of another kind (J for W) is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, ClassVar, NamedTuple, TypedDict

from .answers import parse_answer
from .answers.claims import settled
from .answers.types import Answer, Number, Percent, Quantity, Text
from .base import GroundTruthError, Negative, Reward, Spec, Verdict, correct, wrong
from .extract import MATH, extract_answer
from .math import REWARD as MATH_REWARD

MAX_RELATIVE = Fraction(1, 10)
MAX_ALIASES = 100
_SHARED = frozenset(("significant", "round", "tolerance", "unit"))


class ScienceSpec(TypedDict, total=False):
    """What the problem asks for; see the module for each key."""

    significant: int
    round: int
    relative: str
    tolerance: str
    unit: str
    unit_required: bool
    aliases: list[str]


class _Gold(NamedTuple):
    parsed: Any
    """What `math` makes of it."""
    unit_required: bool
    aliases: tuple[Any, ...]


class ScienceReward(Reward[_Gold]):
    """Comparison by `math`, with tolerances and required units where a problem says so."""

    name: ClassVar[str] = "science"
    version: ClassVar[str] = "3"
    spec_keys: ClassVar[frozenset[str]] = ScienceSpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ("9.81 m/s^2", {"significant": 3}),
        ("50.7 atm", {"relative": "0.02", "unit_required": True}),
        ("3.0 \\times 10^8 m/s", {"significant": 2, "unit_required": True}),
        ("12", {"unit": "kg"}),
        ("-0.25", {"round": 2}),
        ("mitosis", {"aliases": ["mitotic division"]}),
        ("\\frac{1}{2} m v^2", {}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold as `math` parses it; raises GroundTruthError for what cannot be graded."""
        shared: dict[str, Any] = {key: spec[key] for key in _SHARED & set(spec)}
        if "relative" in spec:
            shared["tolerance"] = _absolute(ground_truth, spec)
        parsed = MATH_REWARD.parse_gold(ground_truth, shared)
        required = spec.get("unit_required", False)
        if not isinstance(required, bool):
            raise GroundTruthError(f"unit_required is {required!r}; true and false are allowed")
        if required and not isinstance(parsed.answer, Quantity | Percent):
            raise GroundTruthError(f"{ground_truth[:60]!r} has no unit to require")
        return _Gold(parsed, required, _aliases(spec.get("aliases", [])))

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the one answer of the response equals the gold, or one of its other names."""
        verdict = MATH_REWARD.grade(response, gold.parsed)
        if verdict.status == "correct" and gold.unit_required:
            answer = parse_answer(verdict.extracted or "")
            if not _has_unit(answer):
                return wrong(verdict.extracted or "", "a unit is asked for; the answer has none")
        if verdict.status != "wrong" or not gold.aliases:
            return verdict
        others = (MATH_REWARD.grade(response, alias) for alias in gold.aliases)
        found = extract_answer(response, MATH)
        if found and any(other.status == "correct" for other in others):
            return correct(found.text, "another name of the gold")
        return verdict

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """As `math` has it."""
        self.read_gold(ground_truth, spec)
        return MATH_REWARD.canonical(ground_truth, self._for_math(spec))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The gold in a box, in its unit."""
        return MATH_REWARD.render(ground_truth, self._for_math(spec))

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Those of `math` that this spec does not allow, and the bare number of a quantity."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        for negative in MATH_REWARD.negatives(ground_truth, self._for_math(spec)):
            if self.grade(negative.response, gold).value == 0.0:
                yield negative
        answer = gold.parsed.answer
        if gold.unit_required and isinstance(answer, Quantity) and isinstance(answer.value, Number):
            yield Negative("no_unit", f"\\boxed{{{float(answer.value.value):.12g}}}")

    def _for_math(self, spec: Spec | str | None) -> Spec:
        return {key: value for key, value in self.read_spec(spec).items() if key in _SHARED}


def _absolute(ground_truth: str, spec: Spec) -> str:
    """The relative tolerance as an absolute one."""
    if "tolerance" in spec:
        raise GroundTruthError("relative and tolerance; one of them is allowed")
    try:
        share = Decimal(str(spec["relative"]))
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite() or not 0 < share <= MAX_RELATIVE:
        raise GroundTruthError(
            f"relative is {spec['relative']!r}; a decimal above 0 and at most "
            f"{float(MAX_RELATIVE)} is allowed"
        )
    gold: Answer = settled(parse_answer(ground_truth))
    value = gold.value if isinstance(gold, Quantity) else gold
    if isinstance(gold, Percent):
        value = Number(gold.value)
    if not isinstance(value, Number) or not value.value:
        raise GroundTruthError(f"relative is for numbers other than 0; gold {ground_truth[:60]!r}")
    amount = abs(value.value) * Fraction(share)
    # A finite decimal that is no larger: 40 digits decide nothing that a float would.
    return f"{Decimal(amount.numerator) / Decimal(amount.denominator):.28e}"


def _has_unit(answer: Answer) -> bool:
    answer = settled(answer)
    named = getattr(answer, "value", None)
    return isinstance(answer, Quantity | Percent) or isinstance(named, Quantity | Percent)


def _aliases(found: object) -> tuple[Any, ...]:
    if not isinstance(found, list) or len(found) > MAX_ALIASES:
        raise GroundTruthError(f"aliases is {found!r:.60}; a list of at most {MAX_ALIASES} texts")
    if not all(isinstance(alias, str) for alias in found):
        raise GroundTruthError("aliases are texts")
    parsed = tuple(MATH_REWARD.parse_gold(alias, {}) for alias in found)
    if any(not isinstance(each.answer, Text) for each in parsed):
        raise GroundTruthError(f"aliases are for short texts; seen {found!r:.60}")
    return parsed


REWARD = ScienceReward()
