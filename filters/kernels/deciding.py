"""Who goes: rows are asked in the order of who stays first, each against the rows kept so far.

So a row goes only for one that stays, rows that went are looked up no more, and nothing depends on
where a row stood.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inner
from .joining import (
    F64,
    I32,
    Index,
    Rows,
    Scratch,
    chain,
    choose,
    enough,
    insert,
    shared,
)  # fmt: skip
from .judging import EXACT, SIBLING, Texts, contained, near
from .lexing import I64, U8, U64, spread
from .reading import FACTOR, SEED, Core

# Containment is looked for from this ratio of shingles, and for so many tokens cut off.
LEAST_RATIO = 0.6
_MOST_CUT = 40
# Rows of one text with different operators, or with different sentences beyond it, can be without
# number; so many of them, the newest, are asked.
_NEWEST = 256


class Found(NamedTuple):
    """Per row: -1 or the row for which it goes, the rule, and the similarity."""

    match: I32
    rule: NDArray[np.int8]
    similarity: F64


class Held(NamedTuple):
    """Texts within texts: edge e says that the longer has the shorter's core at an end."""

    longer: I32
    same: I32
    """The first row with the shorter's core."""
    cut: I32
    """Tokens beyond it: at the tail, negative at the head."""


@inner
def slot_of(table: U64, value: Any) -> Any:
    """Where a value (not 0) stands in an open hash table, or would."""
    mask = np.uint64(len(table) - 1)
    at = (value >> np.uint64(9)) & mask
    while table[np.int64(at)] != 0 and table[np.int64(at)] != value:
        at = (at + np.uint64(1)) & mask
    return np.int64(at)


@compiled
def groups(hashes: U64, table: U64, firsts: I32, out: I32) -> None:
    """Per row the first row with its hash; fills the table, and the first row of every slot."""
    for row in range(len(hashes)):
        at = slot_of(table, hashes[row])
        if table[at] == 0:
            table[at], firsts[at] = hashes[row], row
        out[row] = firsts[at]


@compiled
def holding(values: U64, core: Core, table: U64, firsts: I32) -> tuple[Held, I64]:
    """All cores that are an end of another but for at most _MOST_CUT tokens; edges by row."""
    found, size = 0, 1024
    longer, same, cut = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)
    starts = np.zeros(len(core.begins) + 1, np.int64)
    prefixes = np.empty(_MOST_CUT + 1, np.uint64)
    for row in range(len(core.begins)):
        begin, count = core.begins[row], core.ends[row] - core.begins[row]
        most = min(_MOST_CUT, count - np.int64(np.ceil(LEAST_RATIO * count)))
        whole = SEED
        for k in range(count):
            if k <= most:
                prefixes[k] = whole
            if k >= count - most and k > 0:
                found = _hold(table, firsts, whole, row, count - k, longer, same, cut, found)
            whole = whole * FACTOR + values[begin + k]
        power = np.uint64(1)
        for _ in range(count - most):
            power *= FACTOR
        for k in range(most, 0, -1):
            # Without its first k shingles.
            rest = whole + (SEED - prefixes[k]) * power
            found = _hold(table, firsts, rest, row, -k, longer, same, cut, found)
            power *= FACTOR
        starts[row + 1] = found
        if found + 2 * _MOST_CUT + 2 > size:
            size *= 2
            longer, same, cut = _more(longer), _more(same), _more(cut)
    return Held(longer[:found], same[:found], cut[:found]), starts


@inner
def _hold(
    table: U64, firsts: I32, state: Any, row: int, cut_: int, longer: I32, same: I32, cut: I32,
    found: int,
) -> int:  # fmt: skip
    at = slot_of(table, spread(state))
    if table[at] == 0:
        return found
    longer[found], same[found], cut[found] = row, firsts[at], cut_
    return found + 1


@inner
def _more(array: I32) -> I32:
    out = np.empty(2 * len(array), np.int32)
    for k in range(len(array)):
        out[k] = array[k]
    return out


class Kept(NamedTuple):
    """The rows that stay so far, as linked lists; -1 ends one."""

    exact: I32
    """By exact form: the row."""
    same: I32
    """By core: the newest row; `next_same` the one before."""
    next_same: I32
    holding: I32
    """By core: the newest edge of a row that holds it; `next_edge` the one before."""
    next_edge: I32
    parents: I32
    """Trees of siblings."""
    waiting: I32
    """Siblings of the row in hand, behind their number: joined if it stays."""


