"""Answers in words: truth values, choices, times of day, fixed phrases, other text."""

from __future__ import annotations

import re
from collections.abc import Callable

from .normalize import compact, plain
from .types import Answer, Choice, Clock, Group, Infinity, Nothing, Text, Truth

# Texts that state no value. As golds they cannot be graded, as answers they are never right.
_NOTHING = frozenset(("nan", "null", "nil", "n/a", "na", "?", "undefined value", "unknown"))
_TRUTHS = {
    "true": Truth(True, "true"),
    "false": Truth(False, "true"),
    "yes": Truth(True, "yes"),
    "no": Truth(False, "yes"),
}
_EMPTY = frozenset(
    """no solution|no solutions|no real solution|no real solutions|there is no solution|
    there are no solutions|empty set|the empty set|\\emptyset|{\\emptyset}|\\phi solution|
    no such solution""".replace("\n    ", "").split("|")
)
_PHRASES = {
    "dne": "does not exist",
    "doesn't exist": "does not exist",
    "do not exist": "does not exist",
    "infinitely many solutions": "infinitely many",
    "infinite solutions": "infinitely many",
    "infinite number of solutions": "infinitely many",
    "all real numbers": "all real numbers",
    "all reals": "all real numbers",
    "every real number": "all real numbers",
    "not possible": "impossible",
}
_CHOICE = re.compile(
    r"(?i:(?:the )?(?:correct )?(?:option|choice|answer)(?: is)?:? )?"
    r"(?:\(([A-Ja-j])\)|([A-J])[).]?|([A-J])[).:] (.+)|\(([A-J])\) ?:?(.+))"
)
_CLOCK = re.compile(
    r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?: ?([ap])\.? ?m\.?)?|(\d{1,2}) ?([ap])\.? ?m\.?",
    re.IGNORECASE,
)
_OCLOCK = re.compile(r"(\d{1,2}) ?o'? ?clock", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_DIGITS_APART = re.compile(r"(?<=\d) (?=\d)")
_PUNCTUATION = re.compile(r"[\"'`*_.,;:!()\[\]]+")


def read_words(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """A truth value, fixed phrase, infinity or choice, or None. `read` reads a choice's content."""
    said = plain(text)
    if len(said) > 2_000:
        return None
    bare = said.strip(' ."').lower()
    if bare in _NOTHING:
        return Nothing(f"{bare} is no value")
    if bare in _TRUTHS:
        return _TRUTHS[bare]
    if bare in _EMPTY:
        return Group("set", ())
    if bare in ("infinity", "positive infinity"):
        return Infinity(1)
    if bare == "negative infinity":
        return Infinity(-1)
    if bare in _PHRASES:
        return Text(_PHRASES[bare])
    return _clock(said) or _choice(said, read)


def read_text(text: str) -> Text:
    """Any text, in the form in which harmless differences are gone."""
    said = plain(text)
    if re.search(r"[\\^_={}<>+]", said):
        return Text(_braceless(compact(_DIGITS_APART.sub("~", text))))
    words = _PUNCTUATION.sub(" ", _ARTICLE.sub("", said.lower()))
    joined = " ".join(words.split())
    return Text(_PHRASES.get(joined, joined or compact(text)))


def _braceless(text: str) -> str:
    """A script of one character needs no braces."""
    return re.sub(r"([\^_]|\\pmod)\{(\w)\}", r"\1\2", text)


def _choice(said: str, read: Callable[[str], Answer]) -> Choice | None:
    found = _CHOICE.fullmatch(said.strip("* "))
    if found is None:
        return None
    bracketed, bare, listed, content, enclosed, beside = found.groups()
    if bracketed and bracketed.islower() and len(said) <= 3:
        return None
    letter = (bracketed or bare or listed or enclosed).upper()
    text = (content or beside or "").strip()
    return Choice(letter, read(text) if text else None)


def _clock(said: str) -> Clock | None:
    """A time of day; 12:30 and the like only if it cannot be a ratio in lowest terms."""
    found = _CLOCK.fullmatch(said) or _OCLOCK.fullmatch(said)
    if found is None:
        return None
    if found.re is _OCLOCK:
        return Clock(int(found[1]), 0, 0, "")
    hour, minute, second, half, whole_hour, its_half = found.groups()
    if whole_hour:
        if not 1 <= int(whole_hour) <= 12:
            return None  # "74 pm" are picometers
        return Clock(int(whole_hour), 0, 0, its_half.lower() + "m")
    if int(hour) > 24 or (half and not 1 <= int(hour) <= 12):
        return None
    leading_zero = minute[0] == "0" or hour[0] == "0"
    if not half and not second and not leading_zero:
        return None
    return Clock(int(hour), int(minute), int(second or 0), half.lower() + "m" if half else "")
