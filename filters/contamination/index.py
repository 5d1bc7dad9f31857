"""The items of all benchmarks, by all that can give them away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from ..exact import TEXT
from .overlap import Match, Overlap, Rules, Verdict
from .reading import Spans

How: TypeAlias = Literal["structure", "part", "text", "overlap", "solution"]

_WORD = re.compile(r"\w")
# Shorter solutions ("the answer is 12") are no evidence.
SOLUTION_WORDS = 20


class Document(NamedTuple):
    """What of a row, or of an item, is compared."""

    match_key: str = TEXT
    """`text`, or the canonical structure."""
    parts: Sequence[str] = ()
    text: str = ""
    solution: str = ""


class Hit(NamedTuple):
    """What a row matched: how, which item of which benchmark, and what both have."""

    how: How
    verdict: Verdict
    benchmark: str
    item: str
    shared: str
    """The structure or part, or the shared stretches of the row's text (or solution)."""
    also: tuple[str, ...] = ()
    """Other benchmarks with an item of the same words."""
    item_in_row: float = 1.0
    """IDF-weighted share of the item's 3-grams in the row, 0 to 1."""
    row_in_item: float = 1.0
    row_spans: Spans = ()
    """The shared stretches, in characters of the row's text (or solution)."""
    item_spans: Spans = ()
    item_text: str = ""
    """The item's text (or solution)."""

    @property
    def score(self) -> float:
        """The larger of both shares."""
        return max(self.item_in_row, self.row_in_item)


@dataclass
class Index:
    """The items of all benchmarks; fill it, then ask it. Results do not depend on batches.

    Memory: about 100 bytes per word of all items, beside their texts; keys of structures and parts.
    """

    rules: Rules = field(default_factory=Rules)
    _names: list[tuple[str, str]] = field(default_factory=list)
    _items: list[Document] = field(default_factory=list)
    _keys: dict[tuple[How, str], int] = field(default_factory=dict)

    def add(self, benchmark: str, item: str, document: Document) -> bool:
        """Enter one item; whether it has anything that a row could share.

        Among items that share a key or all words the first entered is named.
        """
        number = len(self._items)
        self._names.append((benchmark, item))
        self._items.append(document)
        for key in _keys(document):
            self._keys.setdefault(key, number)
        return any(True for _ in _keys(document)) or _WORD.search(document.text) is not None

    def find(self, documents: Sequence[Document]) -> list[Hit | None]:
        """For each row the item that it gives away, or None."""
        hits: list[Hit | None] = [None] * len(documents)
        if self._keys:
            hits = [self._by_key(document) for document in documents]
        plain: list[int] = []
        structured: list[int] = []
        solved: list[int] = []
        for row, document in enumerate(documents):
            if hits[row] is None:
                (plain if document.match_key == TEXT else structured).append(row)
                if document.solution:
                    solved.append(row)
        # An index is built, and numba loaded, with the first row that needs it.
        if plain:
            self._search(documents, hits, plain, self._all_texts)
        if structured:
            self._search(documents, hits, structured, self._plain_texts)
        if solved:
            self._search(documents, hits, solved, self._solutions)
        return hits

    def _by_key(self, document: Document) -> Hit | None:
        for key in _keys(document):
            if key in self._keys:
                return Hit(key[0], "contaminated", *self._names[self._keys[key]], key[1])
        return None

    def _search(
        self, documents: Sequence[Document], hits: list[Hit | None], rows: list[int],
        found: _Searched | None,
    ) -> None:  # fmt: skip
        """Look up some rows; a certain hit outdoes a suspect one."""
        if found is None:
            return
        texts = [found.part(documents[row]) for row in rows]
        for row, text, match in zip(rows, texts, found.overlap.matches(texts), strict=True):
            before = hits[row]
            if match and (before is None or _outdoes(match, before)):
                hits[row] = self._hit(found, match, text)

    def _hit(self, searched: _Searched, match: Match, text: str) -> Hit:
        how: How = "text" if match.exact else "overlap"
        number = searched.numbers[match.item]
        name = self._names[number]
        twins = (self._names[searched.numbers[n]][0] for n in searched.overlap.twins(match.item))
        return Hit(
            "solution" if searched is self._solutions else how, match.verdict, *name,
            " ... ".join(text[begin:end] for begin, end in match.row_spans),
            tuple(sorted(set(twins) - {name[0]})),
            match.item_in_row, match.row_in_item, match.row_spans, match.item_spans,
            searched.part(self._items[number]),
        )  # fmt: skip

    @cached_property
    def _all_texts(self) -> _Searched | None:
        return self._searched(lambda _: True, _text_of, self.rules)

    @cached_property
    def _plain_texts(self) -> _Searched | None:
        if not any(map(_is_structured, self._items)):
            return self._all_texts
        return self._searched(_is_unstructured, _text_of, self.rules)

    @cached_property
    def _solutions(self) -> _Searched | None:
        rules = replace(self.rules, mutual=False, shortest=SOLUTION_WORDS)
        return self._searched(_has_solution, _solution_of, rules)

    def _searched(
        self, wanted: Callable[[Document], bool], part: Callable[[Document], str], rules: Rules
    ) -> _Searched | None:
        numbers = [n for n, item in enumerate(self._items) if wanted(item)]
        if not numbers:
            return None
        return _Searched(Overlap([part(self._items[n]) for n in numbers], rules), numbers, part)


@dataclass(frozen=True)
class _Searched:
    """An index over one part of some items."""

    overlap: Overlap
    numbers: list[int]
    part: Callable[[Document], str]


def _outdoes(match: Match, before: Hit) -> bool:
    return match.verdict == "contaminated" and before.verdict == "suspect"


def _keys(document: Document) -> Iterator[tuple[How, str]]:
    if document.match_key != TEXT:
        yield "structure", document.match_key
    for part in document.parts:
        yield "part", part


def _is_structured(document: Document) -> bool:
    return document.match_key != TEXT


def _is_unstructured(document: Document) -> bool:
    return document.match_key == TEXT


def _has_solution(document: Document) -> bool:
    return bool(document.solution)


def _text_of(document: Document) -> str:
    return document.text


def _solution_of(document: Document) -> str:
    return document.solution
