"""Answers from a table: one or several cells, numbers with scale and unit or texts.

Gold: a JSON list of texts and numbers, such as ["1,234"], [12.5] or ["France", "Spain"]; several
are a multiset. Spec, all optional:

    {"scale": "million"}  golds without a scale are in it (thousand, million, billion, percent):
                          5, "5 million" and 5,000,000 are then the same
    {"unit": "usd"}       golds without a unit are in it; an answer may leave it out
    {"round": 2}          numbers are equal if they are at most half a unit of that place apart
    {"ordered": true}     several answers have an order

An answer is the cells in a box or in answer tags, several of them parted by "|", by line ends or,
where no cell of the gold has one inside, by ";", commas or "and"; or a JSON list. Signs of
thousands and of currency, spaces, case and a stop at the end are harmless. Nothing else is: no
tolerance, no part of a text, no cell more or less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal, NamedTuple, TypedDict

from ._plain_text import MAX_CHARS
from ._table_items import SCALES, Cell, decimal_text, matched, read_cell, same, written
from .base import (
    GroundTruthError,
    Negative,
    Reward,
    Spec,
    Verdict,
    correct,
    load_json,
    no_answer,
    wrong,
)
from .extract import MATH, extract_answer

MAX_CELLS = 200
MAX_PLACES = 30
# Signs that part cells unless they stand inside of one.
_SIGN = re.compile(r"[;,]|\band\b")
_COMMA, _AND = r",\s*(?:and\s+)?(?!\d{3}(?!\d))", r"\s+and\s+"


class TableSpec(TypedDict, total=False):
    """How the cells are to be read; see the module for each key."""

    scale: Literal["thousand", "million", "billion", "percent"]
    unit: str
    round: int
    ordered: bool


class _Gold(NamedTuple):
    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    places: int | None
    ordered: bool
    signs: frozenset[str]
    """What parts no cells here, since it stands inside of one."""


class TableReward(Reward[_Gold]):
    """Equality of two lists of cells."""

    name: ClassVar[str] = "table"
    version: ClassVar[str] = "3"
    spec_keys: ClassVar[frozenset[str]] = TableSpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ('["1,234"]', {}),
        ("[12.5]", {"scale": "percent"}),
        ('["France", "Spain", "Spain"]', {}),
        ('["$831.7"]', {"scale": "million", "unit": "usd"}),
        ("[2019, 2021]", {"ordered": True}),
        ('["Smith, John", "2019-20"]', {}),
        ("[3.14]", {"round": 2}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The cells; raises GroundTruthError for what is no list of texts and numbers."""
        found = load_json(ground_truth, "gold")
        if not isinstance(found, list) or not 1 <= len(found) <= MAX_CELLS:
            raise GroundTruthError(f"gold is {found!r:.80}; a list of 1 to {MAX_CELLS} is allowed")
        scale, unit, places = _read_spec(spec)
        texts = tuple(_text(item) for item in found)
        cells = tuple(_in_scale(read_cell(text), scale, unit) for text in texts)
        return _Gold(cells, texts, places, bool(spec.get("ordered", False)), _signs(cells))

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response's cells are the gold's."""
        found = extract_answer(response, MATH)
        if found is None:
            return no_answer("no complete final answer")
        if len(found.text) > MAX_CHARS * len(gold.cells):
            return wrong(found.text[:MAX_CHARS], "longer than any list of cells", "parse")
        cells = [read_cell(text) for text in _split(found.text, gold)]
        if gold.ordered:
            pairs = zip(gold.cells, cells, strict=False)
            right = len(cells) == len(gold.cells) and all(same(g, a, gold.places) for g, a in pairs)
        else:
            right = matched(gold.cells, cells, gold.places)
        if right:
            return correct(found.text)
        return wrong(found.text, f"{len(cells)} cells; gold has {len(gold.cells)}")

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The cells in normal form, sorted unless they have an order."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        forms = [cell.text if cell.value is None else written(cell) for cell in gold.cells]
        return json.dumps(forms if gold.ordered else sorted(forms), ensure_ascii=False)

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The cells in a box, as the gold writes them, parted by bars."""
        return _boxed(self.read_gold(ground_truth, spec).texts)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """A cell more, a cell less, a number off by one or by a digit, another text."""
        gold: _Gold = self.read_gold(ground_truth, spec)
        texts = list(gold.texts)
        yield Negative("cell_more", _boxed([*texts, "17"]))
        if len(texts) > 1:
            yield Negative("cell_less", _boxed(texts[:-1]))
            yield Negative("first_twice", _boxed([*texts, texts[0]]))
            if gold.ordered and not same(gold.cells[0], gold.cells[-1], gold.places):
                yield Negative("turned_round", _boxed([texts[-1], *texts[1:-1], texts[0]]))
        for kind, text in _near(gold.cells[0]):
            changed = [text, *texts[1:]]
            cells = [read_cell(each) for each in changed]
            if not matched(gold.cells, cells, gold.places):
                yield Negative(kind, _boxed(changed))


