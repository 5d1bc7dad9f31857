"""The answer to which a response commits itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from .claims import bold, claims, only_line
from .commitment import is_disowned, is_unsure, last_commitment
from .marks import Mark, boxes, fences, phrases, plain_fences, tags, without_code
from .peel import bare, is_placeholder, says_nothing, unwrap
from .thinking import final_text

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
_UNITS = (
    "mm cm dm m km in ft yd mi g mg kg t lb oz s ms min h hr hrs hour hours minute minutes second"
    " seconds day days week weeks year years meters metres miles feet inches L mL ml J kJ N W kW V"
    " A Hz K Pa kPa mol degrees dollars cents"
)
# The unit that a box leaves outside: a sign at once, a word that ends its clause.
_UNIT = re.compile(
    r"[\s$]{0,3}(\\?%|\^\s?\\circ|\^\{\s?\\circ\s?\}|°)"
    r"|[\s$~\\,]{0,4}(?:\\(?:text|mathrm)\s?\{\s?)?\b("
    + "|".join(sorted(_UNITS.split(), key=len, reverse=True))
    + r")\b\s?\}?((?:\s?/\s?\w{1,3}|\^\{?[23]\}?|[²³])?)\s?\}?"
    r"(?=[\s$]{0,3}(?:[.,;)]?\s*$|[.,;)]\s|\n))",
    re.MULTILINE,
)
# The plainest body of a box, with nothing after it that says anything.
_PLAIN_BOX = re.compile(
    r"\\boxed\{((?:-?\d(?:[\d,./]{0,38}\d)?|-?\\[dt]?frac\{-?\d{1,20}\}\{\d{1,20}\}|[A-Za-z])\\?%?)\}"
    r"[\s$.]{0,20}\Z",
    re.ASCII,
)
# Marks of which several in a row are one list: "\\boxed{1} and \\boxed{2}".
_JOINING = frozenset(("box", "tag"))

Finder: TypeAlias = Callable[[str], list[Mark]]


class Finders(NamedTuple):
    """Which marks a reward accepts, in the order in which they decide."""

    marks: tuple[tuple[str, Finder], ...]
    short: bool = False
    """Answers are short texts: code is no place for marks, stops and units belong to sentences."""


TAGGED = Finders((("tag", tags), ("box", boxes), ("fence", fences), ("phrase", phrases)))
"""For answers of many lines, which prompts ask for in tags."""

MATH = Finders(
    (
        ("box", boxes),
        ("tag", tags),
        ("phrase", claims),
        ("bold", bold),
        ("fence", plain_fences),
        ("line", only_line),
    ),
    short=True,
)
"""For short answers: numbers, expressions, letters, names."""


class Extraction(NamedTuple):
    """An answer's text, stripped, and how it was marked: tag, box, fence, phrase, bold or line."""

    text: str
    how: str


def extract_answer(response: str, finders: Finders = TAGGED) -> Extraction | None:
    """The answer to which the response commits itself, or None."""
    if finders.short and finders.marks[0][0] == "box" and (plain := _plain_box(response)):
        return Extraction(plain, "box")
    return find_answer(response, finders)


def find_answer(response: str, finders: Finders) -> Extraction | None:
    """The same by way of all marks; `extract_answer` has a shorter way for the commonest case."""
    text = final_text(response)
    if text is None:
        return None
    seen = without_code(text) if finders.short else text
    for how, find in finders.marks:
        marks = find(seen)
        run = last_commitment(seen, marks, how in _JOINING) if marks else []
        if run is None:
            return None
        if run:
            return _settled(text, run, how, finders.short)
    return None


def _plain_box(response: str) -> str | None:
    """The number or letter in the only box, if it ends a response without code or thinking."""
    start = response.rfind("\\boxed{")
    found = _PLAIN_BOX.match(response, start) if start >= 0 else None
    if not found or response.find("box", 0, start + 1) >= 0:
        return None
    if any(sign in response for sign in "<[◁`") or response.startswith(
        "\\", max(0, start - 1), start
    ):
        return None
    return None if start and is_disowned(response, start) else found[1]


def closing_paragraph(response: str) -> str | None:
    """The last paragraph of a response that marks no answer in any way, else None.

    For rewards whose answers are whole clauses: one may end a response without any mark. What a
    mark announces and does not give (an empty tag, a box cut off) is not looked for elsewhere.
    """
    text = final_text(response)
    if text is None or any(find(text) for _, find in TAGGED.marks):
        return None
    return _PARAGRAPHS.split(text.strip())[-1]


def _settled(text: str, run: list[Mark], how: str, short: bool) -> Extraction | None:
    """The marks' text as an answer, unless it says nothing."""
    peel = bare if short else unwrap
    answer = ", ".join(peel(text[mark.start : mark.end]) for mark in run)
    if how == "box" and short and len(run) == 1:
        answer += _unit(text, run[0], answer)
    if says_nothing(answer) if short else is_placeholder(answer):
        return None
    if short and is_unsure(answer):
        return None
    return Extraction(answer, how)


def _unit(text: str, mark: Mark, answer: str) -> str:
    """The unit that follows a boxed number, with a space before a word."""
    found = (
        _UNIT.match(text, mark.closes) if answer[-1:].isdigit() or answer.endswith("}") else None
    )
    if not found:
        return ""
    return found[1] or f" {found[2]}{found[3]}"
