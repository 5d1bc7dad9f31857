"""What stands around equality signs: names of values, identities, equations, contradictions."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

from . import algebra
from .agreement import agrees, contradicts, open_equality
from .claims import claimed
from .scalars import letters_of, read_scalar
from .types import (
    Answer,
    Choice,
    Equation,
    Expression,
    Named,
    Nothing,
    Number,
    Percent,
    Quantity,
    Text,
    Truth,
)
from .wordlists import DENIALS, QUANTITIES

_GREEK = (
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|chi"
    "|psi|omega|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|ell"
)
_SYMBOL = (
    rf"(?:[A-Za-z]|\\(?:{_GREEK})(?![A-Za-z]))(?: ?_ ?(?:\{{[^{{}}]*\}}|\w|\\[A-Za-z]+))?"
    r"(?:\^\*|')*"
)
_POINTS = r"[A-Z]{2,4}'*"
_SIMPLE = (
    rf"(?:{_SYMBOL}|{_POINTS}|\| ?{_POINTS} ?\||\\overline ?\{{ ?{_POINTS} ?\}}"
    rf"|m? ?\\angle ?[A-Z]{{1,3}}|\\(?:min|max|sin|cos|tan|cot) ?(?:\\angle ?)?{_SYMBOL}"
    rf"|[a-z] ?{_POINTS})"
)
_NAME = re.compile(
    rf"{_SIMPLE}|{_SIMPLE} ?[:/] ?{_SIMPLE}|\\frac ?\{{ ?{_SIMPLE} ?\}} ?\{{ ?{_SIMPLE} ?\}}"
    r"|\\text\{[A-Za-z .'-]{1,60}\}(?: ?_ ?\{?\w+\}?)?|[A-Za-z][a-z]{3,15}(?: [A-Za-z]{1,15}){0,3}"
)
_CALL = re.compile(rf"({_SYMBOL})(?: ?\^ ?\{{ ?(?:-1|\(\d\)) ?\}})? ?\(([^()=]{{1,40}})\)")
_TUPLE = re.compile(rf"\( ?{_SYMBOL}(?: ?, ?{_SYMBOL}){{1,9}} ?\)")
MAX_SIDES = 12


def read_equality(sides: list[str], read: Callable[[str], Answer]) -> Answer | None:
    """The answer that sides joined by `=` give, or None if they are no mathematics."""
    if len(sides) > MAX_SIDES or not all(sides):
        return Nothing("an equality without a side") if not all(sides) else None
    names = []
    while len(sides) > 1 and is_name(sides[0]):
        names.append(sides[0])
        sides = sides[1:]
    if not names and len(sides) == 2 and is_name(sides[1]) and not _is_prose(sides[1]):
        names, sides = [sides[1]], sides[:1]
    if not names:
        return _unnamed(sides, read)
    value = read(sides[0]) if len(sides) == 1 else _chain(sides, read)
    if value is None or isinstance(value, Nothing):
        return value
    if isinstance(value, Text) and len(names) > 1:
        return None
    if isinstance(value, Choice | Truth | Text) and any(map(_is_prose, names)):
        return Nothing("words set equal to words")
    if isinstance(value, Number | Expression) and (own := _own_equation(names, value)):
        return own
    call = _CALL.fullmatch(names[0])
    parameters = tuple(call[2].replace(" ", "").split(",")) if call else ()
    bound = all(re.fullmatch("[A-Za-z]", one) for one in parameters)
    doubtful = any(_may_be_an_answer(name) for name in names)
    tidy = tuple(_tidy(name) for name in names)
    return Named(tidy, parameters if bound else (), value, doubtful, _formula(sides))


def is_name(text: str) -> bool:
    """Whether a side only says what the other side is."""
    if text in ("e", "i", "\\pi") or DENIALS.intersection(_words(text)):
        return False
    return any(pattern.fullmatch(text) for pattern in (_NAME, _CALL, _TUPLE))


def _words(text: str) -> set[str]:
    """Words of two letters or more in lower case; runs of capitals name points."""
    return {word.lower() for word in re.findall("[A-Za-z][a-z']+", text)}


def _is_prose(name: str) -> bool:
    """Whether a name is a word and no symbol."""
    return name.startswith("\\text{") or bool(re.match("[A-Za-z][a-z]{3}", name))


def _formula(sides: list[str]) -> frozenset[str]:
    """The letters of all sides but the last, which is the value."""
    read = [read_scalar(side) for side in sides[:-1]]
    letters = [letters_of(side) for side in read if isinstance(side, Number | Expression)]
    return frozenset().union(*letters)


def _may_be_an_answer(name: str) -> bool:
    """Whether a name is a word for something else than a quantity: mitosis, east, a choice.

    Things counted, whose names end in s, names of people and what holds a word for a quantity are
    none: `apples = 5`, `Alice = 5`, `total distance = 5`.
    """
    if not _is_prose(name):
        return False
    bare = re.sub(r"\\text|[{}]|_.*", "", name).strip()
    if len(bare) == 1:
        return bare in "ABCDEFGHIJ"
    words = re.findall("[a-z]+", bare.lower())
    counted = bool(words) and words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "is"))
    return not counted and not bare[:1].isupper() and QUANTITIES.isdisjoint(words)


def _own_equation(names: list[str], value: Number | Expression) -> Equation | None:
    """The equation that one "name" states if its own letters stand in the value: sin x = x + 1."""
    if len(names) > 1 or _CALL.fullmatch(names[0]):
        return None
    left = read_scalar(names[0])
    if not isinstance(left, Expression) or not letters_of(left) & letters_of(value):
        return None
    return Equation(left, _expression(value))


def _tidy(name: str) -> str:
    return re.sub(r"_\{(\w)\}", r"_\1", name.replace(" ", "").replace("\\text", ""))


def _unnamed(sides: list[str], read: Callable[[str], Answer]) -> Answer | None:
    """Sides of which none is a name: a worked sum, an identity, an equation."""
    if len(sides) > 2:
        return _chain(sides, read)
    if all(isinstance(read(side), Quantity | Percent | Number) for side in sides):
        return _chain(sides, read)
    left, right = (read_scalar(side) for side in sides)
    if not isinstance(left, Number | Expression) or not isinstance(right, Number | Expression):
        return None
    if agrees(left, right) and not letters_of(left) | letters_of(right):
        return right
    return Equation(_expression(left), _expression(right))


def _chain(sides: list[str], read: Callable[[str], Answer]) -> Answer | None:
    """The last of several sides that claim to be equal; Nothing if the claim cannot be true."""
    values = [read(side) for side in sides]
    if any(isinstance(value, Nothing | Text) for value in values[:-1]):
        return None
    if any(contradicts(one, other) for one, other in combinations(values, 2)):
        return Nothing("an equality that does not hold")
    first = values[0]
    if len(values) > 2 and first == values[-1] and not all(agrees(first, v) for v in values[1:]):
        return Nothing("an equality that leads nowhere")
    left_open = (open_equality(one, other) for one, other in combinations(values, 2))
    return claimed(values[-1], [statement for statement in left_open if statement])


def _expression(value: Number | Expression) -> Expression:
    if isinstance(value, Expression):
        return value
    return Expression(str(value.value), algebra.constant(value.value))
