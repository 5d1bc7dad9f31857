"""The guard of `filters.guard`, hashed: numbers, operators and brackets around numbers.

Works on bytes of spelled text (`filters.spelling`). What `filters.text.plain` makes a space of
(LaTeX spacing, `~`, math-mode marks) is stepped over where it stands.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inner
from .lexing import BASIS, INSIDE, U8, U64, command, spread, step

_SPACES = " \t\n\r\f\v"
# Kinds of bytes.
_LETTER, _DIGIT, _SPACE, _OPERATOR, _OTHER, _DOLLAR, _BACKSLASH = range(7)
_OPEN, _CLOSE, _MINUS, _BANG, _CURLY, _FOREIGN = range(7, 13)


def _kind(byte: int) -> int:
    char = chr(byte)
    if byte >= 0x80:
        return _FOREIGN
    if char.isalpha():
        return _LETTER
    if char.isdigit():
        return _DIGIT
    single = {"$": _DOLLAR, "\\": _BACKSLASH, "-": _MINUS, "!": _BANG, "}": _CURLY}
    groups = {_SPACES + "~": _SPACE, "+*/^=<>%|": _OPERATOR, "[(": _OPEN, "])": _CLOSE}
    grouped = [kind for chars, kind in groups.items() if char in chars]
    return single.get(char, grouped[0] if grouped else _OTHER)


KIND = np.array([_kind(byte) for byte in range(256)], np.uint8)
# Bytes that the guard skips are 0.
_BRIGHT = (~np.isin(KIND, (_LETTER, _SPACE, _OTHER, _DOLLAR, _CURLY, _FOREIGN))).astype(np.int64)
# What stands behind a backslash and is only spacing with it.
_ESCAPED = np.array([chr(b) in "!,;: ()[]" for b in range(256)])
_AFTER_BANG = np.array([chr(b) in "-+*/^=<>)!0123456789" for b in range(256)])
_POINT, _COMMA, _PLUS_SIGN = np.uint8(ord(".")), np.uint8(ord(",")), np.uint8(ord("+"))
_TIMES = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(1)


@inner
def _digit(data: Any, i: Any, end: Any) -> Any:
    return i < end and KIND[data[i]] == _DIGIT


@inner
def _is_letter(kind: Any) -> Any:
    return (kind == _LETTER) | (kind == _FOREIGN)


@inner
def _solid(data: U8, i: int, end: int) -> Any:
    """Where spaces and what counts as such end."""
    while i < end:
        kind = KIND[data[i]]
        if kind in (_SPACE, _DOLLAR):
            i += 1
        elif kind == _BACKSLASH and i + 1 < end and _ESCAPED[data[i + 1]]:
            i += 2
        elif kind == _BACKSLASH:
            h, after = command(data, i + 1, end)
            if h or after == i + 1:
                return i
            i = after
        else:
            return i
    return i


@inner
def _before(data: U8, begin: int, i: int) -> Any:
    """The kind of the character before, where what is only spacing is a space."""
    if i == begin:
        return _SPACE
    kind = KIND[data[i - 1]]
    if i - 1 > begin and _ESCAPED[data[i - 1]] and KIND[data[i - 2]] == _BACKSLASH:
        return _SPACE
    if kind == _LETTER:
        start = i - 1
        while start > begin and KIND[data[start - 1]] == _LETTER:
            start -= 1
        if start > begin and KIND[data[start - 1]] == _BACKSLASH:
            return kind if command(data, start, i)[0] else _SPACE
    return kind


@inner
def _is_minus(data: U8, begin: int, i: int, end: int) -> bool:
    """A hyphen stands between two letters; a mark of math mode between does not count."""
    before = _before(data, begin, i)
    if before == _DOLLAR:
        before = _before(data, begin, i - 1)
    if not _is_letter(before):
        return True
    after = i + 2 if i + 1 < end and KIND[data[i + 1]] == _DOLLAR else i + 1
    return not (after < end and _is_letter(KIND[data[after]]))


@inner
def _is_factorial(data: U8, begin: int, i: int, end: int) -> bool:
    before = _before(data, begin, i)
    if before == _DIGIT:
        return True
    after = _solid(data, i + 1, end)
    enclosed = before in (_LETTER, _CLOSE, _CURLY)
    return enclosed and after < end and _AFTER_BANG[data[after]]


@inner
def _number(data: U8, i: int, end: int) -> tuple[Any, int]:
    """The state behind a number with its points and separators, and where it ends."""
    h = BASIS
    while _digit(data, i, end) or (
        i < end and data[i] in (_POINT, _COMMA) and _digit(data, i + 1, end)
    ):
        h = step(h, data[i])
        i += 1
    return h, i


@inner
def _opens_number(data: U8, i: int, end: int) -> bool:
    i = _solid(data, i + 1, end)
    if i < end and (KIND[data[i]] == _MINUS or data[i] == _PLUS_SIGN):
        i += 1
        if i < end and KIND[data[i]] == _DOLLAR:
            i += 1
    return i < end and (KIND[data[i]] == _DIGIT or data[i] == _POINT)


@compiled
def guard(data: U8, begin: int, end: int) -> tuple[Any, Any]:
    """Hashes of what the guard of a stretch of text holds: in its order, and in any order.

    Both are 0 where it holds nothing.
    """
    ordered, unordered = np.uint64(0), np.uint64(0)
    closing = -1  # where a bracket would close behind the last number
    after = begin
    for i in _bright(data, begin, end):
        if i < after:
            continue
        kind, after, h, taken = KIND[data[i]], i + 1, BASIS, False
        if kind == _DIGIT:
            h, after = _number(data, i, end)
            closing, taken = _solid(data, after, end), True
        elif kind == _BACKSLASH:
            after = i + 2
            if not (after <= end and _ESCAPED[data[i + 1]]):
                _, after = command(data, i + 1, end)
        else:
            h = step(h, data[i])
            if kind == _MINUS:
                taken = _is_minus(data, begin, i, end)
            elif kind == _BANG:
                taken = _is_factorial(data, begin, i, end)
            elif kind == _OPEN:
                taken = _opens_number(data, i, end)
            else:
                taken = kind == _OPERATOR or i == closing
        if taken:
            h = spread(h)
            ordered = (ordered ^ h) * _TIMES
            unordered += h
    return ordered, unordered


@inner
def _bright(data: U8, begin: int, end: int) -> NDArray[np.int64]:
    """Where the bytes stand that the guard looks at; no branch depends on the text."""
    found = np.empty(end - begin + 1, np.int64)
    count = np.int64(0)
    for i in range(begin, end):
        found[count] = i
        count += _BRIGHT[data[i]]
    return found[:count]


@inner
def polar(words: U64, token: Any) -> Any:
    """What a token adds to the unordered guard: 0 unless it is among the words (a hash table)."""
    mask = np.uint64(len(words) - 1)
    at = token & mask
    while words[np.int64(at)] != 0:
        if words[np.int64(at)] == token:
            return spread(token ^ _TIMES)
        at = (at + _ONE) & mask
    return np.uint64(0)


@inner
def polarity(data: U8, begin: int, end: int, words: U64) -> Any:
    """The sum of `polar` over the tokens of a stretch of text."""
    total = np.uint64(0)
    i = begin
    while i < end:
        h = BASIS
        if KIND[data[i]] == _BACKSLASH:
            word, i = command(data, i + 1, end)
            h = word if word else BASIS
        elif not INSIDE[data[i]]:
            i += 1
            continue
        while i < end and INSIDE[data[i]]:
            h = step(h, data[i])
            i += 1
        total += polar(words, spread(h))
    return total


@compiled
def guards(data: U8, offsets: NDArray[np.int64], words: U64, out: U64) -> None:
    """The unordered guard of every row, with its polarity words."""
    for row in range(len(out)):
        _, found = guard(data, offsets[row], offsets[row + 1])
        out[row] = found + polarity(data, offsets[row], offsets[row + 1], words)
