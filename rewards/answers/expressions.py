"""LaTeX or plain mathematics as an exact `Form`: a bounded recursive-descent parser.

Reads numbers, symbols, + - * / ^, fractions, roots, factorials, binomials, absolute values and
functions; what it does not read (integrals, sums, relations) raises `UnreadableError`. A number
after a number is no product, `3\\frac{1}{2}` is a mixed number, `a/bc` is (a/b)c.
"""

from __future__ import annotations

import re
from fractions import Fraction

from . import algebra, figures
from .algebra import Form
from .functions import (
    MAX_DIGITS,
    UnreadableError,
    binomial,
    factorial,
    raise_to,
    read_decimal,
    rounded,
)
from .normalize import FUNCTIONS
from .wordlists import GREEK

MAX_CHARS = 3_000
MAX_DEPTH = 40

_APPLIED = frozenset("fghFG")
_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w.])|\d+(?:\.\d+)?|\.\d+)"
    rf"|({figures.TOKEN}|\\[A-Za-z]+|\\[{{}}|])|([A-Za-z])|(\S))"
)
_INVERSE = {name: f"arc{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc")}
_CLOSING = {"(": ")", "[": "]", "{": "}", "\\{": "\\}"}

DEGREE = algebra.divide(algebra.symbol("pi"), algebra.constant(180))


