"""Knights and knaves: typed formulas, their truth tables and canonical forms.

A world is a bit string: bit p of world w says whether person p is a knight. A table is a Python
int whose bit w says whether a formula holds in world w, so that all worlds are decided at once.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Relation: TypeAlias = Literal["exactly", "at least", "at most"]
Quantifier: TypeAlias = Literal["all", "some", "one", "none"]

FORM_DEPTHS = {"kind": 1, "alike": 1, "tally": 1, "trio": 1, "both": 2, "either": 2, "if": 2,
               "list": 2}  # fmt: skip
"""The statement forms and the least depth of formula that each needs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One person is a knight, or a knave."""

    person: int
    knight: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """Two persons are of the same kind, or of different kinds."""

    first: int
    second: int
    same: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Exactly, at least or at most `number` of these persons are knights, or knaves."""

    relation: Relation
    number: int
    people: tuple[int, ...]
    knight: bool


@dataclass(frozen=True, slots=True)
class If:
    """Material conditional of two simple claims; the question defines it where it occurs."""

    condition: Kind
    result: Kind


@dataclass(frozen=True, slots=True)
class Joint:
    """All, at least one, exactly one or none of the parts hold; `listed` is only the wording."""

    quantifier: Quantifier
    parts: tuple[Formula, ...]
    listed: bool


Formula: TypeAlias = Kind | Alike | Tally | If | Joint


@lru_cache(maxsize=64)
def _knight_table(person: int, people: int) -> int:
    """The worlds in which this person is a knight."""
    return sum(1 << world for world in range(1 << people) if world >> person & 1)


def _counts(tables: Sequence[int], full: int) -> list[int]:
    """Entry k: the worlds in which exactly k of these tables hold."""
    exact = [full] + [0] * len(tables)
    for table in tables:
        for k in range(len(tables), 0, -1):
            exact[k] = exact[k] & ~table | exact[k - 1] & table
        exact[0] &= ~table
    return exact


def truth_table(formula: Formula, people: int) -> int:
    """The worlds in which the formula holds."""
    full = (1 << (1 << people)) - 1
    match formula:
        case Kind(person, knight):
            table = _knight_table(person, people)
            return table if knight else full & ~table
        case Alike(first, second, same):
            differ = _knight_table(first, people) ^ _knight_table(second, people)
            return full & ~differ if same else differ
        case Tally(relation, number, members, knight):
            tables = [truth_table(Kind(member, knight), people) for member in members]
            exact = _counts(tables, full)
            chosen = {
                "exactly": exact[number : number + 1],
                "at least": exact[number:],
                "at most": exact[: number + 1],
            }[relation]
            return sum(chosen)  # disjoint sets of worlds: the sum is their union
        case If(condition, result):
            return full & ~truth_table(condition, people) | truth_table(result, people)
        case Joint(quantifier, parts, _):
            exact = _counts([truth_table(part, people) for part in parts], full)
            if quantifier == "some":
                return full & ~exact[0]
            return exact[{"all": len(parts), "one": 1, "none": 0}[quantifier]]


def solutions(claims: Sequence[Formula]) -> list[int]:
    """All worlds in which every knight's claim is true and every knave's is false."""
    people = len(claims)
    worlds = (1 << (1 << people)) - 1
    for speaker, claim in enumerate(claims):
        worlds &= ~(_knight_table(speaker, people) ^ truth_table(claim, people))
    return [world for world in range(1 << people) if worlds >> world & 1]


def draw(
    rng: random.Random, speaker: int, people: int, forms: Sequence[str], depth: int
) -> Formula:
    """A random formula of at most this depth, said by `speaker`."""
    usable = [form for form in forms if FORM_DEPTHS[form] <= depth]
    form = rng.choice(usable)
    knight = rng.random() < 0.5
    if form == "kind":
        return Kind(rng.choice([p for p in range(people) if p != speaker]), knight)
    if form == "alike":
        first, second = rng.sample(range(people), 2)
        return Alike(first, second, knight)
    if form in ("tally", "trio"):
        others = [p for p in range(people) if p != speaker]
        members = rng.sample(others, 3) if form == "trio" else list(range(people))
        relation: Relation = rng.choice(("exactly", "at least", "at most"))
        return Tally(relation, rng.randrange(1, len(members)), tuple(sorted(members)), knight)
    if form == "list":
        inner = [each for each in forms if each != "list"]
        parts = [draw(rng, speaker, people, inner, depth - 1) for _ in range(rng.choice((2, 2, 3)))]
        quantifier: Quantifier = rng.choice(("all", "some", "one", "none"))
        return Joint(quantifier, tuple(parts), listed=True)
    first, second = rng.sample(range(people), 2)
    left, right = Kind(first, knight), Kind(second, rng.random() < 0.5)
    if form == "if":
        return If(left, right)
    return Joint("all" if form == "both" else "some", (left, right), listed=False)


def says_something(claim: Formula, speaker: int, people: int) -> bool:
    """Whether a claim can be made by both kinds and is more than "I am a knight" in disguise."""
    full = (1 << (1 << people)) - 1
    own = _knight_table(speaker, people)
    if isinstance(claim, Joint):
        labels = [str(person) for person in range(people)]
        if len({canonical(part, labels) for part in claim.parts}) < len(claim.parts):
            return False
    return truth_table(claim, people) not in (0, full, own, full & ~own)


def canonical(formula: Formula, labels: Sequence[str]) -> str:
    """The formula as text with these labels for the persons, free of order and wording."""
    match formula:
        case Kind(person, knight):
            return f"kind({labels[person]},{knight:d})"
        case Alike(first, second, same):
            return f"alike({','.join(sorted((labels[first], labels[second])))},{same:d})"
        case Tally(relation, number, members, knight):
            people = ",".join(sorted(labels[member] for member in members))
            return f"tally({relation},{number},{people},{knight:d})"
        case If(condition, result):
            return f"if({canonical(condition, labels)},{canonical(result, labels)})"
        case Joint(quantifier, parts, _):
            return f"{quantifier}({','.join(sorted(canonical(part, labels) for part in parts))})"


def structure(claims: Sequence[Formula], names: Sequence[str]) -> str:
    """Hash of who claims what, names included."""
    return _hash(sorted(f"{n}:{canonical(c, names)}" for n, c in zip(names, claims, strict=True)))


def nameless_structure(claims: Sequence[Formula]) -> str:
    """Hash of who claims what that does not change when persons are renamed.

    Labels are refined as in the Weisfeiler-Leman test: isomorphic puzzles always share the hash.
    Two others may (rarely), which puts them in one group and does no harm.
    """
    people = range(len(claims))
    labels = ["" for _ in people]
    for _ in range(2):  # more rounds tell no more puzzles of this kind apart
        # Each person's own place in all claims is marked; the rest go by their labels so far.
        labels = [
            _hash(
                [
                    canonical(claims[p], _marked(labels, p)),
                    *sorted(labels[q] + canonical(claims[q], _marked(labels, p)) for q in people),
                ]
            )
            for p in people
        ]
    return _hash(sorted(labels))


def _marked(labels: Sequence[str], person: int) -> list[str]:
    return ["*" if p == person else label for p, label in enumerate(labels)]


def _hash(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def uses_if(formula: Formula) -> bool:
    """Whether a conditional occurs, so that the question has to define it."""
    if isinstance(formula, Joint):
        return any(uses_if(part) for part in formula.parts)
    return isinstance(formula, If)
