"""The number guard: what makes two texts of the same words two problems.

With one number, sign or comparison changed a problem is another problem; tools that join on words
alone remove a quarter to a half of such rows. So the guard of a text is part of every join key:
its numbers, operators and brackets around numbers. In the exact form they count in their order; for
near duplicates in any order, and together with the words below.

`guard` is the guard of one text, to read; `kernels.guarding` has the same for batches.
"""

from __future__ import annotations

import re

from .text import plain, tokens

# Words that turn a problem into another one, as numbers do.
_WORDS = (
    "min max minimum maximum minimal maximal minimize maximize smallest largest least greatest "
    "smaller larger less more fewer greater lower higher most fewest few shortest longest "
    "shorter longer even odd sum difference product quotient positive negative nonnegative "
    "nonzero prime composite increasing decreasing increase increases increased decrease "
    "decreases decreased before after first last all none no not never always every each "
    "exactly only without inside outside above below under over left right north south east "
    "west clockwise counterclockwise inclusive exclusive true false multiply divide add "
    "subtract plus minus times half twice double triple thrice quarter dozen zero one two "
    "three four five six seven eight nine ten eleven twelve ascending descending convex "
    "concave rational irrational integer leq geq neq lt gt le ge ne pm mp sin cos tan log ln "
    "monday tuesday wednesday thursday friday saturday sunday january february march april "
    "june july august september october november december median mode area perimeter volume"
)
POLARITY = frozenset(_WORDS.split())

_GUARDED = re.compile(
    r"""
      [0-9]+(?:[.,][0-9]+)*      # a number with its decimal point or its separators
    | (?<![a-z\u0080-\U0010ffff])(?<![a-z\u0080-\U0010ffff]\$)-  # a minus: no letter before it,
    | -(?!\$?[a-z\u0080-\U0010ffff])     # or none behind it (between letters it is a hyphen)
    | (?<=[0-9)\]}a-z])!(?=[\s$]*[-+*/^=<>)0-9!])   # a factorial inside an expression
    | (?<=[0-9])!                # or behind a number
    | [+*/^=<>%|]
    | [\[(](?=[\s$]*(?:[-+]\$?)?[0-9.])  # brackets around numbers: open and closed ends differ
    | (?<=[0-9])[\s$]*[\])]
    """,
    re.VERBOSE | re.ASCII,
)


def guard(text: str) -> str:
    """The numbers, operators and brackets of a text, in order, joined by single spaces."""
    return " ".join(found.strip(" \t\n\r\f\v$") for found in _GUARDED.findall(plain(text)))


def polarity(text: str) -> list[str]:
    """The words of a text that turn it into another problem, sorted."""
    return sorted(word for word in tokens(text) if word in POLARITY)
