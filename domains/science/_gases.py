"""Ideal gases: states, mixtures, and chains of changes of state."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ._quantities import Case, Given, Task, draw, say

R = 8.314
NOTE = "Treat all gases as ideal, with R = 8.314 J/(mol K)."
ZERO = "0 °C is 273.15 K."
PRESSURES = "1 atm = 760 mmHg = 101.325 kPa."
GASES = {
    "helium": "4.00", "nitrogen": "28.0", "oxygen": "32.0", "argon": "39.9", "neon": "20.2",
    "carbon dioxide": "44.0", "methane": "16.0", "krypton": "83.8", "propane": "44.1",
}  # fmt: skip
Parameters = Mapping[str, Any]


def _state(rng: random.Random, _: Parameters) -> Case:
    n, t, v = draw(rng, 0.2, 9, "mol"), draw(rng, 220, 480, "K"), draw(rng, 2e-3, 9e-2, "L")
    gas, vessel = rng.choice(list(GASES)), rng.choice(("tank", "cylinder", "vessel", "flask"))
    pressure = Given("", n.value * R * t.value / v.value)
    if rng.random() < 0.5:
        story = say(rng, (
            "A {vessel} of {v} holds {n} of {gas} at {t}.",
            "{n} of {gas} fill a {vessel} of {v} at a temperature of {t}.",
        ), vessel=vessel, v=v, n=n, gas=gas, t=t)  # fmt: skip
        return Case(story, "What is the pressure?", pressure.value, "kPa", NOTE)
    p = draw(rng, 4e4, 9e5, "kPa")
    story = say(rng, (
        "A {vessel} of {v} holds {gas} at {p} and {t}.",
        "In a {vessel} of {v}, {gas} has a pressure of {p} and a temperature of {t}.",
    ), vessel=vessel, v=v, p=p, gas=gas, t=t)  # fmt: skip
    amount = p.value * v.value / R / t.value
    return Case(story, "How many moles of gas are in it?", amount, "mol", NOTE)


def _boyle(rng: random.Random, _: Parameters) -> Case:
    p, v, w = draw(rng, 4e4, 6e5, "kPa"), draw(rng, 2e-3, 9e-2, "L"), draw(rng, 2e-3, 9e-2, "L")
    story = say(rng, (
        "At constant temperature, {gas} at {p} goes from a volume of {v} to one of {w}.",
        "A piston slowly brings {gas} of {p} from {v} to {w}, without a change of temperature.",
    ), gas=rng.choice(list(GASES)), p=p, v=v, w=w)  # fmt: skip
    return Case(story, "What is the pressure then?", p.value * v.value / w.value, "kPa", NOTE)


def _combined(rng: random.Random, _: Parameters) -> Case:
    p, t, v = _pressure(rng), draw(rng, 260, 330, "°C"), draw(rng, 2e-4, 9e-3, "mL", "L")
    q, u = _pressure(rng), draw(rng, 340, 480, "°C")
    story = say(rng, (
        "A balloon holds {v} of {gas} at {p} and {t}. Then its pressure is {q} and its temperature "
        "{u}.",
        "{gas} fills {v} at a pressure of {p} and {t}. It is brought to {q} and {u}.",
    ), gas=rng.choice(list(GASES)), p=p, t=t, v=v, q=q, u=u)  # fmt: skip
    volume = v.value * p.value / q.value * u.value / t.value
    return Case(_capital(story), "What volume does it fill then?", volume, "L", _notes(PRESSURES))


def _mass(rng: random.Random, _: Parameters) -> Case:
    gas, p, t, v = _gas(rng), _pressure(rng), draw(rng, 260, 390, "°C"), _volume(rng)
    story = say(rng, (
        "A vessel of {v} is filled with {name} (molar mass {molar}) at {p} and {t}.",
        "At {p} and {t}, {name} with a molar mass of {molar} fills {v}.",
    ), name=gas[0], molar=gas[1], p=p, t=t, v=v)  # fmt: skip
    mass = p.value * v.value / R / t.value * gas[1].value
    return Case(story, "What is the mass of the gas?", mass, "g", _notes(PRESSURES))


def _density(rng: random.Random, _: Parameters) -> Case:
    gas, p, t = _gas(rng), _pressure(rng), draw(rng, 250, 450, "°C")
    story = say(rng, (
        "The temperature of {name}, whose molar mass is {molar}, is {t} at a pressure of {p}.",
        "{name} (molar mass {molar}) is kept at {p} and {t}.",
    ), name=gas[0], molar=gas[1], p=p, t=t)  # fmt: skip
    density = p.value * gas[1].value / R / t.value
    return Case(_capital(story), "What is its density?", density, "g/L", _notes(PRESSURES))


def _joined(rng: random.Random, _: Parameters) -> Case:
    (p, v), (q, w) = (_pressure(rng), _volume(rng)), (_pressure(rng), _volume(rng))
    t, u = draw(rng, 270, 310, "°C"), draw(rng, 320, 450, "°C")
    story = say(rng, (
        "Vessel A ({v}) holds {one} at {p}, vessel B ({w}) holds {two} at {q}; both are at {t}. A "
        "valve between them is opened, and both are warmed to {u}.",
        "Two vessels at {t}, one of {v} with {one} at {p} and one of {w} with {two} at {q}, are "
        "joined by a thin tube and warmed to {u}.",
    ), one=rng.choice(list(GASES)), two="air", p=p, v=v, q=q, w=w, t=t, u=u)  # fmt: skip
    pressure = (p.value * v.value + q.value * w.value) / (v.value + w.value) * u.value / t.value
    return Case(story, "What is the pressure then?", pressure, "kPa", _notes(PRESSURES))


def _over_water(rng: random.Random, _: Parameters) -> Case:
    gas, v, t = _gas(rng), draw(rng, 2e-4, 4e-3, "mL", "L"), draw(rng, 288, 308, "°C")
    p, vapor = draw(rng, 9.6e4, 1.04e5, "mmHg"), draw(rng, 1700, 5600, "mmHg")
    story = say(rng, (
        "{name} (molar mass {molar}) is collected over water: {v} at {t} and a total pressure of "
        "{p}, of which the water vapor makes up {vapor}.",
        "Over water at {t}, {v} of {name} with a molar mass of {molar} are collected at a total "
        "pressure of {p}. The vapor pressure of water is {vapor}.",
    ), name=gas[0], molar=gas[1], v=v, t=t, p=p, vapor=vapor)  # fmt: skip
    mass = (p.value - vapor.value) * v.value / R / t.value * gas[1].value
    return Case(
        _capital(story), "What is the mass of the dry gas?", mass, rng.choice(("g", "mg")),
        _notes(PRESSURES),
    )  # fmt: skip


def _mixture(rng: random.Random, _: Parameters) -> Case:
    (one, m), (two, k) = (
        (name, Given(f"{GASES[name]} g/mol", float(GASES[name]) / 1e3))
        for name in rng.sample(list(GASES), 2)
    )
    a, b = draw(rng, 2e-3, 9e-2, "g", "mg"), draw(rng, 2e-3, 9e-2, "g", "mg")
    v, t = _volume(rng), draw(rng, 270, 420, "°C")
    story = say(rng, (
        "A vessel of {v} holds {a} of {one} (molar mass {m}) and {b} of {two} (molar mass {k}) at "
        "{t}.",
        "At {t}, {a} of {one} (molar mass {m}) and {b} of {two} (molar mass {k}) share a vessel of "
        "{v}.",
    ), v=v, a=a, b=b, one=one, m=m, two=two, k=k, t=t)  # fmt: skip
    first, second = a.value / m.value, b.value / k.value
    unit = R * t.value / v.value
    return Case(story, *rng.choice((
        ("What is the total pressure?", (first + second) * unit, "kPa"),
        (f"What is the partial pressure of {one}?", first * unit, "kPa"),
    )), _notes())  # fmt: skip


@dataclass
class _Gas:
    """SI units."""

    p: float
    v: float
    t: float


def _heated(rng: random.Random, gas: _Gas) -> str:
    t = draw(rng, 250, 600, "°C", "K")
    gas.p, gas.t = gas.p * t.value / gas.t, t.value
    return f"At constant volume it is brought to {t}."


def _isobaric(rng: random.Random, gas: _Gas) -> str:
    t = draw(rng, 250, 600, "°C", "K")
    gas.v, gas.t = gas.v * t.value / gas.t, t.value
    return f"At constant pressure it is brought to {t}."


def _isothermal(rng: random.Random, gas: _Gas) -> str:
    v = draw(rng, 0.4 * gas.v, 2.5 * gas.v, "L", "mL")
    gas.p, gas.v = gas.p * gas.v / v.value, v.value
    return f"At constant temperature it is brought to a volume of {v}."


def _leak(rng: random.Random, gas: _Gas) -> str:
    share = draw(rng, 0.05, 0.5, "%")
    gas.p *= 1 - share.value
    return f"At constant volume and temperature, {share} of the gas is let out."


def _pumped(rng: random.Random, gas: _Gas) -> str:
    n = draw(rng, 0.05, 1.5, "mol", "mmol")
    gas.p += n.value * R * gas.t / gas.v
    return f"At constant volume and temperature, another {n} of the gas are pumped in."


def _freed(rng: random.Random, gas: _Gas) -> str:
    v = draw(rng, 0.2 * gas.v, 2 * gas.v, "L", "mL")
    gas.p, gas.v = gas.p * gas.v / (gas.v + v.value), gas.v + v.value
    return f"A wall to an evacuated part of {v} is taken out; the temperature stays the same."


STEPS = (_heated, _isobaric, _isothermal, _leak, _pumped, _freed)


def _process(rng: random.Random, parameters: Parameters) -> Case | None:
    p, v, t = _pressure(rng), _volume(rng), draw(rng, 270, 350, "°C")
    gas, name = _Gas(p.value, v.value, t.value), rng.choice(list(GASES))
    told, before = [], None
    for _ in range(rng.randint(*parameters["steps"])):
        step = rng.choice([each for each in STEPS if each is not before])
        told.append(step(rng, gas))
        before = step
    if not 1e4 < gas.p < 5e6:
        return None
    story = say(rng, (
        "A cylinder with a piston holds {v} of {name} at {p} and {t}.",
        "{name} fills {v} of a cylinder with a piston, at a pressure of {p} and {t}.",
    ), v=v, name=name, p=p, t=t)  # fmt: skip
    ask = ("What is the pressure in the end?", gas.p, rng.choice(("kPa", "atm")))
    return Case(" ".join((_capital(story), *told)), *ask, _notes(PRESSURES))


def _pressure(rng: random.Random) -> Given:
    return draw(rng, 5e4, 4e5, "kPa", "atm", "mmHg")


def _volume(rng: random.Random) -> Given:
    return draw(rng, 5e-4, 5e-2, "L", "mL")


def _gas(rng: random.Random) -> tuple[str, Given]:
    name = rng.choice(list(GASES))
    return name, Given(f"{GASES[name]} g/mol", float(GASES[name]) / 1e3)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _notes(*more: str) -> str:
    return " ".join((NOTE, ZERO, *more))


TASKS: dict[str, Task] = {
    "state": _state, "boyle": _boyle, "combined": _combined, "mass": _mass, "density": _density,
    "joined": _joined, "over_water": _over_water, "mixture": _mixture, "process": _process,
}  # fmt: skip
BESIDE: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"The apparatus is {draw(rng, 0.2, 0.9, 'cm')} tall.",
    lambda rng: f"The apparatus weighs {draw(rng, 2, 30, 'kg')}.",
    lambda rng: f"The laboratory was built {rng.randint(2, 60)} years ago.",
    lambda rng: f"Everything was prepared {rng.randint(11, 58)} min earlier.",
)
