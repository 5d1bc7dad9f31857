"""What a worker does with a pair of texts; runs in `pool_worker` alone."""

from __future__ import annotations

from typing import Any

from .library import compare_with_library, may_read
from .library import prepare as prepare_library
from .nodes import ForLibraryError, UnreadableError
from .parser import parse_pair
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
    """The comparison of `[gold, answer, need]`, or UNREAD and why."""
    gold, answer, need = request
    if need == LIBRARY:
        return compare_with_library(gold, answer)
    try:
        return compare_texts(gold, answer)
    except ForLibraryError as error:
        legible = may_read(gold) and may_read(answer)
        return (UNREAD if legible else "undecided"), f"not read: {error}"
    except UnreadableError as error:
        return undecided(f"not read: {error}")


def compare_texts(gold: str, answer: str) -> Comparison:
    """Equal, different or undecided; raises UnreadableError."""
    try:
        return compare_readings(*parse_pair(gold, answer))
    except ArithmeticError as error:
        return undecided(str(error) or type(error).__name__)
