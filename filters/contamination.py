"""Contamination: rows that give away an item of a benchmark.

The exact part: the same normal form (changed numbers are another form; changed signs and operators
are not: near an evaluation set a row is doubted, not defended, so there is no guard here), the
same structure, or a shared part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .exact import TEXT
from .text import normal_form


class Hit(NamedTuple):
    """What a row matched: how, in which benchmark, which item, and what both have."""

    how: str
    benchmark: str
    item: str
    shared: str


@dataclass
class Index:
    """The items of all benchmarks of a build, by all that can give them away.

    Memory: one key and two short strings per form, structure and part of every item.
    """

    _items: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def add(
        self, benchmark: str, item: str, match_key: str, parts: Iterable[str], text: str
    ) -> None:
        """Enter one item; among items that share a key the first entered is named."""
        for key in _keys(match_key, parts, text):
            self._items.setdefault(key, (benchmark, item))

    def find(self, match_key: str, parts: Iterable[str], text: str) -> Hit | None:
        """The first thing that a row shares with any item, or None."""
        for key in _keys(match_key, parts, text):
            if key in self._items:
                benchmark, item = self._items[key]
                return Hit(key[0], benchmark, item, key[1])
        return None


def _keys(match_key: str, parts: Iterable[str], text: str) -> Iterable[tuple[str, str]]:
    if match_key != TEXT:
        yield "structure", match_key
    for part in parts:
        yield "part", part
    # Rows that are told apart by structure alone have texts that are all alike.
    if match_key == TEXT and (form := normal_form(text)):
        yield "text", form
