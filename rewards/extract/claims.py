"""Answers that prose announces: "the answer is 5", "#### 5", a heading, bold, one bare line."""

from __future__ import annotations

import re
from collections import deque

from .marks import CUT_OFF, Mark, fences

_VERB = (
    r"(?:\s{1,3}(?:to|for|of)\s[^.:\n]{1,50}?)?[*_]{0,2}\s{0,3}(?:[:：=]|(?:is|are|equals?|must\s+be"
    r"|should\s+be|will\s+be|would\s+be|has\s+to\s+be|comes?\s+(?:out\s+)?to(?:\s+be)?"
    r"|turns\s+out\s+to\s+be)\b)"
)
# Nouns that open a worked solution as well ("Solution: first ...") count only with a qualifier.
_ENGLISH = (
    r"(?<![A-Za-z])(?:answers?|ans|(?:final|correct|right|best)\s+(?:result|value|solution"
    r"|option|choice)s?)" + _VERB
)
_OTHERS = (
    r"(?:答案|最终结果|结果)\*{0,2}(?:应该|应当|应|就)?(?:是|为|等于|[:：])"  # Chinese
    r"|(?:故选|应选|因此选|所以选)(?:择|项)?"
    r"|答え?\s?(?:は|[:：])"  # Japanese
    r"|\brespuestas?(?:\s+(?:correcta|final)s?)?\*{0,2}\s?(?:es\b|son\b|:)"  # Spanish
    r"|\b(?:el\s+resultado(?:\s+final)?|la\s+soluci[oó]n)\s+es\b"
    r"|\br[ée]ponses?(?:\s+(?:finale|correcte))?\*{0,2}\s?(?:est\b|sont\b|:)"  # French
    r"|\bantwort(?:en)?\*{0,2}\s?(?:ist\b|lautet\b|sind\b|:)"  # German
    r"|\b(?:das\s+ergebnis|die\s+lösung)\s+(?:ist|lautet)\b"
    r"|\bresposta(?:\s+(?:final|correta))?\*{0,2}\s?(?:é|:)"  # Portuguese
    r"|\brisposta(?:\s+(?:finale|corretta))?\*{0,2}\s?(?:è|:)"  # Italian
    r"|\bответ\*{0,2}\s?(?:[:—–-]|равен\b)"  # Russian
)
# A heading or a line of its own; what it announces stands below.
_HEADING = (
    r"^[#>*_ \t]{0,9}(?:(?:the[ ]|my[ ])?(?:final[ ]|correct[ ])?answer|(?:最终)?答案"
    r"|respuesta(?:[ ]final)?)[*_:： \t]{0,6}$"
)
_CLAIM = re.compile(
    rf"^####[ \t]|{_HEADING}|{_ENGLISH}|{_OTHERS}",
    re.IGNORECASE | re.MULTILINE,
)
# Looked for where nothing says "answer": the last of them is often a step on the way.
_WEAK_CLAIM = re.compile(
    r"\b(?:result|solution|option|choice)s?\*{0,2}\s{1,3}(?:is|are)\b", re.IGNORECASE
)
_FILLER = re.compile(
    r"(?:[\s*_:：]|(?:indeed|then|therefore|thus|hence|simply|just|exactly|clearly|also"
    r"|as\sfollows)\b){0,12}",
    re.IGNORECASE,
)
# What is said of an answer that stands elsewhere.
_NO_VALUE = re.compile(
    r"(?:correct|right|helpful|clear|verified|confirmed|written|given|shown|stated|above|below"
    r"|found|in"
    r"|as|obtained|consistent|reasonable|unique|valid|based)\b",
    re.IGNORECASE,
)
_DISPLAY = re.compile(r"\$\$[^$]{1,2000}\$\$|\\\[[\s\S]{1,2000}?\\\]|\$[^$\n]{1,500}\$")
_SENTENCE_END = re.compile(
    r"\n|[。！]|(?<!\bDr)(?<!\bMr)(?<!\bMrs)(?<!\bSt)(?<!\be\.g)(?<!\bi\.e)"
    r"[.!](?=[*_\"')\]]{0,3}(?:\s|$))"
)
# The reason that follows an answer in the same sentence.
_REASON = re.compile(
    r"[,;]?\s(?:since|because|as|which|where|when|so|given|obtained|assuming|by)\s|\s[–—]\s"
)
_BOLD = re.compile(r"\*\*([^*\n]{1,300})\*\*")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
# An announcement farther from the end than this is a step on the way.
_NEAR_END = 50_000
# Looked at from the end, until one announces something.
_MAX_CLAIMS = 8
_MAX_LINE_CHARS = 100
_MAX_LINE_WORDS = 12


def claims(text: str) -> list[Mark]:
    """What the last announcement announces, up to the end of its sentence."""
    from_ = max(0, len(text) - _NEAR_END)
    for pattern in (_CLAIM, _WEAK_CLAIM):
        for claim in reversed(deque(pattern.finditer(text, from_), maxlen=_MAX_CLAIMS)):
            mark = _announced(text, claim)
            if mark:
                return [mark]
    return []


def bold(text: str) -> list[Mark]:
    """Bold words of the last paragraph, unless they head something ("**Step 1:**")."""
    stripped = text.rstrip()
    start = deque((m.end() for m in _PARAGRAPHS.finditer(stripped)), maxlen=1)
    found = _BOLD.finditer(stripped, start[0] if start else 0)
    return [Mark(m.start(), *m.span(1), m.end()) for m in found if not m[1].endswith((":", "："))]


def only_line(text: str) -> list[Mark]:
    """The whole text, if it is one short line that asks nothing and marks nothing."""
    line = text.strip()
    if not line or len(line) > _MAX_LINE_CHARS or "\n" in line or line.endswith("?"):
        return []
    if "boxed" in line or "<answer>" in line:
        return []
    start = text.index(line)
    end = start + len(line)
    return [Mark(start, start, end, end)] if len(line.split()) <= _MAX_LINE_WORDS else []


def _announced(text: str, claim: re.Match[str]) -> Mark | None:
    """The value after an announcement, on its line or in the block below; None if it has none.

    An announcement that breaks off is a mark that is cut off.
    """
    filler = _FILLER.match(text, claim.end())
    start = filler.end() if filler else claim.end()
    if claim[0].startswith("####") and _PARAGRAPHS.search(text.rstrip(), start):
        return None  # a heading of level four, with its section below
    if _NO_VALUE.match(text, start):
        return None
    if text.startswith("```", start):
        block = fences(text[start:])[0]
        end = CUT_OFF if block.end == CUT_OFF else start + block.end
        return Mark(claim.start(), start + block.start, end, start + block.closes)
    display = _DISPLAY.match(text, start)
    end = _end(text, display.end() if display else start)
    value = text[start:end].rstrip(" \t*_")
    if not value.strip("$."):
        return Mark(claim.start(), start, CUT_OFF, len(text))
    return Mark(claim.start(), start, start + len(value), end)


def _end(text: str, start: int) -> int:
    """Where the value that begins before `start` ends: its sentence, or the reason given for it."""
    stop = _SENTENCE_END.search(text, start)
    end = stop.start() if stop else len(text)
    reason = _REASON.search(text, start, end)
    return reason.start() if reason else end
