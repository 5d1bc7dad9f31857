"""Random streams for generators: one per (family, seed, index), so that seeds share nothing."""

from __future__ import annotations

import hashlib
import random


def stream(family: str, seed: int, index: int, level: str = "") -> random.Random:
    """An independent stream for one problem.

    Seeding with `seed + index` would make neighboring seeds the same data shifted by one; here
    the whole tuple is hashed.
    """
    text = f"{family}\x1f{seed}\x1f{level}\x1f{index}"
    return random.Random(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest()))
