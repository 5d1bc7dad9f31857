"""Programs that rewrite a text, character by character and as a whole."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from ._draw import Drawn, name_of
from ._statements import Change, For, Function, If, Program, Return, Set, Statement
from ._tree import Binary, Call, Expression, Logic, Method, Name, Slice, Value

_TEXT, _OUT, _CH, _I, _N = Name("text"), Name("out"), Name("ch"), Name("i"), Name("n")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def draw(rng: random.Random, parameters: Mapping[str, Any]) -> Drawn:
    """Passes over the text with conditions on characters and places, and changes between them."""
    body: list[Statement] = []
    if parameters["counter"]:
        body.append(Set(_N, Value(rng.randint(0, 4))))
    for _ in range(parameters["passes"]):
        body += [Set(_OUT, Value("")), _pass(rng, parameters), Set(_TEXT, _whole(rng))]
    result: Expression = _TEXT
    if parameters["counter"]:
        result = Binary("+", _TEXT, Call("str", [_N]))
    program = Program([Function(name_of(rng), ["text"], [*body, Return(result)])])
    low, high = parameters["length"]
    letters = [*rng.sample(_LETTERS, 9), "a", "e", "o"]
    return Drawn(program, lambda: ["".join(rng.choices(letters, k=rng.randint(low, high)))])


def _pass(rng: random.Random, parameters: Mapping[str, Any]) -> Statement:
    branches = []
    for _ in range(parameters["branches"]):
        steps = [_add(rng, parameters["counter"])]
        if parameters["counter"]:
            step = Binary("%", Binary("+", _N, rng.choice((_I, Value(1), Value(3)))), Value(17))
            steps.append(Set(_N, step))
        branches.append((_test(rng, parameters["counter"]), steps))
    return For(["i", "ch"], Call("enumerate", [_TEXT]), [If(branches, [_add(rng, False)])])


def _test(rng: random.Random, counter: bool) -> Expression:
    modulus = rng.randint(2, 4)
    place = Binary("==", Binary("%", _I, Value(modulus)), Value(rng.randrange(modulus)))
    tests: list[Expression] = [
        Binary("in", _CH, Value("".join(sorted(rng.sample("aeiou" + "bcdrst", 5))))),
        Binary(rng.choice("<>"), _CH, Value(rng.choice("fgijklmnopqr"))),
        Binary("in", _CH, _OUT), place,
        Logic(rng.choice(("and", "or")), place, Binary(">", _CH, Value(rng.choice("ghijkl")))),
    ]  # fmt: skip
    if counter:
        tests.append(Binary("==", Binary("%", _N, Value(modulus)), Value(rng.randrange(modulus))))
    return rng.choice(tests)


def _add(rng: random.Random, counter: bool) -> Statement:
    """A character, or what is made of it, put before or behind."""
    shift = Value(rng.randint(1, 12))
    moved = Binary("-", Call("ord", [Method(_CH, "lower")]), Value(97))
    by: Expression = _N if counter and rng.random() < 0.4 else rng.choice((shift, shift, _I))
    shifted = Binary("+", Binary("%", Binary("+", moved, by), Value(26)), Value(97))
    made: Expression = rng.choice((
        _CH, Method(_CH, "upper"), Call("chr", [shifted]), Call("chr", [shifted]),
        Binary("+", _CH, Value(rng.choice(_LETTERS))), Binary("*", _CH, Value(2)),
    ))  # fmt: skip
    if rng.random() < 0.3:
        return Set(_OUT, Binary("+", made, _OUT))
    return Change(_OUT, "+", made)


def _whole(rng: random.Random) -> Expression:
    """What is done to the text between two passes."""
    size = Value(rng.randint(1, 4))
    return rng.choice((
        Slice(_OUT, None, None, Value(-1)), Binary("+", Slice(_OUT, size), Slice(_OUT, None, size)),
        Method(_OUT, "swapcase"), Method(_OUT, "replace", [Value(rng.choice("aeo")),
            Value(rng.choice(("", "uv", "K")))]),
        Binary("+", Slice(_OUT, None, None, Value(2)), Slice(_OUT, Value(1), None, Value(2))),
    ))  # fmt: skip