def read_form(text: str) -> Form:
    """The exact form of a normalized text.

    Raises UnreadableError, or TooLargeError and UndefinedError of `algebra`.
    """
    if len(text) > MAX_CHARS:
        raise UnreadableError("too long")
    parser = _Parser(["".join(groups) for groups in _TOKEN.findall(text)])
    form = parser.sum()
    if parser.peek() is not None:
        raise UnreadableError(f"unexpected {parser.peek()!r}")
    return form


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._bars = 0

    def peek(self, ahead: int = 0) -> str | None:
        """The token that comes, or None at the end."""
        place = self._next + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def sum(self) -> Form:
        """Terms joined by plus and minus."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableError("nested too deep")
        total = self._term()
        while (sign := self.peek()) in ("+", "-"):
            self._next += 1
            total = algebra.add(total, self._term(), 1 if sign == "+" else -1)
        self._depth -= 1
        return total

    def _take(self) -> str:
        token = self.peek()
        if token is None:
            raise UnreadableError("ends too early")
        self._next += 1
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise UnreadableError(f"{token!r} is missing")

    def _term(self) -> Form:
        """Factors joined by signs or nothing, after any signs of its own."""
        negative = False
        while self.peek() in ("+", "-"):
            negative ^= self._take() == "-"
        value = self._factor()
        while True:
            token = self.peek()
            if token in ("*", "\\cdot", "\\times"):
                self._next += 1
                value = algebra.multiply(value, self._signed())
            elif token in ("/", "\\div"):
                self._next += 1
                value = algebra.divide(value, self._signed())
            elif token is not None and self._starts(token):
                if token[0].isdigit() or token[0] == ".":
                    raise UnreadableError("a number after a factor")
                value = algebra.multiply(value, self._factor())
            else:
                return algebra.negate(value) if negative else value

    def _signed(self) -> Form:
        """A factor that may carry a sign of its own, as in 2*-3."""
        if self.peek() in ("+", "-"):
            minus = self._take() == "-"
            value = self._factor()
            return algebra.negate(value) if minus else value
        return self._factor()

    def _starts(self, token: str) -> bool:
        """Whether a token can begin a factor that stands beside another."""
        if token == "|":
            return not self._bars
        if token in _CLOSING:
            return True
        if token[0] == "\\":
            name = token[1:]
            known = name in FUNCTIONS or name in GREEK or name in _STARTERS
            return known or figures.read_figure(token) is not None
        return token.isalnum() or token[0] == "."

    def _factor(self) -> Form:
        """A base with its exponent and factorials."""
        base = self._base()
        while (mark := self.peek()) in ("^", "!"):
            self._next += 1
            base = self._raise(base) if mark == "^" else factorial(base)
        return base

    def _raise(self, base: Form) -> Form:
        """A power, or degrees as radians."""
        if self._degrees():
            return algebra.multiply(base, DEGREE)
        exponent = self._script()
        if self.peek() == "^":
            raise UnreadableError("a tower without braces")
        return raise_to(base, exponent)

    def _degrees(self) -> bool:
        """Takes a degree sign, if one comes."""
        for sign in (["\\circ"], ["{", "\\circ", "}"]):
            if self._tokens[self._next : self._next + len(sign)] == sign:
                self._next += len(sign)
                return True
        return False

    def _script(self) -> Form:
        """What follows ^ or _: a group, or one token (a run of digits is one)."""
        token = self.peek()
        if token == "{":
            return self._group()
        if token == "(":
            return self._base()
        minus = token == "-"
        if minus:
            self._next += 1
        value = self._base()
        return algebra.negate(value) if minus else value

    def _group(self) -> Form:
        opening = self._take()
        if opening not in _CLOSING:
            raise UnreadableError(f"unexpected {opening!r}")
        value = self.sum()
        self._expect(_CLOSING[opening])
        return value

    def _base(self) -> Form:
        token = self.peek()
        if token is None:
            raise UnreadableError("ends too early")
        if token in _CLOSING:
            return self._group()
        self._next += 1
        if token[0].isdigit() or (token[0] == "." and len(token) > 1):
            return self._number(token)
        if token.isalpha() and token.isascii():
            return self._letter(token)
        if token == "|":
            return self._absolute()
        if token[0] == "\\":
            return figures.read_figure(token) or self._command(token[1:])
        raise UnreadableError(f"unexpected {token!r}")

    def _number(self, token: str) -> Form:
        value = read_decimal(token)
        if self.peek() == "\\frac" and token.isdigit():
            mark = self._next
            fraction = self._plain_fraction()
            if fraction is not None:
                return algebra.constant(value + fraction)
            self._next = mark
        return algebra.constant(value)

    def _plain_fraction(self) -> Fraction | None:
        """The fraction of a mixed number, or None if the numerator is not a plain integer.

        Raises UnreadableError for an improper one: 2 5/3 may be a sum or a product.
        """
        self._next += 1
        above, below = self._digits(), self._digits()
        if above is None or below is None:
            return None
        top, bottom = int(above), int(below)
        if top >= bottom:
            raise UnreadableError("a mixed number with an improper fraction")
        return Fraction(top, bottom)

    def _digits(self) -> str | None:
        """An argument of a fraction if it is digits alone; `\\frac12` takes one digit each."""
        token = self.peek()
        if token == "{" and self.peek(2) == "}" and str(self.peek(1)).isdigit():
            self._next += 3
            return self._tokens[self._next - 2][:MAX_DIGITS]
        if token is not None and token.isdigit():
            return self._first_digit()
        return None

    def _first_digit(self) -> str:
        """The first digit of a run, as LaTeX takes an argument without braces."""
        token = self._take()
        if len(token) > 1:
            self._next -= 1
            self._tokens[self._next] = token[1:]
        return token[0]

    def _argument(self) -> Form:
        """An argument of a LaTeX command."""
        token = self.peek()
        if token == "{":
            return self._group()
        if token is not None and token.isdigit():
            return algebra.constant(int(self._first_digit()))
        return self._base()

    def _subscript(self) -> str:
        """A subscript as text, empty if there is none."""
        if self.peek() != "_":
            return ""
        self._next += 1
        if self.peek() != "{":
            return "_" + self._take()
        depth = 0
        parts: list[str] = []
        while True:
            token = self._take()
            depth += (token == "{") - (token == "}")
            if not depth:
                return "_" + "".join(parts[1:])
            parts.append(token)

    def _letter(self, letter: str) -> Form:
        name = letter + self._subscript()
        while self.peek() == "'":
            name += self._take()
        if letter in _APPLIED and self.peek() == "(":
            inner = self._group()
            return algebra.opaque(f"{name}({algebra.key(inner)})")
        if name == "i":
            return algebra.IMAGINARY
        return algebra.symbol(name)

    def _absolute(self) -> Form:
        self._bars += 1
        inner = self.sum()
        self._expect("|")
        self._bars -= 1
        value = algebra.rational(inner)
        if value is not None:
            return algebra.constant(abs(value))
        return algebra.opaque(f"abs({algebra.key(inner)})")

    def _command(self, name: str) -> Form:
        if name == "pi":
            return algebra.symbol("pi")
        if name in GREEK:
            return algebra.symbol(name + self._subscript())
        if name == "frac":
            top = self._argument()
            return algebra.divide(top, self._argument())
        if name == "sqrt":
            return self._root()
        if name == "binom":
            return binomial(self._argument(), self._argument())
        if name in ("lfloor", "lceil"):
            inner = self.sum()
            self._expect("\\rfloor" if name == "lfloor" else "\\rceil")
            return rounded(name[1:], inner)
        if name in FUNCTIONS:
            return self._function(name)
        raise UnreadableError(f"command {name!r}")

    def _root(self) -> Form:
        degree = 2
        if self.peek() == "[":
            found = algebra.rational(self._group())
            if found is None or found.denominator != 1:
                raise UnreadableError("degree of a root")
            degree = int(found)
        inner = self._argument()
        if degree < 2:
            raise UnreadableError("degree of a root")
        return raise_to(inner, algebra.constant(Fraction(1, degree)))

    def _function(self, name: str) -> Form:
        base = f"_{algebra.key(self._lower())}" if self.peek() == "_" else ""
        exponent = None
        if self.peek() == "^":
            self._next += 1
            exponent = self._script()
            if algebra.rational(exponent) == -1 and name in _INVERSE:
                name, exponent = _INVERSE[name], None
        inner = self._function_argument()
        if name in ("floor", "ceil"):
            value = rounded(name, inner)
        else:
            value = algebra.opaque(f"{name}{base}({algebra.key(inner)})")
        return raise_to(value, exponent) if exponent else value

    def _lower(self) -> Form:
        self._next += 1
        token = self.peek()
        if token is not None and token.isdigit():
            return algebra.constant(int(self._first_digit()))
        return self._script()

    def _function_argument(self) -> Form:
        """A group, or the factors that follow up to a sign, a bracket or another function."""
        if self.peek() in _CLOSING:
            return self._base()
        value = self._factor()
        while (token := self.peek()) is not None and self._starts(token):
            if token in _CLOSING or token == "|" or token[1:] in FUNCTIONS or token[0].isdigit():
                break
            value = algebra.multiply(value, self._factor())
        return value


_STARTERS = frozenset(("pi", "frac", "sqrt", "binom", "lfloor", "lceil"))
