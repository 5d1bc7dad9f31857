"""What encloses an answer and says nothing: fences, boxes, math signs, emphasis, a full stop."""

from __future__ import annotations

import re

from .marks import CUT_OFF, boxes, fences

# Tag around fence around box is the deepest harmless nesting seen; more is not peeled.
_MAX_PEELS = 3
_MATH_SIGNS = (("\\(", "\\)"), ("\\[", "\\]"))
_EMPHASIS = ("**", "__", "`")
_STOPS = ".。．,;:，；"
# What an answer can be made of and still say nothing.
_NO_WORDS = re.compile(
    r"\\(?:text\w{0,2}|math\w{2,4}|mbox|q?quad|displaystyle|[ ,;:!])|[{}$~?_*\s]"
)
_MAX_EMPTY = 100
_PLACEHOLDERS = frozenset(
    f"{owner}{word}{place}"
    for owner in ("", "your ", "the ", "your final ", "the final ", "final ")
    for word in ("answer", "solution", "result")
    for place in ("", " here", " goes here")
)


def unwrap(text: str) -> str:
    """Peels fences, boxes and dollar signs that enclose the whole text."""
    for _ in range(_MAX_PEELS):
        text = text.strip()
        inner = _peel(text)
        if inner is None:
            break
        text = inner
    return text.strip()


def bare(text: str) -> str:
    r"""The same, and also `\(...\)`, emphasis and the sentence's last stop: for short answers."""
    for _ in range(_MAX_PEELS):
        before = text
        text = _without_stop(_without_signs(unwrap(text)))
        if text == before:
            break
    return text


def is_placeholder(text: str) -> bool:
    """Whether the text is only dots, or the prompt's own "your answer here"."""
    if not text.strip(".… \n"):
        return True
    words = text.strip().strip("<>[]{}()*\"'` ").replace("_", " ").rstrip(".:").lower()
    return len(text) <= _MAX_EMPTY and " ".join(words.split()) in _PLACEHOLDERS


def says_nothing(text: str) -> bool:
    r"""The same for short answers, where `\text{the answer}`, `\quad`, `?` say nothing."""
    return len(text) <= _MAX_EMPTY and is_placeholder(_NO_WORDS.sub(" ", text))


def _without_signs(text: str) -> str:
    for opening, closing in (*_MATH_SIGNS, *((mark, mark) for mark in _EMPHASIS)):
        inner = text[len(opening) : -len(closing)]
        encloses = text.startswith(opening) and text.endswith(closing)
        if encloses and inner and opening not in inner and closing not in inner:
            return inner.strip()
    return text


def _without_stop(text: str) -> str:
    """Without one closing stop; three dots say that the digits go on."""
    return text[:-1].rstrip() if text[-1:] in _STOPS and not text.endswith("..") else text


def _peel(text: str) -> str | None:
    """The text without one enclosing pair of marks, or None if nothing encloses all of it."""
    if len(text) > 1 and text[0] == text[-1] == "$" and "$" not in text.strip("$"):
        return text.strip("$")
    if text.startswith("```"):
        marks = fences(text)
    elif text.startswith(("\\boxed", "\\fbox")):
        marks = boxes(text)
    else:
        return None
    if len(marks) != 1 or marks[0].end == CUT_OFF or text[marks[0].closes :].strip():
        return None
    return text[marks[0].start : marks[0].end]
