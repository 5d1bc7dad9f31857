"""Is a pair a duplicate: the decision table, for two rows that are near or one within the other.

Answers decide where they say much; where they are missing or say little, only what is cut off or
inserted at an end, or a name changed throughout, is no difference.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..answers import SEVERAL, TELLING
from ._compiled import inner
from .guarding import guard, polar
from .lexing import I64, LETTER, U8, U64
from .reading import NUMBERS, SENTENCES, WORDS, Core, Facts, lexed, loud, tail_hash

I32: TypeAlias = NDArray[np.int32]

# Rules by which a row goes.
EXACT, CORE, ANSWERS, ENDS, CONTAINED, JACCARD = range(1, 7)
# A relative that stays, and no relation.
SIBLING, NONE = -1, -2

MOST_EXTRA = 120  # bytes: what one text may have beyond the other that it contains
_UPPER_Z = np.uint8(ord("Z"))


class Texts(NamedTuple):
    """What pairs are judged by."""

    data: U8
    core: Core
    facts: Facts
    answers: I32
    """A number per different answer; -1: none."""
    says: U8
    """Per answer, as bits: TELLING, equal ones are evidence; SEVERAL, another may be as right."""
    words: U64
    firsts: U64
    """The heads of every row, SENTENCES of them, of `reading.Cuts`."""
    values: U64
    ends: I64
    """The shingles of whole rows, and where those of each end."""


@inner
def answers_say(texts: Texts, one: Any, other: Any) -> Any:
    """1: the same problem, -1: another, 0: they say nothing."""
    first, second = texts.answers[one], texts.answers[other]
    if first < 0 or second < 0:
        return 0
    if first != second:
        return 0 if (texts.says[first] | texts.says[second]) & SEVERAL else -1
    return np.int64(texts.says[first] & TELLING)


@inner
def near(texts: Texts, one: Any, other: Any) -> int:
    """The verdict on two rows with J >= threshold and the same guard."""
    said = answers_say(texts, one, other)
    if said:
        return ANSWERS if said > 0 else SIBLING
    if not cut_alike(texts, one, other):
        return SIBLING
    core, facts = texts.core, texts.facts
    if core.hashes[one] == core.hashes[other] and facts.ordered[one] == facts.ordered[other]:
        return CORE
    return ENDS if _harmless(texts, one, other) else SIBLING


@inner
def cut_alike(texts: Texts, one: int, other: int) -> Any:
    """Whether the boilerplate of two rows makes no difference.

    It holds no number and asks nothing. Where none is a part of the other, it must hold no
    polarity word either.
    """
    core, said = texts.core, texts.core.loud[one] | texts.core.loud[other]
    heads, tails = core.heads, core.tails
    if heads[one] != heads[other] and heads[one] and heads[other] and said & WORDS:
        part = _begins(texts.firsts, one, heads[other])
        part |= _begins(texts.firsts, other, heads[one])
        if not part:
            return False
    if tails[one] != tails[other] and tails[one] and tails[other] and said & (WORDS << 2):
        return _ends(texts, one, other) or _ends(texts, other, one)
    return True


@inner
def _begins(firsts: U64, row: int, head: Any) -> bool:
    """Whether a head is among the shorter ones of a row."""
    found = False
    for slot in range(row * SENTENCES, (row + 1) * SENTENCES):
        found |= firsts[slot] == head
    return found


@inner
def _ends(texts: Texts, row: int, other: int) -> Any:
    """Whether a row ends with the tail of another."""
    last = texts.ends[row]
    tokens = texts.ends[other] - texts.core.ends[other]
    return tail_hash(texts.values, last, tokens) == texts.core.tails[other]


@inner
def common_ends(one: U64, other: U64) -> tuple[int, int]:
    """How many tokens two texts share from the start, and then from the end."""
    most = min(len(one), len(other))
    head, tail = 0, 0
    while head < most and one[head] == other[head]:
        head += 1
    while tail < most - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return head, tail


@inner
def _harmless(texts: Texts, one: int, other: int) -> bool:
    """Whether the texts differ by an insertion at one end, or by names changed throughout."""
    core = texts.core
    a, a_starts, a_stops = lexed(texts.data, core.first[one], core.last[one])
    b, b_starts, b_stops = lexed(texts.data, core.first[other], core.last[other])
    head, tail = common_ends(a, b)
    if head + tail == min(len(a), len(b)):
        if head and tail:
            return False
        longer = one if len(a) > len(b) else other
        starts, stops = (a_starts, a_stops) if longer == one else (b_starts, b_stops)
        begin, end = core.first[longer], core.last[longer]
        if head:
            begin = _stop(texts.data, stops[head - 1], starts[head])
        elif tail:
            end = _start(texts.data, stops[len(stops) - tail - 1], starts[len(starts) - tail])
        return not loud(texts.data, begin, end, texts.words) & NUMBERS
    return len(a) == len(b) and _renamed(texts, a, a_starts, a_stops, b, b_starts, b_stops)


@inner
def _renamed(
    texts: Texts, a: U64, a_starts: I64, a_stops: I64, b: U64, b_starts: I64, b_stops: I64
) -> bool:
    """Whether each token that differs is a name, and stands for one and the same throughout."""
    for k in range(len(a)):
        if a[k] == b[k]:
            continue
        if not (
            _is_name(texts, a[k], a_starts[k], a_stops[k])
            and _is_name(texts, b[k], b_starts[k], b_stops[k])
        ):
            return False
        for j in range(len(a)):
            if (a[j] == a[k]) != (b[j] == b[k]):
                return False
    return True


@inner
def _is_name(texts: Texts, token: Any, start: int, stop: int) -> bool:
    """A word with a capital at its start alone, or a single letter; none of the guard's words."""
    if polar(texts.words, token):
        return False
    for i in range(start, stop):
        byte = texts.data[i]
        if not LETTER[byte] or (i > start and byte <= _UPPER_Z):
            return False
    return stop - start == 1 or texts.data[start] <= _UPPER_Z


@inner
def contained(texts: Texts, longer: int, shorter: int, at_head: bool, extra: int) -> int:
    """The verdict on a row whose tokens but the first or last `extra` are those of another."""
    core, facts = texts.core, texts.facts
    _, starts, stops = lexed(texts.data, core.first[longer], core.last[longer])
    begin, end = core.first[longer], core.last[longer]
    if at_head:
        cut = _start(texts.data, stops[extra - 1], starts[extra])
        extra_begin, extra_end, begin = begin, cut, cut
    else:
        cut = _stop(texts.data, stops[len(stops) - extra - 1], starts[len(starts) - extra])
        extra_begin, extra_end, end = cut, end, cut
    if extra_end - extra_begin > MOST_EXTRA + 2:
        return NONE
    if guard(texts.data, begin, end)[0] != facts.ordered[shorter]:
        return NONE
    said = answers_say(texts, longer, shorter)
    if said:
        return CONTAINED if said > 0 else SIBLING
    quiet = not loud(texts.data, extra_begin, extra_end, texts.words) & NUMBERS
    return CONTAINED if quiet and cut_alike(texts, longer, shorter) else SIBLING


@inner
def _start(data: U8, stop: int, start: int) -> int:
    """Where a text begins whose first token is at `start`: signs before it are its own."""
    i = start
    while i > stop and data[i - 1] > 32:
        i -= 1
    return i


@inner
def _stop(data: U8, stop: int, start: int) -> int:
    """Where a text ends whose last token ends at `stop`: signs behind it are its own."""
    i = stop
    while i < start and data[i] > 32:
        i += 1
    return i
