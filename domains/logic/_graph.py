"""Deduction puzzles: rules over kinds, what follows from them, and how the graphs grow.

Kinds are numbers. All rules are Horn clauses, for which forward chaining finds everything that
follows in classical logic, so that the right choice is right for every way of reasoning.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

QUESTIONS = ("is", "not")
_ROUNDS = 4


class Rule(NamedTuple):
    """What is all of the one or two `conditions` is a `result`; None: nothing is all of them."""

    conditions: tuple[int, ...]
    result: int | None


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Rules, the kinds that each person is said to be (the first is asked about), and choices."""

    rules: tuple[Rule, ...]
    facts: tuple[tuple[int, ...], ...]
    question: Literal["is", "not"]
    choices: tuple[int, ...]
    goal: int
    depth: int
    """Rules on the shortest way to the answer."""


Layers: TypeAlias = list[list[int]]


@dataclass(slots=True)
class _Draft:
    """Kinds and rules so far."""

    rng: random.Random
    width: Sequence[int]
    merge: float
    kinds: int = 0
    rules: dict[Rule, None] = field(default_factory=dict)

    def layer(self, least: int = 1) -> list[int]:
        """New kinds."""
        size = max(least, self.rng.randint(*self.width))
        self.kinds += size
        return list(range(self.kinds - size, self.kinds))

    def add(self, conditions: Iterable[int], result: int | None) -> None:
        self.rules[Rule(tuple(sorted(conditions)), result)] = None

    def grow(self, roots: list[int], depth: int, last: int = 1) -> Layers:
        """Layers above the roots; each kind of layer i+1 is reached from layer i, none sooner.

        Parents are drawn, so some kinds have several results and others are dead ends. A second
        parent makes a merge: of layer i another way of the same length, of layer i+1 a longer one.
        """
        layers = [roots]
        for height in range(1, depth + 1):
            below, here = layers[-1], self.layer(last if height == depth else 1)
            for place, kind in enumerate(here):
                parent = self.rng.choice(below)
                self.add([parent], kind)
                others = [each for each in below if each != parent] + here[:place]
                if others and self.rng.random() < self.merge:
                    self.add([self.rng.choice(others)], kind)
            layers.append(here)
        return layers

    def cross(self, source: Layers, target: Layers, count: int) -> None:
        """Rules from one part into another, between neighboring heights."""
        for _ in range(count):
            height = self.rng.randrange(min(len(source), len(target) - 1))
            self.add([self.rng.choice(source[height])], self.rng.choice(target[height + 1]))

    def join(self, layers: Layers, count: int) -> None:
        """Turns up to `count` merges into two-condition rules: both parents are needed."""
        heights = {kind: height for height, layer in enumerate(layers) for kind in layer}
        into: dict[int, list[Rule]] = {}
        for rule in self.rules:
            if rule.result in heights and rule.conditions[0] in heights:
                into.setdefault(rule.result, []).append(rule)
        # Parents in the layer below only: the way would be longer otherwise.
        merges = [
            rules for kind, rules in into.items()
            if len(rules) == 2
            and all(heights[rule.conditions[0]] == heights[kind] - 1 for rule in rules)
        ]  # fmt: skip
        for first, second in self.rng.sample(merges, min(count, len(merges))):
            del self.rules[first], self.rules[second]
            self.add([first.conditions[0], second.conditions[0]], first.result)

    def trap(self, own: Layers, alien: Layers, count: int) -> None:
        """Two-condition rules of which the person meets one condition and never the other."""
        for _ in range(count):
            height = self.rng.randrange(len(alien) - 1)
            below = own[min(height, len(own) - 1)]
            pair = [self.rng.choice(below), self.rng.choice(alien[height])]
            self.add(pair, self.rng.choice(alien[height + 1]))