@compiled
def decide(
    order: I64, rows: Rows, t: float, table: U8, index: Index, scratch: Scratch, texts: Texts,
    exact: I32, same: I32, held: Held, edges: I64, kept: Kept, out: Found,
) -> None:  # fmt: skip
    """Fill `out` for the rows of `order`, guarded; siblings that both stay share a tree."""
    used = 0
    for r in order:
        if kept.exact[exact[r]] >= 0:
            go(out, r, np.int64(kept.exact[exact[r]]), EXACT, 1.0)
            continue
        kept.waiting[0] = 0
        if rows.begins[r] < rows.ends[r]:
            _among_same(r, texts, same, kept, out)
        if out.match[r] >= 0:
            continue
        size, chosen = choose(rows, r, t, table, scratch, r)
        index.sizes[r] = size
        _among_near(r, rows, t, index, scratch, chosen, texts, kept, out)
        _among_held(r, texts, same, held, edges, kept, out)
        if out.match[r] >= 0:
            continue
        used = insert(index, used, r, scratch, chosen)
        kept.exact[exact[r]] = r
        kept.next_same[r], kept.same[same[r]] = kept.same[same[r]], r
        for e in range(edges[r], edges[r + 1]):
            kept.next_edge[e], kept.holding[held.same[e]] = kept.holding[held.same[e]], e
        for k in range(1, kept.waiting[0] + 1):
            unite(kept.parents, r, kept.waiting[k])


@inner
def similarity(rows: Rows, r: int, other: Any, t: float, index: Index, scratch: Scratch) -> float:
    """J of the row in `scratch` and another, 0 if it is below t."""
    size, less = index.sizes[r], index.sizes[other]
    need = enough(t, size, less)
    if need < 0:
        return 0.0
    both = shared(rows, other, rows.masks[other], need, scratch, r)
    return both / (size + less - both) if both >= 0 else 0.0


@inner
def go(out: Found, row: int, other: Any, rule: int, similar: float) -> None:
    """A row goes for another."""
    out.match[row], out.rule[row], out.similarity[row] = other, rule, similar


@inner
def _note(out: Found, kept: Kept, row: int, other: Any, verdict: int, similar: float) -> None:
    """Let the row go, or write down a sibling (those beyond the room are of the same family)."""
    if verdict > 0:
        go(out, row, other, verdict, similar)
    elif verdict == SIBLING and kept.waiting[0] + 1 < len(kept.waiting):
        kept.waiting[0] += 1
        kept.waiting[kept.waiting[0]] = other


@inner
def _among_same(r: int, texts: Texts, same: I32, kept: Kept, out: Found) -> None:
    """Against kept rows of the same words, where their guards agree.

    Row numbers are int64 in all that judges pairs: another type would compile it once more.
    """
    other, left = np.int64(kept.same[same[r]]), _NEWEST
    while other >= 0 and left > 0 and out.match[r] < 0:
        left -= 1
        alike = texts.facts.unordered[other] == texts.facts.unordered[r]
        verdict = near(texts, other, r) if alike else SIBLING
        _note(out, kept, r, other, verdict, 1.0)
        other = kept.next_same[other]


@inner
def _among_near(
    r: int, rows: Rows, t: float, index: Index, scratch: Scratch, chosen: int, texts: Texts,
    kept: Kept, out: Found,
) -> None:  # fmt: skip
    """Against kept rows that share a rare shingle and the guard."""
    for k in range(chosen):
        entry = chain(index, scratch.chosen[k])
        while entry >= 0 and out.match[r] < 0:
            other = np.int64(index.rows[entry])
            if index.keys[entry] == scratch.chosen[k] and index.asked[other] != r:
                index.asked[other] = r
                jaccard = similarity(rows, r, other, t, index, scratch)
                if jaccard > 0:
                    _note(out, kept, r, other, near(texts, other, r), jaccard)
            entry = index.nexts[entry]


@inner
def _among_held(
    r: int, texts: Texts, same: I32, held: Held, edges: I64, kept: Kept, out: Found
) -> None:
    """Against kept rows whose text is an end of this row's, and the reverse."""
    for e in range(edges[r], edges[r + 1]):
        other, left = np.int64(kept.same[held.same[e]]), _NEWEST
        while other >= 0 and left > 0 and out.match[r] < 0:
            left -= 1
            _contain(texts, r, other, held.cut[e], kept, out, r, other)
            other = kept.next_same[other]
    edge, left = kept.holding[same[r]], _NEWEST
    while edge >= 0 and left > 0 and out.match[r] < 0:
        left -= 1
        longer = np.int64(held.longer[edge])
        _contain(texts, longer, r, held.cut[edge], kept, out, r, longer)
        edge = kept.next_edge[edge]


@inner
def _contain(
    texts: Texts, longer: Any, shorter: Any, cut: Any, kept: Kept, out: Found, row: int, other: Any
) -> None:
    core = texts.core
    more = core.ends[longer] - core.begins[longer]
    ratio = (core.ends[shorter] - core.begins[shorter]) / more
    verdict = contained(texts, longer, shorter, cut < 0, abs(cut))
    _note(out, kept, row, other, verdict, ratio)


@inner
def root(parents: I32, row: Any) -> Any:
    """The root of a row's tree."""
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


@inner
def unite(parents: I32, one: Any, other: Any) -> None:
    """Join two trees."""
    one, other = root(parents, one), root(parents, other)
    parents[max(one, other)] = min(one, other)
