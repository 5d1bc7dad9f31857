"""Ordering puzzles in English: wordings that a plain reader takes in one way only.

What "immediately", "next to" and "somewhere between" mean is said in every puzzle that uses them,
and that "to the left of" leaves room for others in every puzzle that says so.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ._ordering import AnyClue, Clue, Either
from ._ordering_casts import Cast

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axis:
    """The words of one direction: `low` things come first in the order that is asked for."""

    line: str
    low: str
    high: str
    low_end: str
    high_end: str
    asked: str
    asked_back: str
    verb: str = "is"
    suffix: str = ""
    """What follows the second name: "shorter than Bob", "immediately below Bob in height"."""
    direct_low: str = ""
    direct_high: str = ""

    def turned(self) -> Axis:
        """The same axis, read from its other end."""
        return replace(
            self, low=self.high, high=self.low, low_end=self.high_end, high_end=self.low_end,
            asked=self.asked_back, asked_back=self.asked,
            direct_low=self.direct_high, direct_high=self.direct_low,
        )  # fmt: skip


AXES = {
    "row": Axis("row", "to the left of", "to the right of", "the left", "the right",
        "from left to right", "from right to left"),
    "queue": Axis("line", "ahead of", "behind", "the front", "the back",
        "from the front to the back", "from the back to the front"),
    "time": Axis("program", "earlier than", "later than", "the beginning", "the end",
        "from the earliest to the latest", "from the latest to the earliest",
        direct_low="before", direct_high="after"),
    "height": Axis("order of height", "shorter than", "taller than", "the shortest", "the tallest",
        "from the shortest to the tallest", "from the tallest to the shortest",
        suffix=" in height", direct_low="below", direct_high="above"),
    "race": Axis("finish order", "ahead of", "behind", "first place", "last place",
        "from first place to last place", "from last place to first place", verb="finished"),
    "stack": Axis("stack", "below", "above", "the bottom", "the top",
        "from the bottom to the top", "from the top to the bottom"),
}  # fmt: skip


class Writer:
    """Puts the clues of one puzzle into words; `names` in the order of the solution."""

    def __init__(self, cast: Cast, axis: Axis, names: Sequence[str], rng: random.Random) -> None:
        self.cast, self.axis, self.names, self.rng = cast, axis, names, rng

    def question(self, scene: str, clues: Sequence[AnyClue]) -> str:
        """The whole puzzle: who is there, what words mean, the clues, what is asked."""
        listed = self.rng.sample(self.names, len(self.names))
        count = _NUMBERS[len(listed)]
        intro = f"{count.capitalize()} {self.cast.plural} {scene}: {_listed(listed)}."
        order = self.rng.sample(clues, len(clues))
        lines = [f"{_capital(self._phrase(clue))}." for clue in order]
        marks = self.rng.choice(("", "- ", "1."))
        if marks:
            lines = [f"{i}. {x}" if marks == "1." else f"- {x}" for i, x in enumerate(lines, 1)]
        ask = self.rng.choice(("List all {0} {1}.", "Put all {0} in order {1}.",
            "In what order are all {0}, {1}?"))  # fmt: skip
        asked = ask.format(f"{count} {self.cast.plural}", self.axis.asked)
        return "\n".join([intro, *self._notes(clues), *lines, asked])

    def _notes(self, clues: Sequence[AnyClue]) -> list[str]:
        """The meaning of each word of relation that these clues use and that may be misread."""
        used = {relation for clue in clues for relation in _relations(clue)}
        notes = []
        if "before" in used:
            axis = self.axis
            notes.append(f'"{_capital(axis.low)}" and "{axis.high}" allow others in between.')
        if "directly" in used:
            notes.append('"Immediately" means with nothing in between.')
        if used & {"neighbors", "strangers"}:
            notes.append('"Next to each other" means with nothing in between, in either order.')
        if "between" in used:
            notes.append('"Somewhere between" means in either order, not necessarily next to them.')
        if "apart" in used:
            notes.append('"Exactly" so many between two: in either order, no more and no fewer.')
        return [f"Note: {' '.join(notes)}"] if notes else []

    def _phrase(self, clue: AnyClue) -> str:
        if isinstance(clue, Either):
            first, second = self._phrase(clue.first), self._phrase(clue.second)
            return f"exactly one of these two statements is true: (1) {first}; (2) {second}"
        if len(clue.things) == 1:
            return self._place(clue)
        axis, verb = self.axis, self.axis.verb
        who = [f"{self.cast.article}{self.names[thing]}" for thing in clue.things]
        if clue.relation in ("before", "directly"):
            return self._direction(who, clue.relation == "directly")
        if clue.relation == "between":
            sides = self.rng.sample(who[1:], 2)
            return f"{who[0]} {verb} somewhere between {sides[0]} and {sides[1]}"
        pair = " and ".join(self.rng.sample(who, 2))
        if clue.relation == "apart":
            return self._apart(pair, clue.number)
        negation = "not " if clue.relation == "strangers" else ""
        return f"{pair} are {negation}next to each other in the {axis.line}"

    def _direction(self, who: Sequence[str], direct: bool) -> str:
        """`before` and `directly`, said of either of the two."""
        axis = self.axis
        if self.rng.random() < 0.5:
            first, second, word, near = who[0], who[1], axis.low, axis.direct_low
        else:
            first, second, word, near = who[1], who[0], axis.high, axis.direct_high
        if direct:
            return f"{first} {axis.verb} immediately {near or word} {second}{axis.suffix}"
        return f"{first} {axis.verb} {word} {second}"

    def _apart(self, pair: str, number: int) -> str:
        noun = self.cast.singular if number == 1 else self.cast.plural
        count = f"exactly {_NUMBERS[number]} {noun}"
        be = "is" if number == 1 else "are"
        if self.rng.random() < 0.5:
            return f"{count} {be} between {pair} in the {self.axis.line}"
        return f"between {pair} there {be} {count} in the {self.axis.line}"

    def _place(self, clue: Clue) -> str:
        axis = self.axis
        who = f"{self.cast.article}{self.names[clue.things[0]]}"
        if clue.relation in ("end", "inner"):
            one = ("is at one of the two ends of", "is either first or last in")
            none = ("is at neither end of", "is neither first nor last in")
            return (
                f"{who} {self.rng.choice(one if clue.relation == 'end' else none)} the {axis.line}"
            )
        negation = "not " if clue.relation == "not_at" else ""
        end, number = axis.low_end, clue.number + 1
        if self.rng.random() < 0.5:
            end, number = axis.high_end, len(self.names) - clue.number
        place = f"is {negation}number {_NUMBERS[number]}"
        if self.rng.random() < 0.5:
            return f"counting from {end}, {who} {place}"
        return f"{who} {place}, counting from {end}"


def _relations(clue: AnyClue) -> set[str]:
    if isinstance(clue, Either):
        return _relations(clue.first) | _relations(clue.second)
    return {clue.relation}


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
