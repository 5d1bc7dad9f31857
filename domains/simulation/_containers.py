"""Programs that fill lists, dicts and sets from a list of integers."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from ._draw import Drawn, bounded, condition, name_of
from ._statements import Change, Do, For, Function, If, Program, Return, Set, Statement
from ._tree import Binary, Call, Choose, Expression, Item, Logic, Many, Method, Name, Slice, Value

_OUT, _SEEN, _COUNTS, _V, _I = Name("out"), Name("seen"), Name("counts"), Name("v"), Name("i")


def draw(rng: random.Random, parameters: Mapping[str, Any]) -> Drawn:
    """A pass over the list that fills some collections, then passes over these."""
    kinds = rng.sample(("dict", "set"), min(2, parameters["collections"] - 1))
    names = ["v", "i"]
    body: list[Statement] = [Set(_OUT, Many([], list))]
    body += [Set(_COUNTS, Value({}))] if "dict" in kinds else []
    body += [Set(_SEEN, Call("set"))] if "set" in kinds else []
    steps = [_STEPS[kind](rng, names) for kind in ("list", *kinds)]
    while len(steps) < parameters["statements"]:
        steps.append(_STEPS[rng.choice(("list", "shape", *kinds))](rng, names))
    head = steps[0]
    rest = steps[1:]
    rng.shuffle(rest)
    body.append(For(["i", "v"], Call("enumerate", [Name("values")]), [head, *rest]))
    if "dict" in kinds:
        body.append(_drain(rng))
    body += [_after(rng) for _ in range(parameters["after"])]
    result: Expression = _OUT
    if "set" in kinds and rng.random() < 0.5:
        result = Many([_OUT, Call("sorted", [_SEEN])])
    elif rng.random() < 0.25:
        result = Many([Call("sum", [_OUT]), Call("len", [_OUT]), Item(_OUT, Value(-1))])
    program = Program([Function(name_of(rng), ["values"], [*body, Return(result)])])
    low, high = parameters["length"]
    return Drawn(program, lambda: [[rng.randint(0, 40) for _ in range(rng.randint(low, high))]])


def _append(value: Expression) -> Statement:
    return Do(Method(_OUT, "append", [value]))


def _list_step(rng: random.Random, names: list[str]) -> Statement:
    other: list[Statement] = []
    if rng.random() < 0.5:
        other = [Do(Method(_OUT, "insert", [Value(0), bounded(rng, names, 1)]))]
    return If([(condition(rng, names), [_append(bounded(rng, names, 1))])], other)


def _shape_step(rng: random.Random, names: list[str]) -> Statement:
    """Something done to what is already in the list, where there is something."""
    last = Item(_OUT, Value(-1))
    change: Statement = rng.choice((
        Do(Method(_OUT, "pop", [])), Do(Method(_OUT, "pop", [Value(0)])),
        Change(last, "+", Name(rng.choice(names))), Do(Method(_OUT, "reverse")),
        Set(_OUT, Binary("+", Slice(_OUT, Value(1)), Slice(_OUT, None, Value(1)))),
    ))  # fmt: skip
    long = Binary(">", Call("len", [_OUT]), Value(rng.randint(1, 3)))
    return If([(Logic("and", long, condition(rng, names)), [change])])


def _dict_step(rng: random.Random, names: list[str]) -> Statement:
    key = Binary("%", Name(rng.choice(names)), Value(rng.randint(3, 7)))
    old = Method(_COUNTS, "get", [key, Value(rng.choice((0, 0, 1, 5)))])
    return Set(Item(_COUNTS, key), Binary("+", old, rng.choice((_V, _I, Value(1), Value(3)))))


def _set_step(rng: random.Random, names: list[str]) -> Statement:
    key = Binary("%", Binary("+", _V, _I), Value(rng.randint(4, 15)))
    add: list[Statement] = [Do(Method(_SEEN, "add", [key])), _append(bounded(rng, names, 1))]
    other: list[Statement] = [Do(Method(_SEEN, "discard", [key]))] if rng.random() < 0.5 else []
    return If([(Binary("not in", key, _SEEN), add)], other)


def _drain(rng: random.Random) -> Statement:
    """The dict into the list, by its keys in order."""
    keys: Expression = Call("sorted", [_COUNTS])
    if rng.random() < 0.5:
        keys = Slice(keys, None, None, Value(-1))
    value = Binary(rng.choice("+-"), Item(_COUNTS, Name("key")), Name("key"))
    return For(["key"], keys, [_append(value)])


def _after(rng: random.Random) -> Statement:
    """The list replaced by another made of it."""
    size = Value(rng.randint(2, 4))
    picked: Expression = Choose(
        Binary(">", Call("len", [_OUT]), size),
        Slice(_OUT, size),
        Slice(_OUT, None, None, Value(-1)),
    )
    return Set(_OUT, rng.choice((
        Call("sorted", [_OUT]), Slice(_OUT, None, None, Value(-1)), picked,
        Binary("+", Slice(_OUT, size), Slice(_OUT, None, size)),
        Binary("+", Slice(_OUT, None, None, Value(2)), Slice(_OUT, Value(1), None, Value(2))),
    )))  # fmt: skip


_STEPS: dict[str, Callable[[random.Random, list[str]], Statement]] = {
    "list": _list_step, "shape": _shape_step, "dict": _dict_step, "set": _set_step,
}  # fmt: skip
