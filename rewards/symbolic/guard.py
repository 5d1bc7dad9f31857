"""What is refused unread: texts whose size or shape alone would cost too much. Linear time."""

from __future__ import annotations

import re

MAX_CHARS = 2_000
MAX_DEPTH = 60
MAX_DIGITS = 400
MAX_ROWS = 30
_DIGITS = re.compile(rf"\d{{{MAX_DIGITS + 1},}}")
_HUGE_FACTORIAL = re.compile(r"\d{5,}\s*[)}]?\s*!(?!=)")
_HUGE_EXPONENT = re.compile(r"(?:\^|\*\*)\s*[{(]?\s*[-+]?\s*\d{6,}")
_MARK = re.compile(r"\\[{}]|\\\\|[{}()\[\]|]|\\left|\\right")


def refusal(text: str) -> str:
    """Why a text is not looked at, or nothing."""
    if len(text) > MAX_CHARS:
        return f"longer than {MAX_CHARS} characters"
    if "\x00" in text:
        return "a null character"
    if _DIGITS.search(text):
        return f"a number of more than {MAX_DIGITS} digits"
    if _HUGE_FACTORIAL.search(text):
        return "a factorial of a large number"
    if _HUGE_EXPONENT.search(text):
        return "a large exponent"
    return _shape_refusal(text)


def _shape_refusal(text: str) -> str:
    depth = rows = bars = 0
    for mark in _MARK.findall(text):
        if mark in ("{", "(", "[", "\\{"):
            depth += 1
        elif mark in ("}", ")", "]", "\\}"):
            depth -= 1
        elif mark == "|":
            bars += 1
        elif mark == "\\\\":
            rows += 1
        if depth > MAX_DEPTH or bars > MAX_DEPTH:
            return f"nested deeper than {MAX_DEPTH}"
    return f"more than {MAX_ROWS} rows" if rows > MAX_ROWS else ""
