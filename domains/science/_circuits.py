"""Circuits: Ohm's law, heat, capacitors, and networks of resistors."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from ._networks import PARALLEL, SERIES, build, resistances, voltages
from ._quantities import Case, Given, Task, draw, say

Parameters = Mapping[str, Any]
PARTS = ("resistor", "heating wire", "lamp", "coil", "filament", "load")
WATER = "The specific heat capacity of water is 4186 J/(kg K)."


def _current(rng: random.Random, _: Parameters) -> Case:
    u, r = draw(rng, 1.5, 240, "V"), draw(rng, 2, 900, "Ω")
    story = say(rng, (
        "A {part} with a resistance of {r} is connected to {u}.",
        "The voltage across a {part} of {r} is {u}.",
    ), part=rng.choice(PARTS), r=r, u=u)  # fmt: skip
    return Case(story, "What current flows through it?", u.value / r.value, "A")


def _power(rng: random.Random, _: Parameters) -> Case:
    u, r = draw(rng, 1.5, 240, "V"), draw(rng, 2, 900, "Ω")
    story = say(rng, (
        "The voltage across a {part} with a resistance of {r} is {u}.",
        "A {part} of {r} is operated at {u}.",
    ), part=rng.choice(PARTS), r=r, u=u)  # fmt: skip
    return Case(story, "What power does it take in?", u.value**2 / r.value, "W")


def _resistance(rng: random.Random, _: Parameters) -> Case:
    u, i = draw(rng, 1.5, 240, "V"), draw(rng, 0.1, 9, "A")
    story = say(rng, (
        "A current of {i} flows through a {part} when the voltage across it is {u}.",
        "Connected to {u}, a {part} carries a current of {i}.",
    ), part=rng.choice(PARTS), u=u, i=i)  # fmt: skip
    return Case(story, "What is its resistance?", u.value / i.value, "ohm")


def _heat(rng: random.Random, _: Parameters) -> Case:
    u, i, t = draw(rng, 6, 240, "V"), draw(rng, 0.05, 4, "A", "mA"), draw(rng, 90, 9000, "min", "h")
    story = say(rng, (
        "For {t}, a {part} at a voltage of {u} carries a current of {i}.",
        "A {part} is run at {u} and {i} for {t}.",
    ), part=rng.choice(PARTS), u=u, i=i, t=t)  # fmt: skip
    return Case(story, "How much energy does it take in?", u.value * i.value * t.value, "kJ")


def _time_constant(rng: random.Random, _: Parameters) -> Case:
    r, c = draw(rng, 2e3, 9e5, "kΩ", "MΩ"), draw(rng, 2e-8, 9e-6, "μF", "nF")
    story = say(rng, (
        "A capacitor of {c} is charged through a resistor of {r}.",
        "A resistor of {r} and a capacitor of {c} are in series with a battery.",
    ), r=r, c=c)  # fmt: skip
    return Case(story, "What is the time constant of the circuit?", r.value * c.value, "ms")


def _divider(rng: random.Random, _: Parameters) -> Case:
    u = draw(rng, 3, 90, "V")
    first, second = draw(rng, 200, 9e4, "kΩ", "Ω"), draw(rng, 200, 9e4, "kΩ", "Ω")
    story = say(rng, (
        "A battery of {u} feeds R1 = {first} and R2 = {second} in series.",
        "The resistors R1 = {first} and R2 = {second} are connected in series to {u}.",
    ), u=u, first=first, second=second)  # fmt: skip
    share = second.value / (first.value + second.value)
    return Case(story, "What voltage does R2 have?", u.value * share, "V")


def _stored(rng: random.Random, _: Parameters) -> Case:
    u, c = draw(rng, 60, 4000, "V", "kV"), draw(rng, 2e-6, 9e-4, "μF", "mF")
    story = say(rng, (
        "A capacitor of {c} has been charged to {u}.",
        "The voltage at a capacitor with a capacitance of {c} is {u}.",
    ), u=u, c=c)  # fmt: skip
    return Case(story, "How much energy does it store?", c.value * u.value**2 / 2, "J")


def _charging(rng: random.Random, _: Parameters) -> Case:
    u, r = draw(rng, 5, 400, "V"), draw(rng, 2e3, 9e5, "kΩ")
    one, two = draw(rng, 5e-8, 9e-6, "μF", "nF"), draw(rng, 5e-8, 9e-6, "μF", "nF")
    joined = rng.choice(("parallel", "series"))
    c = one.value + two.value if joined == "parallel" else 1 / (1 / one.value + 1 / two.value)
    t = draw(rng, 0.2 * r.value * c, 2.5 * r.value * c, "ms", "s")
    story = say(rng, (
        "Two capacitors C1 = {one} and C2 = {two} are connected in {joined}. Both uncharged, they "
        "are joined through a resistor of {r} to a battery of {u}.",
        "Through a resistor of {r}, a battery of {u} charges two empty capacitors in {joined}, "
        "C1 = {one} and C2 = {two}.",
    ), u=u, r=r, one=one, two=two, joined=joined)  # fmt: skip
    left = math.exp(-t.value / r.value / c)
    ask, value, unit = rng.choice((
        (f"What is the voltage across both capacitors together after {t}?",
         u.value * (1 - left), "V"),
        (f"What voltage does the resistor have after {t}?", u.value * left, "V"),
    ))  # fmt: skip
    return Case(story, ask, value, unit)


def _kettle(rng: random.Random, _: Parameters) -> Case:
    u, r = draw(rng, 100, 240, "V"), draw(rng, 15, 90, "Ω")
    m, share = draw(rng, 0.2, 3, "kg", "g"), draw(rng, 0.5, 0.95, "%")
    cold, hot = draw(rng, 278, 303, "°C"), draw(rng, 318, 371, "°C")
    story = say(rng, (
        "A heater with a resistance of {r} at {u} warms {m} of water from {cold} to {hot}; {share} "
        "of its heat reaches the water.",
        "Water of mass {m} is to be warmed from {cold} to {hot}. The heater has {r}, the voltage "
        "is {u}, and {share} of the heat goes into the water.",
    ), u=u, r=r, m=m, share=share, cold=cold, hot=hot)  # fmt: skip
    heat = m.value * 4186 * (hot.value - cold.value)
    time = heat / share.value / (u.value**2 / r.value)
    return Case(story, "How long does this take?", time, rng.choice(("min", "s")), WATER)


def _network(rng: random.Random, parameters: Parameters) -> Case:
    count = rng.randint(*parameters["resistors"])
    found = [draw(rng, 20, 900, "Ω") if rng.random() < 0.5 else draw(rng, 200, 3000, "kΩ", "Ω")
             for _ in range(count)]  # fmt: skip
    network, u = build(rng, found), draw(rng, 3, 90, "V")
    inner = draw(rng, 1, 60, "Ω") if parameters["inner"] else Given("", 0.0)
    at = voltages(network, u.value * network.resistance / (network.resistance + inner.value))
    number = rng.randint(1, count)
    voltage, own = at[number], resistances(network)[number]
    story = say(rng, (
        "A battery of {u}{inner} feeds the network {network}. In this notation{sign} means in "
        "series and{bar} means in parallel. The resistors are {list}.",
        "Resistors are connected as {network}, with{sign} for in series and{bar} for in parallel: "
        "{list}. The whole is joined to a battery of {u}{inner}.",
    ), u=u, inner=inner.text and f" with an internal resistance of {inner}", network=network.text,
        sign=SERIES.rstrip(), bar=PARALLEL.rstrip(),
        list=", ".join(f"R{i} = {r}" for i, r in enumerate(found, 1)),
    )  # fmt: skip
    return Case(story, *rng.choice((
        (f"What is the voltage across R{number}?", voltage, "V"),
        (f"What power does R{number} take in?", voltage**2 / own, "W"),
        (f"What current flows through R{number}?", voltage / own, "A"),
    )))  # fmt: skip


TASKS: dict[str, Task] = {
    "current": _current, "power": _power, "resistance": _resistance, "heat": _heat,
    "time_constant": _time_constant, "divider": _divider, "stored": _stored,
    "charging": _charging, "kettle": _kettle, "network": _network,
}  # fmt: skip
BESIDE: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"The circuit board measures {draw(rng, 0.05, 0.3, 'cm')} on each side.",
    lambda rng: f"All parts were bought {rng.randint(2, 30)} years ago.",
    lambda rng: f"The relative humidity is {rng.randint(21, 49)} percent.",
    lambda rng: f"The air pressure is {draw(rng, 9.7e4, 1.03e5, 'kPa')}.",
)
