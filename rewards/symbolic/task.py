"""What a worker does with a pair of texts; runs in `pool_worker` alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .library import compare_with_library, may_read
from .library import prepare as prepare_library
from .nodes import ForLibraryError, UnreadableError
from .parser import parse_pair
from .probe import compare_near
from .readings import compare_readings
from .verdict import Comparison, undecided

UNREAD = "unread"
"""The status that asks for the same pair again, by way of the library."""
LIBRARY = "library"
"""What such a request needs."""


def prepare(need: str) -> None:
    """Imports what requests of that need use."""
    compare_texts(r"\frac{\sqrt{2}}{2}", r"\sin\frac{\pi}{4}")
    if need == LIBRARY:
        prepare_library()


def run(request: Any) -> tuple[str, str]:
    """The comparison of `[gold, answer, need, within]`, or UNREAD and why.

    `within` is empty, or a fraction as text: constants are then compared as by `compare_near`,
    which needs their digits and so never the library.
    """
    gold, answer, need, within = request
    if need == LIBRARY:
        return compare_with_library(gold, answer)
    try:
        return compare_texts(gold, answer, within)
    except ForLibraryError as error:
        legible = not within and may_read(gold) and may_read(answer)
        return (UNREAD if legible else "undecided"), f"not read: {error}"
    except UnreadableError as error:
        return undecided(f"not read: {error}")


def compare_texts(gold: str, answer: str, within: str = "") -> Comparison:
    """Equal, different or undecided; raises UnreadableError."""
    try:
        trees = parse_pair(gold, answer)
        return compare_near(*trees, Fraction(within)) if within else compare_readings(*trees)
    except ArithmeticError as error:
        return undecided(str(error) or type(error).__name__)
