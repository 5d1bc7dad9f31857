r"""Figures of geometry by their points, as symbols: `\frac17 \triangle ABC`, `2\angle A`."""

from __future__ import annotations

import re

from . import algebra
from .algebra import Form

_POINTS = r"(?:[A-Z]'*){1,4}(?![A-Za-z_'])|\d(?![\d.])"
TOKEN = rf"\\(?:triangle|angle|square|odot) ?(?:\{{ ?(?:{_POINTS}) ?\}}|(?:{_POINTS}))"
"""Pattern of a figure with its points, in a normalized text."""
_FIGURE = re.compile(r"\\([a-z]+)[ {]*([A-Z0-9']+)[ }]*")
_POINT = re.compile(r"[A-Z]'*|\d")


def read_figure(token: str) -> Form | None:
    """The symbol of a figure, or None. Whichever order its points have, it has one name.

    The points of a triangle have no order, those of an angle two, of others one. An angle of one
    point is called by its letter as well.
    """
    found = _FIGURE.fullmatch(token)
    if found is None:
        return None
    points = _POINT.findall(found[2])
    if found[1] == "triangle":
        points.sort()
    if found[1] == "angle":
        points = min(points, points[::-1])
        if len(points) == 1 and points[0].strip("'").isalpha():
            return algebra.symbol(points[0])
    return algebra.symbol(f"{found[1]} {''.join(points)}")
