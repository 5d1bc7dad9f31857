"""Small theories about a closed group of people: statements with their truth tables.

A fact is a pair (person, activity). A table is an integer with one bit per world, set where the
statement holds; a world is a number whose bit i says whether fact i holds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce
from operator import and_, or_
from typing import NamedTuple, TypeAlias

ACTIVITIES = (
    ("sings", "sing"), ("dances", "dance"), ("paints", "paint"), ("skates", "skate"),
    ("cooks", "cook"), ("swims", "swim"), ("juggles", "juggle"), ("writes", "write"),
    ("gardens", "garden"), ("rows", "row"), ("knits", "knit"), ("climbs", "climb"),
    ("fences", "fence"), ("sails", "sail"), ("bakes", "bake"), ("whistles", "whistle"),
)  # fmt: skip
NUMBERS = ("none", "one", "two", "three", "four", "five")

Literal: TypeAlias = tuple[int, int, bool]
"""Person, activity, and whether the person does it."""


class Statement(NamedTuple):
    """A sentence without its full stop, and the worlds in which it holds."""

    text: str
    table: int


class World:
    """The people, what they may do, and the tables of the facts."""

    def __init__(self, people: Sequence[str], activities: Sequence[tuple[str, str]]) -> None:
        self.people, self.activities = people, activities
        self.facts = len(people) * len(activities)
        self.everything = (1 << (1 << self.facts)) - 1

    def table(self, literal: Literal) -> int:
        """The worlds in which a literal holds."""
        person, activity, holds = literal
        table = _column(person * len(self.activities) + activity, self.facts)
        return table if holds else self.everything ^ table

    def says(self, literal: Literal) -> str:
        """`Ann sings`, `Ann does not sing`."""
        person, activity, holds = literal
        return f"{self.people[person]} {self.does(activity, holds)}"

    def does(self, activity: int, holds: bool) -> str:
        """`sings`, `does not sing`."""
        third, plain = self.activities[activity]
        return third if holds else f"does not {plain}"

    def literal(self, rng: random.Random) -> Literal:
        """Any literal."""
        return (
            rng.randrange(len(self.people)), rng.randrange(len(self.activities)),
            rng.random() < 0.5,
        )  # fmt: skip

    def literals(self, rng: random.Random, count: int) -> list[Literal]:
        """Literals on as many different facts."""
        width = len(self.activities)
        facts = rng.sample(range(self.facts), count)
        return [(*divmod(fact, width), rng.random() < 0.5) for fact in facts]


@lru_cache(maxsize=256)
def _column(fact: int, facts: int) -> int:
    """The worlds in which a fact holds: runs of 2^fact zeros and ones in turn."""
    run = 1 << fact
    table, length = ((1 << run) - 1) << run, 2 * run
    while length < 1 << facts:
        table |= table << length
        length *= 2
    return table


def every(tables: Iterable[int], world: World) -> int:
    """The worlds in which all of them hold."""
    return reduce(and_, tables, world.everything)


def _fact(world: World, rng: random.Random) -> Statement:
    literal = world.literal(rng)
    return Statement(world.says(literal), world.table(literal))


def _if(world: World, rng: random.Random) -> Statement:
    a, b = world.literals(rng, 2)
    text = f"if {world.says(a)}, then {world.says(b)}"
    return Statement(text, world.everything ^ world.table(a) | world.table(b))


def _if_both(world: World, rng: random.Random) -> Statement:
    a, b, c = world.literals(rng, 3)
    both = world.table(a) & world.table(b)
    text = f"if {world.says(a)} and {world.says(b)}, then {world.says(c)}"
    return Statement(text, world.everything ^ both | world.table(c))


def _only_if(world: World, rng: random.Random) -> Statement:
    a, b = world.literals(rng, 2)
    text = f"{world.says(a)} only if {world.says(b)}"
    return Statement(text, world.everything ^ world.table(a) | world.table(b))


def _either(world: World, rng: random.Random) -> Statement:
    a, b = world.literals(rng, 2)
    text = f"{world.says(a)} or {world.says(b)}"
    return Statement(text, world.table(a) | world.table(b))


def _exactly_one(world: World, rng: random.Random) -> Statement:
    a, b = world.literals(rng, 2)
    text = f"exactly one of these is true: {world.says(a)}; {world.says(b)}"
    return Statement(text, world.table(a) ^ world.table(b))


def _all(world: World, rng: random.Random) -> Statement:
    """Everyone who does one thing does, or does not do, another."""
    a, b = rng.sample(range(len(world.activities)), 2)
    first, second = rng.random() < 0.75, rng.random() < 0.6
    text = f"everyone who {world.does(a, first)} also {world.does(b, True)}"
    if not second:
        text = f"no one who {world.does(a, first)} {world.does(b, True)}"
    people = range(len(world.people))
    rules = (
        world.everything ^ world.table((p, a, first)) | world.table((p, b, second)) for p in people
    )
    return Statement(text, every(rules, world))


def _some(world: World, rng: random.Random) -> Statement:
    a, b = rng.sample(range(len(world.activities)), 2)
    second = rng.random() < 0.5
    text = f"at least one person who {world.does(a, True)} {world.does(b, second)}"
    people = range(len(world.people))
    found = (world.table((p, a, True)) & world.table((p, b, second)) for p in people)
    return Statement(text, reduce(or_, found))


def _count(world: World, rng: random.Random) -> Statement:
    """A number of people, neither none nor all, does a thing."""
    activity = rng.randrange(len(world.activities))
    number = rng.randrange(1, len(world.people))
    verb = world.activities[activity][0 if number == 1 else 1]
    text = f"exactly {NUMBERS[number]} of the people {verb}"
    return Statement(text, _counted(len(world.people), len(world.activities), activity)[number])


@lru_cache(maxsize=256)
def _counted(people: int, width: int, activity: int) -> list[int]:
    """By number, the worlds in which so many people do a thing."""
    everything = (1 << (1 << people * width)) - 1
    counted = [everything] + [0] * people
    for person in range(people):
        does = _column(person * width + activity, people * width)
        # From the top: a person is counted once.
        for number in range(people, 0, -1):
            counted[number] = counted[number] & ~does | counted[number - 1] & does
        counted[0] &= ~does
    return counted


FORMS: dict[str, Callable[[World, random.Random], Statement]] = {
    "fact": _fact, "if": _if, "only_if": _only_if, "either": _either, "if_both": _if_both,
    "exactly_one": _exactly_one, "all": _all, "some": _some, "count": _count,
}  # fmt: skip
