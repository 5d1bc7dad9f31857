"""Radioactive decay: remaining masses, ages, elimination from a body, doses, chains."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from ._quantities import UNITS, Case, Given, Task, draw, express, say

CONVERSIONS = "Use 1 day = 24 h and 1 year = 365.25 days where it matters."
NUCLIDES = (
    ("iodine-131", "8.02 days"), ("technetium-99m", "6.01 h"), ("fluorine-18", "109.8 min"),
    ("cobalt-60", "5.27 years"), ("cesium-137", "30.1 years"), ("strontium-90", "28.8 years"),
    ("carbon-14", "5730 years"), ("phosphorus-32", "14.3 days"), ("sodium-24", "15.0 h"),
    ("potassium-42", "12.4 h"), ("radon-222", "3.82 days"), ("gold-198", "2.70 days"),
    ("xenon-133", "5.25 days"), ("indium-111", "2.80 days"), ("lutetium-177", "6.65 days"),
    ("yttrium-90", "64.1 h"), ("iridium-192", "73.8 days"), ("polonium-210", "138 days"),
    ("gallium-67", "3.26 days"), ("sulfur-35", "87.4 days"), ("carbon-11", "20.4 min"),
)  # fmt: skip
# For units of time: the next smaller one, for questions that mix the two.
OTHER = {"years": "days", "days": "h", "h": "min", "min": "s"}
Parameters = Mapping[str, Any]


def _nuclide(rng: random.Random, short: bool = False) -> tuple[str, Given, str]:
    """Name, half-life and its unit; short: no more than some days."""
    while True:
        name, text = rng.choice(NUCLIDES)
        number, unit = text.split()
        half = Given(text, float(number) * UNITS[unit])
        if not short or 3e4 < half.value < 1e6:
            return name, half, unit


def _left(time: float, half: Given) -> float:
    return float(0.5 ** (time / half.value))


def _remaining(rng: random.Random, parameters: Parameters) -> Case:
    name, half, unit = _nuclide(rng)
    m = draw(rng, 1e-6, 9e-3, "mg", "g")
    t = _span(rng, half, unit, parameters)
    story = say(rng, (
        "A sample holds {m} of {name}, whose half-life is {half}.",
        "The half-life of {name} is {half}. At first there are {m} of it.",
        "{m} of {name} (half-life {half}) are put into a container.",
    ), m=m, name=name, half=half)  # fmt: skip
    ask = say(rng, ("How much of it is left after {t}?", "What mass remains {t} later?"), t=t)
    return Case(
        _capital(story), ask, m.value * _left(t.value, half), m.text.split()[1], CONVERSIONS
    )


def _elapsed(rng: random.Random, parameters: Parameters) -> Case:
    name, half, unit = _nuclide(rng)
    before = draw(rng, 5e4, 9e7, "kBq", "MBq")
    after = express(before.value * rng.uniform(0.03, 0.9), rng.choice(("kBq", "MBq")))
    asked = OTHER[unit] if parameters["convert"] and unit != "years" else unit
    story = say(rng, (
        "The activity of a sample of {name}, whose half-life is {half}, was {before}; now it is "
        "{after}.",
        "With a half-life of {half}, a source of {name} went from {before} to {after}.",
    ), name=name, half=half, before=before, after=after)  # fmt: skip
    time = half.value * math.log2(before.value / after.value)
    return Case(story, "How much time has passed?", time, asked, CONVERSIONS)


def _unknown(rng: random.Random, parameters: Parameters) -> Case:
    unit = rng.choice(("min", "h", "days"))
    t = draw(rng, 2 * UNITS[unit], 60 * UNITS[unit], unit)
    before = draw(rng, 5e4, 9e7, "kBq", "MBq")
    after = express(before.value * rng.uniform(0.03, 0.9), rng.choice(("kBq", "MBq")))
    asked = rng.choice([unit, OTHER[unit]]) if parameters["convert"] else unit
    story = say(rng, (
        "The activity of a sample was {before}; {t} later it is {after}.",
        "Within {t}, the activity of a source went from {before} to {after}.",
    ), before=before, after=after, t=t)  # fmt: skip
    half = t.value / math.log2(before.value / after.value)
    return Case(story, "What is the half-life?", half, asked, CONVERSIONS)


def _age(rng: random.Random, _: Parameters) -> Case:
    ratio = draw(rng, 0.05, 9, "")
    half, unit = draw(rng, 2, 90, ""), rng.choice(("days", "h", "min", "years"))
    half = Given(f"{half} {unit}", half.value * UNITS[unit])
    story = say(rng, (
        "A nuclide with a half-life of {half} turns into a stable one, none of which was there at "
        "first. Now a sample has {ratio} stable nuclei for each that has not decayed.",
        "In a sealed sample, which at first held a pure nuclide of half-life {half}, the ratio of "
        "the stable daughter nuclei to the nuclei of the parent is now {ratio}.",
    ), half=half, ratio=ratio)  # fmt: skip
    return Case(
        story, "How old is the sample?", half.value * math.log2(1 + ratio.value), unit, CONVERSIONS
    )


def _eliminated(rng: random.Random, parameters: Parameters) -> Case:
    name, half, unit = _nuclide(rng, short=True)
    biological = express(half.value * rng.uniform(0.2, 6), rng.choice((unit, OTHER[unit])))
    effective = Given("", 1 / (1 / half.value + 1 / biological.value))
    m, t = draw(rng, 1e-6, 9e-5, "mg"), _span(rng, effective, unit, parameters)
    story = say(rng, (
        "A body takes in {m} of {name}, whose physical half-life is {half}. Its biological "
        "half-life, by excretion alone, is {biological}.",
        "Of {name} (physical half-life {half}, biological half-life by excretion {biological}), "
        "{m} are given to a patient.",
    ), m=m, name=name, half=half, biological=biological)  # fmt: skip
    return Case(
        story, f"How much of it is in the body after {t}?", m.value * _left(t.value, effective),
        "mg", CONVERSIONS,
    )  # fmt: skip


def _crossing(rng: random.Random, _: Parameters) -> Case | None:
    (one, first, unit), (two, second, _other) = _nuclide(rng, short=True), _nuclide(rng, short=True)
    a, b = draw(rng, 1e6, 9e7, "MBq", "kBq"), draw(rng, 1e6, 9e7, "MBq", "kBq")
    if one == two:
        return None
    time = math.log2(a.value / b.value) / (1 / first.value - 1 / second.value)
    if time < 0.05 * first.value:
        return None
    story = say(rng, (
        "Sample A is {one} (half-life {first}) with an activity of {a}; sample B is {two} "
        "(half-life {second}) with an activity of {b}.",
        "Two sources are sealed at the same time: {one}, half-life {first}, with {a}, and {two}, "
        "half-life {second}, with {b}.",
    ), one=one, two=two, first=first, second=second, a=a, b=b)  # fmt: skip
    ask = "After what time do both have the same activity?"
    return Case(story, ask, time, unit, CONVERSIONS)


def _doses(rng: random.Random, parameters: Parameters) -> Case:
    name, half, unit = _nuclide(rng, short=True)
    biological = express(half.value * rng.uniform(0.3, 6), rng.choice((unit, OTHER[unit])))
    rate = 1 / half.value + 1 / biological.value
    count = rng.randint(*parameters["doses"])
    first = draw(rng, 1e-6, 9e-5, "mg")
    told, amount = [f"A body is given {first} of {name}"], first.value
    for _ in range(count - 1):
        pause = express(rng.uniform(0.2, 1.5) / rate, rng.choice((unit, OTHER[unit])))
        dose = draw(rng, 1e-6, 9e-5, "mg")
        told.append(f"{pause} later another {dose}")
        amount = amount * 0.5 ** (pause.value * rate) + dose.value
    t = express(rng.uniform(0.3, 2) / rate, rng.choice((unit, OTHER[unit])))
    story = say(rng, (
        "{told}. The physical half-life is {half}, the biological half-life by excretion alone is "
        "{biological}.",
        "The physical half-life of {name} is {half}, its biological half-life by excretion alone "
        "{biological}. {told}.",
    ), told=", ".join(told), name=name, half=half, biological=biological)  # fmt: skip
    ask = f"How much of it is in the body {t} after the last dose?"
    return Case(story, ask, amount * 0.5 ** (t.value * rate), "mg", CONVERSIONS)


def _chain(rng: random.Random, parameters: Parameters) -> Case | None:
    unit = rng.choice(("min", "h", "days"))
    count = rng.randint(*parameters["members"])
    halves = [draw(rng, 2 * UNITS[unit], 90 * UNITS[unit], unit, OTHER[unit]) for _ in range(count)]
    rates = [math.log(2) / half.value for half in halves]
    if any(abs(a / b - 1) < 0.05 for i, a in enumerate(rates) for b in rates[:i]):
        return None
    n = draw(rng, 2e-3, 9e-2, "mmol")
    t = express(rng.uniform(0.3, 2.5) * halves[0].value, unit)
    # Bateman's solution for the last member.
    amount = n.value * math.prod(rates[:-1]) * sum(
        math.exp(-a * t.value) / math.prod(b - a for b in rates if b is not a) for a in rates
    )  # fmt: skip
    names = "ABCDE"[:count]
    steps = " → ".join((*names, "stable"))
    given = ", ".join(f"{name}: {half}" for name, half in zip(names, halves, strict=True))
    story = say(rng, (
        "In the decay chain {steps}, the half-lives are {given}. At first there are {n} of A and "
        "nothing else.",
        "A sample of {n} of pure nuclide A decays by the chain {steps} with these half-lives: "
        "{given}.",
    ), steps=steps, given=given, n=n)  # fmt: skip
    ask = f"How much of nuclide {names[-1]} is there after {t}?"
    return Case(story, ask, amount, "mol", CONVERSIONS)


def _span(rng: random.Random, half: Given, unit: str, parameters: Parameters) -> Given:
    """A time of 0.2 to 5 half-lives, in the unit or, for conversions, in the next smaller."""
    other = OTHER[unit] if parameters["convert"] else unit
    return express(rng.uniform(0.2, 5) * half.value, other)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


TASKS: dict[str, Task] = {
    "remaining": _remaining, "elapsed": _elapsed, "unknown": _unknown, "age": _age,
    "eliminated": _eliminated, "crossing": _crossing, "doses": _doses, "chain": _chain,
}  # fmt: skip
BESIDE: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"The room has a temperature of {draw(rng, 285, 303, '°C')}.",
    lambda rng: f"The lead shield weighs {draw(rng, 2, 30, 'kg')}.",
    lambda rng: f"The lead shield is {draw(rng, 0.02, 0.2, 'cm')} thick.",
    lambda rng: f"The water tank holds {draw(rng, 0.02, 0.2, 'L')}.",
)
