"""Texts to what near-duplicate removal compares: cores without boilerplate, shingles, guards."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, cast

import numpy as np

from . import boilerplate
from .guard import POLARITY
from .shingles import I64, U64, Texts, Utf8, in_blocks, sealed
from .spelling import normal

_BLOCK_ROWS = 8192


class Read(NamedTuple):
    """A corpus, read."""

    texts: Utf8
    """Spelled; kept, since some pairs are judged by their words."""
    values: U64
    """The shingles of all rows in order of the text."""
    facts: Any
    core: Any
    firsts: U64
    """The hashes of the heads of each row, `kernels.reading.SENTENCES` of them."""
    ends: I64
    """Where the shingles of each row end."""


def read(texts: Texts) -> Read:
    """Spell, lex and cut all texts.

    Memory: the UTF-8 of the texts, 8 bytes a token, about 200 bytes a row.
    """
    from .kernels import reading

    spelled = _spelled(texts)
    rows = len(spelled)
    facts = reading.Facts(*(np.empty(rows, np.uint64) for _ in range(3)))
    slots = 2 * reading.SENTENCES * rows
    cuts = reading.Cuts(
        np.zeros(slots, np.uint64), np.zeros(slots, np.uint8), np.zeros(slots, np.int32)
    )
    values, value_ends = _shingled(spelled, facts, cuts)
    common = boilerplate.hash_table(boilerplate.frequent(cuts.hashes, rows))
    core = _empty_core(rows)
    reading.strip(
        spelled.data, spelled.offsets, value_ends, common, boilerplate.LEAST_TOKENS,
        polarity_words(), cuts, facts, core, values,
    )  # fmt: skip
    heads = cuts.hashes.reshape(rows, 2, reading.SENTENCES)[:, 0].ravel()
    return Read(spelled, values, facts, core, heads, value_ends[1:])


def _spelled(texts: Texts) -> Utf8:
    """All texts, spelled block by block, so that they are in memory once."""
    data, ends, used = np.empty(0, np.uint8), [np.zeros(1, np.int64)], 0
    for block in map(normal, in_blocks(texts)):
        first, last = int(block.offsets[0]), int(block.offsets[-1])
        # Large arrays grow where they are: the system moves pages, nothing is copied.
        data.resize(used + last - first, refcheck=False)
        data[used:] = block.data[first:last]
        ends.append(block.offsets[1:] + (used - first))
        used += last - first
    return Utf8(sealed(data), sealed(np.concatenate(ends)))


def _empty_core(rows: int) -> Any:
    from .kernels.reading import Core

    first, last, begins, ends = (np.empty(rows, np.int64) for _ in range(4))
    hashes, heads, tails = (np.empty(rows, np.uint64) for _ in range(3))
    return Core(first, last, begins, ends, hashes, heads, tails, np.empty(rows, np.uint8))


def forms(texts: Texts) -> U64:
    """A number per text, equal for the same words, numbers and operators in the same order."""
    return cast(U64, read(texts).facts.exact)


def guards(texts: Texts) -> U64:
    """The guard of every text, polarity words included, in any order; no boilerplate is cut."""
    from .kernels import guarding

    spelled = normal(texts)
    out = np.empty(len(spelled), np.uint64)
    guarding.guards(spelled.data, spelled.offsets, polarity_words(), out)
    return out


def _shingled(spelled: Utf8, facts: Any, cuts: Any) -> tuple[U64, I64]:
    """Read block by block: the tokens of one block at a time are in memory."""
    from .kernels import lexing, reading

    rows, offsets = len(spelled), spelled.offsets
    # A token and the gap behind it are two bytes at least; unwritten pages cost nothing.
    values = np.empty(int(offsets[-1] - offsets[0] + rows) // 2 + 1, np.uint64)
    value_ends = np.zeros(rows + 1, np.int64)
    longest = max((_most(offsets[k : k + _BLOCK_ROWS + 1]) for k in range(0, rows, _BLOCK_ROWS)),
                  default=1)  # fmt: skip
    tokens, stops = np.empty(longest, np.uint64), np.empty(longest, np.int64)
    for begin in range(0, rows, _BLOCK_ROWS):
        part = offsets[begin : begin + _BLOCK_ROWS + 1]
        ends = np.empty(len(part), np.int64)
        lexing.lex(spelled.data, part, True, tokens, ends, stops)
        reading.read(
            spelled.data, part, tokens, ends, stops, polarity_words(), begin, values, value_ends,
            facts, cuts,
        )  # fmt: skip
    values.resize(int(value_ends[-1]), refcheck=False)
    return values, value_ends


def _most(offsets: I64) -> int:
    return int(offsets[-1] - offsets[0] + len(offsets)) // 2 + 1


@cache
def polarity_words() -> U64:
    """The words of `filters.guard.POLARITY` as a hash table of tokens."""
    from .kernels.lexing import token_hash

    return boilerplate.hash_table(np.array([token_hash(w) for w in sorted(POLARITY)], np.uint64))
