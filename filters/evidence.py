"""What shows that two texts are alike: where they differ."""

from __future__ import annotations

import re

_WORD = re.compile(r"\S+")
_MOST = 160


def differing(one: str, other: str) -> tuple[str, str]:
    """The part of each text between the words that both begin and end with, cut to 160 characters.

    Case and spacing do not count; two empty texts say that nothing else differs.
    """
    first, second = (list(_WORD.finditer(text)) for text in (one, other))
    words = [[match[0].lower() for match in found] for found in (first, second)]
    most = min(map(len, words))
    head = next((k for k in range(most) if words[0][k] != words[1][k]), most)
    rest = range(most - head)
    tail = next((k for k in rest if words[0][-1 - k] != words[1][-1 - k]), most - head)
    return _between(one, first, head, tail), _between(other, second, head, tail)


def _between(text: str, words: list[re.Match[str]], head: int, tail: int) -> str:
    inner = words[head : len(words) - tail]
    part = text[inner[0].start() : inner[-1].end()] if inner else ""
    return part if len(part) <= _MOST else f"{part[: _MOST - 1]}…"
