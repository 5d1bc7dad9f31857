"""What a comparison says."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Comparison(NamedTuple):
    """Whether two texts mean the same, and why."""

    status: Literal["equal", "different", "undecided"]
    detail: str


def equal(detail: str) -> Comparison:
    """They mean the same."""
    return Comparison("equal", detail)


def different(detail: str) -> Comparison:
    """They mean something else."""
    return Comparison("different", detail)


def undecided(detail: str) -> Comparison:
    """Nobody knows: never to be counted as different."""
    return Comparison("undecided", detail)
