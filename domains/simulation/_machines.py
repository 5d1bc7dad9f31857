"""Classes with some state, and functions that send a list of commands to an object."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from ._draw import Drawn, bounded, condition, name_of
from ._statements import Change, Class, Do, For, Function, If, Program, Return, Set, Statement
from ._tree import (
    Attribute,
    Binary,
    Call,
    Expression,
    Item,
    Logic,
    Many,
    Method,
    Name,
    Slice,
    Value,
)

_SELF = Name("self")
_ITEMS, _TOTAL = Attribute(_SELF, "items"), Attribute(_SELF, "total")
_SIZE = Call("len", [_ITEMS])
_CLASSES = ("Machine", "Box", "Buffer", "Store", "Tray", "Shelf")
_COMMANDS = ("add", "take", "turn", "mix", "skip", "drop", "mark", "swap", "load", "send")


def draw(rng: random.Random, parameters: Mapping[str, Any]) -> Drawn:
    """An object with a list and a total; each command is a method of it."""
    kind = rng.choice(_CLASSES)
    commands = rng.sample(_COMMANDS, parameters["commands"])
    start = Function("__init__", ["self"], [
        Set(_ITEMS, Many([], list)), Set(_TOTAL, Value(rng.randint(0, 20))),
    ])  # fmt: skip
    # The first two put something in and take it out; the others are drawn.
    bodies = [_push(rng), _pop(rng), *(_drawn(rng, parameters["depth"]) for _ in commands[2:])]
    methods = [
        Function(command, ["self", "n"], body)
        for command, body in zip(commands, bodies, strict=True)
    ]
    function = _loop(rng, kind, commands)
    low, high = parameters["length"]

    def arguments() -> list[Any]:
        chosen = rng.choices([commands[0], *commands], k=rng.randint(low, high))
        return [[(command, rng.randint(1, 20)) for command in chosen]]

    return Drawn(Program([Class(kind, [start, *methods]), function]), arguments)


def _loop(rng: random.Random, kind: str, commands: Sequence[str]) -> Function:
    box, command, n = Name(kind.lower()), Name("command"), Name("n")
    tests: list[tuple[Expression, Sequence[Statement]]] = [
        (Binary("==", command, Value(each)), [Do(Method(box, each, [n]))]) for each in commands[:-1]
    ]
    result = Many([Attribute(box, "items"), Attribute(box, "total")])
    return Function(name_of(rng), ["commands"], [
        Set(box, Call(kind)),
        For(["command", "n"], Name("commands"), [If(tests, [Do(Method(box, commands[-1], [n]))])]),
        Return(result),
    ])  # fmt: skip


def _push(rng: random.Random) -> list[Statement]:
    """At the end or the front; perhaps the list has a limit."""
    value = rng.choice((Name("n"), Binary("+", Name("n"), Value(rng.randint(1, 9)))))
    put = rng.choice((
        Do(Method(_ITEMS, "append", [value])), Do(Method(_ITEMS, "insert", [Value(0), value])),
    ))  # fmt: skip
    if rng.random() < 0.5:
        return [put]
    full = Binary("<", _SIZE, Value(rng.randint(3, 5)))
    return [If([(full, [put])], [Change(_TOTAL, rng.choice("+-"), Name("n"))])]


def _pop(rng: random.Random) -> list[Statement]:
    """From the end or the front, into the total."""
    place: list[Expression] = [Value(0)] if rng.random() < 0.5 else []
    taken = Binary(rng.choice("+*"), Method(_ITEMS, "pop", place), Name("n"))
    change = Change(_TOTAL, "+", Binary("%", taken, Value(rng.randint(20, 90))))
    return [If([(Binary(">", _SIZE, Value(rng.randint(0, 1))), [change])])]


def _drawn(rng: random.Random, depth: int) -> list[Statement]:
    """Something with the list where it has two items, else something with the total."""
    size = Value(rng.randint(1, 2))
    mixed = Binary("%", Binary("+", Item(_ITEMS, Value(-1)), Name("n")), Value(rng.randint(9, 40)))
    on_list = rng.choice((
        Do(Method(_ITEMS, "reverse")), Do(Method(_ITEMS, "sort")),
        Set(Item(_ITEMS, Value(0)), mixed),
        Set(_ITEMS, Binary("+", Slice(_ITEMS, size), Slice(_ITEMS, None, size))),
        Change(Item(_ITEMS, Value(-1)), "+", Name("n")),
        Set(_ITEMS, Slice(_ITEMS, None, None, Value(-1))),
    ))  # fmt: skip
    on_total = rng.choice((
        Change(_TOTAL, rng.choice("+-"), bounded(rng, ["n"], 1)),
        Set(_TOTAL, Binary("%", Binary("*", _TOTAL, Value(rng.randint(2, 5))), Value(101))),
    ))  # fmt: skip
    test: Expression = Binary(">", _SIZE, Value(rng.randint(1, 2)))
    if depth:
        test = Logic("and", test, condition(rng, ["n"]))
    even = Binary("==", Binary("%", _TOTAL, Value(rng.randint(2, 3))), Value(0))
    inner: list[Statement] = [on_list]
    if depth > 1:
        inner = [If([(even, [on_list])], [Do(Method(_ITEMS, "append", [_TOTAL]))])]
    return [If([(test, inner)], [on_total])]
