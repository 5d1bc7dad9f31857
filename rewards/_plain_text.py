r"""Short texts without what carries no meaning: LaTeX text commands, math signs, markup, spaces."""

from __future__ import annotations

import re
import unicodedata

# Longer answers are no short texts; the bound keeps Unicode composition cheap on hostile text.
MAX_CHARS = 2_000
_COMMAND = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt)?|math(?:rm|bf|it|sf|tt)|mbox|operatorname|left|right|displaystyle)"
    r"(?![A-Za-z])"
)
_SPACE = re.compile(r"\\(?:[,;:! ]|q?quad(?![A-Za-z]))|~")
_SIGNS = re.compile(r"\\[()\[\]]|(?<!\\)[${}]|\*\*|__|`")
_FRACTION = re.compile(r"\\[dt]frac(?![A-Za-z])")
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "\u00a0": " "}
)
_QUOTES = frozenset(('""', "''", "«»"))


def plain(text: str, case: bool = False) -> str:
    """The text in one line, composed, case-folded unless `case`, without quotes and final stop."""
    text = _SIGNS.sub(" ", _SPACE.sub(" ", _COMMAND.sub(" ", _FRACTION.sub(r"\\frac", text))))
    text = " ".join(unicodedata.normalize("NFC", text.translate(_SAME)).split())
    text = text if text.endswith("..") else text.removesuffix(".").rstrip()
    if len(text) > 2 and text[0] + text[-1] in _QUOTES:
        text = text[1:-1].strip()
    return text if case else text.casefold()


def squashed(text: str) -> str:
    """The same without any space: what two ways of setting one formula share."""
    return "".join(plain(text).split())
