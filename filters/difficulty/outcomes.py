"""What was seen of one model on one problem: one letter per draw, in submission order.

`1` correct, `0` wrong, `-` no answer (counts as not correct), `?` unknown: the verifier was
undecided, or the engine or the verifier failed. An unknown draw is never read as a wrong one:
a verifier that is down would make every problem look hard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Letter: TypeAlias = Literal["1", "0", "-", "?"]
FinishReason: TypeAlias = Literal["stop", "length", "error"]

CORRECT: Letter = "1"
WRONG: Letter = "0"
NO_ANSWER: Letter = "-"
UNKNOWN: Letter = "?"
LETTERS = frozenset((CORRECT, WRONG, NO_ANSWER, UNKNOWN))
FINISH_LETTERS: dict[FinishReason, str] = {"stop": "s", "length": "l", "error": "e"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many draws were correct, not correct (wrong or without an answer), and unknown."""

    correct: int
    incorrect: int
    unknown: int

    @classmethod
    def from_outcomes(cls, outcomes: str) -> Counts:
        """Count the letters; ValueError for a letter that is none of `1 0 - ?`."""
        if strange := set(outcomes) - LETTERS:
            raise ValueError(f"unknown outcome letters {sorted(strange)}; allowed: 1 0 - ?")
        correct, unknown = outcomes.count(CORRECT), outcomes.count(UNKNOWN)
        return cls(correct, len(outcomes) - correct - unknown, unknown)

    @property
    def drawn(self) -> int:
        """All draws, unknown ones too."""
        return self.correct + self.incorrect + self.unknown

    @property
    def decided(self) -> int:
        """The draws whose outcome is known."""
        return self.correct + self.incorrect

    def open(self, k: int) -> int:
        """How many of the `k` planned draws have not been made yet."""
        return max(k - self.drawn, 0)


@dataclass(frozen=True, slots=True)
class Draw:
    """One sample of one model, scored: what the driver is given back."""

    outcome: Letter
    finish_reason: FinishReason
    tokens: int
    prompt_tokens: int
    error: str = ""
    answer: str | None = None
    """The answer in the reward's normal form, in which equal answers are equal texts."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All draws of one model on one problem; position i is sample i in every field."""

    outcomes: str = ""
    finishes: str = ""
    """`s` stopped by itself, `l` cut at the token limit, `e` the engine failed."""
    tokens: tuple[int, ...] = ()
    prompt_tokens: tuple[int, ...] = ()
    answers: tuple[str | None, ...] = ()
    """None where there is no answer, or the draw is unknown."""

    @property
    def counts(self) -> Counts:
        """The counts over all draws, those of a top-up too."""
        return Counts.from_outcomes(self.outcomes)

    def extended(self, draws: Iterable[Draw]) -> Outcomes:
        """These outcomes and `draws` after them, in the order given."""
        new = tuple(draws)
        return Outcomes(
            self.outcomes + "".join(draw.outcome for draw in new),
            self.finishes + "".join(FINISH_LETTERS[draw.finish_reason] for draw in new),
            self.tokens + tuple(draw.tokens for draw in new),
            self.prompt_tokens + tuple(draw.prompt_tokens for draw in new),
            self.answers + tuple(draw.answer for draw in new),
        )
