"""Numbers in all their spellings: digits, fractions, mixed, repeating, words, other bases."""

from __future__ import annotations

import re
from fractions import Fraction

from .functions import MAX_DIGITS, UnreadableError, read_decimal
from .types import Answer, Based, Nothing, Number, Percent

# The forms that make up most answers, read without normalizing the text first.
_FAST = re.compile(
    r"([+-]?)(?:(\d{1,40})|(\d{0,40})\.(\d{1,40})|\\[dt]?frac\{(-?\d{1,40})\}\{(\d{1,40})\}"
    r"|(\d{1,40})/(\d{1,40})|([1-9]\d{0,2}(?:(?:,\d{3}){1,12}|(?: \d{3}){1,12}))(?:\.(\d{1,40}))?)"
    r"(\\?%)?\.?",
    re.ASCII,
)
_DIGITS = re.compile(r"([+-]?)(\d*)(?:\.(\d+))?(%?)", re.ASCII)
_MIXED = re.compile(r"(-?)(\d{1,40}) (?:and )?(\d{1,40})/(\d{1,40})", re.ASCII)
_REPEATING = re.compile(
    r"(-?)(\d{0,40})\.(\d{0,40})(?:\\overline ?\{(\d{1,40})\}|\((\d{1,40})\)|\\bar ?\{(\d{1,40})\})"
)
_DOTTED = re.compile(r"(-?)(\d{0,40})\.(\d{0,40})\\dot ?\{?(\d)\}?(?:(\d{0,40})\\dot ?\{?(\d)\}?)?")
_BASED = re.compile(
    r"\(?(-?) ?\(?([0-9A-Za-z]{1,200}(?:\.[0-9A-Za-z]{1,200})?)\)? ?_ ?"
    r"(?:\{? ?\(? ?(\d{1,2}) ?\)? ?\}?|\{ ?(\w+) ?\})"
)
_IN_BASE = re.compile(
    r"(-?) ?([0-9A-Za-z]{1,200}(?:\.[0-9A-Za-z]{1,200})?),? ?\(?(?:in )?base[ -](\d{1,2}|\w+)\)?"
)
_SCALED = re.compile(r"(-?)(\d{1,3}(?:,\d{3}){0,5}|\d{1,20})(?:\.(\d{1,20}))? ?([a-z]{7,8})")
_ORDINAL = re.compile(r"(\d{1,40}) ?\^? ?\{? ?(?:st|nd|rd|th) ?\}?", re.IGNORECASE)

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100,
}  # fmt: skip
_MAX_WORDS = 16


def read_fast(text: str) -> Number | Percent | Nothing | None:
    """A plain number in the raw text, or None if it needs more reading."""
    found = _FAST.fullmatch(text)
    if found is None:
        return None
    sign, whole, left, places, top, bottom, up, down, grouped, tail, percent = found.groups()
    digits = None
    if whole is not None:
        value = Fraction(int(whole))
    elif places is not None:
        value, digits = Fraction(int(left + places), 10 ** len(places)), len(places)
    elif grouped is not None:
        joined = grouped.replace(",", "").replace(" ", "")
        value = Fraction(int(joined + (tail or "")), 10 ** len(tail or ""))
        digits = len(tail) if tail else None
    else:
        above, below = int(top or up), int(bottom or down)
        if not below:
            return Nothing("division by zero")
        value = Fraction(above, below)
    value = -value if sign == "-" else value
    return Percent(value) if percent else Number(value, digits)


def read_number(text: str) -> Answer | None:
    """A number in a spelling of its own, or None. `text` is normalized and without `\\text`."""
    fast = read_fast(text)
    if fast is not None:
        return fast
    for reader in (_long, _mixed, _scaled, _repeating, _based, _ordinal, _words):
        found = reader(text)
        if found is not None:
            return found
    return None


def _long(text: str) -> Number | Percent | None:
    """More digits than the fast form takes."""
    found = _DIGITS.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return None
    whole, places = found[2].lstrip("0"), found[3] or ""
    if len(whole) + len(places) > MAX_DIGITS:
        raise UnreadableError("too many digits")
    value = read_decimal(f"{whole or '0'}.{places}") * (-1 if found[1] == "-" else 1)
    return Percent(value) if found[4] else Number(value, len(places) if places else None)


