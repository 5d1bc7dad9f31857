"""Stays of people, first and last day as numbers of the calendar, and sentences that fix them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_EARLIEST, _LATEST = date(1960, 1, 1).toordinal(), date(2024, 1, 1).toordinal()


class Stay(NamedTuple):
    """Who was there from the first day to the last, both included."""

    name: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


def day_text(day: int) -> str:
    """`3 March 2014`."""
    found = date.fromordinal(day)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def weekday(day: int) -> str:
    """Its day of the week."""
    return WEEKDAYS[date.fromordinal(day).weekday()]


def draw(
    rng: random.Random, names: Sequence[str], parameters: Mapping[str, Any]
) -> tuple[list[Stay], list[str]]:
    """Stays that touch one another in time, and the sentences that fix each of them."""
    longest = parameters["days"]
    start = rng.randint(_EARLIEST, _LATEST)
    stays: list[Stay] = []
    said: list[str] = []
    for name in names:
        first = start + rng.randint(0, 2 * longest)
        stay = Stay(name, first, first + rng.randint(longest // 8, longest) - 1)
        related = stays and rng.random() < parameters["relative"]
        said += _related(rng, stay, stays) if related else _dated(rng, stay)
        stays.append(stay)
    return stays, said


def _dated(rng: random.Random, stay: Stay) -> list[str]:
    """Two of first day, last day and length."""
    return rng.sample(
        [
            f"{stay.name}'s first day was {day_text(stay.first)}.",
            f"{stay.name}'s last day was {day_text(stay.last)}.",
            f"{stay.name} stayed for {_length(stay.days)}.",
        ],
        2,
    )


def _related(rng: random.Random, stay: Stay, others: Sequence[Stay]) -> list[str]:
    """One end by another's, and the other end or the length."""
    at_first = rng.random() < 0.5
    sentence = _end(rng, stay, rng.choice(others), at_first)
    other = rng.choice(others)
    if rng.random() < 0.5:
        return [sentence, _end(rng, stay, other, not at_first)]
    longer = stay.days - other.days
    if not longer:
        return [sentence, f"{stay.name} stayed exactly as long as {other.name}."]
    word = "longer" if longer > 0 else "shorter"
    return [sentence, f"{stay.name}'s stay was {_length(abs(longer))} {word} than {other.name}'s."]


def _end(rng: random.Random, stay: Stay, other: Stay, at_first: bool) -> str:
    own, day = ("first", stay.first) if at_first else ("last", stay.last)
    its, its_day = rng.choice((("first", other.first), ("last", other.last)))
    distance = day - its_day
    if not distance:
        return f"{stay.name}'s {own} day was also {other.name}'s {its} day."
    word = "after" if distance > 0 else "before"
    return f"{stay.name}'s {own} day was {_length(abs(distance))} {word} {other.name}'s {its} day."


def _length(days: int) -> str:
    """In whole weeks where that is possible."""
    number, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"


class Asked(NamedTuple):
    """A question, its answer, and the names to choose from; without them it is a number."""

    text: str
    gold: str
    choices: tuple[str, ...] = ()


def counts(stays: Sequence[Stay]) -> dict[int, int]:
    """How many people were there, by day."""
    found: dict[int, int] = {}
    for stay in stays:
        for day in range(stay.first, stay.last + 1):
            found[day] = found.get(day, 0) + 1
    return found


def _together(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    a, b = rng.sample(stays, 2)
    days = min(a.last, b.last) - max(a.first, b.first) + 1
    text = f"On how many days were both {a.name} and {b.name} there?"
    return Asked(text, str(days)) if days > 0 else None


def _crowded(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    least = rng.randint(2, max(2, len(stays) // 2))
    days = sum(number >= least for number in counts(stays).values())
    text = f"On how many days were at least {least} of these people there?"
    return Asked(text, str(days)) if days else None


def _alone(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    days = sum(number == 1 for number in counts(stays).values())
    text = "On how many days was exactly one of these people there?"
    return Asked(text, str(days)) if days else None


def _longest(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    word, pick = rng.choice((("longest", max), ("shortest", min)))
    length = pick(stay.days for stay in stays)
    found = [stay.name for stay in stays if stay.days == length]
    return _who(f"Whose stay was the {word}?", found, stays)


def _present(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    day = rng.randint(min(s.first for s in stays), max(s.last for s in stays))
    found = [stay.name for stay in stays if stay.first <= day <= stay.last]
    return _who(f"Who, as the only one of them, was there on {day_text(day)}?", found, stays)


def _ranked(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    rank, end = rng.randrange(len(stays)), rng.choice(("first", "last"))
    days = sorted(getattr(stay, end) for stay in stays)
    found = [stay.name for stay in stays if getattr(stay, end) == days[rank]]
    verb = "arrived" if end == "first" else "left"
    text = f"Whose {end} day was the {RANKS[rank]}, that is, who {verb} as number {rank + 1}?"
    return _who(text, found, stays)


def _weekday(rng: random.Random, stays: Sequence[Stay]) -> Asked | None:
    stay, end = rng.choice(stays), rng.choice(("first", "last"))
    known = stays[0].first + rng.randint(-400, 400)
    text = (
        f"{day_text(known)} was a {weekday(known)}. "
        f"Which day of the week was {stay.name}'s {end} day?"
    )
    return Asked(text, weekday(getattr(stay, end)), WEEKDAYS)


def _who(text: str, found: Sequence[str], stays: Sequence[Stay]) -> Asked | None:
    return Asked(text, found[0], tuple(stay.name for stay in stays)) if len(found) == 1 else None


TASKS: dict[str, Callable[[random.Random, Sequence[Stay]], Asked | None]] = {
    "together": _together, "crowded": _crowded, "alone": _alone, "longest": _longest,
    "present": _present, "ranked": _ranked, "weekday": _weekday,
}  # fmt: skip
"""Each gives None where its question has no single answer, or the answer 0."""
