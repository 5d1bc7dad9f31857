"""Shares with their intervals."""

from __future__ import annotations

import math
from typing import NamedTuple

# The two-sided 95 % quantile of the normal distribution.
_Z = 1.959963984540054


class Share(NamedTuple):
    """`part` (whole, or a sum of partial values) of `of`."""

    part: float
    of: int

    @property
    def rate(self) -> float:
        """Between 0 and 1; 0 of nothing."""
        return self.part / self.of if self.of else 0.0

    def __str__(self) -> str:
        low, high = wilson(self)
        return f"{100 * self.rate:5.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def wilson(share: Share) -> tuple[float, float]:
    """Wilson's 95 % interval (Wilson 1927) of a share; of nothing it is all of 0 to 1."""
    if not share.of:
        return 0.0, 1.0
    n, p, z2 = share.of, share.rate, _Z * _Z
    center = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, center - half), min(1.0, center + half)
