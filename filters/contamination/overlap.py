"""Which rows share text with which items: the same words, or most 3-grams of one in the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..shingles import I64, U64, Hashed, Texts, Utf8, shingles, utf8
from .reading import Spans, originally, read

if TYPE_CHECKING:
    from ..kernels.containment import Grams

Verdict = Literal["contaminated", "suspect"]

# Shorter texts say too little for shares: below SHORT tokens an item must stand in the row whole
# and without a gap, below TINY the row must be the item.
SHORT, TINY = 8, 5
# Grams that more items than this have, or a larger share of them, are boilerplate.
COMMON, COMMON_SHARE = 5, 0.005
# A suspect must also have this share of its words in the order of the other text; a row that is
# only partly in an item, more of it: rows of a few common phrases are in every long item.
_ORDER, _ORDER_OF_ROW = 0.8, 0.9
# A text with a word in fewer tokens than this share is bare numbers: a grid, a sum of digits. Their
# 3-grams stand in every long table, so one of them must be most of the other both ways.
_WORDED = 0.1
_TOKEN, _WORD = re.compile(r"\w+"), re.compile(r"[^\W\d_]")
# Items looked at closely, per row.
_CLOSER = 4


@dataclass(frozen=True)
class Rules:
    """From which score on a row is contaminated, and from which on suspect."""

    contaminated: float = 0.7
    suspect: float = 0.5
    mutual: bool = True
    """Whether a row that stands in an item counts, or only an item that stands in a row."""
    shortest: int = 1
    """Texts of fewer tokens are compared with nothing."""

    @property
    def least(self) -> float:
        """No lower score is of any account."""
        return min(self.contaminated, self.suspect)


class Match(NamedTuple):
    """What a row has of an item."""

    item: int
    exact: bool
    verdict: Verdict
    item_in_row: float
    """IDF-weighted share of the item's 3-grams that stand close together in the row, 0 to 1."""
    row_in_item: float
    row_spans: Spans
    """The shared stretches, in characters of the row's text."""
    item_spans: Spans

    @property
    def score(self) -> float:
        """The larger of both shares."""
        return max(self.item_in_row, self.row_in_item)


class _Scored(NamedTuple):
    item: int
    exact: bool
    verdict: Verdict
    shares: tuple[float, float]
    row_window: tuple[int, int]
    item_window: tuple[int, int]

    @property
    def rank(self) -> tuple[bool, bool, float]:
        return self.exact, self.verdict == "contaminated", max(self.shares)


