"""Functions that call themselves, or one another, with smaller arguments."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from ._draw import Drawn, condition
from ._statements import Function, If, Program, Return, Set, Statement
from ._tree import Binary, Call, Expression, Item, Name, Slice, Value

_N, _K, _VALUES = Name("n"), Name("k"), Name("values")
_PAIRS = (("f", "g"), ("up", "down"), ("even", "odd"), ("left", "right"), ("ping", "pong"))


def draw(rng: random.Random, parameters: Mapping[str, Any]) -> Drawn:
    """On two integers or on a list, as one function or as two that call each other."""
    names = list(rng.choice(_PAIRS))[: parameters["functions"]]
    if rng.random() < parameters["lists"]:
        functions = [_on_list(rng, name, names, parameters) for name in names]
        low, high = parameters["length"]
        count = rng.randint(low, high)
        return Drawn(Program(functions[::-1]), lambda: [[rng.randint(1, 50) for _ in range(count)]])
    functions = [_on_number(rng, name, names, parameters) for name in names]
    low, high = parameters["size"]
    return Drawn(Program(functions[::-1]), lambda: [rng.randint(low, high), rng.randint(2, 30)])


def _on_number(
    rng: random.Random, name: str, names: Sequence[str], parameters: Mapping[str, Any]
) -> Function:
    """`n` shrinks with each call; `k` carries something along."""
    base = Binary(rng.choice("+*-"), _K, Value(rng.randint(2, 9)))
    body: list[Statement] = [If([(Binary("<=", _N, Value(rng.randint(1, 3))), [Return(base)])])]
    for _ in range(parameters["branches"] - 1):
        body.append(If([(condition(rng, ["n", "k"]), [Return(_again(rng, names, 1))])]))
    body.append(Return(_again(rng, names, parameters["calls"])))
    return Function(name, ["n", "k"], body)


def _again(rng: random.Random, names: Sequence[str], calls: int) -> Expression:
    made: Expression = _call(rng, names[-1])
    for number in range(1, calls):
        made = Binary(rng.choice("+-"), made, _call(rng, names[number % len(names)]))
    factor = Value(rng.randint(2, 5))
    mixed = rng.choice((
        Binary("+", made, Binary("*", _N, factor)), Binary("+", Binary("*", made, factor), _K),
        Binary("-", made, _N), Binary("+", Binary("*", made, factor), _N),
    ))  # fmt: skip
    return Binary("%", mixed, Value(rng.randint(97, 999)))


def _call(rng: random.Random, name: str) -> Expression:
    smaller = rng.choice((
        Binary("-", _N, Value(rng.randint(1, 4))), Binary("//", _N, Value(rng.randint(2, 3))),
        Binary("-", _N, Value(rng.randint(2, 5))),
    ))  # fmt: skip
    tripled, moved = Binary("*", _K, Value(3)), Binary("+", _K, _N)
    carried = rng.choice((
        Binary("+", _K, Value(rng.randint(1, 9))),
        Binary("%", tripled, Value(rng.randint(11, 40))),
        Binary("%", moved, Value(rng.randint(7, 40))),
    ))  # fmt: skip
    return Call(name, [smaller, carried])


def _on_list(
    rng: random.Random, name: str, names: Sequence[str], parameters: Mapping[str, Any]
) -> Function:
    """The first item against what is returned for the rest, or one half against the other."""
    first = Item(_VALUES, Value(0))
    start = Binary("*", first, Value(rng.randint(2, 6)))
    size = Call("len", [_VALUES])
    body: list[Statement] = [If([(Binary("==", size, Value(1)), [Return(start)])])]
    if parameters["calls"] > 1 and rng.random() < 0.5:
        middle = Name("middle")
        body.append(Set(middle, Binary("//", size, Value(2))))
        one = Call(names[-1], [Slice(_VALUES, None, middle)])
        two = Call(names[0], [Slice(_VALUES, middle)])
        made: Expression = Binary("-", Binary("*", one, Value(rng.randint(2, 5))), two)
        return Function(name, ["values"], [*body, _returned(rng, made)])
    body.append(Set(Name("rest"), Call(names[-1], [Slice(_VALUES, Value(1))])))
    for _ in range(parameters["branches"] - 1):
        test = rng.choice((
            Binary(">", first, Name("rest")),
            Binary("==", Binary("%", first, Value(rng.randint(2, 3))), Value(rng.randint(0, 1))),
            Binary("<", Name("rest"), Value(rng.randint(30, 90))),
        ))  # fmt: skip
        made = Binary(rng.choice("+-"), Binary("*", Name("rest"), Value(rng.randint(2, 5))), first)
        body.append(If([(test, [_returned(rng, made)])]))
    made = Binary("+", Name("rest"), Binary("*", first, Value(rng.randint(2, 9))))
    return Function(name, ["values"], [*body, _returned(rng, made)])


def _returned(rng: random.Random, made: Expression) -> Statement:
    return Return(Binary("%", made, Value(rng.randint(97, 999))))
