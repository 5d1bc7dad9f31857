"""Units: one canonical name for many spellings, exact conversion, and nouns for things counted.

Physical units are converted by pint with exact fractions (loaded at the first conversion between
two different units); currencies here. A word that is no unit is a noun, unless it could change or
deny the value ("17 thousand", "5 is wrong", "5 squared").
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .wordlists import PLURALS, REFUSED, UNITS, word_set

_MONEY = {"usd": ("usd", 100), "cent": ("usd", 1), "gbp": ("gbp", 100), "penny": ("gbp", 1)}
_CURRENCIES = word_set("eur yuan jpy inr peso ruble franc") | frozenset(_MONEY)
# One letter is a unit only where it is marked as a word or stands apart from the number.
ALIASES = {
    alias: name.strip()
    for entry in re.split(r"[|\n]", UNITS)
    if ":" in entry
    for name, _, aliases in [entry.partition(":")]
    for alias in (name.strip(), *aliases.split())
}
# How a unit is written whose name no text may hold: `electron_volt`.
WRITTEN = {
    name.strip(): next(alias for alias in aliases.split() if len(alias) > 1)
    for name, _, aliases in (entry.partition(":") for entry in re.split(r"[|\n]", UNITS))
    if "_" in name
}
_MAX_NOUNS = 4
# Of one thing no finer part is spoken of: three tenths of a mile.
_MAX_PARTS = 100
_POWER = re.compile(r"\^ ?\{? ?(-?\d)(?!\d) ?\}?")
_FACTOR = re.compile(r"(\w+)(?:\*\*(-?\d+))?")
_WORD = re.compile(r"[A-Za-z€£¥₹¢Å]+")
# A numerator, `/(...)`, or `/` and what follows up to the next slash.
_PART = re.compile(r" ?(?:(/) ?)?(?:\(([^()]*)\)|([^/()]+))")
_MICRO_UNITS = {
    "A": "ampere", "C": "coulomb", "F": "farad", "H": "henry", "J": "joule", "L": "liter",
    "M": "molar", "T": "tesla", "V": "volt", "W": "watt", "g": "gram", "l": "liter", "m": "meter",
    "mol": "mole", "s": "second",
}  # fmt: skip
_MICRO = re.compile(rf"\\mu ?({'|'.join(sorted(_MICRO_UNITS, key=len, reverse=True))})(?![A-Za-z])")
_OHM_PREFIXES = {"": "", "k": "kilo", "M": "mega", "m": "milli"}
_OHM = re.compile(r"(?<![A-Za-z])([kMm]?) ?\\Omega(?![A-Za-z])")
_ANGSTROM = re.compile(r"Å|\\AA(?![A-Za-z])")
# Differences of temperature: per degree Celsius is per kelvin.
_PER_DEGREE = re.compile(
    r"(/ ?|\(|[A-Za-z] ?(?:\\cdot )?)\^ ?(?:\{ ?\\circ ?\}|\\circ) ?C(?![A-Za-z])"
)
_FRACTION = re.compile(r"\\frac ?\{([^{}\d]+)\} ?\{((?:[^{}]|\^ ?\{-?\d\})+)\}")
# Two letters, or a space where words were marked as words: units, and no quotient of symbols.
_MARKED = re.compile(r"[A-Za-z]{2}|[A-Za-z] $")
_LIGHT_YEAR = re.compile(r"light ?year")
# Square and cubic units of no name.
_OF_SPACE = re.compile(
    r"(?:(?:(square|sq\.?)|cubic|cu\.?)[ -]?units?|units? ?(?:(squared|\^ ?\{? ?2 ?\}?)|cubed"
    r"|\^ ?\{? ?3 ?\}?))",
    re.IGNORECASE,
)
SQUARE, CUBIC = "noun:square unit", "noun:cubic unit"
_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")
# Written with a capital these are the unit (K), written small something else, or the other way.
_NO_UNITS = frozenset(("S", "G", "Mg", "MM", "Mm", "MS", "n", "j", "w", "v", "a", "c", "k"))


def _quotient(found: re.Match[str]) -> str:
    marked = _MARKED.search(found[1]) and _MARKED.search(found[2])
    return f" {found[1].strip()}/({found[2].strip()})" if marked else found[0]


def spell_units(text: str) -> str:
    """The text with the units that signs stand for (`\\Omega`, `\\mu F`) by their names."""
    return _spelled(text) if "\\" in text or "Å" in text else text


def read_unit(text: str) -> str | None:
    """The canonical unit of a plain text such as `km/h`, `square cm` or `apples`, or None.

    Physical units come as `meter*second**-2`, things counted as `noun:apple`.
    """
    text = text.strip().rstrip(".")
    if len(text) > 80:
        return None
    known = _known(text)
    return known or _noun(text)


def is_known(unit: str) -> bool:
    """Whether the unit is a physical one or a currency."""
    return not unit.startswith("noun:")


def convert(value: Fraction, source: str, target: str) -> Fraction | None:
    """The value in the target unit, or None if the units do not convert."""
    if source == target:
        return value
    if not is_known(source) or not is_known(target):
        return value if _same_noun(source, target) else None
    if source in _CURRENCIES or target in _CURRENCIES:
        left, right = _MONEY.get(source), _MONEY.get(target)
        if left is None or right is None or left[0] != right[0]:
            return None
        return value * left[1] / right[1]
    return _physical(value, source, target)


@lru_cache(maxsize=4096)
def _known(text: str) -> str | None:
    """A product of known units with integer powers, or None."""
    factors: dict[str, int] = {}
    text = _spelled(text).replace(" per ", " / ").replace("\\cdot", " ").replace("*", " ")
    position = 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return None
        slash, together, single = part.groups()
        if not _add_factors(together or single, -1 if slash else 1, factors):
            return None
        position = part.end()
    names = sorted((name, power) for name, power in factors.items() if power)
    return "*".join(name if power == 1 else f"{name}**{power}" for name, power in names) or None


def _spelled(text: str) -> str:
    """Units that are written with a Greek letter or a degree sign, by name."""
    text = _FRACTION.sub(_quotient, text)
    text = _MICRO.sub(lambda found: f" micro{_MICRO_UNITS[found[1]]} ", text)
    text = _OHM.sub(lambda found: f" {_OHM_PREFIXES[found[1]]}ohm ", text)
    text = _ANGSTROM.sub(" angstrom ", _PER_DEGREE.sub(r"\1 kelvin", text))
    return _LIGHT_YEAR.sub("lightyear", _HYPHEN.sub(" ", text))


def _add_factors(text: str, sign: int, factors: dict[str, int]) -> bool:
    """Adds the units of a product to `factors`; False if a word is no unit."""
    tokens = re.findall(rf"{_POWER.pattern}|({_WORD.pattern}\.?)|(\S)", text)
    power, last = 1, ""
    for exponent, word, other in tokens:
        lowered = word.lower().rstrip(".")
        if other or (exponent and last not in factors):
            return False
        if lowered in ("square", "sq", "cubic", "cu"):
            power = 2 if lowered.startswith("s") else 3
        elif lowered in ("squared", "cubed") and last in factors:
            factors[last] += sign * (1 if lowered == "squared" else 2)
        elif exponent:
            factors[last] += sign * (int(exponent) - 1)
        else:
            name = _alias(word.rstrip("."))
            if name is None:
                return False
            for factor, exponent in _FACTOR.findall(name):
                own = sign * power * int(exponent or 1)
                factors[factor] = factors.get(factor, 0) + own
            last, power = name, 1
    return bool(last) and power == 1


def _alias(word: str) -> str | None:
    """The unit of a word; capitals matter where they tell units apart (Mg is no mg)."""
    if word in _NO_UNITS:
        return None
    return ALIASES.get(word) or ALIASES.get(word.lower())


def _noun(text: str) -> str | None:
    """Words for things counted, singular and sorted by nothing: their order is kept."""
    if space := _OF_SPACE.fullmatch(text):
        return SQUARE if space[1] or space[2] else CUBIC
    written = [word for word in re.split(r"[ -]+", text) if word]
    if len(written) > 1 and all(word[0].isupper() for word in written):
        return None  # a name, and so a second answer
    words = [word.lower() for word in written]
    if not 0 < len(words) <= _MAX_NOUNS or not all(re.fullmatch("[a-z]{2,20}", w) for w in words):
        return None
    if REFUSED.intersection(words) and words != ["times"]:
        return None
    return "noun:" + " ".join(_singular(word) for word in words)


def is_countable(words: str, value: Fraction) -> bool:
    """Whether so many of a noun can be: any whole number; else plurals, and simple parts of one.

    `5 apples`, `2.5 apples`, `3/4 mile`, but neither `-0.25 mitosis` nor `1.6e-19 east`.
    """
    last = re.split(r"[ -]+", words.strip().rstrip(".").lower())[-1]
    if last in PLURALS or (last.endswith("s") and not last.endswith(("ss", "us", "is"))):
        return True
    return value >= 0 and value.denominator <= (_MAX_PARTS if value < 1 else 1)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _same_noun(left: str, right: str) -> bool:
    """Whether one noun's words are among the other's: `candy` and `chocolate candy`."""
    if is_known(left) or is_known(right) or {left, right} == {SQUARE, CUBIC}:
        return False
    one, other = set(left[5:].split()), set(right[5:].split())
    general = {"unit", "piece", "item"}
    return one <= other or other <= one or bool(general & one) or bool(general & other)


def _physical(value: Fraction, source: str, target: str) -> Fraction | None:
    """Conversion by pint; angles, whose factor is pi, do not convert here."""
    if "radian" in (source, target):
        return None
    registry = _pint()
    try:
        found = registry.Quantity(value, source).to(target).magnitude
    except Exception:  # pint raises several unrelated classes for units that do not convert
        return None
    return found if isinstance(found, Fraction) else Fraction(found).limit_denominator(10**12)


@lru_cache(maxsize=1)
def _pint() -> Any:
    """The registry of this process, made at first use; two threads may make two, with no harm."""
    import pint

    return pint.UnitRegistry(non_int_type=Fraction, cache_folder=None)
