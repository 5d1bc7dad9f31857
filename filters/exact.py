"""The exact form of a question: what equal questions have in common."""

from __future__ import annotations

import hashlib

from .guard import guard
from .text import normal_form

TEXT = "text"


def join_key(match_key: str, question: str, context: str = "", guarded: bool = True) -> bytes:
    """What equal questions have in common, 16 bytes; `filters.reading` has it for batches.

    A `match_key` other than `text` is the canonical structure of the problem, and decides alone.
    """
    if match_key != TEXT:
        parts = [match_key]
    else:
        parts = [TEXT, normal_form(question), normal_form(context)]
        if guarded:
            parts += [guard(question), guard(context)]
    text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()
