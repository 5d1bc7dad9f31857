"""The final answer in a response, found in linear time and never guessed.

Order: the last `<answer>` tag, else the last top-level box, else the last fenced block, else what
follows the last "answer is" or "answer:". The first of these that occurs at all decides; if its
last occurrence is empty, cut off, a placeholder or one half of an "or", there is no answer.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and end of an answer in the text; the end is CUT_OFF if it never closes."""

CUT_OFF = -1
_ASCII_CASELESS = re.IGNORECASE | re.ASCII
_THINK = re.compile(r"<(/?)think(?:ing)?>", _ASCII_CASELESS)
_TAG = re.compile(r"<(/?)answer>", _ASCII_CASELESS)
# An escaped brace or backslash is one token, so that `\{` never counts as a brace.
_BOX_TOKEN = re.compile(r"(\\(?:boxed|fbox)\s{0,3}\{)|\\[\s\S]|[{}]")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
_FENCE_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]{0,30}")
_PHRASE = re.compile(r"\banswer\*{0,2}\s{0,3}(?:is\b\s{0,3}[:：]?|[:：])\*{0,2}", _ASCII_CASELESS)
# What may stand around the "or" between two marked answers: the marks, math signs, punctuation.
_HEDGE_MARKS = re.compile(r"</?answer>|\\(?:boxed|fbox|text)|[{}$*,;`\s]")
_MAX_HEDGE_GAP = 60
_PLACEHOLDERS = frozenset(
    f"{owner}{word}{place}"
    for owner in ("", "your ", "the ", "your final ", "the final ", "final ")
    for word in ("answer", "solution", "result")
    for place in ("", " here", " goes here")
)
# Tag around fence around box is the deepest harmless nesting seen; more is not peeled.
_MAX_PEELS = 3


class Extraction(NamedTuple):
    """An answer's text, stripped, and how it was marked: tag, box, fence or phrase."""

    text: str
    how: str


def extract_answer(response: str) -> Extraction | None:
    """The answer to which the response commits itself, or None."""
    text = final_text(response)
    if text is None:
        return None
    for how, find in _FINDERS:
        spans = find(text)
        if spans:
            return _settle(text, spans, how)
    return None


def closing_paragraph(response: str) -> str | None:
    """The last paragraph of a response that marks no answer in any way, else None.

    For rewards whose answers are whole clauses: one may end a response without any mark. What a
    mark announces and does not give (an empty tag, a box cut off) is not looked for elsewhere.
    """
    text = final_text(response)
    if text is None or any(find(text) for _, find in _FINDERS):
        return None
    return _PARAGRAPHS.split(text.strip())[-1]


def final_text(response: str) -> str | None:
    """What follows the last closed think block; None while the thinking is unclosed."""
    last = _last(_THINK, response)
    if last is None:
        return response
    return response[last.end() :] if last[1] else None


def clip_response(response: str, limit: int) -> str:
    """The last `limit` characters, marked as unclosed thinking if the cut fell into thinking."""
    cut = len(response) - limit
    if cut <= 0:
        return response
    last = None
    for mark in _THINK.finditer(response):
        if mark.start() >= cut:
            break
        last = mark
    return ("<think>" if last and not last[1] else "") + response[cut:]


def unwrap(text: str) -> str:
    """Peels fences, boxes and dollar signs that enclose the whole text."""
    for _ in range(_MAX_PEELS):
        text = text.strip()
        inner = _peel(text)
        if inner is None:
            break
        text = inner
    return text.strip()


def is_placeholder(text: str) -> bool:
    """Whether the text is only dots, or the prompt's own "your answer here"."""
    bare = text.strip().strip("<>[]{}()*\"'` ").replace("_", " ").rstrip(".:").lower()
    return not text.strip(".… \n") or " ".join(bare.split()) in _PLACEHOLDERS


