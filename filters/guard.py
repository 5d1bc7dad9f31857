"""The number guard: what makes two texts of the same words two problems.

With one number, sign or comparison changed a problem is another problem; tools that join on words
alone remove a quarter to a half of such rows. So the guard of a text is part of every join key:
its numbers, operators and brackets around numbers, in order.
"""

from __future__ import annotations

import re

from .text import plain

_GUARDED = re.compile(
    r"""
      \d+(?:[.,]\d+)*            # a number with its decimal point or its separators
    | (?<![^\W\d_])-             # a minus: no letter stands before it,
    | -(?![^\W\d_])              # or none behind it (between letters it is a hyphen)
    | (?<=[\d)\]}a-z])!(?=\s*[-+*/^=<>)\d!])   # a factorial inside an expression
    | (?<=\d)!                   # or behind a number
    | [+*/^=<>%±≤≥≠≈√∞°|]
    | [\[(](?=\s*[-+]?[\d.∞])    # brackets around numbers: open and closed ends differ
    | (?<=[\d∞])\s*[\])]
    """,
    re.VERBOSE,
)


def guard(text: str) -> str:
    """The numbers, operators and brackets of a text, in order, joined by single spaces."""
    return " ".join(found.strip() for found in _GUARDED.findall(plain(text)))
