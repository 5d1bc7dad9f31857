"""False equation: a wrong value set equal to the right one, in one slot."""

from __future__ import annotations

from collections.abc import Iterator

from ..target import Target


def attack(target: Target) -> Iterator[tuple[str, str]]:
    """A parser that keeps one side of an equation pays one of the orders."""
    for wrong in target.competing[:2] if target.inside else ():
        if wrong.isalpha():
            continue  # "x = 5" names a value and is no false equation; so does "speed = 5"
        for order, (first, last) in {
            "right_last": (wrong, target.inside),
            "right_first": (target.inside, wrong),
        }.items():
            yield f"equals_{order}", target.put(f"{first} = {last}")
            yield f"approx_{order}", target.put(f"{first} \\approx {last}")
            yield f"arrow_{order}", target.put(f"{first} \\to {last}")
            yield f"twice_{order}", target.put(f"{first} = {last} = {first}")
            yield f"unequal_{order}", target.put(f"{first} \\neq {last}")
