"""Whole answers: expressions, relations, lists, sets, tuples, intervals, matrices."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from .nodes import SCALARS, ForLibraryError, Node, UnreadableError
from .scalar_parser import ScalarParser
from .tokens import Token, tokenize

_RELATIONS = frozenset(("=", "!=", "<", ">", "<=", ">=", "in"))
_OPENERS = {"(": ")", "[": "]", "{{": "}}", "{": "}"}
_CLOSERS = frozenset((")", "]", "}}", "}"))
MAX_DETERMINANT = 4
_STOP = Token("stop", "")
_FUNCTION_LETTERS = frozenset("fghFGHPQTuvyz")


def parse_pair(gold: str, answer: str) -> tuple[Node, Node]:
    """The trees of two texts, in which the same letters are functions. Raises UnreadableError."""
    tokens = [_tokens(gold), _tokens(answer)]
    functions = _function_letters([*tokens[0], _STOP, *tokens[1], _STOP])
    return _parse(tokens[0], functions), _parse(tokens[1], functions)


def parse(text: str) -> Node:
    """The tree of a text, LaTeX or plain mathematics. Raises UnreadableError."""
    tokens = _tokens(text)
    return _parse(tokens, _function_letters([*tokens, _STOP]))


def _tokens(text: str) -> list[Token]:
    tokens = tokenize(text)
    stop = Token("sign", ".")
    if tokens[-1:] == [stop] and tokens[-2:] != [stop, stop]:
        tokens.pop()
    if any(token.kind == "library" for token in tokens):
        _check_for_library(tokens)
    return tokens


def _check_for_library(tokens: list[Token]) -> None:
    """Raises ForLibraryError, or UnreadableError for what the library would read as a product."""
    for before, token in pairwise(tokens):
        if token.kind == "number" and before.kind in ("number", "letter"):
            raise UnreadableError("a number right after another factor")
        if before == token == Token("sign", "!"):
            raise UnreadableError("double factorial")
    raise ForLibraryError("an integral, a limit or a derivative")


def _parse(tokens: list[Token], functions: frozenset[str]) -> Node:
    return _Parser(tokens, functions).whole()


def _function_letters(tokens: list[Token]) -> frozenset[str]:
    """Letters that usually name functions and always stand before a parenthesis."""
    called: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for token, after in pairwise(tokens):
        if token.kind == "letter" and token.text in _FUNCTION_LETTERS:
            seen[token.text] += 1
            called[token.text] += after == Token("sign", "(")
    return frozenset(name for name in called if called[name] == seen[name])


class _Parser(ScalarParser):
    """Adds what is no expression on top of expressions."""

    def whole(self) -> Node:
        """The one tree that all tokens make."""
        items = self._items()
        if self._adds_matrices():
            _check_for_library(self._tokens)
        if self.token.kind != "stop":
            raise UnreadableError(f"{self.token.text!r} after the end")
        return items[0] if len(items) == 1 else Node("list", tuple(items))

    def _adds_matrices(self) -> bool:
        """Whether a sum or product goes on right after a matrix."""
        after_matrix = self._at > 0 and self._tokens[self._at - 1].kind == "end"
        return after_matrix and (self.token.kind == "begin" or self.sees("+", "-", "*"))

    def _items(self) -> list[Node]:
        """Items between commas; one with a plus-minus sign is two."""
        items = self._item()
        while self.take(",", ";"):
            items += self._item()
        return items

    def _item(self) -> list[Node]:
        start, outer = self._at, self._met_plus_minus
        self._met_plus_minus = False
        found = self._relation()
        met, self._met_plus_minus = self._met_plus_minus, outer
        if not met:
            return [found]
        if found.op not in SCALARS and found.op != "relation":
            raise UnreadableError("plus-minus in more than an expression")
        self._at, self._plus_minus = start, -1
        other = self._relation()
        self._plus_minus, self._met_plus_minus = 1, outer
        return [found, other]

    def _relation(self) -> Node:
        sides = [self._union()]
        signs = []
        while self.token.kind == "sign" and self.token.text in _RELATIONS:
            signs.append(self.advance().text)
            sides.append(self._union())
        if not signs:
            return sides[0]
        return Node("relation", tuple(sides), " ".join(signs))

    def _union(self) -> Node:
        parts = [self._operand()]
        while self.take("cup"):
            parts.append(self._operand())
        return parts[0] if len(parts) == 1 else Node("union", tuple(parts))

    def _operand(self) -> Node:
        if self.sees("(", "[") and self._peek().kind == "begin":
            closer = _OPENERS[self.advance().text]
            found = self._matrix()
            self.expect(closer)
            return found
        if self.token.kind == "begin" and self.token.text != "vmatrix":
            return self._matrix()
        if self._holds_collection():
            return self._collection()
        return self.expression()

    def _holds_collection(self) -> bool:
        """Whether a bracket opens here that holds commas, or is a set, and ends the operand."""
        if not self.sees("(", "[", "{{", "{"):
            return False
        depth = commas = 0
        for place in range(self._at, len(self._tokens)):
            token = self._tokens[place]
            if token.kind != "sign":
                continue
            if token.text in _OPENERS:
                depth += 1
            elif token.text in _CLOSERS:
                depth -= 1
                if not depth:
                    return bool(commas or self.sees("{{")) and self._ends_operand(place + 1)
            elif token.text == "," and depth == 1:
                commas += 1
        return False

    def _ends_operand(self, place: int) -> bool:
        if place >= len(self._tokens):
            return True
        token = self._tokens[place]
        return token.kind == "sign" and (
            token.text in _RELATIONS or token.text in (",", ";", "cup") or token.text in _CLOSERS
        )

    def _collection(self) -> Node:
        opener = self.advance().text
        empty = opener == "{{" and self.sees("}}")
        items = [] if empty else self._items()
        closer = self.advance().text
        if closer not in _CLOSERS:
            raise UnreadableError("brackets that do not match")
        if opener in ("{{", "{"):
            if closer != _OPENERS[opener]:
                raise UnreadableError("brackets that do not match")
            return Node("set" if opener == "{{" else "list", tuple(items))
        if opener + closer == "()":
            return Node("tuple", tuple(items))
        if len(items) != 2 or closer not in ")]":
            raise UnreadableError("brackets that do not match")
        return Node("interval", tuple(items), opener + closer)

    def _matrix(self) -> Node:
        kind = self.advance().text
        rows: list[list[Node]] = [[]]
        while self.token.kind != "end":
            if self.take("\\\\"):
                rows.append([])
            elif not rows[-1] or self.take("&"):
                rows[-1].append(self._relation())
            else:
                raise UnreadableError("a matrix whose entries are not apart")
        rows = [row for row in rows if row]
        if self.advance().text != kind or len({len(row) for row in rows}) != 1:
            raise UnreadableError("a matrix whose rows differ")
        return Node("matrix", tuple(Node("tuple", tuple(row)) for row in rows))

    def _atom(self) -> Node:
        """Determinants are values; other matrices are not."""
        if self.token == Token("begin", "vmatrix"):
            return _determinant([row.args for row in self._matrix().args])
        if self.sees("|") and self._peek() in (Token("begin", "array"), Token("begin", "matrix")):
            self.advance()
            rows = [row.args for row in self._matrix().args]
            self.expect("|")
            return _determinant(rows)
        return super()._atom()


def _determinant(rows: list[tuple[Node, ...]]) -> Node:
    """Expanded along the first row."""
    if len(rows) != len(rows[0]) or len(rows) > MAX_DETERMINANT:
        raise UnreadableError("a determinant that is not square, or large")
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for column, entry in enumerate(rows[0]):
        minor = [row[:column] + row[column + 1 :] for row in rows[1:]]
        product = Node("mul", (entry, _determinant(minor)))
        terms.append(Node("neg", (product,)) if column % 2 else product)
    return Node("add", tuple(terms))
