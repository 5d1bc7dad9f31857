"""Mechanics: single formulas, conversions, and chains of events along a track."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from ._mechanics_chain import GRAVITY, THINGS, chain
from ._quantities import Case, Task, draw, express, say

NOTE = "Use g = 9.81 m/s²."
Parameters = Mapping[str, Any]


def _force(rng: random.Random, _: Parameters) -> Case:
    m, a = draw(rng, 2, 900, "kg"), draw(rng, 0.2, 9, "m/s²")
    story = say(rng, (
        "A {thing} of mass {m} is accelerated at {a} on a smooth track.",
        "On a smooth floor, a {thing} with a mass of {m} has an acceleration of {a}.",
        "The mass of a {thing} is {m}; its acceleration is {a}.",
    ), thing=rng.choice(THINGS), m=m, a=a)  # fmt: skip
    return Case(story, "What net force acts on it?", m.value * a.value, "N")


def _kinetic(rng: random.Random, _: Parameters) -> Case:
    m, v = draw(rng, 1, 90, "kg"), draw(rng, 0.5, 30, "m/s")
    story = say(rng, (
        "A {thing} of mass {m} moves at {v}.", "The speed of a {m} {thing} is {v}.",
        "A {thing} with a mass of {m} has reached a speed of {v}.",
    ), thing=rng.choice(THINGS), m=m, v=v)  # fmt: skip
    return Case(story, "How large is its kinetic energy?", m.value * v.value**2 / 2, "J")


def _distance(rng: random.Random, _: Parameters) -> Case:
    v, a, t = draw(rng, 1, 20, "m/s"), draw(rng, 0.2, 4, "m/s²"), draw(rng, 2, 20, "s")
    story = say(rng, (
        "A {thing} that moves at {v} is accelerated uniformly at {a} for {t}.",
        "From a speed of {v}, a {thing} speeds up along a straight track at a constant {a}, and "
        "does so for {t}.",
    ), thing=rng.choice(THINGS), v=v, a=a, t=t)  # fmt: skip
    length = v.value * t.value + a.value * t.value**2 / 2
    return Case(story, "How far does it get in this time?", length, "m")


def _work(rng: random.Random, _: Parameters) -> Case:
    f, d, angle = draw(rng, 20, 900, "N"), draw(rng, 2, 60, "m"), draw(rng, 0.1, 1.2, "°")
    story = say(rng, (
        "A rope at an angle of {angle} to the horizontal pulls a {thing} over {d} of level floor "
        "with a force of {f}.",
        "A {thing} is dragged over a level distance of {d}; the force of {f} points {angle} above "
        "the horizontal.",
    ), thing=rng.choice(THINGS), angle=angle, d=d, f=f)  # fmt: skip
    return Case(
        story, "How much work does the force do?", f.value * d.value * math.cos(angle.value), "J"
    )


def _braking(rng: random.Random, _: Parameters) -> Case:
    m, v, d = draw(rng, 400, 9000, "kg", "t"), draw(rng, 8, 33, "km/h"), draw(rng, 9, 90, "m")
    story = say(rng, (
        "A {vehicle} of mass {m} that travels at {v} is brought to rest over {d}.",
        "Uniform braking stops a {vehicle} ({m}) from {v} within {d}.",
    ), vehicle=rng.choice(("truck", "van", "car", "bus", "tram")), m=m, v=v, d=d)  # fmt: skip
    return Case(
        story, "How large is the constant braking force?", m.value * v.value**2 / 2 / d.value, "N"
    )


def _lifting(rng: random.Random, _: Parameters) -> Case:
    m, h, t = draw(rng, 80, 900, "kg", "t"), draw(rng, 3, 80, "m", "cm"), draw(rng, 30, 900, "min")
    share = draw(rng, 0.35, 0.95, "%")
    story = say(rng, (
        "A winch raises a load of {m} by {h} in {t}. Its efficiency is {share}.",
        "Within {t} a hoist lifts {m} of bricks to a height of {h}, with an efficiency of {share}.",
    ), m=m, h=h, t=t, share=share)  # fmt: skip
    power = m.value * GRAVITY * h.value / t.value / share.value
    return Case(story, "What power does its motor take in?", power, "W", NOTE)


def _skidding(rng: random.Random, _: Parameters) -> Case:
    v, mu = draw(rng, 4, 40, "km/h"), draw(rng, 0.1, 0.9, "")
    story = say(rng, (
        "A {thing} slides onto a level rough floor at {v}; the coefficient of friction is {mu}.",
        "With a coefficient of friction of {mu}, a {thing} skids on level ground from {v} to rest.",
    ), thing=rng.choice(THINGS), v=v, mu=mu)  # fmt: skip
    time = v.value / mu.value / GRAVITY
    if rng.random() < 0.5:
        return Case(story, "How long does it take to stop?", time, "s", NOTE)
    return Case(story, "How far does it slide?", v.value * time / 2, "m", NOTE)


def _launch(rng: random.Random, _: Parameters) -> Case:
    k, x, m = (
        draw(rng, 80, 4000, "N/m", "N/cm"),
        draw(rng, 0.03, 0.4, "cm"),
        draw(rng, 0.02, 2, "g"),
    )
    story = say(rng, (
        "A spring of stiffness {k}, compressed by {x}, pushes a {m} disk over smooth ice.",
        "A toy gun has a spring of stiffness {k}, which is pushed in by {x} and accelerates a dart "
        "of {m} horizontally, without losses.",
    ), k=k, x=x, m=m)  # fmt: skip
    return Case(
        story, "At what speed does it leave the spring?",
        x.value * math.sqrt(k.value / m.value), rng.choice(("m/s", "km/h")),
    )  # fmt: skip


def _pulley(rng: random.Random, _: Parameters) -> Case | None:
    top, hanging = draw(rng, 0.5, 9, "kg", "g"), draw(rng, 0.5, 9, "kg", "g")
    mu, h = draw(rng, 0.08, 0.6, ""), draw(rng, 0.2, 2.5, "cm", "m")
    pull = hanging.value - mu.value * top.value
    if pull < 0.05 * hanging.value:
        return None
    story = say(rng, (
        "A block of {top} lies on a level table with a coefficient of friction of {mu}. A light "
        "string over a smooth pulley joins it to a weight of {hanging}, which hangs {h} above "
        "the floor. Both are let go from rest.",
        "Over a smooth pulley at the edge of a table, a light string joins a block of {top} on "
        "the table (coefficient of friction {mu}) to a hanging weight of {hanging}. Both are let "
        "go from rest when the weight is {h} above the floor.",
    ), top=top, hanging=hanging, mu=mu, h=h)  # fmt: skip
    a = GRAVITY * pull / (top.value + hanging.value)
    asked: list[tuple[str, float, str]] = [
        ("At what speed does the weight hit the floor?", math.sqrt(2 * a * h.value), "m/s"),
        ("What is the tension of the string while it falls?", hanging.value * (GRAVITY - a), "N"),
        ("How long does the weight fall?", math.sqrt(2 * h.value / a), "s"),
        (
            "The weight stays on the floor. How far does the block then slide on, if the table is "
            "long enough?", a * h.value / mu.value / GRAVITY, "cm",
        ),
    ]  # fmt: skip
    return Case(story, *rng.choice(asked), NOTE)


def _track(rng: random.Random, parameters: Parameters) -> Case | None:
    found = chain(rng, rng.randint(*parameters["events"]))
    return found and Case(*found, NOTE)


TASKS: dict[str, Task] = {
    "force": _force, "kinetic": _kinetic, "distance": _distance, "work": _work,
    "braking": _braking, "lifting": _lifting, "skidding": _skidding, "launch": _launch,
    "pulley": _pulley, "track": _track,
}  # fmt: skip
BESIDE: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"The air has a temperature of {draw(rng, 275, 305, '°C')}.",
    lambda rng: f"The track was built {rng.randint(2, 60)} years ago.",
    lambda rng: f"The relative humidity is {rng.randint(21, 89)} %.",
    lambda rng: f"The air pressure is {express(rng.uniform(9.7e4, 1.03e5), 'kPa')}.",
    lambda rng: f"A can with {draw(rng, 1e-3, 9e-3, 'L')} of oil stands nearby.",
)
