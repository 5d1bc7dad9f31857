"""Quantities as problems give and ask for them: drawn in a unit, worked with in SI, rounded.

Constants and conversions that the answer hangs on stand in the question, so that its text alone
decides the gold.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from domains.base import Problem, RawRow
from domains.streams import stream

DIGITS = 3
SPEC = {"significant": DIGITS, "unit_required": True}
KELVIN_ZERO = 273.15
UNITS: dict[str, float] = {
    "m": 1, "km": 1e3, "cm": 1e-2, "mm": 1e-3, "nm": 1e-9, "kg": 1, "g": 1e-3, "mg": 1e-6,
    "t": 1e3, "s": 1, "ms": 1e-3, "min": 60, "h": 3600, "days": 86400, "years": 365.25 * 86400,
    "m/s": 1, "km/h": 1 / 3.6, "m/s²": 1, "N": 1, "kN": 1e3, "N/m": 1, "kN/m": 1e3, "N/cm": 100,
    "J": 1, "kJ": 1e3, "W": 1, "kW": 1e3, "V": 1, "mV": 1e-3, "kV": 1e3, "A": 1, "mA": 1e-3,
    "ohm": 1, "Ω": 1, "kΩ": 1e3, "MΩ": 1e6, "μF": 1e-6, "nF": 1e-9, "mF": 1e-3, "Pa": 1,
    "kPa": 1e3, "atm": 101325, "mmHg": 101325 / 760, "K": 1, "°C": 1, "m³": 1, "L": 1e-3,
    "mL": 1e-6, "mol": 1, "mmol": 1e-3, "mol/L": 1e3, "g/L": 1, "g/mol": 1e-3, "°": math.pi / 180,
    "degrees": math.pi / 180, "%": 0.01, "": 1, "kBq": 1e3, "MBq": 1e6, "J/(kg K)": 1,
    "kJ/(kg K)": 1e3, "lines/mm": 1e3,
}  # fmt: skip
REQUESTS = (
    "Give the answer in {unit} to {digits} significant figures.",
    "State the result in {unit}, rounded to {digits} significant figures.",
    "Answer in {unit} with {digits} significant figures; do not round on the way.",
)
# Relative distance to a rounding boundary below which a row is drawn anew: sound ways to work the
# value out may differ by rounding errors, and must not differ in a digit.
_MARGIN = 1e-6


class Given(NamedTuple):
    """A quantity of the question: its text, and the value that the text says, in SI."""

    text: str
    value: float

    def __str__(self) -> str:
        return self.text


class Case(NamedTuple):
    """A task with its numbers; the story has all that is needed."""

    story: str
    ask: str
    value: float
    """What is asked for, in SI (a temperature in K)."""
    unit: str
    notes: str = ""
    """Constants to use."""


Task: TypeAlias = Callable[[random.Random, Mapping[str, Any]], "Case | None"]
"""Draws a case; None where the numbers came out unphysical."""


def draw(
    rng: random.Random, low: float, high: float, *units: str, digits: int = DIGITS
) -> Given:  # fmt: skip
    """A quantity between two values in SI, in one of those of the units that suit its size."""
    value = rng.uniform(low, high)
    suited = [unit for unit in units if 1e-2 <= value / UNITS[unit] < 2e4]
    return express(value, rng.choice(suited or units), digits)


def express(value: float, unit: str, digits: int = DIGITS) -> Given:
    """A value in SI rounded to some digits of a unit, and what it then is in SI."""
    shift = KELVIN_ZERO if unit == "°C" else 0.0
    number = significant((value - shift) / UNITS[unit], digits)
    space = "" if unit in ("°", "") else " "
    return Given(f"{number}{space}{unit}", float(number) * UNITS[unit] + shift)


def significant(value: float, digits: int = DIGITS) -> str:
    """A number with so many significant digits and without an exponent: `0.0120`, `12300`."""
    return format(Decimal(f"{value:.{digits - 1}e}"), "f")


def say(rng: random.Random, wordings: Sequence[str], **slots: object) -> str:
    """One of the wordings, filled."""
    return rng.choice(wordings).format(**slots)


def problem_of(
    row: RawRow, family: str, tasks: Mapping[str, Task], beside: Sequence[Callable[..., str]]
) -> Problem:
    """The problem of one row: a task of its level, with as many distractors as it says."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(family, seed, row.data["index"], level)
    task = rng.choice(parameters["tasks"])
    while True:
        case = tasks[task](rng, parameters)
        if case is None:
            continue
        extra = [make(rng) for make in rng.sample(beside, parameters["distractors"])]
        request = say(rng, REQUESTS, unit=case.unit, digits=("two", "three")[DIGITS - 2])
        # Before the story or behind the question, so that no "it" refers to them.
        split = rng.randint(0, len(extra))
        parts = [*extra[:split], case.story, case.ask, *extra[split:], case.notes, request]
        question = " ".join(part for part in parts if part)
        gold = _gold(case, question)
        if gold:
            break
    return Problem(
        question=question,
        ground_truth=gold,
        spec=SPEC,
        answer_type="quantity",
        seed=seed,
        parameters={"level": level, **parameters},
        meta={"task": task},
    )


def _gold(case: Case, question: str) -> str | None:
    """The rounded answer, or None: out of range, on a boundary, or told by the question."""
    value = (case.value - (KELVIN_ZERO if case.unit == "°C" else 0.0)) / UNITS[case.unit]
    if not 1e-3 <= abs(value) < 1e5:
        return None
    last = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
    steps = abs(value) / last
    if abs(steps % 1 - 0.5) < _MARGIN * steps:
        return None
    number = significant(value)
    told = {Decimal(found) for found in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", question)}
    return None if abs(Decimal(number)) in told else f"{number} {case.unit}"
