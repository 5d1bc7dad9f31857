"""Which rows of a corpus are duplicates: exact and near, guarded, by the table below.

| words | numbers, operators | answers | what is done |
|---|---|---|---|
| all the same, in order | the same, in order | equal or missing | duplicate |
| all the same, in order | the same, in order | differ | both quarantined: answer conflict |
| J >= threshold, or one text is an end of the other | same | equal, and telling | duplicate |
| the same | same | missing, or of a kind that many share | duplicate if nothing but boilerplate, |
| | | | an insertion at an end or a name differs |
| the same | same | differ | both stay, as siblings |
| any of these | | differ, and one of several that are right | as if they were missing |
| J >= threshold | differ | any | both stay, as siblings |

A row goes only for one that stays. Who stays is decided by the order that is given, never by where
a row stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from . import answers as _answers
from . import join
from .minhash import shingled
from .reading import Read, read
from .shingles import I64, U64, Texts, utf8

THRESHOLD = 0.8
# Of the siblings of one row so many are remembered.
_SIBLINGS = 256
RULES = ("conflict", "exact", "core", "answer", "end", "contained", "jaccard")
"""By number: why a row goes. `conflict`: the same question with another answer; `exact`: the same
form; `core`: the same but for boilerplate; `answer`: near, with a telling answer in common; `end`:
near, and only an insertion at an end or names differ; `contained`: one text is an end of the other;
`jaccard`: near, unguarded."""


class Decisions(NamedTuple):
    """Per row of the corpus."""

    match: NDArray[np.int32]
    """The row for which it goes; -1: it stays."""
    rule: NDArray[np.int8]
    """Of RULES; meaningless where it stays."""
    similarity: NDArray[np.float64]
    """Jaccard; for `contained` the share of the longer text."""
    family: NDArray[np.int32]
    """A number that relatives which stay share; complete if families were asked for."""


def decide(
    texts: Texts,
    order: I64 | None = None,
    answers: Sequence[str | None] | None = None,
    *,
    threshold: float = THRESHOLD,
    guarded: bool = True,
    families: bool = False,
    contexts: U64 | None = None,
    canonical: bool = False,
    several: NDArray[np.bool_] | None = None,
) -> Decisions:
    """Decide every row of a corpus.

    `order` lists the row numbers, who stays first; None: as they stand. `guarded=False` is plain
    Jaccard, boilerplate left in, answers unread. `families` finds the relatives among what stays.
    Rows of different `contexts` (a number each) have nothing in common. `canonical` answers are
    equal where their texts are. Answers of rows that are marked in `several` (suites of tests)
    may differ without contradiction.
    """
    count = len(texts)
    order = np.arange(count) if order is None else np.ascontiguousarray(order, np.int64)
    if not guarded:
        return _plain(texts, order, threshold, contexts)
    # Arrow keeps what was freed of the blocks that went through it.
    known = _answers.read(answers, count, canonical, several)
    pa.default_memory_pool().release_unused()
    corpus = read(texts)
    pa.default_memory_pool().release_unused()
    if contexts is not None:
        for hashes in (corpus.facts.exact, corpus.facts.unordered, corpus.core.hashes):
            hashes ^= contexts
    found, parents = _guarded(corpus, order, known, threshold)
    if families:
        _relate(corpus, order[found.match[order] < 0], threshold, contexts, parents)
    return Decisions(found.match, found.rule, found.similarity, parents)


def _undecided(count: int) -> Any:
    from .kernels.deciding import Found

    return Found(np.full(count, -1, np.int32), np.zeros(count, np.int8), np.zeros(count))


def _plain(texts: Texts, order: I64, threshold: float, contexts: U64 | None) -> Decisions:
    from .kernels import relating

    sets = shingled(texts if isinstance(texts, list) else utf8(texts))
    joined = join.prepare(sets.values, sets.offsets[:-1], sets.offsets[1:], threshold, contexts)
    found = _undecided(len(order))
    rows, table, index, scratch = joined
    relating.plain(order, rows, threshold, table, index, scratch, found)
    match, rule, similarity = found
    return Decisions(match, rule, similarity, np.arange(len(order), dtype=np.int32))


def _guarded(corpus: Read, order: I64, known: _answers.Answers, threshold: float) -> Any:
    from .kernels import deciding, judging

    core, facts, count = corpus.core, corpus.facts, len(order)
    found = _undecided(count)
    exact = _grouped(facts.exact)[0]
    _quarantine(exact, order, known, found)
    same, *found_by = _grouped(core.hashes)
    held, edges = deciding.holding(corpus.values, core, *found_by)
    del found_by
    # The guard as the mask of the shingles: rows of different guards have none in common.
    masks = facts.unordered * np.uint64(0x9E3779B97F4A7C15)
    joined = join.prepare(corpus.values, core.begins, core.ends, threshold, masks)
    texts = judging.Texts(
        corpus.texts.data, core, facts, known.codes, known.says, _polarity_words(),
        corpus.firsts, corpus.values, corpus.ends,
    )  # fmt: skip
    by_exact, by_core, next_same, by_held = (np.full(count, -1, np.int32) for _ in range(4))
    parents = np.arange(count, dtype=np.int32)
    kept = deciding.Kept(
        by_exact, by_core, next_same, by_held, np.full(len(held.cut), -1, np.int32), parents,
        np.zeros(_SIBLINGS, np.int32),
    )  # fmt: skip
    rows, table, index, scratch = joined
    deciding.decide(
        order[found.match[order] < 0], rows, threshold, table, index, scratch, texts, exact, same,
        held, edges, kept, found,
    )  # fmt: skip
    return found, parents


def _polarity_words() -> Any:
    from .reading import polarity_words

    return polarity_words()


def _grouped(hashes: Any) -> tuple[Any, Any, Any]:
    """Per row the first with the same hash; and the table that finds it."""
    from .kernels import deciding

    size = 1 << max(4, (2 * len(hashes)).bit_length())
    table, firsts = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    out = np.empty(len(hashes), np.int32)
    deciding.groups(hashes, table, firsts, out)
    return out, table, firsts


def _quarantine(exact: Any, order: I64, known: _answers.Answers, found: Any) -> None:
    """Rows of one exact form with different answers go, each for the first that answers otherwise.

    Rows of that form without an answer go too: they are the same doubtful question.
    """
    codes = np.where(known.says[known.codes] & _answers.SEVERAL, np.int32(-1), known.codes)
    answered = order[codes[order] >= 0]
    first = np.full(len(order), -1, np.int64)
    first[exact[answered][::-1]] = answered[::-1]
    rival = np.full(len(order), -1, np.int64)
    differing = answered[codes[answered] != codes[first[exact[answered]]]]
    rival[exact[differing][::-1]] = differing[::-1]
    rows = order[rival[exact[order]] >= 0]
    alike = (codes[rows] == codes[first[exact[rows]]]) | (codes[rows] < 0)
    found.match[rows] = np.where(alike, rival[exact[rows]], first[exact[rows]])
    found.similarity[rows] = 1.0


def _relate(corpus: Read, kept: I64, threshold: float, contexts: U64 | None, parents: Any) -> None:
    """Join relatives among the rows that stay, whatever their guards."""
    from .kernels import relating

    core = corpus.core
    joined = join.prepare(corpus.values, core.begins, core.ends, threshold, contexts)
    relating.families(
        kept, joined.rows, threshold, joined.table, joined.index, joined.scratch, parents
    )
    relating.flatten(parents)
