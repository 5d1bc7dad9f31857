"""Draws theories in which a conclusion is proved, refuted, or left open by one missing premise."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ._theories import ACTIVITIES, FORMS, Statement, World, every

_CONCLUSIONS = 30


class Theory(NamedTuple):
    """Premises in the order of the text, what is concluded, and how many premises decide it."""

    premises: tuple[Statement, ...]
    conclusion: Statement
    needed: int


def make(
    rng: random.Random, names: Sequence[str], parameters: Mapping[str, Any], verdict: str
) -> tuple[World, Theory]:
    """A world and a theory with this verdict; draws until one fits."""
    # Drawn ahead, so that neither tells anything of the verdict.
    form, was_true = rng.choice(parameters["conclusions"]), rng.random() < 0.5
    holds = was_true if verdict == "unknown" else verdict == "true"
    while True:
        activities = rng.sample(ACTIVITIES, parameters["activities"])
        world = World(names, activities)
        premises = _premises(world, rng, parameters)
        if premises is None:
            continue
        theory = _decided(world, rng, premises, parameters["needed"], form, holds=holds)
        if theory and verdict == "unknown":
            theory = _left_open(world, rng, theory, parameters)
        if theory:
            return world, theory


def verdict_of(world: World, premises: Sequence[Statement], conclusion: Statement) -> str:
    """`true`, `false` or `unknown`, by the truth tables."""
    worlds = every((premise.table for premise in premises), world)
    if not worlds & ~conclusion.table:
        return "true"
    return "unknown" if worlds & conclusion.table else "false"


def _premises(
    world: World, rng: random.Random, parameters: Mapping[str, Any]
) -> list[Statement] | None:
    """Premises that hold together, each of which says something new; None after too many draws."""
    actual = 1 << rng.getrandbits(world.facts)
    found, worlds, facts = [], world.everything, 0
    for _ in range(20 * parameters["premises"]):
        form = rng.choice(parameters["forms"])
        statement = FORMS[form](world, rng)
        is_new = worlds & ~statement.table
        if not statement.table & actual or not is_new:
            continue
        if form == "fact" and facts == parameters["facts"]:
            continue
        facts += form == "fact"
        worlds &= statement.table
        found.append(statement)
        if len(found) == parameters["premises"]:
            return found
    return None


def _decided(
    world: World, rng: random.Random, premises: Sequence[Statement], needed: int, form: str,
    *, holds: bool,
) -> Theory | None:  # fmt: skip
    """The theory with a conclusion of that value for which enough premises are needed."""
    worlds = every((premise.table for premise in premises), world)
    for _ in range(_CONCLUSIONS):
        conclusion = FORMS[form](world, rng)
        goal = conclusion.table if holds else world.everything ^ conclusion.table
        if worlds & ~goal or conclusion.table in (0, world.everything):
            continue
        core = _core(world, premises, goal)
        if len(core) >= needed:
            return Theory(tuple(premises), conclusion, len(core))
    return None


def _core(world: World, premises: Sequence[Statement], goal: int) -> list[int]:
    """Premises that prove a goal and of which each is needed for that."""
    core = list(range(len(premises)))
    for place in range(len(premises)):
        rest = [other for other in core if other != place]
        if not every((premises[i].table for i in rest), world) & ~goal:
            core = rest
    return core


def _left_open(
    world: World, rng: random.Random, theory: Theory, parameters: Mapping[str, Any]
) -> Theory | None:
    """The theory with one premise exchanged for another, so that the conclusion is open.

    So an open question looks like one that is decided: as many premises, one step missing.
    """
    places = list(range(len(theory.premises)))
    rng.shuffle(places)
    for place in places:
        for _ in range(6):
            other = FORMS[rng.choice(parameters["forms"])](world, rng)
            premises = list(theory.premises)
            premises[place] = other
            rest = every((p.table for i, p in enumerate(premises) if i != place), world)
            is_new = rest & other.table and rest & ~other.table
            if is_new and verdict_of(world, premises, theory.conclusion) == "unknown":
                return Theory(tuple(premises), theory.conclusion, 0)
    return None