def make(rng: random.Random, parameters: Mapping[str, Any]) -> Puzzle:
    """A puzzle of which exactly one choice is right."""
    question = rng.choice(parameters["questions"])
    while True:
        draft = _Draft(rng, parameters["width"], parameters["merge"])
        puzzle = (_make_is if question == "is" else _make_not)(draft, parameters)
        if right_choices(puzzle) == [puzzle.goal]:
            return puzzle


def _make_is(draft: _Draft, parameters: Mapping[str, Any]) -> Puzzle:
    """What is the person certainly? The wrong choices lie as high over other kinds."""
    rng = draft.rng
    depth, wrong = rng.randint(*parameters["depth"]), parameters["choices"] - 1
    own = draft.grow(draft.layer()[:1], depth)
    alien = draft.grow(draft.layer(), depth, last=wrong)
    draft.cross(alien, own, parameters["crossings"])
    draft.join(own, parameters["pairs"])
    draft.join(alien, parameters["pairs"])
    draft.trap(own, alien, parameters["pairs"])
    facts = _facts(draft, own, alien, parameters)
    goal = rng.choice(own[-1])
    choices = [goal, *rng.sample(alien[-1], wrong)]
    for _ in range(parameters["excludes"]):
        pair = rng.choice(rng.choice(own)), rng.choice(rng.choice(alien))
        rules = [*draft.rules, Rule(tuple(sorted(pair)), None)]
        if not any(contradicted(derive(each, rules), rules) for each in facts):
            draft.add(pair, None)
    return _puzzle(draft, facts, "is", choices, depth)


