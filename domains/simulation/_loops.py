"""Programs that carry integers through loops."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from ._draw import Drawn, bounded, condition, name_of, number
from ._statements import Break, Change, For, Function, If, Program, Return, Set, Statement, While
from ._tree import Binary, Call, Expression, Many, Name, Value

_STATES = (("a", "b", "c", "d"), ("x", "y", "z", "w"), ("p", "q", "r", "s"), ("low", "mid", "top",
    "acc"))  # fmt: skip


def draw(rng: random.Random, parameters: Mapping[str, Any]) -> Drawn:
    """Some states, changed in a loop by statements that read one another."""
    count = parameters["states"]
    states = rng.choice(_STATES)[:count]
    given = ["n"] if rng.random() < 0.4 else ["n", "k"]
    body: list[Statement] = [
        Set(Name(state), _start(rng, given[place % len(given)]))
        for place, state in enumerate(states)
    ]
    low, high = parameters["trips"]
    steps = [_step(rng, parameters["depth"], [*states, "i"], states) for _ in states]
    while len(steps) < parameters["statements"]:
        steps.append(_step(rng, parameters["depth"], [*states, "i"], states))
    # Every state changes: none is a constant that could be read off.
    steps += [_set(rng, Name(state), [*states, "i"]) for state in _unset(steps, states)]
    rng.shuffle(steps)
    loop = For(["i"], Call("range", [Value(rng.randint(low, high))]), steps)
    result = _result(rng, states)
    program = Program([Function(name_of(rng), given, [*body, loop, Return(result)])])
    return Drawn(program, lambda: [rng.randint(2, 99) for _ in given])


def _start(rng: random.Random, given: str) -> Expression:
    sign = rng.choice(("+", "*", "%"))
    return Binary(sign, Name(given), Value(rng.randint(*((7, 19) if sign == "%" else (2, 9)))))


def _result(rng: random.Random, states: Sequence[str]) -> Expression:
    if len(states) == 2 and rng.random() < 0.4:
        return Binary("-", Binary("*", Name(states[0]), Value(rng.randint(3, 9))), Name(states[1]))
    return Many([Name(state) for state in states])


def _set(rng: random.Random, target: Name, names: Sequence[str]) -> Statement:
    if rng.random() < 0.4:
        return Change(target, rng.choice("+-"), bounded(rng, names, 1))
    return Set(target, bounded(rng, names, 2))


def _step(rng: random.Random, depth: int, names: Sequence[str], states: Sequence[str]) -> Statement:
    """A change, or, while depth is left, changes under a condition or in a loop of their own."""
    target = Name(rng.choice(states))
    kind = rng.random()
    if depth == 0 or kind < 0.35:
        return _set(rng, target, names)
    inner = [_step(rng, depth - 1, names, states)]
    if kind < 0.75:
        test = condition(rng, names, rng.randrange(depth))
        other = [_set(rng, Name(rng.choice(states)), names)] if rng.random() < 0.6 else []
        return If([(test, inner)], other)
    if kind < 0.9:
        limit = rng.randint(20, 90)
        shrink = Set(target, Binary("//", Name(target.name), Value(rng.randint(2, 3))))
        return While(Binary(">", target, Value(limit)), [shrink, *_other(rng, states, target)])
    loop = [*inner, If([(condition(rng, [*names, "j"]), [Break()])])]
    return For(["j"], Call("range", [Binary("%", number(rng, names, 0), Value(4))]), loop)


def _other(rng: random.Random, states: Sequence[str], target: Name) -> list[Statement]:
    others = [state for state in states if state != target.name]
    return [Change(Name(rng.choice(others)), "+", Value(rng.randint(1, 9)))] if others else []


def _unset(steps: Sequence[Statement], states: Sequence[str]) -> list[str]:
    """The states that no step at the top changes."""
    changed = {
        step.target.name
        for step in steps
        if isinstance(step, Set | Change) and isinstance(step.target, Name)
    }
    return [state for state in states if state not in changed]
