"""Expressions: tokens to a tree by recursive descent, with the precedences of written mathematics.

`-2^2` is `-(2^2)`; `1/2x` is `(1/2)x`; `\\sin 2x` is `\\sin(2x)`; a function whose argument stands
in parentheses takes only that; a whole number before a proper numeric fraction is a mixed number.
"""

from __future__ import annotations

from fractions import Fraction

from .cursor import STOP
from .name_parser import NameParser, quotient
from .nodes import Node, UnreadableError, number
from .tokens import CLOSERS, Token

_ROUNDING = {"lfloor": "floor", "lceil": "ceil"}
_INVERSE_OF = {
    name: Node("pow", (Node("variable", name=name), Node("neg", (number(1),)))) for name in "fgh"
}
DEGREE = Node("constant", name="degree")


class ScalarParser(NameParser):
    """A reader of one text, in which the letters of `functions` name functions."""

    def __init__(self, tokens: list[Token], functions: frozenset[str] = frozenset()) -> None:
        super().__init__(tokens)
        self._plus_minus = 1
        self._met_plus_minus = False
        self._functions = functions

    def expression(self) -> Node:
        """A sum."""
        terms = [self._term()]
        while self.sees("+", "-", "pm", "mp"):
            sign = self._sign_of(self.advance().text)
            term = self._term()
            terms.append(term if sign > 0 else Node("neg", (term,)))
        return terms[0] if len(terms) == 1 else Node("add", tuple(terms))

    def _sign_of(self, text: str) -> int:
        self._met_plus_minus |= text in ("pm", "mp")
        return {"+": 1, "-": -1, "pm": self._plus_minus, "mp": -self._plus_minus}[text]

    def _term(self) -> Node:
        found = self._signed()
        while True:
            if self.take("*"):
                found = _times(found, self._signed())
            elif self.take("/"):
                found = quotient(found, self._signed_power())
            elif self._starts_factor():
                found = self._juxtaposed(found)
            else:
                return found

    def _signed(self) -> Node:
        if self.sees("+", "-", "pm", "mp"):
            sign = self._sign_of(self.advance().text)
            inner = self._signed()
            return inner if sign > 0 else Node("neg", (inner,))
        return self._power()

    def _signed_power(self) -> Node:
        if self.take("-"):
            return Node("neg", (self._signed_power(),))
        return self._power()

    def _juxtaposed(self, left: Node) -> Node:
        """A product without a sign."""
        if self.token.kind == "number":
            raise UnreadableError("a number right after another factor")
        return _times(left, self._power())

    def _number(self, text: str) -> Node:
        """A number; a whole one before a proper numeric fraction makes a mixed number."""
        if self.sees("_"):
            raise UnreadableError("a number with a base")
        whole, start = number(Fraction(text)), self._at
        if text.isdecimal() and self.token == Token("name", "frac"):
            fraction = self._atom()
            top, bottom = fraction.args
            if top.op == bottom.op == "number" and 0 < top.value < bottom.value:
                return Node("add", (whole, fraction))
            self._at = start
        return whole

    def _starts_factor(self) -> bool:
        token = self.token
        if token.kind in ("number", "letter", "name"):
            return True
        if token.kind != "sign":
            return False
        if token.text == "|":
            return self._bars == 0
        return token.text in CLOSERS or token.text == "dots"

    def _power(self) -> Node:
        base = self._postfix(self._atom())
        if not self.sees("^"):
            return base
        if self._take_degree_exponent():
            return self._postfix(_times(base, DEGREE))
        self.advance()
        power = Node("pow", (base, self._exponent()))
        if self.sees("!"):
            raise UnreadableError("a factorial after a power")
        if power == _INVERSE_OF.get(base.name) and self.sees("("):
            raise UnreadableError("an inverse function")
        return power

    def _take_degree_exponent(self) -> bool:
        """Takes `^\\circ` or `^{\\circ}`."""
        after = [token.text for token in self._tokens[self._at + 1 : self._at + 4]]
        if after[:1] in (["circ"], ["degree"]):
            self._at += 2
        elif after in (["{", "circ", "}"], ["{", "degree", "}"]):
            self._at += 4
        else:
            return False
        return True

    def _exponent(self) -> Node:
        if self.take("-"):
            return Node("neg", (self._exponent(),))
        if self.take("+"):
            return self._exponent()
        base = self._atom()
        if self.take("^"):
            return Node("pow", (base, self._exponent()))
        return base

    def _postfix(self, base: Node) -> Node:
        while True:
            if self.sees("!") and self._peek() == Token("sign", "!"):
                raise UnreadableError("double factorial")
            if self.take("!"):
                base = Node("call", (base,), "factorial")
            elif self.take("degree"):
                base = _times(base, DEGREE)
            else:
                return base

    def _atom(self) -> Node:
        token = self.advance()
        if token.kind == "number":
            return self._number(token.text)
        if token.kind == "letter":
            return self._variable(token.text)
        if token.kind == "name":
            return self._named(token.text)
        if token.kind == "sign" and token.text in CLOSERS:
            return self._grouped(token.text)
        if token.text == "|":
            return self._absolute()
        if token.text == "dots":
            return Node("variable", name="...")
        raise UnreadableError(f"{token.text or 'the end'!r} where a value is needed")

    def _grouped(self, opener: str) -> Node:
        bars, self._bars = self._bars, 0
        inner = self.expression()
        if opener == "{" and self.take("choose"):
            inner = Node("call", (inner, self.expression()), "binom")
        self.expect(CLOSERS[opener])
        self._bars = bars
        return Node("call", (inner,), _ROUNDING[opener]) if opener in _ROUNDING else inner

    def _absolute(self) -> Node:
        self._bars += 1
        inner = self.expression()
        self.expect("|")
        self._bars -= 1
        return Node("call", (inner,), "abs")

    def _variable(self, name: str) -> Node:
        subscripted = False
        while True:
            if self.take("'"):
                name += "'"
            elif self.sees("_"):
                self.advance()
                name += "_" + self._subscript()
                subscripted = True
            else:
                break
        if name == "Gamma" and self.sees("("):
            shifted = Node("add", (*self._arguments(), number(-1)))
            return Node("call", (shifted,), "factorial")
        if name in self._functions and self.sees("("):
            return Node("call", self._arguments(), "of " + name)
        return Node("variable", name=name) if subscripted else self._letter(name)

    def _subscript(self) -> str:
        """A subscript as text: it names a variable and has no value."""
        if not self.take("{"):
            return self.advance().text
        depth = 1
        parts: list[str] = []
        while True:
            token = self.advance()
            if token is STOP:
                raise UnreadableError("a subscript that does not end")
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            if not depth:
                return "".join(parts)
            parts.append(token.text)


def _times(left: Node, right: Node) -> Node:
    if left.op == "mul":
        return Node("mul", (*left.args, right))
    return Node("mul", (left, right))
