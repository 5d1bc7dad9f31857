"""A value with a unit: percent, degrees, money, physical units, things counted."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import islice

from .functions import read_decimal
from .normalize import plain
from .scalars import read_scalar, symbols_of
from .types import Expression, Number, Percent, Quantity, Scalar
from .units import CUBIC, SQUARE, convert, is_countable, is_known, read_unit, spell_units
from .wordlists import GREEK

_PERCENT = re.compile(r"(.+?) ?(?:\\?%|\b(?:percent|pct|percentage|per cent|percentage points)\.?)")
_DEGREE = re.compile(r"(.+?) ?(?:\^ ?(?:\{ ?\\circ ?\}|\\circ)|\\circ)(?: ?([CFK]))?")
_TRIGONOMETRIC = re.compile(r"\\(?:sin|cos|tan|cot|sec|csc)(?![A-Za-z])")
_ARC = re.compile(
    r"(-?)(\d{1,6}) ?\^ ?(?:\{ ?\\circ ?\}|\\circ) ?(\d{1,2}(?:\.\d+)?) ?'"
    r"(?: ?(\d{1,2}(?:\.\d+)?) ?'')?"
)
_PREFIX = re.compile(r"(-?) ?(?:US|CA|AU)? ?(\\usd|€|£|¥|₹|Rs\.?|USD) ?(.+)")
_PREFIXES = {"\\usd": "usd", "€": "eur", "£": "gbp", "¥": "yen", "₹": "inr"}
_UNIT_START = re.compile(r"(?<![A-Za-z\\])[A-Za-z€£¥₹¢]")
_UNIT_TEXT = re.compile(
    r"[A-Za-z€£¥₹¢](?:[A-Za-z€£¥₹¢. '/*()-]|\^ ?\{ ?-?\d ?\}|\^ ?-?\d(?!\d)|\\cdot(?![A-Za-z]))*"
)
# What ends in a sign or in a command that wants something is no value: `\sin ^2`, `3\triangle`.
_UNFINISHED = re.compile(
    rf"(?:[-+*/^_=]|\\(?!(?:pi|infty|circ|{'|'.join(sorted(GREEK))})(?![A-Za-z]))[A-Za-z]+"
    r"(?: ?[_^] ?(?:\{[^{}]*\}|-?\w))*) ?$"
)
_WORDS_LAST = re.compile(r"\\text\{[^{}]*\}(?: ?\^ ?(?:\{-?\d\}|-?\d))?$")
_DIGITS = re.compile(r"-?[\d.,]+ ?")
# Between a value and its unit: `10^{17}/\text{cm}^3`, `5 \cdot \text{N}`.
_SIGN_BEFORE = re.compile(r" ?(?:(/)|\\(?:cdot|times)) ?$")
_LETTER, _LONG_WORD = re.compile("[A-Za-z]"), re.compile("[a-z]{2}")
_MAX_SPLITS = 12
_PIECE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?) ?([A-Za-z]+)\.?,? ?(?:and )?")
_ORDINAL_WORD = re.compile(r"(\d+) ?\^? ?\{? ?(?:st|nd|rd|th) ?\}? (.+)", re.IGNORECASE)


def read_quantity(text: str) -> Quantity | Percent | None:
    """The value and unit of a normalized text, or None if it is no value with a unit."""
    said = plain(text)
    if len(said) > 500:
        return None
    for reader in (_percent, _angle, _money):
        found = reader(said)
        if found is not None:
            return found
    return _with_unit(said, "\\text{" in text, bool(_WORDS_LAST.search(text)))


def _percent(said: str) -> Quantity | Percent | None:
    found = _PERCENT.fullmatch(said)
    if found is None:
        return None
    value = _value(found[1])
    return Percent(value.value) if isinstance(value, Number) else None


def _angle(said: str) -> Quantity | None:
    """Degrees, with minutes and seconds of arc, or of temperature."""
    arc = _ARC.fullmatch(said)
    if arc:
        sign, degrees, minutes, seconds = arc.groups()
        total = int(degrees) + read_decimal(minutes) / 60 + read_decimal(seconds or "0") / 3600
        return Quantity(Number(-total if sign else total), "degree")
    found = _DEGREE.fullmatch(said)
    if found is None or _TRIGONOMETRIC.search(found[1]):
        return None
    unit = {"C": "degree_Celsius", "F": "degree_Fahrenheit", "K": "kelvin"}.get(found[2], "degree")
    value = _value(found[1])
    return None if value is None else Quantity(value, unit)


def _money(said: str) -> Quantity | None:
    """Money with its sign before the number."""
    found = _PREFIX.fullmatch(said)
    if found is None:
        return None
    unit = read_unit(_PREFIXES.get(found[2], found[2].rstrip(".")))
    inner = found[3]
    named = _with_unit(inner, True)
    if named is not None and named.unit == unit:
        value: Scalar | None = named.value
    else:
        value = _value(inner.replace(",", "") if re.fullmatch(r"[\d,.]+", inner) else inner)
    if value is None or unit is None:
        return None
    if found[1]:
        if not isinstance(value, Number):
            return None
        value = Number(-value.value, value.places)
    return Quantity(value, unit)


def read_compound(text: str) -> Quantity | None:
    """Numbers with ever smaller units of one dimension, as in 1 hour 30 minutes, in the last."""
    said = plain(text)
    pieces = _PIECE.findall(said) if len(said) <= 100 else []
    if not 2 <= len(pieces) <= 4 or _PIECE.sub("", said):
        return None
    units = [read_unit(word) for _, word in pieces]
    total, last = Fraction(0), ""
    for (digits, _), unit in zip(pieces, units, strict=True):
        if unit is None or not is_known(unit):
            return None
        ratio = convert(Fraction(1), last, unit) if last else None
        value = read_decimal(digits)
        if last and (ratio is None or ratio <= 1 or value >= ratio):
            return None
        total, last = total * (ratio or 1) + value, unit
    return Quantity(Number(total), last)


def _with_unit(said: str, marked: bool, worded: bool = False) -> Quantity | None:
    """A value and the unit after it.

    `marked` if the text marked words as words, `worded` if it did so at its end.
    """
    said = spell_units(said).strip()
    ordinal = _ORDINAL_WORD.fullmatch(said)
    if ordinal:
        unit = read_unit(ordinal[2])
        return Quantity(Number(Fraction(int(ordinal[1]))), unit) if unit else None
    for start in islice(_UNIT_START.finditer(said), _MAX_SPLITS):
        head, tail = said[: start.start()], said[start.start() :].strip()
        if head.strip() and _UNIT_TEXT.fullmatch(tail):
            found = _quantity(head, tail, marked or head[-1] == " ", worded)
            if found is not None:
                return found
    return None


def _quantity(head: str, tail: str, apart: bool, worded: bool) -> Quantity | None:
    per = _LONG_WORD.search(tail) and not _LETTER.search(head)
    sign = _SIGN_BEFORE.search(head) if worded or per else None
    if sign:
        head, tail = head[: sign.start()], f"/{tail}" if sign[1] else tail
    unit = read_unit(tail)
    if unit is None or (not apart and (len(tail) == 1 or not is_known(unit))):
        return None
    value = None if _UNFINISHED.search(head) else _value(head)
    if value is None or (not worded and _is_product(head, value, tail)):
        return None
    if not is_known(unit) and unit not in (SQUARE, CUBIC):
        if not isinstance(value, Number):
            return None if symbols_of(value) else Quantity(value, unit)
        if not is_countable(tail, value.value):
            return None
    return Quantity(value, unit)


def _is_product(head: str, value: Scalar, tail: str) -> bool:
    """Whether letters after a value rather multiply it: those of a term, and the variable t."""
    words = re.findall("[A-Za-z]+", tail)
    if "t" in words and "/" not in tail and all(len(word) == 1 for word in words):
        return len(words) > 1 or not _DIGITS.fullmatch(head)  # tons are counted in digits
    return len(tail) == 1 and isinstance(value, Expression) and bool(symbols_of(value))


def _value(text: str) -> Scalar | None:
    """The number or expression before a unit; None if there is none."""
    text = text.strip()
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        text = (
            text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) else text
        )
    value = read_scalar(text)
    return value if isinstance(value, Number | Expression) else None
