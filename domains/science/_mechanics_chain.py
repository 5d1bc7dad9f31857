"""A body on a track: what sets it in motion, what it meets, and where it ends."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from ._quantities import Given, draw, say

GRAVITY = 9.81
THINGS = (
    "crate", "sled", "trolley", "cart", "box", "suitcase", "barrel", "puck", "cabinet", "trunk",
    "wagon", "package", "chest", "toolbox", "parcel",
)  # fmt: skip
# Speeds in m/s between which an event is worth telling.
SLOW, FAST = 0.4, 60.0


@dataclass
class Body:
    """Mass in kg and speed in m/s of what is followed."""

    mass: float
    speed: float

    def gain(self, energy_per_mass: float) -> bool:
        """Changes the speed by an energy in J/kg; False if that would stop it."""
        square = self.speed**2 + 2 * energy_per_mass
        self.speed = math.sqrt(max(square, 0.0))
        return SLOW < self.speed < FAST


def _spring(rng: random.Random, thing: str) -> tuple[str, Body]:
    k, x, m = draw(rng, 300, 9000, "N/m", "kN/m"), draw(rng, 0.05, 0.5, "cm"), _mass(rng)
    text = say(rng, (
        "A spring of stiffness {k} is compressed by {x} and then pushes a {thing} of mass {m} from "
        "rest along a smooth level track.",
        "On a smooth level track, a spring with a stiffness of {k} that was compressed by {x} sets "
        "a resting {thing} of {m} in motion.",
    ), k=k, x=x, m=m, thing=thing)  # fmt: skip
    return text, Body(m.value, x.value * math.sqrt(k.value / m.value))


def _push(rng: random.Random, thing: str) -> tuple[str, Body]:
    f, d, m = draw(rng, 20, 900, "N"), draw(rng, 0.4, 9, "m", "cm"), _mass(rng)
    text = say(rng, (
        "A constant horizontal force of {f} pushes a {thing} of mass {m} from rest over {d} of a "
        "smooth level track and then ends.",
        "Starting from rest on a smooth level track, a {thing} of {m} is pushed over {d} by a "
        "horizontal force of {f}.",
    ), f=f, d=d, m=m, thing=thing)  # fmt: skip
    return text, Body(m.value, math.sqrt(2 * f.value * d.value / m.value))


def _ramp(rng: random.Random, thing: str) -> tuple[str, Body]:
    angle, mu = draw(rng, 0.4, 1.0, "°"), draw(rng, 0.05, 0.35, "")
    length, m = draw(rng, 1.5, 20, "m", "cm"), _mass(rng)
    text = say(rng, (
        "A {thing} of mass {m} slides from rest down a ramp that is {length} long and inclined at "
        "{angle} to the horizontal; the coefficient of friction there is {mu}. A smooth level "
        "track follows.",
        "From rest, a {thing} of {m} slides down {length} of a slope of {angle} with a coefficient "
        "of friction of {mu}, onto a smooth level track.",
    ), angle=angle, mu=mu, length=length, m=m, thing=thing)  # fmt: skip
    drop = math.sin(angle.value) - mu.value * math.cos(angle.value)
    return text, Body(m.value, math.sqrt(2 * GRAVITY * length.value * drop))


def _mass(rng: random.Random) -> Given:
    return draw(rng, 0.8, 60, "kg", "g")


def _rough(rng: random.Random, body: Body) -> str | None:
    mu = draw(rng, 0.1, 0.6, "")
    reach = body.speed**2 / 2 / GRAVITY / mu.value
    d = draw(rng, 0.1 * reach, 0.7 * reach, "m", "cm")
    if not body.gain(-mu.value * GRAVITY * d.value):
        return None
    return f"It crosses a rough level stretch of {d} with a coefficient of friction of {mu}."


def _stick(rng: random.Random, body: Body) -> str | None:
    m = draw(rng, 0.2 * body.mass, 1.5 * body.mass, "kg", "g")
    body.speed *= body.mass / (body.mass + m.value)
    body.mass += m.value
    return f"It runs into a resting block of {m} and moves on together with it."


def _elastic(rng: random.Random, body: Body) -> str | None:
    m = draw(rng, 0.3 * body.mass, 2.5 * body.mass, "kg", "g")
    body.speed *= 2 * body.mass / (body.mass + m.value)
    body.mass = m.value
    return (
        f"It hits a resting puck of {m} in a head-on, perfectly elastic collision; from here on, "
        "it is the struck puck that we follow."
    )


def _descend(rng: random.Random, body: Body) -> str | None:
    h = draw(rng, 0.2, 6, "m", "cm")
    return f"It slides down a smooth slope to a level {h} lower." if body.gain(
        GRAVITY * h.value
    ) else None  # fmt: skip


def _climb(rng: random.Random, body: Body) -> str | None:
    reach = body.speed**2 / 2 / GRAVITY
    h = draw(rng, 0.1 * reach, 0.7 * reach, "m", "cm")
    return f"It slides up a smooth slope to a level {h} higher." if body.gain(
        -GRAVITY * h.value
    ) else None  # fmt: skip


def _edge(rng: random.Random, body: Body) -> tuple[str, float, str]:
    h = draw(rng, 0.4, 12, "m", "cm")
    return (
        (
            f"It leaves the track horizontally, {h} above level ground. At what horizontal "
            "distance from the end of the track does it land?"
        ),
        body.speed * math.sqrt(2 * h.value / GRAVITY),
        "m",
    )


def _stop(rng: random.Random, body: Body) -> tuple[str, float, str]:
    mu = draw(rng, 0.08, 0.7, "")
    return (
        (
            f"It comes onto a rough level floor with a coefficient of friction of {mu}. How far "
            "does it slide on this floor?"
        ),
        body.speed**2 / 2 / GRAVITY / mu.value,
        "m",
    )


def _buffer(rng: random.Random, body: Body) -> tuple[str, float, str]:
    k = draw(rng, 300, 9000, "N/m", "kN/m")
    return (
        (
            f"It runs into a light spring of stiffness {k}. By how much is this spring compressed "
            "at most?"
        ),
        body.speed * math.sqrt(body.mass / k.value),
        "cm",
    )


def _rise(rng: random.Random, body: Body) -> tuple[str, float, str]:
    del rng
    return "How high does it get on a smooth ramp?", body.speed**2 / 2 / GRAVITY, "m"


def _energy(rng: random.Random, body: Body) -> tuple[str, float, str]:
    del rng
    return "How large is its kinetic energy then?", body.mass * body.speed**2 / 2, "J"


STARTS = (_spring, _push, _ramp)
EVENTS: tuple[Callable[[random.Random, Body], str | None], ...] = (
    _rough, _stick, _elastic, _descend, _climb,
)  # fmt: skip
ENDS = (_edge, _stop, _buffer, _rise, _energy)


def chain(rng: random.Random, events: int) -> tuple[str, str, float, str] | None:
    """Story, question, value in SI and unit of a chain; None if the body stops or flies off."""
    text, body = rng.choice(STARTS)(rng, rng.choice(THINGS))
    if not SLOW < body.speed < FAST:
        return None
    parts = [text]
    before: object = None
    for _ in range(events):
        event = rng.choice([each for each in EVENTS if each is not before])
        told = event(rng, body)
        if told is None or not SLOW < body.speed < FAST:
            return None
        parts.append(told)
        before = event
    ask, value, unit = rng.choice(ENDS)(rng, body)
    return " ".join(parts), ask, value, unit
