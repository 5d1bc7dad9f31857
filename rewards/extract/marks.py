"""Marks around an answer: tags, boxes, fences, and the old phrase that runs to the end."""

from __future__ import annotations

import re
from collections import deque
from typing import NamedTuple

CUT_OFF = -1
_CASELESS = re.IGNORECASE | re.ASCII
# "I use <answer> tags" names the tag and opens none.
_TAG = re.compile(r"<(/?)answer>(?!\s{0,3}tags?\b)", _CASELESS)
# A run of backslashes is one token: an odd one escapes the brace after it, and `\\boxed` that was
# escaped once too often is still a box.
_BOX_TOKEN = re.compile(
    r"\\+(?:(?P<box>(?:boxed|fbox)(?![A-Za-z])\s{0,3}\{?)|(?P<escaped>[{}])|)|(?P<brace>[{}])"
)
# What TeX, or a hurried writer, takes for the box's content where no brace opens.
_BRACELESS = re.compile(
    r"[-+]?\d[\d,./]{0,40}(?<![,./])|[A-Za-z](?![A-Za-z])|\([^()\n]{1,60}\)"
    r"|\\(?!boxed|fbox)[A-Za-z]{1,20}(?:\s?\{[^{}\n]{0,60}\}){0,2}"
)
_FENCE_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]{0,30}")
_NO_CODE = frozenset(
    ("", "text", "txt", "plain", "plaintext", "latex", "tex", "math", "markdown", "md", "json")
)
_PHRASE = re.compile(r"\banswer\*{0,2}\s{0,3}(?:is\b\s{0,3}[:：]?|[:：])\*{0,2}", _CASELESS)


class Mark(NamedTuple):
    """An answer's place in the text: `[start, end)` inside its marks, `[opens, closes)` with them.

    `end` is CUT_OFF for a mark that never closes.
    """

    opens: int
    start: int
    end: int
    closes: int


def tags(text: str) -> list[Mark]:
    """`<answer>` tags; a tag that opens again before it closes starts anew."""
    marks: list[Mark] = []
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text):
        if not tag[1]:
            opened = tag
        elif opened:
            marks.append(Mark(opened.start(), opened.end(), tag.start(), tag.end()))
            opened = None
    return [*marks, _cut_off(opened.start(), opened.end(), text)] if opened else marks


def boxes(text: str) -> list[Mark]:
    """Top-level `\\boxed{...}` and `\\fbox{...}` with balanced braces, and `\\boxed 5`."""
    marks: list[Mark] = []
    opens = start = depth = 0
    for token in _BOX_TOKEN.finditer(text):
        brace = _brace(token)
        if depth == 0 and token["box"]:
            opens, start = token.span()
            depth = int(brace == "{")
            if not depth and (bare := _BRACELESS.match(text, start)):
                marks.append(Mark(opens, bare.start(), bare.end(), bare.end()))
        elif depth and brace == "{":
            depth += 1
        elif depth and brace == "}":
            depth -= 1
            if depth == 0:
                marks.append(Mark(opens, start, token.end() - 1, token.end()))
    return [*marks, _cut_off(opens, start, text)] if depth else marks


def _brace(token: re.Match[str]) -> str:
    """The brace that counts in a token, or nothing."""
    if token["box"]:
        return "{" if token["box"].endswith("{") else ""
    if token["escaped"]:
        # `\\{` is a line break and a brace; `\{` is a brace to be seen.
        return "" if len(token[0]) % 2 == 0 else token["escaped"]
    return token["brace"] or ""


def fences(text: str) -> list[Mark]:
    """Insides of fenced blocks, without the language."""
    return [mark for mark, _ in _blocks(text)]


def plain_fences(text: str) -> list[Mark]:
    """Fenced blocks that are no program."""
    return [mark for mark, language in _blocks(text) if language in _NO_CODE]


def without_code(text: str) -> str:
    """The text with programs in fences blanked out, every other character in its place."""
    pieces, position = [], 0
    for mark, language in _blocks(text):
        if language not in _NO_CODE:
            end = len(text) if mark.end == CUT_OFF else mark.end
            pieces += [text[position : mark.start], " " * (end - mark.start)]
            position = max(position, end)
    return "".join([*pieces, text[position:]])


def _blocks(text: str) -> list[tuple[Mark, str]]:
    """Fenced blocks and their languages; a fence may close at a line's end."""
    found: list[tuple[Mark, str]] = []
    opens = start = width = position = 0
    language = ""
    for line in text.split("\n"):
        body = line.rstrip()
        content = body.lstrip()
        ticks = len(content) - len(content.lstrip("`"))
        if not width and ticks >= 3:
            width, first = ticks, content[ticks:]
            opens, start = position, position + len(body) - len(first)
            language = ""
            if _FENCE_LANGUAGE.fullmatch(first.strip()) or not first:
                start = position + len(line) + 1
                language = first.strip().lower()
            closes = len(first) > _trailing_ticks(first) >= width
        else:
            closes = 0 < width <= _trailing_ticks(body)
        if closes:
            end = position + len(body) - _trailing_ticks(body)
            found.append((Mark(opens, start, end, position + len(body)), language))
            width = 0
        position += len(line) + 1
    return [*found, (_cut_off(opens, start, text), language)] if width else found


def phrases(text: str) -> list[Mark]:
    """From the last "answer is" or "answer:" to the end of the text."""
    last = deque(_PHRASE.finditer(text), maxlen=1)
    return [Mark(m.start(), m.end(), len(text), len(text)) for m in last]


def _trailing_ticks(text: str) -> int:
    """How many backticks end the text."""
    return len(text) - len(text.rstrip("`"))


def _cut_off(opens: int, start: int, text: str) -> Mark:
    return Mark(opens, start, CUT_OFF, len(text))
