"""Cuts a normalized text at separators that stand outside of all brackets, in one pass."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<thousands>(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,]))"
    r"|(?P<digits>\d+(?:,\d+)*)"
    r"|\\text\{ ?(?P<word>and|or) ?\}|\\text\{[^{}]*\}"
    r"|(?P<open>\\\{|\\langle|\\begin(?![A-Za-z])|\\lfloor|\\lceil|[(\[{])"
    r"|(?P<close>\\\}|\\rangle|\\end(?![A-Za-z])|\\rfloor|\\rceil|[)\]}])"
    r"|(?P<command>\\[A-Za-z]+)|(?P<sign>[,;=<>:])"
    r"|(?<![A-Za-z\\])(?P<plain>and|or)(?![A-Za-z])"
)
LISTING = frozenset((",", ";", "and", "or"))
EQUALITY = frozenset("=")
ORDER = frozenset(("<", ">", "\\le", "\\ge", "\\ne", "="))
MEMBER = frozenset(("\\in",))


class Mark(NamedTuple):
    """A separator and where it stands."""

    name: str
    start: int
    end: int


def marks(text: str, wanted: frozenset[str]) -> list[Mark]:
    """The wanted separators at the top level."""
    depth = 0
    found = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("command", "sign", "word", "plain"):
            if token[kind] in wanted:
                found.append(Mark(token[kind], token.start(), token.end()))
        elif depth == 0 and kind in ("digits", "thousands") and "," in wanted:
            start = token.start()
            found += [Mark(",", start + m.start(), start + m.end()) for m in _commas(token[0])]
    return found


def cut(text: str, separators: list[Mark]) -> list[str]:
    """The stripped pieces between the separators."""
    starts = [0, *(mark.end for mark in separators)]
    ends = [*(mark.start for mark in separators), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def is_balanced(text: str) -> bool:
    """Whether brackets nest; an interval may open with one kind and close with the other."""
    stack: list[str] = []
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            stack.append(_KIND.get(token[0], token[0]))
        elif token.lastgroup == "close" and (not stack or stack.pop() != _KIND.get(token[0])):
            return False
    return not stack


def without_shells(text: str) -> str:
    """The text without parentheses or braces whose whole content stands in a further pair."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for index, char in enumerate(text):
        if char in "({" and text[index - 1 : index] != "\\":
            stack.append(index)
        elif char in ")}" and text[index - 1] != "\\":
            if not stack or text[stack[-1]] + char not in ("()", "{}"):
                return text
            closing[stack.pop()] = index
    start, end = 0, len(text) - 1
    while closing.get(start) == end and closing.get(start + 1) == end - 1:
        start, end = start + 1, end - 1
    return text[start : end + 1]


def join_thousands(text: str) -> str:
    """Commas between groups of three digits removed where they stand outside of brackets."""
    if "," not in text:
        return text
    depth, parts, last = 0, [], 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth = max(depth - 1, 0)
        elif token.lastgroup == "thousands" and depth == 0:
            parts += [text[last : token.start()], token[0].replace(",", "")]
            last = token.end()
    return "".join((*parts, text[last:]))


def _commas(digits: str) -> list[re.Match[str]]:
    return list(re.finditer(",", digits)) if "," in digits else []


_KIND = {
    "(": "(", ")": "(", "[": "(", "]": "(", "{": "{", "}": "{", "\\{": "\\{", "\\}": "\\{",
    "\\langle": "<", "\\rangle": "<", "\\begin": "b", "\\end": "b", "\\lfloor": "f",
    "\\rfloor": "f", "\\lceil": "c", "\\rceil": "c",
}  # fmt: skip
