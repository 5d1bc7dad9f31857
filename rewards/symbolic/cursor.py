"""A place in a list of tokens."""

from __future__ import annotations

from .nodes import UnreadableError
from .tokens import Token

STOP = Token("stop", "")


class Cursor:
    """Looks at tokens and takes them, one after the other."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def token(self) -> Token:
        """The next token, or one of kind `stop`."""
        return self._tokens[self._at] if self._at < len(self._tokens) else STOP

    def _peek(self, ahead: int = 1) -> Token:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else STOP

    def advance(self) -> Token:
        """Takes the next token."""
        token = self.token
        self._at += 1
        return token

    def sees(self, *signs: str) -> bool:
        """Whether the next token is one of these signs."""
        return self.token.kind == "sign" and self.token.text in signs

    def take(self, *signs: str) -> bool:
        """Takes the next token if it is one of these signs."""
        if self.sees(*signs):
            self._at += 1
            return True
        return False

    def expect(self, sign: str) -> None:
        """Takes that sign; raises UnreadableError if another token comes."""
        if not self.take(sign):
            raise UnreadableError(f"{self.token.text or 'the end'!r} where {sign!r} is needed")
