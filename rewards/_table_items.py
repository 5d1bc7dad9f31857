"""Cells as answers: a number with scale, unit and percent sign, or a text.

A cell is a number only if nothing else stands in it: "2019-20" and "3:45" are texts here, which a
reader of mathematics would take for a difference and a ratio.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ._plain_text import plain
from .answers.wordlists import REFUSED

SCALES = {"": 1, "percent": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORDS = {
    "thousand": "thousand", "thousands": "thousand", "k": "thousand", "million": "million",
    "millions": "million", "m": "million", "mm": "million", "mn": "million", "billion": "billion",
    "billions": "billion", "b": "billion", "bn": "billion",
}  # fmt: skip
# Signs at the number, words behind it; two spellings of one unit have one name.
_UNITS = {
    "usd": "usd", "dollar": "usd", "dollars": "usd", "€": "eur",
    "eur": "eur", "euro": "eur", "euros": "eur", "£": "gbp", "gbp": "gbp", "pound": "gbp",
    "pounds": "gbp", "¥": "jpy", "yen": "jpy", "%": "percent", "percent": "percent",
    "percentage points": "percent",
}  # fmt: skip
# Words that take a number back or change it; these few belong to units and scales.
_DENYING = REFUSED - {"square", "cubic", "percent", "times", "base"}
_KNOWN = frozenset(_WORDS) | frozenset(_UNITS) | {"us"}
_LETTERS, _CAPITAL = re.compile(r"[a-z]+"), re.compile(r"\b[A-Z][A-Za-z]+")
MAX_DIGITS = 60
_CURRENCY = r"usd|[€£¥]"
# A dollar sign is money where it is escaped, or stands alone: two of them are math mode.
_MONEY = re.compile(r"(?:\bUS)?\\\$")
_STOPS = " .,;:。．，；"
_NUMBER = re.compile(
    rf"(?P<minus>-\s?)?(?P<front>{_CURRENCY})?\s?(?P<sign>-\s?)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<percent>\s?\\?%)?(?:\s?(?P<words>[a-z€£¥][a-z/ ]{0,30}))?"
)
_SCALED = re.compile(rf"(?P<scale>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: `text` in normal form; a number also has value, scale and unit."""

    text: str
    value: Fraction | None = None
    scale: str = ""
    unit: str = ""
    """`usd`, `percent`, a noun such as `people`; empty: none was written."""


def written(cell: Cell) -> str:
    """A number in the one form that reads back to it, whatever scale and unit are assumed.

    A unit that only a spec can name ("m²") is left out: the spec will name it again.
    """
    assert cell.value is not None
    bare = f"{decimal_text(cell.value)} {cell.scale}".rstrip()
    form = f"{bare} {cell.unit}".rstrip()
    back = read_cell(form)
    same_words = (back.scale, back.unit) == (cell.scale, cell.unit)
    return form if back.value == cell.value and same_words else bare


def decimal_text(value: Fraction) -> str:
    """A value that decimal digits can write, in those digits; exact."""
    places = 0
    while value.denominator > 1 and 10**places % value.denominator:
        places += 1
    digits = str(abs(value.numerator) * (10**places // value.denominator)).zfill(places + 1)
    point = len(digits) - places
    text = f"{digits[:point]}.{digits[point:]}" if places else digits
    return f"-{text}" if value < 0 else text


Rounding: TypeAlias = int | None
"""Decimal places that both sides are rounded to, if the problem says so."""


def read_cell(text: str) -> Cell:
    """The cell that a text writes."""
    text = _MONEY.sub("usd ", text)
    if text.count("$") == 1:
        text = text.replace("US$", "$").replace("$", "usd ")
    form = _without_stops(plain(text))
    # A letter at the number is a scale or a currency there, and nowhere a word.
    found = _NUMBER.fullmatch(form)
    if not found or (found["minus"] and found["sign"]) or len(found["digits"]) > MAX_DIGITS:
        return Cell(form)
    words = found["words"] or ""
    scaled = _SCALED.match(words)
    scale = _WORDS[scaled["scale"]] if scaled else ""
    rest = words[scaled.end() :] if scaled else words
    units = {_UNITS.get(part, part) for part in (found["front"] or "", rest.strip()) if part}
    if found["percent"]:
        units.add("percent")
    if len(units) > 1 or not _DENYING.isdisjoint(_LETTERS.findall(rest)) or _names(text):
        return Cell(form)
    value = Fraction(found["digits"].replace(",", "").rstrip(".") or "0")
    negative = bool(found["minus"] or found["sign"])
    return Cell(form, -value if negative else value, scale, units.pop() if units else "")


def _without_stops(form: str) -> str:
    """Without the stops at its end, which no answer keeps: a comma is none of the cell's words."""
    bare = form.rstrip(_STOPS)
    return form if form.endswith("..") or not bare else bare


def _names(text: str) -> bool:
    """Whether a name stands behind a number, which is then another answer: `19 Peter Fallico`."""
    capital = [word for word in _CAPITAL.findall(text) if word.lower() not in _KNOWN]
    return len(capital) > 1


def same(gold: Cell, answer: Cell, places: Rounding) -> bool:
    """Whether the answer says what the gold says.

    A unit or a scale that one side leaves out is no difference; another one is. A percentage may
    be written with its sign, without, or as its hundredth.
    """
    if gold.value is None or answer.value is None:
        return gold.text == answer.text
    if gold.unit and answer.unit and gold.unit != answer.unit:
        return False
    if "percent" in (gold.unit, answer.unit):
        if gold.scale or answer.scale:
            return False
        allowed: Sequence[Fraction] = [answer.value]
        if gold.unit != answer.unit:
            shift = Fraction(1, 100) if answer.unit == "percent" else Fraction(100)
            allowed = [answer.value, answer.value * shift]
        return any(_equal(gold.value, value, places) for value in allowed)
    if answer.scale:
        scale = SCALES[gold.scale]
        return _equal(gold.value, answer.value * SCALES[answer.scale] / scale, places)
    bare = [answer.value, answer.value / SCALES[gold.scale]]
    return any(_equal(gold.value, value, places) for value in bare)


def _equal(gold: Fraction, value: Fraction, places: Rounding) -> bool:
    if places is None:
        return gold == value
    return bool(abs(gold - value) <= Fraction(1, 2) / 10**places)


def matched(golds: Sequence[Cell], answers: Sequence[Cell], places: Rounding) -> bool:
    """Whether the answers are the golds in some order, each as often."""
    if len(golds) != len(answers):
        return False
    partner: dict[int, int] = {}
    return all(_place(i, golds, answers, places, partner, set()) for i in range(len(golds)))


def _place(
    gold: int, golds: Sequence[Cell], answers: Sequence[Cell], places: Rounding,
    partner: dict[int, int], seen: set[int],
) -> bool:  # fmt: skip
    """An augmenting path: rounding makes sameness no equivalence, so greedy choice may fail."""
    for i, answer in enumerate(answers):
        if i in seen or not same(golds[gold], answer, places):
            continue
        seen.add(i)
        if i not in partner or _place(partner[i], golds, answers, places, partner, seen):
            partner[i] = gold
            return True
    return False
