"""What an exact join needs beside its rows: counters, an index, scratch; sized by the corpus."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .shingles import I64, U64

_LEAST_BITS, _MOST_BITS = 12, 26


class Join(NamedTuple):
    """Everything that the kernels of `kernels.joining` share."""

    rows: Any
    table: Any
    index: Any
    scratch: Any


def prepare(
    values: U64, begins: I64, ends: I64, threshold: float, masks: U64 | None = None
) -> Join:
    """Count the shingles of all rows (`values[begins[r]:ends[r]]`) and make room for the index.

    Memory: up to 64 MiB of counters, 20 bytes per index entry (about one in eight shingles of
    texts that have near relatives, none of others), 8 bytes a row.
    """
    from .kernels import joining

    masks = np.zeros(len(begins), np.uint64) if masks is None else masks
    own = np.empty(len(begins), np.int32)
    rows = joining.Rows(values, begins, ends, masks, own)
    table = np.zeros(1 << _bits(4 * int((ends - begins).sum())), np.uint8)
    joining.count(rows, table)
    most, longest = joining.entries(rows, threshold, table)
    index = joining.Index(
        np.full(1 << _bits(most), -1, np.int32), np.empty(most, np.uint64),
        np.empty(most, np.int32), np.empty(most, np.int32),
        np.zeros(len(begins), np.int32), np.full(len(begins), -1, np.int32),
    )  # fmt: skip
    return Join(rows, table, index, _scratch(longest))


def _scratch(longest: int) -> Any:
    from .kernels import joining

    size = 1 << _bits(2 * longest)
    return joining.Scratch(
        np.zeros(size, np.uint64), np.full(size, -1, np.int64), np.zeros(size, np.int64),
        np.zeros(longest + 2, np.uint64), np.zeros(longest + 2, np.int64),
    )  # fmt: skip


def _bits(number: int) -> int:
    """So many bits that a power of two holds the number, within bounds."""
    return min(max((number - 1).bit_length(), _LEAST_BITS), _MOST_BITS)