def _make_not(draft: _Draft, parameters: Mapping[str, Any]) -> Puzzle:
    """What can the person not be? Forward to a kind, over "No A is a B", and back down."""
    rng = draft.rng
    depth, wrong = rng.randint(*parameters["depth"]), parameters["choices"] - 1
    back = rng.randint(1, max(1, depth // 2))
    ahead = max(1, depth - 1 - back)
    own = draft.grow(draft.layer()[:1], ahead)
    alien = draft.grow(draft.layer(), ahead)
    draft.cross(alien, own, parameters["crossings"])
    # As many roots as of the allowed ones, so that the goal is not named more often than they.
    ruled_out = draft.grow(draft.layer(wrong), back)
    allowed = draft.grow(draft.layer(wrong), back)
    for layers in (ruled_out, allowed):
        _lead_up(draft, layers)
    if back > 1:
        draft.cross(ruled_out[1:], allowed[1:], parameters["crossings"] // 2)
    draft.join(own, parameters["pairs"])
    draft.trap(own, alien, parameters["pairs"])
    facts = _facts(draft, own, alien, parameters)
    goal = rng.choice(ruled_out[0])
    draft.add([rng.choice(own[-1]), rng.choice(_top(draft, goal, ruled_out))], None)
    for kind in allowed[-1]:
        draft.add([rng.choice(alien[-1]), kind], None)
    return _puzzle(draft, facts, "not", [goal, *rng.sample(allowed[0], wrong)], ahead + 1 + back)


def _lead_up(draft: _Draft, layers: Layers) -> None:
    """Rules for the roots that do not lead to the last layer: a silent choice would give in."""
    steps = [kind for kind in layers[1] if _top(draft, kind, layers)]
    for root in layers[0]:
        if not _top(draft, root, layers):
            draft.add([root], draft.rng.choice(steps))


def _top(draft: _Draft, kind: int, layers: Layers) -> list[int]:
    """The kinds of the last layer to which this one leads straight up."""
    found = heights([kind], draft.rules)
    rules = len(layers) - 1 - next(i for i, layer in enumerate(layers) if kind in layer)
    return [each for each in layers[-1] if found.get(each) == rules]


def _facts(
    draft: _Draft, own: Layers, alien: Layers, parameters: Mapping[str, Any]
) -> list[tuple[int, ...]]:
    """What each person is said to be; the others begin where the wrong choices come from."""
    others = [(draft.rng.choice(alien[0]),) for _ in range(parameters["others"])]
    return [(own[0][0],), *others]


def _puzzle(
    draft: _Draft, facts: Sequence[tuple[int, ...]], question: Literal["is", "not"],
    choices: list[int], depth: int,
) -> Puzzle:  # fmt: skip
    goal = choices[0]
    draft.rng.shuffle(choices)
    rules = list(draft.rules)
    draft.rng.shuffle(rules)
    return Puzzle(tuple(rules), tuple(facts), question, tuple(choices), goal, depth)


def heights(facts: Iterable[int], rules: Iterable[Rule]) -> dict[int, int]:
    """Everything that something of these kinds is, by the rules on the way.

    Forward chaining in rounds, to the end: the least number of rules, one after another.
    """
    known = dict.fromkeys(facts, 0)
    waiting = list(rules)
    for number in itertools.count(1):
        fired = [rule for rule in waiting if known.keys() >= set(rule.conditions)]
        new = {rule.result: number for rule in fired if rule.result is not None}
        if known.keys() >= new.keys():
            break
        known = {**new, **known}
        waiting = [rule for rule in waiting if rule not in fired]
    return known


def derive(facts: Iterable[int], rules: Iterable[Rule]) -> set[int]:
    """Everything that something of these kinds is."""
    return set(heights(facts, rules))


def contradicted(known: set[int], rules: Iterable[Rule]) -> bool:
    """Whether something is of two kinds that exclude each other."""
    return any(rule.result is None and known.issuperset(rule.conditions) for rule in rules)


def right_choices(puzzle: Puzzle) -> list[int]:
    """The choices that are certain, or impossible; none at all if the rules contradict."""
    rules = puzzle.rules
    worlds = [derive(facts, rules) for facts in (*puzzle.facts, *((c,) for c in puzzle.choices))]
    if any(contradicted(world, rules) for world in worlds):
        return []
    if puzzle.question == "is":
        return [choice for choice in puzzle.choices if choice in worlds[0]]
    return [
        choice for choice in puzzle.choices
        if contradicted(derive((*puzzle.facts[0], choice), rules), rules)
    ]  # fmt: skip


def structure(puzzle: Puzzle, words: Sequence[str], names: Sequence[str]) -> str:
    """Hash of what is said and asked, names included, free of order and wording."""
    lines = [_line(rule, words) for rule in puzzle.rules]
    for name, facts in zip(names, puzzle.facts, strict=True):
        lines.append(f"{name}:{','.join(sorted(words[kind] for kind in facts))}")
    asked = f"{names[0]} {puzzle.question} {','.join(sorted(words[c] for c in puzzle.choices))}"
    return _hash([asked, *sorted(lines)])


def nameless_structure(puzzle: Puzzle) -> str:
    """Hash that does not change when kinds and persons are renamed.

    Labels are refined as in the Weisfeiler-Leman test: isomorphic puzzles always share the hash.
    Two others may (rarely), which puts them in one group and does no harm.
    """
    kinds = 1 + max(kind for rule in puzzle.rules for kind in (*rule.conditions, rule.result or 0))
    labels = [
        f"{kind in puzzle.choices:d}{kind in puzzle.facts[0]:d}"
        f"{sum(kind in facts for facts in puzzle.facts)}"
        for kind in range(kinds)
    ]  # fmt: skip
    for _ in range(_ROUNDS):
        seen: list[list[str]] = [[] for _ in range(kinds)]
        for rule in puzzle.rules:
            line = _line(rule, labels)
            for kind in rule.conditions:
                seen[kind].append(f"if {line}")
            if rule.result is not None:
                seen[rule.result].append(f"then {line}")
        labels = [_hash([label, *sorted(lines)]) for label, lines in zip(labels, seen, strict=True)]
    return _hash([puzzle.question, *sorted(labels)])


def _line(rule: Rule, labels: Sequence[str]) -> str:
    result = "nothing" if rule.result is None else labels[rule.result]
    return f"{'+'.join(sorted(labels[kind] for kind in rule.conditions))}>{result}"


def _hash(parts: Sequence[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
