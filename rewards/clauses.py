"""Reads "Ann: knight, Bob and Cid are knaves" into values by name, or says what it cannot read.

A tokenizer and a reader of two kinds of clauses: *subject* clauses (names, a copula, a role) and
*header* clauses (a role, a copula, names). Words are taken whole and each must be known, so a
negation, a hedge or a stranger's name ends the reading. Linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias, TypeVar

Token: TypeAlias = str
"""A word (composed, case-folded), a mark of punctuation, an arrow or a line break."""
_Value = TypeVar("_Value")

# Longer words are no names; the bound keeps Unicode composition cheap on hostile text.
MAX_WORD_CHARS = 200
# A thousand names with their roles fill a third of this; a million-character answer is runaway.
MAX_TEXT_CHARS = 100_000
_PART = r"[\w\u0300-\u036f]+"
_TOKEN = re.compile(rf"{_PART}(?:['’-]{_PART})*|->|=>|\n|[^\s]")
_RULE_MARKS = frozenset("|-:+= \t\r")
# Emphasis, quotes and headings carry no meaning here.
_MARKUP = frozenset("*`\"'“”‘’#")
_COPULAS = frozenset(("is", "are", ":", "：", "=", "->", "=>", "→", "⇒", "|", "-", "–", "—", "("))
_ARTICLES = frozenset(("a", "an", "the", "both", "all"))
_JOINS = frozenset((",", "and", "&"))
_SEPARATORS = _JOINS | frozenset((";", ".", "\n", "|", "{", "}", ")", "，", "、", "；", "。"))
_OPENERS = _SEPARATORS | frozenset(
    ("while", "whereas", "but", "so", "therefore", "thus", "hence", "both")
)
_BULLETS = frozenset(("-", "•", "–", "+"))
_LABELS = frozenset(("the", "my", "final", "answer", "solution", "assignment", "is"))
_TABLE_HEADS = frozenset(("name", "person", "people", "character", "inhabitant", "islander",
    "statement", "role", "type", "identity", "value", "truth"))  # fmt: skip


class ClauseError(ValueError):
    """The answer cannot be read; the message names the first word that is not understood."""


class Vocabulary(NamedTuple):
    """The names and role words of one puzzle, as tokens."""

    names: dict[tuple[Token, ...], str]
    roles: dict[tuple[Token, ...], bool]
    plurals: frozenset[tuple[Token, ...]]
    """Those of the roles that are said of several names."""


def tokenize(text: str) -> list[Token]:
    """Words and marks of a text; rules of tables, quotes and emphasis are left out."""
    lines = (line for line in text.split("\n") if not _RULE_MARKS.issuperset(line))
    found = (_normal(token) for token in _TOKEN.findall("\n".join(lines)))
    return [token for token in found if token not in _MARKUP]


def read_clauses(text: str, vocabulary: Vocabulary) -> dict[str, bool]:
    """Values by name. Raises ClauseError for anything that is not understood."""
    if len(text) > MAX_TEXT_CHARS:
        raise ClauseError(f"longer than {MAX_TEXT_CHARS} characters")
    return _Reader(tokenize(text), vocabulary).read()


def _normal(token: Token) -> Token:
    """A token in the form in which equal words are equal; `_emphasis_` is taken off."""
    if len(token) > MAX_WORD_CHARS:
        return token
    folded = unicodedata.normalize("NFC", token).casefold()
    return folded.strip("_") or folded


class _Reader:
    """A position in the tokens, and what was read before it."""

    def __init__(self, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self.tokens = tokens
        self.at = 0
        self.names = vocabulary.names
        self.roles = vocabulary.roles
        self.plurals = vocabulary.plurals
        self.longest = max(map(len, (*self.names, *self.roles)))
        self.values: dict[str, bool] = {}

    def read(self) -> dict[str, bool]:
        self._skip_label()
        while self._to_clause():
            role = None if self._names_begin() else self._take(self.roles)
            if role is None:
                self._subject_clause()
            else:
                self._header_clause(role)
            ended = self.at >= len(self.tokens) or self._token() in _OPENERS or self._numbering()
            if not ended:
                raise self._unexpected()
        return self.values

    def _subject_clause(self) -> None:
        """`Ann: knight` or `Ann and Bob are knights`."""
        names = [self._name()]
        while self._token() in _JOINS and (name := self._next_name()) is not None:
            names.append(name)
        copula = self._copula()
        start = self.at
        while (role := self._take(self.roles)) is None:
            if self._token() not in _ARTICLES and self._token() != "\n":
                raise self._unexpected()
            self.at = start = self.at + 1
        # "Ann, Bob: knave" may as well have forgotten Ann's role.
        word = tuple(self.tokens[start : self.at])
        if len(names) > 1 and copula != "are" and word not in self.plurals:
            raise ClauseError(f"{' '.join(word)!r} is said of {len(names)} names at once")
        self._assign(names, role)

    def _header_clause(self, role: bool) -> None:
        """`Knights: Ann, Bob` or a list with one name per line; `Knaves: none`."""
        self._copula()
        self._skip_line_start()
        if self._token() == "none" and not self._names_begin():
            self.at += 1
            return
        self._assign([self._name()], role)
        while (name := self._next_listed()) is not None:
            self._assign([name], role)

    def _next_listed(self) -> str | None:
        """The next name of a header's list; on a new line only if no clause of its own begins."""
        start = self.at
        if self._token() in _JOINS:
            return self._next_name()
        if self._token() == "\n":
            self._skip_line_start()
            name = self._take(self.names)
            if name is not None and self._token() not in _COPULAS:
                return name
        self.at = start
        return None

    def _next_name(self) -> str | None:
        """The name after joining words; without one, the position stays."""
        start = self.at
        while self._token() in _JOINS:
            self.at += 1
        name = self._take(self.names)
        if name is None:
            self.at = start
        return name

    def _assign(self, names: list[str], role: bool) -> None:
        for name in names:
            if self.values.setdefault(name, role) != role:
                raise ClauseError(f"{name!r} is given both words")

    def _copula(self) -> Token:
        """`is`, `are`, a colon, an arrow, the border of a table's cell, ..."""
        token = self._token()
        if token not in _COPULAS:
            raise self._unexpected()
        self.at += 1
        if token in ("is", "are") and self._token() == ":":
            self.at += 1
        return token

    def _name(self) -> str:
        name = self._take(self.names)
        if name is None:
            raise self._unexpected()
        return name

    def _take(self, known: Mapping[tuple[Token, ...], _Value]) -> _Value | None:
        """The value of the longest known words that begin here, and the position behind them."""
        for length in range(min(self.longest, len(self.tokens) - self.at), 0, -1):
            value = known.get(tuple(self.tokens[self.at : self.at + length]))
            if value is not None:
                self.at += length
                return value
        return None

    def _names_begin(self) -> bool:
        """Whether a name stands here; the position stays."""
        start = self.at
        found = self._take(self.names) is not None
        self.at = start
        return found

    def _to_clause(self) -> bool:
        """Moves to the first word of a clause; False at the end of the text."""
        while self.at < len(self.tokens):
            start = self.at
            if self._names_begin():
                return True
            self.at += self._numbering() or self._table_head()
            if self.at == start:
                if not (self._token() in _OPENERS or self._token() == "the" or self._is_bullet()):
                    return True
                self.at += 1
        return False

    def _numbering(self) -> int:
        """How many tokens here are the number of a list's item: `1.`, `1)`, `(1)`, `| 1 |`."""
        start = self.at + (self._token() == "(")
        pair = self.tokens[start : start + 2]
        if len(pair) < 2 or not pair[0].isdecimal() or pair[1] not in (".", ")", "|"):
            return 0
        return start + 2 - self.at

    def _table_head(self) -> int:
        """How many tokens here are the rest of a table's head row: `Name | Role |`."""
        if self.at == 0 or self.tokens[self.at - 1] != "|":
            return 0
        end = self.at
        while end < len(self.tokens) and (self.tokens[end] in _TABLE_HEADS):
            end += 1 + (self.tokens[end + 1 : end + 2] == ["|"])
        return end - self.at if self.tokens[end : end + 1] == ["\n"] else 0

    def _is_bullet(self) -> bool:
        """Whether a bullet stands here, at the start of a line."""
        starts = self.at == 0 or self.tokens[self.at - 1] == "\n"
        return starts and self._token() in _BULLETS

    def _skip_line_start(self) -> None:
        while self._token() == "\n" or self._is_bullet():
            self.at += 1

    def _skip_label(self) -> None:
        """Skips `Final answer:` ahead of everything."""
        if self._names_begin():
            return
        end = 0
        while end < len(self.tokens) and self.tokens[end] in _LABELS:
            end += 1
        if end and self.tokens[end : end + 1] == [":"]:
            self.at = end + 1

    def _token(self) -> Token:
        """The token here; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _unexpected(self) -> ClauseError:
        if self.at >= len(self.tokens):
            return ClauseError("the answer ends in the middle of a clause")
        return ClauseError(f"unexpected {self._token()[:40]!r}")
