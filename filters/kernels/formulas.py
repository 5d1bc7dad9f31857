"""LaTeX in place: what only moves ink, or stands for a sign, becomes spaces; no text gets longer.

`\\dfrac{a}{b}` and `a/b` have the same words then, as have `\\left( x_{1} \\right)` and `(x_1)`,
`3 \\cdot 4` and `3 × 4`. Every character stays where it is, so spans hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inlined
from .lexing import I64, U8, U64

# What becomes of a command: nothing, spaces, spaces for its {argument} too, spaces with a look at
# the digits behind it, or the one word that its sign has in `filters.text.spelling`.
_KEEP, _BLANK, _WITH_ARGUMENT, _FRACTION, _LEQ, _GEQ, _NEQ = range(7)
_BLANKS = (
    "left right middle big bigg bigl bigr biggl biggr bigm biggm displaystyle textstyle",
    "scriptstyle limits nolimits quad qquad enspace thinspace noindent newline par hfill hline",
    "text textbf textit textrm textsf texttt textup textnormal emph underline mbox hbox fbox boxed",
    "mathrm mathbf mathit mathsf mathtt mathbb mathcal mathscr mathfrak boldsymbol bm rm bf it",
    "operatorname overline bar overrightarrow vec hat widehat widetilde tilde overarc wideparen",
    "cdot times div ast star bullet cdots ldots dots dotsc dotsb vdots ddots",
    "to rightarrow longrightarrow implies iff leftrightarrow mapsto colon mid vert parallel perp",
    "lbrace rbrace langle rangle lfloor rfloor lceil rceil lvert rvert",
    "prime angle triangle square sim cong equiv",
)
_ARGUMENTS = ("begin end hspace vspace label color textcolor phantom hphantom vphantom",)
_PRIME = np.uint64(0x100000001B3)
_BASIS = np.uint64(0xCBF29CE484222325)
_SLOTS = 1024
_MASK = np.uint64(_SLOTS - 1)
_LONGEST_ARGUMENT = 40
_BACKSLASH, _SPACE, _SCORE = (np.uint8(ord(c)) for c in "\\ _")
_OPEN, _CLOSE, _ZERO, _NINE = (np.uint8(ord(c)) for c in "{}09")
# In UTF-8 the first bytes of U+0380 to U+03FF.
_GREEK, _GREEK_LAST = np.uint8(0xCE), np.uint8(0xCF)
# The first bytes of U+2000 to U+9FFF, and the second byte from U+2180 on.
_SIGNS, _IDEOGRAPHS, _ARROWS = np.uint8(0xE2), np.uint8(0xE9), np.uint8(0x86)
_A, _Z, _CASE = np.uint8(ord("a")), np.uint8(ord("z")), np.uint8(0x20)


def _table() -> tuple[U64, U8]:
    """Command names by hash, at or behind their slot, and what becomes of each."""
    kinds = dict.fromkeys(" ".join(_BLANKS).split(), _BLANK)
    kinds |= dict.fromkeys(" ".join(_ARGUMENTS).split(), _WITH_ARGUMENT)
    kinds |= dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _FRACTION)
    kinds |= {"le": _LEQ, "leq": _LEQ, "leqslant": _LEQ, "ge": _GEQ, "geq": _GEQ, "geqslant": _GEQ}
    kinds |= {"ne": _NEQ, "neq": _NEQ}
    names, found = np.zeros(_SLOTS, np.uint64), np.zeros(_SLOTS, np.uint8)
    for name, kind in kinds.items():
        value = int(_BASIS)
        for byte in name.encode():
            value = ((value ^ byte) * int(_PRIME)) % 2**64
        slot = value % _SLOTS
        while names[slot]:
            slot = (slot + 1) % _SLOTS
        names[slot], found[slot] = value, kind
    return names, found


_NAMES, _KINDS = _table()


@compiled
def has_signs(data: U8, offsets: I64) -> NDArray[np.bool_]:
    """Which rows hold a Greek letter, or one of U+2180 to U+9FFF: signs, kana, ideographs."""
    found = np.zeros(len(offsets) - 1, np.bool_)
    for row in range(len(offsets) - 1):
        for i in range(offsets[row], offsets[row + 1]):
            if _GREEK <= data[i] <= _GREEK_LAST:
                found[row] = True
            elif _SIGNS <= data[i] <= _IDEOGRAPHS:
                found[row] |= data[i] > _SIGNS or data[i + 1] >= _ARROWS
    return found


@compiled
def settle(data: U8, offsets: I64) -> None:
    """Rewrite all rows in place; `_` becomes a space too: x_1 and x_{1} are the same."""
    for row in range(len(offsets) - 1):
        i, end = offsets[row], offsets[row + 1]
        while i < end:
            if data[i] == _BACKSLASH:
                i = _settle_command(data, i, end)
            else:
                if data[i] == _SCORE:
                    data[i] = _SPACE
                i += 1


@compiled
def _settle_command(data: U8, at: int, end: int) -> int:
    """Rewrite the command whose backslash stands here; returns where to go on."""
    h = _BASIS
    i = at + 1
    while i < end:
        c = data[i] | _CASE
        if c < _A or c > _Z:
            break
        h = (h ^ np.uint64(c)) * _PRIME
        i += 1
    kind = _kind(h)
    if kind == _KEEP:
        return i
    _blank(data, at, i)
    if kind == _WITH_ARGUMENT and i < end and data[i] == _OPEN:
        close = i
        while close < min(end, i + _LONGEST_ARGUMENT) and data[close] != _CLOSE:
            close += 1
        if close < end and data[close] == _CLOSE:
            _blank(data, i, close)
            i = close
    elif kind == _FRACTION and i + 1 < end and _is_digit(data[i]) and _is_digit(data[i + 1]):
        # \frac12 is 1 over 2: the first digit moves away from the second.
        data[i - 2] = data[i]
        data[i] = _SPACE
    elif kind >= _LEQ:
        data[at] = np.uint8(ord("l" if kind == _LEQ else "g" if kind == _GEQ else "n"))
        data[at + 1] = np.uint8(ord("e"))
        data[at + 2] = np.uint8(ord("q"))
    return i


@inlined
def _blank(data: U8, begin: int, end: int) -> None:
    for i in range(begin, end):
        data[i] = _SPACE


@inlined
def _is_digit(byte: Any) -> bool:
    return bool(_ZERO <= byte <= _NINE)


@inlined
def _kind(h: Any) -> Any:
    slot = np.int64(h & _MASK)
    while _NAMES[slot] != 0:
        if _NAMES[slot] == h:
            return _KINDS[slot]
        slot = (slot + 1) & (_SLOTS - 1)
    return np.uint8(_KEEP)
