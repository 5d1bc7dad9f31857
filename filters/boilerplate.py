"""Boilerplate: the sentences at heads and tails that many rows share.

Instructions ("Put your final answer within \\boxed{}.") make short problems alike and tell nothing
of them. They are cut off before problems are compared. A problem copied so often that its own
sentences count as such is left whole, since nothing would remain of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .shingles import U64

# A sentence is boilerplate if so many rows begin or end with it, and so large a share of them.
LEAST_ROWS = 100
LEAST_SHARE = 0.001
# What must remain of a row, in tokens.
LEAST_TOKENS = 6
_SLOTS = 1 << 22


def frequent(hashes: U64, rows: int) -> U64:
    """The hashes of heads and tails (0: none) that are boilerplate among so many rows, sorted."""
    from .kernels import reading

    least = max(LEAST_ROWS, int(LEAST_SHARE * rows))
    table: Any = np.zeros(_SLOTS, np.uint16)
    reading.tally(hashes, table)
    found, counts = np.unique(reading.often(hashes, table, min(least, 65535)), return_counts=True)
    return found[counts >= least]


def hash_table(values: U64) -> U64:
    """An open hash table of the values (not 0), so sparse that most look-ups end at once."""
    size = 1 << max(4, (16 * len(values)).bit_length())
    table = np.zeros(size, np.uint64)
    for value in values.tolist():
        at = value & (size - 1)
        while table[at]:
            at = (at + 1) & (size - 1)
        table[at] = value
    return table
