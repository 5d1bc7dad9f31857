"""The plain forms of the join: rows that go by Jaccard alone, and families of relatives."""

from __future__ import annotations

import numpy as np

from ._compiled import compiled
from .deciding import Found, go, root, similarity, unite
from .joining import I32, Index, Rows, Scratch, chain, choose, insert
from .judging import JACCARD
from .lexing import I64, U8

# Of the newest rows that share a rare shingle so many are asked whether they are relatives.
_NEWEST = 64


@compiled
def plain(
    order: I64, rows: Rows, t: float, table: U8, index: Index, scratch: Scratch, out: Found
) -> None:
    """Fill `out`: each row of `order` goes for a kept one with J >= t."""
    used = 0
    for r in order:
        size, chosen = choose(rows, r, t, table, scratch, r)
        index.sizes[r] = size
        for k in range(chosen):
            entry = chain(index, scratch.chosen[k])
            while entry >= 0 and out.match[r] < 0:
                other = np.int64(index.rows[entry])
                if index.keys[entry] == scratch.chosen[k] and index.asked[other] != r:
                    index.asked[other] = r
                    jaccard = similarity(rows, r, other, t, index, scratch)
                    if jaccard > 0:
                        go(out, r, other, JACCARD, jaccard)
                entry = index.nexts[entry]
        if out.match[r] < 0:
            used = insert(index, used, r, scratch, chosen)


@compiled
def families(
    order: I64, rows: Rows, t: float, table: U8, index: Index, scratch: Scratch, parents: I32
) -> None:
    """Join the trees (`parents`) of rows with J >= t.

    Of the rows that share a rare shingle only the newest are asked, so that a template of any
    number of rows costs the same per row; each of them finds one before it.
    """
    used = 0
    for r in order:
        size, chosen = choose(rows, r, t, table, scratch, r)
        index.sizes[r] = size
        for k in range(chosen):
            entry = chain(index, scratch.chosen[k])
            left = _NEWEST
            while entry >= 0 and left > 0:
                left -= 1
                other = np.int64(index.rows[entry])
                if index.keys[entry] == scratch.chosen[k] and index.asked[other] != r:
                    index.asked[other] = r
                    apart = root(parents, r) != root(parents, other)
                    if apart and similarity(rows, r, other, t, index, scratch) > 0:
                        unite(parents, r, other)
                entry = index.nexts[entry]
        used = insert(index, used, r, scratch, chosen)


@compiled
def flatten(parents: I32) -> None:
    """Every row points to its root."""
    for row in range(len(parents)):
        parents[row] = root(parents, row)
