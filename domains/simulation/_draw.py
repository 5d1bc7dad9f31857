"""Draws of the typed grammar that the families share, and the problem of a drawn program."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from domains.base import Problem, RawRow
from domains.streams import stream

from ._programs import Kind
from ._statements import Program
from ._tree import Binary, Expression, Logic, Name, TooLongError, Value

MAX_STEPS = 600
MAX_SIZE, MAX_CHARS = 10**6, 160
_OTHERS = 3
# What a run may raise; a program that does is drawn anew.
_FAILS = (ArithmeticError, LookupError, TypeError, ValueError, TooLongError)
_IDLE: tuple[Any, ...] = (0, 1, 2, 10, "a", "abc", [0], [1, 2, 3])


class Drawn(NamedTuple):
    """A program, and a way to draw arguments for it."""

    program: Program
    arguments: Callable[[], list[Any]]


def name_of(rng: random.Random) -> str:
    """A name for a function that says nothing."""
    return rng.choice(("f", "g", "solve", "run", "compute", "process", "work", "func"))


def number(rng: random.Random, names: Sequence[str], depth: int) -> Expression:
    """An integer expression over variables; nothing in it is a constant in disguise."""
    if depth == 0 or rng.random() < 0.2:
        return Name(rng.choice(names))
    sign = rng.choice("+++--***%/")
    left = number(rng, names, depth - 1)
    if sign in "%/*":
        return Binary(sign.replace("/", "//"), left, Value(rng.randint(2, 9)))
    others = [name for name in names if name not in left.source()]
    if others and rng.random() < 0.6:
        return Binary(sign, left, number(rng, others, depth - 1))
    return Binary(sign, left, Value(rng.randint(1, 9)))


def bounded(rng: random.Random, names: Sequence[str], depth: int) -> Expression:
    """The same, kept small by a modulus."""
    low, high = rng.choice(((11, 60), (50, 150), (100, 1000)))
    return Binary("%", number(rng, names, depth), Value(rng.randint(low, high)))


def condition(rng: random.Random, names: Sequence[str], depth: int = 0) -> Expression:
    """A comparison of integers; deeper ones are joined by `and` or `or`."""
    if depth:
        parts = condition(rng, names), condition(rng, names, depth - 1)
        return Logic(rng.choice(("and", "or")), *parts)
    left = Name(rng.choice(names))
    if rng.random() < 0.5:
        modulus = rng.randint(2, 5)
        sign = rng.choice(("==", "!=", ">", "<="))
        rest = rng.randrange(modulus - (sign in "<=>"))
        return Binary(sign, Binary("%", left, Value(modulus)), Value(rest))
    others = [name for name in names if name != left.name]
    right = Name(rng.choice(others)) if others and rng.random() < 0.6 else Value(rng.randint(3, 60))
    return Binary(rng.choice(("<", ">", "<=", ">=", "!=")), left, right)


def problem_of(
    row: RawRow, family: str, draw: Callable[[random.Random, Mapping[str, Any]], Drawn]
) -> Problem:
    """The problem of one (seed, level, index); draws until a program says something."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(family, seed, row.data["index"], level)
    kind: Kind = "input" if rng.random() < parameters["inputs"] else "output"
    while (found := _call(rng, draw(rng, parameters), kind)) is None:
        pass
    program, given, made = found
    source = program.source()
    call = f"{program.function}({', '.join(map(repr, given))})"
    ask = f"The call:\n{call}" if kind == "output" else f"The value to be returned:\n{made!r}"
    fields = {
        "program": source, "function": program.function,
        "input": call.removeprefix(f"{program.function}(")[:-1], "output": repr(made),
    }  # fmt: skip
    return Problem(
        question=f"Program:\n```python\n{source.strip()}\n```\n\n{ask}",
        ground_truth=json.dumps(fields),
        reward=f"code_io_{kind}",
        template=f"code_io_{kind}",
        # The words of all programs are the same: what they do is what tells them apart.
        match_key=f"structure:{_hash(source + ask)}",
        group_id=f"{family}:{_hash(source)}",
        answer_type=kind,
        seed=seed,
        parameters={"level": level, **parameters},
    )


def _call(rng: random.Random, drawn: Drawn, kind: Kind) -> tuple[Program, list[Any], Any] | None:
    """A call worth asking for: bounded, with another result for other arguments, not shown."""
    program, given = drawn.program, drawn.arguments()
    try:
        made = program.call(given, MAX_STEPS)
        if not _small(made) or made in (None, [], "", {}):
            return None
        if kind == "output" and _stands_in(repr(made), program.source() + repr(given)):
            return None
        others = [repr(program.call(drawn.arguments(), MAX_STEPS)) for _ in range(_OTHERS)]
        # No input that is tried without reading may do.
        tried = _idle(given) if kind == "input" else []
        others += [repr(program.call(each, MAX_STEPS)) for each in tried]
    except _FAILS:
        return None
    if repr(made) in others or len(set(others[:_OTHERS])) < _OTHERS:
        return None
    return program, given, made


def _idle(given: Sequence[Any]) -> list[list[Any]]:
    """The arguments with what anyone would try first, of its type, as the first of them."""
    first = [value for value in _IDLE if type(value) is type(given[0])]
    return [[value, *given[1:]] for value in first]


def _small(value: Any) -> bool:
    numbers = re.findall(r"\d+", repr(value))
    return len(repr(value)) <= MAX_CHARS and all(int(each) <= MAX_SIZE for each in numbers)


def _stands_in(answer: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text) is not None


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