def _settle(text: str, spans: list[Span], how: str) -> Extraction | None:
    """The last span as an answer, unless it commits the response to nothing."""
    start, end = spans[-1]
    if end == CUT_OFF or _is_hedge(text, spans):
        return None
    answer = unwrap(text[start:end])
    return None if is_placeholder(answer) else Extraction(answer, how)


def _is_hedge(text: str, spans: list[Span]) -> bool:
    """Whether the last two answers differ and only an "or" stands between them."""
    if len(spans) < 2:
        return False
    (start, end), (last_start, last_end) = spans[-2:]
    if last_start - end > _MAX_HEDGE_GAP:
        return False
    gap = _HEDGE_MARKS.sub("", text[end:last_start].lower())
    return gap == "or" and text[start:end].strip() != text[last_start:last_end].strip()


def _peel(text: str) -> str | None:
    """The text without one enclosing pair of marks, or None if nothing encloses all of it."""
    if len(text) > 1 and text[0] == text[-1] == "$" and "$" not in text.strip("$"):
        return text.strip("$")
    if text.startswith("```"):
        spans = _fences(text)
    elif text.startswith(("\\boxed", "\\fbox")):
        spans = _boxes(text)
    else:
        return None
    if len(spans) != 1 or spans[0][1] == CUT_OFF:
        return None
    start, end = spans[0]
    encloses = text[end:] == "}" or not text[end:].strip("`")
    return text[start:end] if encloses else None


def _tags(text: str) -> list[Span]:
    """Spans of `<answer>` tags; a tag that opens again before it closes starts anew."""
    spans: list[Span] = []
    start = CUT_OFF
    for mark in _TAG.finditer(text):
        if not mark[1]:
            start = mark.end()
        elif start != CUT_OFF:
            spans.append((start, mark.start()))
            start = CUT_OFF
    return spans if start == CUT_OFF else [*spans, (start, CUT_OFF)]


def _boxes(text: str) -> list[Span]:
    """Spans of top-level balanced `\\boxed{...}` and `\\fbox{...}`."""
    spans: list[Span] = []
    start = depth = 0
    for token in _BOX_TOKEN.finditer(text):
        if depth == 0 and token[1]:
            start, depth = token.end(), 1
        elif depth and (token[1] or token[0] == "{"):
            depth += 1
        elif depth and token[0] == "}":
            depth -= 1
            if depth == 0:
                spans.append((start, token.start()))
    return [*spans, (start, CUT_OFF)] if depth else spans


def _fences(text: str) -> list[Span]:
    """Spans inside of fenced blocks, without the language; a fence may close at a line's end."""
    spans: list[Span] = []
    start = width = position = 0
    for line in text.split("\n"):
        body = line.rstrip()
        content = body.lstrip()
        ticks = len(content) - len(content.lstrip("`"))
        if not width and ticks >= 3:
            width, first = ticks, content[ticks:]
            start = position + len(body) - len(first)
            if _FENCE_LANGUAGE.fullmatch(first.strip()) or not first:
                start = position + len(line) + 1
            closes = len(first) > _trailing_ticks(first) >= width
        else:
            closes = 0 < width <= _trailing_ticks(body)
        if closes:
            spans.append((start, position + len(body) - _trailing_ticks(body)))
            width = 0
        position += len(line) + 1
    return [*spans, (start, CUT_OFF)] if width else spans


def _trailing_ticks(text: str) -> int:
    """How many backticks end the text."""
    return len(text) - len(text.rstrip("`"))


def _phrases(text: str) -> list[Span]:
    """From the last "answer is" or "answer:" to the end of the text."""
    last = _last(_PHRASE, text)
    return [(last.end(), len(text))] if last else []


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match, in one pass."""
    marks = deque(pattern.finditer(text), maxlen=1)
    return marks[0] if marks else None


_FINDERS: tuple[tuple[str, Callable[[str], list[Span]]], ...] = (
    ("tag", _tags),
    ("box", _boxes),
    ("fence", _fences),
    ("phrase", _phrases),
)
