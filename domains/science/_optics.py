"""Optics: images of lenses and mirrors, refraction, gratings, systems of lenses, plates."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from ._quantities import Case, Given, Task, draw, say

Parameters = Mapping[str, Any]
THINGS = ("candle", "lamp", "slide", "pencil", "doll", "figure", "flower", "coin")
MEDIA = ("water", "glass", "an oil", "a plastic", "a crystal", "a gel")
THIN = "All lenses are thin and share one axis with the object."
# An image nearer to a focal plane than this share is as good as at infinity: not asked for.
_FOCAL = 0.06


def _image(rng: random.Random, _: Parameters) -> Case | None:
    s, f = draw(rng, 0.05, 2, "cm", digits=4), draw(rng, 0.04, 0.6, "cm", digits=4)
    if s.value < (1 + _FOCAL) * f.value:
        return None
    story = say(rng, (
        "A {thing} stands {s} in front of a converging lens with a focal length of {f}.",
        "At a distance of {s} from a {thing} there is a concave mirror with a focal length of {f}.",
        "A {thing} is {s} away from a thin lens that focuses parallel light at {f}.",
    ), thing=rng.choice(THINGS), s=s, f=f)  # fmt: skip
    device = "mirror" if "mirror" in story else "lens"
    image = s.value * f.value / (s.value - f.value)
    return Case(story, f"How far from the {device} is the image?", image, "cm")


def _refraction(rng: random.Random, _: Parameters) -> Case | None:
    angle, n = draw(rng, 0.15, 1.4, "°", digits=4), draw(rng, 1.2, 2.4, "", digits=4)
    medium = rng.choice(MEDIA)
    story = say(rng, (
        "Light from air meets the flat surface of {medium} of refractive index {n} at {angle} to "
        "the normal.",
        "In air, a beam at {angle} to the normal hits the surface of {medium}, whose refractive "
        "index is {n}.",
    ), medium=medium, n=n, angle=angle)  # fmt: skip
    found = math.asin(math.sin(angle.value) / n.value)
    return Case(story, "At what angle to the normal does it go on inside?", found, "degrees")


def _critical(rng: random.Random, _: Parameters) -> Case:
    n, m = draw(rng, 1.5, 2.6, "", digits=4), draw(rng, 1, 1.45, "", digits=4)
    story = say(rng, (
        "{medium} of refractive index {n} borders on a liquid of refractive index {m}.",
        "Light in {medium} of refractive index {n} meets the flat border to a liquid of "
        "refractive index {m}.",
    ), medium=rng.choice(MEDIA[1:]), n=n, m=m)  # fmt: skip
    ask = "What is the critical angle of total reflection?"
    return Case(story[0].upper() + story[1:], ask, math.asin(m.value / n.value), "degrees")


def _size(rng: random.Random, _: Parameters) -> Case | None:
    f, s = draw(rng, 0.04, 0.6, "cm", "mm"), draw(rng, 0.05, 4, "m", "cm")
    h = draw(rng, 0.004, 0.3, "mm", "cm")
    if abs(s.value / f.value - 1) < _FOCAL:
        return None
    story = say(rng, (
        "A converging lens of focal length {f} forms an image of a {thing}, which is {s} away from "
        "it. The {thing} is {h} tall.",
        "The focal length of a converging lens is {f}; a {thing} at a distance of {s} in front of "
        "it has a height of {h}.",
    ), thing=rng.choice(THINGS), f=f, s=s, h=h)  # fmt: skip
    tall = abs(h.value * f.value / (s.value - f.value))
    return Case(story, "How tall is the image?", tall, rng.choice(("mm", "cm")))


def _maker(rng: random.Random, _: Parameters) -> Case:
    n, first, second = draw(rng, 1.4, 1.9, ""), *(draw(rng, 0.05, 0.9, "cm", "mm") for _ in "12")
    story = say(rng, (
        "A thin biconvex lens of refractive index {n} has faces with radii of curvature of {first} "
        "and {second}. It stands in air.",
        "Both faces of a thin lens in air bulge outward, with radii of {first} and {second}; its "
        "refractive index is {n}.",
    ), n=n, first=first, second=second)  # fmt: skip
    power = (n.value - 1) * (1 / first.value + 1 / second.value)
    return Case(story, "What is its focal length?", 1 / power, rng.choice(("cm", "mm")))


def _grating(rng: random.Random, _: Parameters) -> Case | None:
    lines, wave = draw(rng, 1e5, 1.2e6, "lines/mm"), draw(rng, 4e-7, 7e-7, "nm")
    screen, order = draw(rng, 0.3, 3, "cm", "m"), rng.choice(((1, "first"), (2, "second")))
    sine = order[0] * lines.value * wave.value
    if sine > 0.9:
        return None
    story = say(rng, (
        "Light of wavelength {wave} falls straight on a grating with {lines}. A screen stands "
        "parallel to it at a distance of {screen}.",
        "A grating with {lines} is lit at a right angle by light with a wavelength of {wave}; the "
        "screen is parallel to it, {screen} behind.",
    ), wave=wave, lines=lines, screen=screen)  # fmt: skip
    ask = f"How far from the center of the screen is the maximum of {order[1]} order?"
    return Case(story, ask, screen.value * math.tan(math.asin(sine)), "cm")


def _plates(rng: random.Random, parameters: Parameters) -> Case:
    angle, count = draw(rng, 0.3, 1.3, "°"), rng.randint(*parameters["plates"])
    plates = [(draw(rng, 0.003, 0.06, "mm", "cm"), draw(rng, 1.25, 2.3, "")) for _ in range(count)]
    shift = sum(
        d.value * math.tan(math.asin(math.sin(angle.value) / n.value)) for d, n in plates
    )  # fmt: skip
    through = sum(d.value for d, _ in plates) * math.tan(angle.value)
    listed = ", ".join(f"{d} with refractive index {n}" for d, n in plates)
    story = say(rng, (
        "A beam in air meets a stack of flat parallel plates at {angle} to the normal. From the "
        "top, their thicknesses and refractive indices are: {listed}.",
        "Flat parallel layers lie on one another, from the top: {listed}. A beam comes from the "
        "air above at {angle} to the normal.",
    ), angle=angle, listed=listed)  # fmt: skip
    return Case(story, *rng.choice((
        ("Measured along the plates, how far from its point of entry does it leave the stack?",
         shift, "mm"),
        ("Below the stack is air again. By what distance, at a right angle to the beam, is the "
         "outgoing beam shifted against the incoming one?",
         (through - shift) * math.cos(angle.value), "mm"),
    )))  # fmt: skip


def _system(rng: random.Random, parameters: Parameters) -> Case | None:
    count = rng.randint(*parameters["lenses"])
    s, h = draw(rng, 0.08, 1.2, "cm", "m"), draw(rng, 0.004, 0.09, "mm", "cm")
    told, place, size = [], s.value, h.value
    gap = Given("", 0.0)
    for number in range(count):
        if number:
            gap = draw(rng, 0.03, 0.6, "cm", "mm")
        f = draw(rng, 0.04, 0.5, "cm", "mm")
        kind = rng.choice(("converging", "converging", "diverging"))
        focus = f.value if kind == "converging" else -f.value
        # `place`: of the object before this lens; behind it, the object is virtual.
        place = gap.value - place if number else place
        if abs(place - focus) < _FOCAL * f.value:
            return None
        size *= focus / (focus - place)
        place = place * focus / (place - focus)
        if not 0.005 < abs(place) < 20:
            return None
        where = f"{gap} further on, " if number else ""
        told.append(f"{where}a {kind} lens with a focal length of magnitude {f}")
    story = say(rng, (
        "A {thing} with a height of {h} stands {s} in front of the first of {count} lenses. Along "
        "the light these are: {told}.",
        "Light from a {thing}, which is {h} tall, runs {s} to the first of {count} lenses. In the "
        "order of the light: {told}.",
    ), thing=rng.choice(THINGS), h=h, s=s, count=("two", "three", "four", "five")[count - 2],
        told="; ".join(told))  # fmt: skip
    return Case(story, *rng.choice((
        ("How far from the last lens is the final image?", abs(place), "cm"),
        ("How tall is the final image?", abs(size), "mm"),
    )), THIN)  # fmt: skip


TASKS: dict[str, Task] = {
    "image": _image, "refraction": _refraction, "critical": _critical, "size": _size,
    "maker": _maker, "grating": _grating, "plates": _plates, "system": _system,
}  # fmt: skip
BESIDE: tuple[Callable[[random.Random], str], ...] = (
    lambda rng: f"The room has a temperature of {draw(rng, 285, 303, '°C')}.",
    lambda rng: f"The optical bench weighs {draw(rng, 2, 30, 'kg')}.",
    lambda rng: f"All of the glass was ground {rng.randint(2, 30)} years ago.",
    lambda rng: f"The air pressure is {draw(rng, 9.7e4, 1.03e5, 'kPa')}.",
)
