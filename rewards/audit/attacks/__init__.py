"""Attacks by class, one file each: what a policy may write instead of the one right answer.

An attack takes a target and yields (variant, response) pairs of which none may be paid; it yields
nothing where its kind makes no sense.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ..target import Target
from . import (
    always_equal,
    blank,
    contract,
    denial,
    echo,
    false_equation,
    injection,
    other_gold,
    retraction,
    shotgun,
    special_values,
    thinking,
    two_values,
)

Attack: TypeAlias = Callable[[Target], Iterator[tuple[str, str]]]

ATTACKS: dict[str, Attack] = {
    module.__name__.rpartition(".")[2]: module.attack
    for module in (
        always_equal, blank, contract, denial, echo, false_equation, injection, other_gold,
        retraction, shotgun, special_values, thinking, two_values,
    )
}  # fmt: skip

__all__ = ["ATTACKS", "Attack"]
