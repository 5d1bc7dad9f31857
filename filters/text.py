"""The strict normal form of a text: what two questions share when they are the same question.

Case of A-Z, spacing, Unicode variants, quotes, math-mode marks and LaTeX spacing do not count.
Numbers and words do. Signs, operators, decimal points and interval brackets vanish with the
punctuation here and live in `filters.guard`, which belongs into every key that is built from a
normal form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TOKEN = re.compile("[a-z0-9_\u0080-\U0010ffff]+")
_LATEX_SPACING = re.compile(
    r"\\(?:left|right|displaystyle|textstyle|quad|qquad)(?![A-Za-z])|\\[!,;: ]|\\[()\[\]]|~"
)
_LATEX_FRACTION = re.compile(r"\\[dt]frac(?![A-Za-z])")
_SUPERSCRIPTS = str.maketrans({s: f"^{d}" for d, s in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
_LOWER = str.maketrans({chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})
# Unicode spellings of what the guard looks at, and of what has a name in LaTeX.
_SIGNS = str.maketrans(
    {
        "−": "-", "‐": "-", "–": "-", "—": "-", "×": "*", "·": "*", "÷": "/", "⁄": "/",
        "‘": "'", "’": "'", "′": "'", "“": '"', "”": '"', "\u200b": "", "\ufeff": "", "\xad": "",
        "≤": " leq ", "≥": " geq ", "≠": " neq ", "≈": " approx ", "±": " pm ", "√": " sqrt ",
        "∞": " infty ", "°": "^circ ", "π": " pi ",
    }
)  # fmt: skip


def spelling(text: str) -> str:
    """The text with one character for one thing; case stays, and no LaTeX is looked at."""
    # Superscripts first: NFKC would turn x² into x2, another expression.
    text = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS))
    return text.translate(_SIGNS)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower-cased text with one spelling for every sign: the common ground of form and guard."""
    text = _LATEX_FRACTION.sub(r"\\frac", spelling(text).translate(_LOWER))
    return _LATEX_SPACING.sub(" ", text)


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in order."""
    return _TOKEN.findall(plain(text))


def normal_form(text: str) -> str:
    """The tokens of a text, joined by single spaces."""
    return " ".join(tokens(text))