class Overlap:
    """An inverted index over the 3-grams of items.

    Memory: about 100 bytes per token of all items, and their texts.
    """

    def __init__(self, texts: Texts, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self._texts = utf8(texts)
        self._tokens = read(self._texts)
        self._grams = shingles(self._tokens)
        self._lengths = np.diff(self._tokens.offsets)

    def matches(self, texts: Texts) -> list[Match | None]:
        """The closest item of each row, the first of equals; None for a clean row."""
        return self._explained(utf8(texts), self._closest(utf8(texts)))

    def _closest(self, texts: Utf8) -> list[_Scored | None]:
        from ..kernels import containment

        tokens = read(texts)
        prints = containment.fingerprints(tokens.values, tokens.offsets)
        found = np.full((len(tokens), _CLOSER), -1, np.int32)
        lengths = np.diff(tokens.offsets)
        mutual = (lengths >= SHORT) & self.rules.mutual
        grams = shingles(tokens)
        weights = containment.candidates(
            grams.values,
            grams.offsets,
            mutual,
            self._index,
            self._totals,
            self.rules.least,
            found,
        )
        same = np.isin(prints, self._known) & (lengths > 0)
        closest: list[_Scored | None] = [None] * len(tokens)
        for row in np.flatnonzero((found[:, 0] >= 0) | same).tolist():
            if lengths[row] >= self.rules.shortest:
                closest[row] = self._scored(
                    tokens.row(row), int(prints[row]), found[row], float(weights[row])
                )
        return closest

    def _scored(
        self, row: U64, fingerprint: int, found: NDArray[np.int32], weight: float
    ) -> _Scored | None:
        if fingerprint in self._groups:
            whole = (0, len(row))
            return _Scored(
                self._groups[fingerprint][0], True, "contaminated", (1.0, 1.0), whole, whole
            )
        if found[0] < 0:
            return None
        looked = [self._look(row, weight, item) for item in found.tolist() if item >= 0]
        return max((s for s in looked if s), key=lambda s: s.rank, default=None)

    def _look(self, row: U64, weight: float, number: int) -> _Scored | None:
        """The closer look: near together, and in order; bare numbers both ways."""
        found = self._shared(row, weight, number)
        if found and self._bare(number) and min(found.shares) < self.rules.suspect:
            return None
        return found

    def _bare(self, number: int) -> bool:
        tokens = _TOKEN.findall(self._texts.text(number))
        return sum(bool(_WORD.search(token)) for token in tokens) < _WORDED * len(tokens)

    def _shared(self, row: U64, weight: float, number: int) -> _Scored | None:
        from ..kernels import containment as kernels

        item = self._tokens.row(number)
        if not self._shareable[number]:
            at = kernels.stands_in(item, row)
            if at < 0 or len(item) < TINY:
                return None
            shares = 1.0, len(item) / len(row)
            return _Scored(
                number, False, "contaminated", shares, (at, at + len(item)), (0, len(item))
            )
        forward, row_window = kernels.window(item, row, self._index)
        item_window = 0, len(item)
        # What both share is the same weight; of a row that outweighs the item it is a small share.
        backward = forward * float(self._totals[number]) / weight if weight else 0.0
        if weight and self._totals[number] >= self.rules.least * weight:
            backward, item_window = kernels.window(row, item, self._index)
        shares = forward, backward
        verdict = self._verdict(shares, row, row_window, item, item_window)
        if verdict is None:
            return None
        return _Scored(number, False, verdict, shares, row_window, item_window)

    def _verdict(
        self, shares: tuple[float, float], row: U64, row_window: tuple[int, int], item: U64,
        item_window: tuple[int, int],
    ) -> Verdict | None:  # fmt: skip
        from ..kernels.containment import in_order

        if max(shares) >= self.rules.contaminated:
            return "contaminated"
        least = self.rules.suspect
        if shares[0] >= least and in_order(item, row[slice(*row_window)]) >= _ORDER:
            return "suspect"
        if shares[1] >= least and in_order(row, item[slice(*item_window)]) >= _ORDER_OF_ROW:
            return "suspect"
        return None

    def _explained(self, texts: Utf8, found: list[_Scored | None]) -> list[Match | None]:
        """Matches with their spans; texts are read once more, those that match alone."""
        hits = [(row, scored) for row, scored in enumerate(found) if scored]
        rows = [texts.text(row) for row, _ in hits]
        items = [self._texts.text(scored.item) for _, scored in hits]
        read_rows, read_items = read(rows, spans=True), read(items, spans=True)
        matches: list[Match | None] = [None] * len(found)
        for n, (row, scored) in enumerate(hits):
            mine = read_rows.row(n)[slice(*scored.row_window)]
            theirs = read_items.row(n)[slice(*scored.item_window)]
            matches[row] = Match(
                scored.item, scored.exact, scored.verdict, *scored.shares,
                originally(rows[n], _spans(read_rows, n, scored, scored.row_window, theirs)),
                originally(items[n], _spans(read_items, n, scored, scored.item_window, mine)),
            )  # fmt: skip
        return matches

    def twins(self, item: int) -> list[int]:
        """The items of the same words, itself among them."""
        return self._groups[int(self._fingerprints[item])]

    @cached_property
    def _fingerprints(self) -> U64:
        from ..kernels.containment import fingerprints

        return fingerprints(self._tokens.values, self._tokens.offsets)

    @cached_property
    def _groups(self) -> dict[int, list[int]]:
        """Items by fingerprint: those that have words enough."""
        found: dict[int, list[int]] = {}
        for item in np.flatnonzero(self._lengths >= max(self.rules.shortest, 1)).tolist():
            found.setdefault(int(self._fingerprints[item]), []).append(item)
        return found

    @cached_property
    def _known(self) -> U64:
        return np.array(list(self._groups), np.uint64)

    @cached_property
    def _index(self) -> Grams:
        from ..kernels import containment

        # Items of the same words count once, or their number would make boilerplate of them.
        counted = np.zeros(len(self._lengths), bool)
        counted[[group[0] for group in self._groups.values()]] = True
        owners = np.repeat(
            np.arange(len(self._lengths), dtype=np.int32), np.diff(self._grams.offsets)
        )
        chosen = counted[owners]
        values, owners = self._grams.values[chosen], owners[chosen]
        order = np.argsort(values, kind="stable")
        distinct, first, counts = np.unique(values[order], return_index=True, return_counts=True)
        number = max(len(self._groups), 1)
        weights = np.log1p(number / counts)
        weights[counts > max(COMMON, COMMON_SHARE * number)] = 0.0
        size = 1 << max(4, int(len(distinct) * 3).bit_length())
        keys, numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
        sieve = np.zeros(size // 16, np.uint64)
        containment.enter(keys, numbers, sieve, distinct)
        starts = np.append(first, len(values)).astype(np.int64)
        return containment.Grams(
            keys, numbers, weights, starts, owners[order], float(np.log1p(number)), sieve
        )

    @cached_property
    def _gram_weights(self) -> tuple[I64, NDArray[np.float64]]:
        """For each posting its item and its weight."""
        index = self._index
        return index.items.astype(np.int64), np.repeat(index.weights, np.diff(index.starts))

    @cached_property
    def _totals(self) -> NDArray[np.float64]:
        """The weight of each item; 1 where it has none, so that nothing is divided by zero."""
        items, weights = self._gram_weights
        totals = np.bincount(items, weights, minlength=len(self._lengths))
        return np.where(totals > 0, totals, 1.0)

    @cached_property
    def _shareable(self) -> NDArray[np.bool_]:
        """Which items are long enough for shares, with grams enough that few others have."""
        from ..kernels.containment import GRAMS_LEAST

        items, weights = self._gram_weights
        own = np.bincount(items[weights > 0], minlength=len(self._lengths))
        enough: NDArray[np.bool_] = (self._lengths >= SHORT) & (own >= GRAMS_LEAST)
        return enough


def _spans(read: Hashed, row: int, scored: _Scored, window: tuple[int, int], other: U64) -> Spans:
    from ..kernels.containment import shared_runs

    assert read.spans is not None
    places = read.spans[read.offsets[row] : read.offsets[row + 1]]
    tokens = read.row(row)
    if scored.exact:
        return [(int(places[0, 0]), int(places[-1, 1]))]
    runs = shared_runs(tokens, *window, other)
    return list(
        zip(places[runs[:, 0], 0].tolist(), places[runs[:, 1] - 1, 1].tolist(), strict=True)
    )
