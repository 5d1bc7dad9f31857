"""Contract: the near-misses that the reward itself knows, and the gold made void."""

from __future__ import annotations

from collections.abc import Iterator

from ...negatives import unpaid_shells
from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """`Reward.negatives` and the shells in which a right answer is none."""
    yield from target.reward.negatives(target.gold, target.spec)
    yield from unpaid_shells(target.right)