def _near(cell: Cell) -> Iterator[tuple[str, str]]:
    if cell.value is None:
        yield "word_more", f"{cell.text} too"
        yield "denied", f"not {cell.text}"
        yield "number", "0"
        return
    yield "off_by_one", decimal_text(cell.value + 1)
    yield "tenfold", decimal_text(cell.value * 10)
    yield "negated", decimal_text(-cell.value)
    yield "denied", f"not {cell.text}"


def _read_spec(spec: Spec) -> tuple[str, str, int | None]:
    scale, unit, places = spec.get("scale", ""), spec.get("unit", ""), spec.get("round")
    if scale not in SCALES:
        raise GroundTruthError(f"scale is {scale!r}; allowed: {', '.join(filter(None, SCALES))}")
    if not isinstance(unit, str):
        raise GroundTruthError(f"unit is {unit!r}; text is allowed")
    unit = read_cell(f"1 {unit}").unit or unit.lower()  # "dollars" is usd
    if places is not None and not (type(places) is int and 0 <= places <= MAX_PLACES):
        raise GroundTruthError(f"round is {places!r}; an integer of 0 to {MAX_PLACES} is allowed")
    if not isinstance(spec.get("ordered", False), bool):
        raise GroundTruthError(f"ordered is {spec['ordered']!r}; true and false are allowed")
    return scale, unit, places


def _text(item: object) -> str:
    if isinstance(item, bool) or not isinstance(item, str | int | float):
        raise GroundTruthError(f"a cell is {item!r:.60}; texts and numbers are allowed")
    text = item if isinstance(item, str) else repr(item).removesuffix(".0")
    if not text.strip() or len(text) > MAX_CHARS or "|" in text or "\n" in text.strip():
        raise GroundTruthError(f"a cell is {text!r:.60}; one line without a bar is allowed")
    if text in ("nan", "inf", "-inf") or ("e" in text and not isinstance(item, str)):
        raise GroundTruthError(f"a cell is {text}; numbers without an exponent are allowed")
    return text.strip()


def _in_scale(cell: Cell, scale: str, unit: str) -> Cell:
    if cell.value is None or cell.unit == "percent":
        return cell  # a percentage has no other scale
    if scale == "percent":
        return replace(cell, unit=cell.unit or "percent")
    return replace(cell, scale=cell.scale or scale, unit=cell.unit or unit)


def _boxed(texts: Sequence[str]) -> str:
    return rf"\boxed{{{' | '.join(texts)}}}"


def _split(text: str, gold: _Gold) -> list[str]:
    """The texts of the cells."""
    bare = text.strip()
    if bare.startswith("["):
        try:
            listed = json.loads(bare)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list) and all(isinstance(i, str | int | float) for i in listed):
            return [i if isinstance(i, str) else repr(i) for i in listed]
    for mark in ("|", "\n", ";"):
        parts = [part for part in bare.split(mark) if part.strip()]
        if len(parts) > 1 and mark not in gold.signs:
            return parts
    marks = [mark for sign, mark in ((",", _COMMA), ("and", _AND)) if sign not in gold.signs]
    if len(gold.cells) == 1 or not marks:
        return [bare]
    return [part for part in re.split("|".join(marks), bare, flags=re.IGNORECASE) if part.strip()]


def _signs(cells: Sequence[Cell]) -> frozenset[str]:
    """The signs in texts; the comma of thousands stands in numbers."""
    return frozenset(
        sign for cell in cells if cell.value is None for sign in _SIGN.findall(cell.text)
    )


REWARD = TableReward()
