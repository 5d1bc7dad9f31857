"""Several answers without brackets: separated by commas, semicolons, `and` or `or`."""

from __future__ import annotations

import re
from collections.abc import Callable

from .split import LISTING, Mark, cut, join_thousands, marks
from .types import Answer, Group, Nothing, Text

MAX_ITEMS = 1_000
# "k \in \Z", "where n is an integer": which values a free letter takes, after the answer.
DOMAIN = re.compile(
    r"[,;]? ?(?:\( ?)?(?:\\text\{ ?(?:where|for|with|,)?[^{}]*\} ?"
    r"|where |for (?:all |any |some |every )?)?(?:[a-zA-Z] ?, ?)*[a-zA-Z] ?"
    r"(?:\\in ?\\[ZNRQC](?: ?[_^+*] ?\{?[\w+*>]*\}?)*|(?:\\text\{ ?|)(?:is |are )?(?:an |any )?"
    r"(?:integers?|real numbers?|natural numbers?)(?: ?\}|))(?: ?\))?"
)


def read_list(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """Several answers without brackets; `;`, or `or` between systems, binds weakest."""
    text = join_thousands(text)
    found = marks(text, LISTING)
    if not found:
        return None
    names = {mark.name for mark in found}
    for outer in (";", "or"):
        if outer in names and len(names - {"and"}) > 1 and (outer == ";" or _systems(text)):
            found = [mark for mark in found if mark.name == outer]
            break
    pieces = [
        (piece, mark)
        for piece, mark in zip(cut(text, found), [None, *found], strict=True)
        if piece or mark is None or mark.name not in ("and", "or")
    ]
    pieces = [(piece, mark) for piece, mark in pieces if piece or not _before_word(mark, found)]
    texts = [piece for piece, _ in pieces]
    while len(texts) > 1 and DOMAIN.fullmatch(texts[-1]):
        texts.pop()
    if len(texts) == 1 and texts[0] != text:
        return read(texts[0])
    if not all(texts) or len(texts) > MAX_ITEMS:
        return None
    items = tuple(read(piece) for piece in texts)
    if any(isinstance(item, Nothing) for item in items):
        return Nothing("an item without a value")
    if all(isinstance(item, Text) for item in items) and max(map(len, texts)) > 40:
        return None
    if len(names & {";", "or"}) and any(
        isinstance(item, Group) and item.kind == "list" for item in items
    ):
        items = tuple(_as_tuple(item) for item in items)
    return Group("list", items)


def _before_word(mark: Mark | None, found: list[Mark]) -> bool:
    """Whether an empty piece stands between a comma and the word after it: `1, and 2`."""
    return mark is not None and found.index(mark) + 1 < len(found)


def _systems(text: str) -> bool:
    """Whether an `or` joins several named values with several others."""
    return text.count("=") >= 4


def _as_tuple(item: Answer) -> Answer:
    """A list of differently named values as the tuple of the values."""
    if isinstance(item, Group) and item.kind == "list":
        return Group("tuple", item.items, "()")
    return item
