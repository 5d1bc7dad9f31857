"""Text to typed answer: which reader is asked, in which order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import product

from . import algebra
from .agreement import is_rounding
from .claims import claimed
from .intervals import read_inequality, read_region, region_of
from .lists import DOMAIN, MAX_ITEMS, read_list
from .matrices import read_matrix
from .names import read_equality
from .normalize import normalize, plain
from .numbers import read_fast, read_number
from .quantities import read_compound, read_quantity
from .scalars import read_scalar
from .split import (
    EQUALITY,
    MEMBER,
    ORDER,
    cut,
    is_balanced,
    marks,
    without_shells,
)
from .types import (
    Answer,
    Choice,
    Expression,
    Group,
    Infinity,
    Named,
    Nothing,
    Number,
    Ratio,
    Region,
    Statement,
    Text,
)
from .words import read_text, read_words

# No answer to a problem is longer; what is, is runaway text and equal to nothing.
MAX_CHARS = 20_000
MAX_DEPTH = 6
_MAX_SIGNS = 4
_CACHED_CHARS = 400
_LEAD_IN = re.compile(
    r"(?:\\text\{ ?)?(?:the |my |our )?"
    r"(?:final |correct )?(?:answer|result|solution|value)s?(?: is| are)?"
    r"(?: ?[:=] ?| )(?:\} ?)?|(?:it is|we (?:get|have)|so|thus|hence)[,:]? (?=[\d\\-])|= ?(?!=)"
    r"|\\(?:implies|Rightarrow) ?",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"\$?[A-Za-z\\][^=]{0,60}=[^=]+")
_UPPER, _LOWER = re.compile(r"\\pm(?![A-Za-z])"), re.compile(r"\\mp(?![A-Za-z])")
_OPEN_LOW = re.compile(r"(^|(?:=|\\in|\\cup) ?)\]")
_OPEN_HIGH = re.compile(r"\[(?=$| ?\\cup)")
_PAIRS = {"\\{": "\\}", "(": ")", "[": "]", "\\langle": "\\rangle", "{": "}"}


def parse_answer(text: str) -> Answer:
    """The typed answer of a text; never raises. What states no value is `Nothing`."""
    stripped = text.strip()
    fast = read_fast(stripped)
    if fast is not None:
        return fast
    if len(stripped) > MAX_CHARS:
        return Nothing("longer than any answer")
    return _cached(stripped) if len(stripped) <= _CACHED_CHARS else _parse(stripped)


@lru_cache(maxsize=4096)
def _cached(text: str) -> Answer:
    return _parse(text)


def _parse(text: str) -> Answer:
    try:
        return _read(without_shells(_turned(_without_lead_in(normalize(_joined(text))))), 0)
    except algebra.UndefinedError as error:
        return Nothing(str(error))
    except (algebra.TooLargeError, RecursionError, ValueError) as error:
        return Nothing(f"unreadable: {error}")


def _joined(text: str) -> str:
    """Lines that each state an equality as a list: `x = 1` above `y = 2` is no product `1y`."""
    lines = text.splitlines() if "\n" in text and "\\begin" not in text else []
    lines = [line.strip().rstrip(",;") for line in lines if line.strip()]
    if len(lines) < 2 or not all(_STATEMENT.match(line) for line in lines):
        return text
    return ", ".join(lines)


def _turned(text: str) -> str:
    """Intervals in the notation ]a,b[ with parentheses for their open ends."""
    if "[" not in text and "]" not in text:
        return text
    return _OPEN_HIGH.sub(")", _OPEN_LOW.sub(r"\1(", text))


def _without_lead_in(text: str) -> str:
    found = _LEAD_IN.match(text)
    return text[found.end() :].strip() if found and found.end() < len(text) else text


def _read(text: str, depth: int) -> Answer:
    """The typed answer of a normalized text."""
    text = text.strip()
    if not text or not any(char.isalnum() or char in "\\{" for char in text):
        return Nothing("no value")
    if depth > MAX_DEPTH:
        return Nothing("nested too deep")
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        return Nothing("control characters")

    def inner(part: str) -> Answer:
        return _read(part, depth + 1)

    if not is_balanced(text):
        found = read_words(text, inner)
        return found if isinstance(found, Choice) else Nothing("brackets that do not match")

    for reader in _READERS:
        found = reader(text, inner)
        if found is not None:
            return found
    return read_text(text)


Reader = Callable[[str, Callable[[str], Answer]], "Answer | None"]


def _words(text: str, read: Callable[[str], Answer]) -> Answer | None:
    return read_words(text, read)


def _number(text: str, read: Callable[[str], Answer]) -> Answer | None:
    return read_number(plain(text))


def _approximate(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """`a \\approx b` is a, if b is a rounding of it; `\\approx b` is b."""
    found = marks(text, frozenset(("\\approx",)))
    if not found or len(found) > 3:
        return None
    sides = cut(text, found)
    if not sides[0]:
        return read(sides[1]) if len(sides) == 2 else None
    exact = read(sides[0])
    value = exact.value if isinstance(exact, Named) else exact
    near = [is_rounding(value, read(side)) for side in sides[1:]]
    if not all(near):
        return Nothing("an approximation that is off")
    return claimed(exact, [each for each in near if isinstance(each, Statement)])


def _relation(text: str, read: Callable[[str], Answer]) -> Answer | None:
    if not any(mark.name != "=" for mark in marks(text, ORDER)):
        return None
    return read_inequality(text)


def _compound(text: str, read: Callable[[str], Answer]) -> Answer | None:
    return read_compound(text) if text[0].isdigit() else None


def _member(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """`x \\in S` is S, named x; a group in braces is then a set."""
    found = marks(text, MEMBER)
    if len(found) != 1:
        return None
    name, members = cut(text, found)
    if not re.fullmatch(r"\\?[A-Za-z]+(?: ?_ ?(?:\{[^{}]*\}|\w))?", name) or not members:
        return None
    return Named((name,), (), read(members))


def _equality(text: str, read: Callable[[str], Answer]) -> Answer | None:
    found = marks(text, EQUALITY)
    return read_equality(cut(text, found), read) if found else None


def _region(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """Regions that are not just two ends in brackets of one kind or a set of values."""
    found = read_region(text)
    if found is None or (_bracketed(text) and not _conditional(text)):
        return None
    return found


def _conditional(text: str) -> bool:
    return any(sign in text for sign in ("|", "\\mid", ":")) and text.startswith("\\{")


def _bracketed(text: str) -> tuple[str, str] | None:
    """The opening bracket and what stands inside if one pair of one kind encloses the text."""
    for opening, closing in _PAIRS.items():
        if text.startswith(opening) and text.endswith(closing):
            inside = text[len(opening) : -len(closing)]
            return (opening, inside.strip()) if is_balanced(inside) else None
    return None


def _group(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """Sets, tuples and lists in brackets; brackets around one answer only group it."""
    found = _bracketed(text)
    if found is None:
        return None
    opening, inside = found
    if not inside:
        return Group("set", ()) if opening == "\\{" else None
    commas = marks(inside, frozenset(",;"))
    if not commas:
        inner = read(inside)
        if opening == "\\{" and not isinstance(inner, Region | Nothing | Text):
            return inner if _is_spread(inner) else Group("set", (inner,))
        return inner if opening in ("{", "(") and not isinstance(inner, Text) else None
    pieces = cut(inside, commas)
    if not all(pieces) or len(pieces) > MAX_ITEMS:
        return None
    items = tuple(read(piece) for piece in pieces)
    if any(isinstance(item, Nothing) for item in items):
        return Nothing("an item without a value")
    if opening in ("\\{", "{"):
        return Group("set", items)
    group = Group("tuple", items, "[]" if opening == "[" else "()")
    endless = any(isinstance(item, Infinity) for item in items)
    return (region_of(group) if endless else None) or _expanded(group)


def _expanded(group: Group) -> Group:
    """A tuple with plus-minus in it stands for all its combinations."""
    signs = [item for item in group.items if _is_spread(item)]
    if not signs or len(signs) > _MAX_SIGNS:
        return group
    choices = [
        item.items if isinstance(item, Group) and _is_spread(item) else (item,)
        for item in group.items
    ]
    tuples = (Group("tuple", items, group.brackets) for items in product(*choices))
    return Group("set", tuple(tuples), "pm")


def _is_spread(answer: Answer) -> bool:
    """Whether an answer is the values of a plus-minus."""
    return isinstance(answer, Group) and answer.brackets == "pm"


def _plus_minus(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """Both values of an expression with plus-minus; its signs go together."""
    if not _UPPER.search(text) and not _LOWER.search(text):
        return None
    both = []
    for upper, lower in (("+", "-"), ("-", "+")):
        value = read(_LOWER.sub(lower, _UPPER.sub(upper, text)))
        both.append(value)
    if any(isinstance(value, Nothing | Text | Group) for value in both):
        return None
    return Group("set", tuple(both), "pm")


def _ratio(text: str, read: Callable[[str], Answer]) -> Answer | None:
    colons = marks(text, frozenset(":"))
    if not colons or len(colons) > 8:
        return None
    parts = [read_scalar(part) for part in cut(text, colons)]
    kept = tuple(part for part in parts if isinstance(part, Number | Expression))
    if all(isinstance(part, Number) and not part.value for part in kept):
        return Nothing("0:0 is no ratio")
    return Ratio(kept) if len(kept) == len(parts) else None


def _matrix(text: str, read: Callable[[str], Answer]) -> Answer | None:
    return read_matrix(text) if "\\begin" in text else None


def _quantity(text: str, read: Callable[[str], Answer]) -> Answer | None:
    return read_quantity(text)


def _scalar(text: str, read: Callable[[str], Answer]) -> Answer | None:
    return read_scalar(text)


def _qualified(text: str, read: Callable[[str], Answer]) -> Answer | None:
    """An expression whose free integer is described after it."""
    found = re.search(DOMAIN.pattern + r"$", text)
    if (
        found is None
        or not found.start()
        or not found[0].lstrip()[:1].strip("abcdefghijklmnopqrstuvwxyz")
    ):
        return None
    value = read(text[: found.start()])
    return None if isinstance(value, Text | Nothing | Infinity) else value


_READERS: tuple[Reader, ...] = (
    _words,
    _number,
    _approximate,
    _relation,
    _compound,
    read_list,
    _member,
    _equality,
    _matrix,
    _region,
    _group,
    _ratio,
    _plus_minus,
    _quantity,
    _scalar,
    _qualified,
)