def _mixed(text: str) -> Number | None:
    found = _MIXED.fullmatch(text)
    if found is None:
        return None
    sign, whole, top, bottom = found.groups()
    if int(top) >= int(bottom):
        return None
    value = int(whole) + Fraction(int(top), int(bottom))
    return Number(-value if sign else value)


def _scaled(text: str) -> Number | None:
    """5 million, 2.5 thousand."""
    found = _SCALED.fullmatch(text)
    if found is None or found[4] not in _SCALES:
        return None
    value = Fraction(f"{found[2].replace(',', '')}.{found[3] or 0}") * _SCALES[found[4]]
    return Number(-value if found[1] else value)


def _repeating(text: str) -> Number | None:
    """0.1\\overline{6}, 0.1(6), 0.\\dot{1}2\\dot{3}."""
    found = _REPEATING.fullmatch(text)
    if found:
        sign, whole, fixed, *cycles = found.groups()
        cycle = next(part for part in cycles if part)
    else:
        found = _DOTTED.fullmatch(text)
        if found is None:
            return None
        sign, whole, fixed, first, middle, last = found.groups()
        cycle = first + (middle or "") + (last or "")
    value = Fraction(int((whole or "0") + fixed), 10 ** len(fixed))
    value += Fraction(int(cycle), (10 ** len(cycle) - 1) * 10 ** len(fixed))
    return Number(-value if sign else value)


def _based(text: str) -> Based | None:
    found = _BASED.fullmatch(text)
    if found:
        sign, digits, base = found[1], found[2], found[3] or found[4]
    else:
        found = _IN_BASE.fullmatch(text)
        if found is None:
            return None
        sign, digits, base = found.groups()
    number = int(base) if base.isdigit() else _count(base.split())
    if number is None or not 2 <= number <= 36:
        return None
    digits = digits.upper()
    if not any(char.isdigit() for char in digits) and not (number > 10 and len(digits) > 1):
        return None
    whole, _, places = digits.partition(".")
    if any(int(char, 36) >= number for char in whole + places):
        return None
    whole, places = whole.lstrip("0") or "0", places.rstrip("0")
    digits = f"{whole}.{places}" if places else whole
    return Based(digits if digits == "0" else sign + digits, number)


def _ordinal(text: str) -> Number | None:
    found = _ORDINAL.fullmatch(text)
    return Number(Fraction(int(found[1]))) if found else None


def _words(text: str) -> Number | None:
    """Number words, with "negative" before and parts ("two thirds", "one and a half") after."""
    if len(text) > 200:
        return None
    words = text.lower().replace("-", " ").split()
    if not words or len(words) > _MAX_WORDS:
        return None
    negative = words[0] in ("negative", "minus")
    words = words[1:] if negative else words
    value = _fraction_words(words)
    if value is None:
        return None
    return Number(-value if negative else value)


def _fraction_words(words: list[str]) -> Fraction | None:
    if not words:
        return None
    part = _PARTS.get(words[-1]) or _PARTS.get(words[-1].removesuffix("s"))
    if words[-1] == "halves":
        part = 2
    if part is None:
        count = _count(words)
        return None if count is None else Fraction(count)
    head = words[:-1]
    if "and" in head:
        at = len(head) - 1 - head[::-1].index("and")
        whole, top = _count(head[:at]), _part_count(head[at + 1 :])
        return None if whole is None or top is None else whole + Fraction(top, part)
    top = _part_count(head)
    return None if top is None else Fraction(top, part)


def _part_count(words: list[str]) -> int | None:
    return 1 if words in ([], ["a"]) else _count(words)


def _count(words: list[str]) -> int | None:
    """The value of cardinal words, or None; "a" counts as one."""
    if words == ["a"]:
        return None
    total = current = 0
    seen = False
    for word in words:
        if word in _SMALL or word == "a":
            if current % 10 or (current % 100 and _SMALL.get(word, 1) > 9):
                return None
            current += _SMALL.get(word, 1)
        elif word in _TENS:
            if current % 100:
                return None
            current += _TENS[word]
        elif word == "hundred" and 0 < current < 10:
            current *= 100
        elif word in _SCALES and current > 0 and (not total or total % (_SCALES[word] * 1000) == 0):
            total, current = total + current * _SCALES[word], 0
        elif word != "and" or not seen:
            return None
        seen = True
    return total + current if seen and words[-1] != "and" else None
