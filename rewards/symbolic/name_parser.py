"""Names in expressions: fractions, roots, functions and their arguments, sums over a range."""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from .cursor import Cursor
from .nodes import ForLibraryError, Node, UnreadableError, number
from .tokens import CLOSERS, CONSTANTS, FUNCTIONS, Token

_MANY_ARGUMENTS = frozenset(("max", "min", "gcd", "lcm"))
_INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sec": "arcsec",
    "csc": "arccsc", "sinh": "arcsinh", "cosh": "arccosh", "tanh": "arctanh",
}  # fmt: skip


class NameParser(Cursor, ABC):
    """What a name begins; the rest of the grammar is the subclass's."""

    def __init__(self, tokens: list[Token]) -> None:
        super().__init__(tokens)
        self._bars = 0
        """Absolute values that are open here: in them, a bar closes."""
        self._bound: frozenset[str] = frozenset()
        """Indices of the series around."""

    @abstractmethod
    def expression(self) -> Node:
        """A sum."""

    @abstractmethod
    def _term(self) -> Node:
        """A product."""

    @abstractmethod
    def _power(self) -> Node:
        """A value and its exponent."""

    @abstractmethod
    def _exponent(self) -> Node:
        """What stands after `^`."""

    @abstractmethod
    def _atom(self) -> Node:
        """A number, a letter, a group, or what a name begins."""

    @abstractmethod
    def _juxtaposed(self, left: Node) -> Node:
        """A product without a sign."""

    @abstractmethod
    def _starts_factor(self) -> bool:
        """Whether a value begins here."""

    def _named(self, name: str) -> Node:
        if name in CONSTANTS:
            return Node("constant", name=CONSTANTS[name])
        if name == "frac":
            top, rest = self._argument_digits()
            bottom = rest or self._argument()
            return quotient(top, bottom)
        if name == "binom":
            return Node("call", self._two_arguments(), "binom")
        if name == "sqrt":
            return self._root()
        if name in ("sum", "prod"):
            return self._series(name)
        if name in FUNCTIONS:
            return self._function(name)
        raise UnreadableError(name)

    def _argument_digits(self) -> tuple[Node, Node | None]:
        """The first argument of a fraction; `\\frac12` holds both in one number."""
        token = self.token
        if token.kind == "number" and len(token.text) > 1:
            if len(token.text) != 2 or "." in token.text:
                raise UnreadableError("a fraction of digits without braces")
            self.advance()
            return number(int(token.text[0])), number(int(token.text[1]))
        return self._argument(), None

    def _two_arguments(self) -> tuple[Node, Node]:
        if self.sees("("):
            arguments = self._arguments()
            if len(arguments) != 2:
                raise UnreadableError("a binomial of two arguments")
            return arguments[0], arguments[1]
        top, rest = self._argument_digits()
        return top, rest or self._argument()

    def _argument(self) -> Node:
        """One LaTeX argument: a group or a single token."""
        token = self.token
        if token.kind == "number" and len(token.text) > 1:
            raise UnreadableError("an argument of several digits without braces")
        if token.kind == "letter":
            self.advance()
            return self._letter(token.text)
        return self._atom()

    def _root(self) -> Node:
        degree = None
        if self.take("["):
            degree = self.expression()
            self.expect("]")
        inner = self._argument()
        return Node("call", (inner,) if degree is None else (inner, degree), "sqrt")

    def _function(self, name: str) -> Node:
        base = power = None
        while self.sees("_", "^"):
            if self.advance().text == "^":
                power = self._exponent()
            elif name == "log":
                base = self._argument_of_base()
            else:
                raise UnreadableError(f"a subscript of {name}")
        if power == Node("neg", (number(1),)):
            if name not in _INVERSES:
                raise UnreadableError(f"the power -1 of {name}")
            name, power = _INVERSES[name], None
        args = self._arguments() if self._opens_arguments() else (self._bare_argument(),)
        if len(args) != 1 and name not in _MANY_ARGUMENTS:
            raise UnreadableError(f"several arguments of {name}")
        called = Node("call", args if base is None else (*args, base), name)
        return called if power is None else Node("pow", (called, power))

    def _argument_of_base(self) -> Node:
        token = self.token
        if token.kind == "number":
            self.advance()
            return number(Fraction(token.text))
        return self._argument()

    def _opens_arguments(self) -> bool:
        return self.sees("(", "{", "[", "{{")

    def _arguments(self) -> tuple[Node, ...]:
        opener = self.advance().text
        # `\\sin{(x)y}` and `\\max\\{a, b\\}`: the outer marks hold all of the argument.
        bars, self._bars = self._bars, 0
        found = [self.expression()]
        while self.take(",", ";"):
            found.append(self.expression())
        self.expect(CLOSERS[opener])
        self._bars = bars
        return tuple(found)

    def _bare_argument(self) -> Node:
        """The factors that follow a function's name without parentheses, up to another function."""
        if self.take("-"):
            return Node("neg", (self._bare_argument(),))
        found = self._power()
        while self._starts_factor() and not self._at_function() and not self.sees("(", "["):
            found = self._juxtaposed(found)
        return found

    def _at_function(self) -> bool:
        token = self.token
        return token.kind == "name" and (token.text in FUNCTIONS or token.text in ("sum", "prod"))

    def _series(self, kind: str) -> Node:
        """A sum or product over a range: its operands are first, last and body."""
        self.expect("_")
        self.expect("{")
        index = self.advance()
        self.expect("=")
        if index.kind != "letter":
            raise UnreadableError("a series without an index")
        first = self.expression()
        self.expect("}")
        self.expect("^")
        last = self._exponent()
        if last == Node("constant", name="inf"):
            raise ForLibraryError("an infinite series")
        return Node(kind, (first, last, self._body(index.text)), index.text)

    def _body(self, index: str) -> Node:
        """What is summed; a letter such as i is no constant there if it is the index."""
        outer, self._bound = self._bound, self._bound | {index}
        body = self._term()
        self._bound = outer
        return body

    def _letter(self, name: str) -> Node:
        if name in CONSTANTS and name not in self._bound:
            return Node("constant", name=CONSTANTS[name])
        return Node("variable", name=name)


def quotient(top: Node, bottom: Node) -> Node:
    """A quotient; `dy/dx` is a derivative and not `y/x`."""
    if _first_factor(top) == _first_factor(bottom) == Node("variable", name="d"):
        raise ForLibraryError("a derivative")
    return Node("div", (top, bottom))


def _first_factor(node: Node) -> Node:
    while node.op in ("mul", "pow"):
        node = node.args[0]
    return node
