"""Where thinking ends and the response proper begins."""

from __future__ import annotations

import re
from collections import deque

# The marks of R1, Qwen, QwQ and their kin; of Magistral; of Kimi.
_THINK = re.compile(
    r"<(/?)(?:think(?:ing)?|thought|reasoning)>|\[(/?)THINK\]|◁(/?)think▷", re.IGNORECASE | re.ASCII
)


def final_text(response: str) -> str | None:
    """What follows the last closed think block; None while the thinking is unclosed."""
    last = deque(_THINK.finditer(response), maxlen=1)
    if not last:
        return response
    return response[last[0].end() :] if _closes(last[0]) else None


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
    return ("<think>" if last and not _closes(last) else "") + response[cut:]


def _closes(mark: re.Match[str]) -> bool:
    return any(mark.groups())
