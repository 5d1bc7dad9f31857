"""Suites of tests held to a stated size, by keeping the tests that tell wrong programs apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

MAX_TESTS = 40
MAX_BYTES = 65_536


class Reduction(NamedTuple):
    """What a cap kept, and what it cost."""

    kept: tuple[int, ...]
    """Numbers of the kept tests, in their order."""
    tests: int
    bytes: int
    """Size of the whole suite."""
    kept_bytes: int
    killed: int
    """Wrong programs that the whole suite tells apart."""
    kept_killed: int
    """Wrong programs that the kept tests tell apart."""


def reduce_suite(
    sizes: Sequence[int],
    kills: Sequence[Collection[int]],
    max_tests: int = MAX_TESTS,
    max_bytes: int = MAX_BYTES,
) -> Reduction:
    """The tests to keep: greedy set cover over the wrong programs, then the smallest of the rest.

    Args:
        sizes: bytes of each test.
        kills: per test, the numbers of the wrong programs that fail it.
        max_tests: the most tests to keep; at least one is kept.
        max_bytes: the most bytes to keep; the smallest test is kept even if it is larger.
    """
    kept: list[int] = []
    covered: set[int] = set()
    room = max_bytes
    left = set(range(len(sizes)))
    while left and len(kept) < max_tests:
        fitting = [test for test in left if sizes[test] <= room]
        if not fitting:
            break
        best = min(fitting, key=lambda test: (-len(set(kills[test]) - covered), sizes[test], test))
        kept.append(best)
        covered |= set(kills[best])
        room -= sizes[best]
        left.remove(best)
    if not kept and sizes:
        kept = [min(range(len(sizes)), key=lambda test: (sizes[test], test))]
        covered = set(kills[kept[0]])
    return Reduction(
        tuple(sorted(kept)), len(sizes), sum(sizes), sum(sizes[test] for test in kept),
        len(set().union(*kills)), len(covered),
    )  # fmt: skip
