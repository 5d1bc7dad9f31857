"""Contamination: rows that give away an item of a benchmark.

A row is compared with all items, in this order:

1. structure and parts: the same canonical structure, or a shared part of it;
2. the same words (how "text"): numbers are words, signs and LaTeX layout are not;
3. word 3-grams (how "overlap"): the share of the item's that stand in the row, or of the row's that
   stand in the item, weighted by inverse document frequency over the items, close together; 3-grams
   that many items share count for nothing. From 0.7 "contaminated"; from 0.5, and in the same
   order, "suspect". Items below 8 words must stand in the row whole, below 5 be the row;
4. solutions (how "solution"): an item's solution stands in the row's.

There is no guard here: with a number or a name changed a row still teaches the item. Only among
rows and items that both have a structure (a generated family and its own benchmark) structure
decides alone, since their texts are all alike.
"""

from __future__ import annotations

from .index import Document, Hit, How, Index
from .overlap import Match, Overlap, Rules, Verdict

__all__ = ["Document", "Hit", "How", "Index", "Match", "Overlap", "Rules", "Verdict"]
