"""What an answer can be. Types keep all that the text said: digits, unit, base, bracket, order.

Numbers are `fractions.Fraction`; `Form` is an exact quotient of polynomials (`algebra`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

from .algebra import Form

Status: TypeAlias = Literal["equal", "different", "undecided"]


class Result(NamedTuple):
    """What a comparison found, and which layer found it: exact, text, type or symbolic."""

    status: Status
    layer: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """An integer, a fraction or a decimal; `places` counts the digits after its point."""

    value: Fraction
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    """The number before the percent sign."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Based:
    """Digits in a stated base (2 to 36): a sign, a point, capitals, no zeros around them."""

    digits: str
    base: int


@dataclass(frozen=True, slots=True)
class Expression:
    """Anything with symbols, roots or functions: its text, and its exact form if it has one."""

    text: str
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Infinity:
    """Plus or minus infinity."""

    sign: int


Scalar: TypeAlias = Number | Expression


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with a unit: a key of `units.UNITS` with powers, or `noun:...` for things counted."""

    value: Scalar
    unit: str


@dataclass(frozen=True, slots=True)
class Interval:
    """One interval; an end is open or closed. A single point has two equal closed ends."""

    low: Scalar | Infinity
    high: Scalar | Infinity
    low_open: bool
    high_open: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A union of intervals: from brackets, an inequality or a set with a condition."""

    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides joined by order relations where they are no interval of one variable."""

    sides: tuple[Scalar, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sides of which neither merely names the other."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Group:
    """Several answers: a set in braces, a tuple in brackets, or a list without either."""

    kind: Literal["set", "tuple", "list"]
    items: tuple[Answer, ...]
    brackets: str = ""
    """`()` or `[]` for tuples, `pm` for the values of a plus-minus, else empty."""


@dataclass(frozen=True, slots=True)
class Named:
    """A value with the name, or the names, that it was given; parameters are bound."""

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    value: Answer
    doubtful: bool = False
    """The name is a word that may be an answer of its own: `mitosis = 5`."""
    formula: frozenset[str] = frozenset()
    """Letters of a formula that led to the value: r in `A = \\pi r^2 = 9\\pi`, which is not r."""


class Statement(NamedTuple):
    """Two scalars said to be equal, or to be less than `within` apart."""

    one: Scalar
    other: Scalar
    within: Fraction | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, and what else the text states of it that exact forms leave open."""

    value: Answer
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of equal length."""

    rows: tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Parts between colons, at least two."""

    parts: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as written; `half` is am, pm or empty."""

    hour: int
    minute: int
    second: int
    half: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter of a multiple choice, with the text that stood beside it."""

    letter: str
    content: Answer | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false, yes or no; `word` tells the two pairs apart."""

    value: bool
    word: Literal["true", "yes"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words, in lower case with single spaces; synonyms have one form."""

    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """A text that states no value (NaN, 1/0, 5 = 6): equal to nothing, itself included."""

    reason: str


Answer: TypeAlias = (
    Number
    | Percent
    | Based
    | Expression
    | Infinity
    | Quantity
    | Region
    | Chain
    | Equation
    | Group
    | Named
    | Claim
    | Matrix
    | Ratio
    | Clock
    | Choice
    | Truth
    | Text
    | Nothing
)
