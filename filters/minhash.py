"""Near-duplicate pairs, exactly: every pair at or above a Jaccard threshold and no other.

MinHash with bands finds a pair at the threshold by chance and takes some below it; here nothing is
left to chance. The texts are sets of word 3-grams (`filters.shingles`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import join
from .shingles import Hashed, Texts, in_blocks, shingles


def pairs(texts: Texts, threshold: float = 0.8) -> NDArray[np.int32]:
    """All pairs of rows with J >= threshold: an array of (smaller, larger) row numbers, sorted.

    J is over sets of word 3-grams (all words together if there are fewer than 3) of the tokens
    `[a-z0-9_\\u0080-\\U0010ffff]+` after lower-casing A-Z. A text without tokens has no partner.
    Time grows with the pairs: n texts of one template have n²/2 of them.

    Raises ValueError for a threshold outside (0, 1].
    """
    found, _ = pairs_with_similarity(texts, threshold)
    return found


def pairs_with_similarity(
    texts: Texts, threshold: float = 0.8
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The pairs of `pairs`, and the J of each."""
    from .kernels import joining

    if not 0 < threshold <= 1:
        raise ValueError(f"threshold = {threshold}; above 0, and at most 1, is allowed")
    sets = shingled(texts)
    joined = join.prepare(sets.values, sets.offsets[:-1], sets.offsets[1:], threshold)
    order = np.argsort(np.diff(sets.offsets), kind="stable")
    found, similar = joining.all_pairs(
        joined.rows, order, threshold, joined.table, joined.index, joined.scratch
    )
    by_row = np.lexsort((found[:, 1], found[:, 0]))
    return found[by_row], similar[by_row]


def shingled(texts: Texts) -> Hashed:
    """The set of shingles of every row, made block by block so that no other copy is held."""
    blocks, ends = [], [np.zeros(1, np.int64)]
    for block in map(shingles, in_blocks(texts)):
        blocks.append(block.values)
        ends.append(block.offsets[1:] + ends[-1][-1])
    values = np.concatenate(blocks) if blocks else np.empty(0, np.uint64)
    return Hashed(values, np.concatenate(ends))
