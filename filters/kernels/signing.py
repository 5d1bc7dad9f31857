"""MinHash values as datasketch computes them under its scheme `affine32`."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled
from .lexing import I64, U64

U32: TypeAlias = NDArray[np.uint32]


@compiled
def sign(values: U64, ends: I64, a: U32, b: U32, out: U32) -> None:
    """Fill `out` (rows x permutations, all ones before) from the low 32 bits of the shingles."""
    for row in range(len(ends) - 1):
        for k in range(ends[row], ends[row + 1]):
            h = np.uint32(values[k] & np.uint64(0xFFFFFFFF))
            h = np.uint32((h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B))
            h = np.uint32((h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35))
            h = np.uint32(h ^ (h >> np.uint32(16)))
            for p in range(len(a)):
                out[row, p] = min(out[row, p], np.uint32(a[p] * h + b[p]))
