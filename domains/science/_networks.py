"""Networks of resistors, built recursively in series and parallel, and their voltages."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

from ._quantities import Given

SERIES, PARALLEL = " + ", " ∥ "


@dataclass(frozen=True)
class Network:
    """A resistor, or several networks in series or in parallel."""

    number: int = 0
    resistance: float = 0.0
    joined: str = ""
    parts: tuple[Network, ...] = ()

    @property
    def text(self) -> str:
        """Such as `R1 + (R2 ∥ R3)`."""
        if not self.parts:
            return f"R{self.number}"
        return self.joined.join(f"({p.text})" if p.parts else p.text for p in self.parts)


def build(rng: random.Random, resistors: list[Given], joined: str = "", first: int = 1) -> Network:
    """A network of all the resistors; parts alternate between series and parallel."""
    if len(resistors) == 1:
        return Network(first, resistors[0].value)
    joined = joined or rng.choice((SERIES, PARALLEL))
    count = 2 if len(resistors) == 2 else rng.choice((2, 2, 3))
    cuts = [0, *sorted(rng.sample(range(1, len(resistors)), count - 1)), len(resistors)]
    other = PARALLEL if joined == SERIES else SERIES
    parts = tuple(
        build(rng, resistors[low:high], other, first + low) for low, high in pairwise(cuts)
    )
    if joined == SERIES:
        total = sum(part.resistance for part in parts)
    else:
        total = 1 / sum(1 / part.resistance for part in parts)
    return Network(0, total, joined, parts)


def voltages(network: Network, voltage: float) -> dict[int, float]:
    """The voltage at each resistor when the whole has this one, in V."""
    if not network.parts:
        return {network.number: voltage}
    found: dict[int, float] = {}
    for part in network.parts:
        share = part.resistance / network.resistance if network.joined == SERIES else 1.0
        found |= voltages(part, voltage * share)
    return found


def resistances(network: Network) -> dict[int, float]:
    """The resistance of each resistor, in ohm."""
    if not network.parts:
        return {network.number: network.resistance}
    return {number: r for part in network.parts for number, r in resistances(part).items()}
