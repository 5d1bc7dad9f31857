"""Tables as Markdown, the form in which a prompt shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPACES = re.compile(r"\s+")
# With more cells a prompt is longer than 4,096 tokens: some 2.5 tokens a cell, bars included.
MAX_CELLS = 1_500


def markdown(rows: Sequence[Sequence[str]], title: str = "") -> str:
    """The rows, the first as header; a title above. Bars in cells are escaped, lines joined."""
    width = max(map(len, rows))
    lines = [_line([*row, *[""] * (width - len(row))]) for row in rows]
    lines.insert(1, "|" + "---|" * width)
    return (f"{title}\n\n" if title else "") + "\n".join(lines)


def cells(rows: Sequence[Sequence[str]]) -> int:
    """How many cells a table has."""
    return sum(map(len, rows))


def _line(row: Sequence[str]) -> str:
    return (
        "| " + " | ".join(_SPACES.sub(" ", cell).strip().replace("|", r"\|") for cell in row) + " |"
    )
