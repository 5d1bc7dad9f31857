"""Specifications as steps over a library of reference functions, and tests that tell them apart.

A step is a function of the library with values for its parameters; its docstring, with the values
put in, is its sentence in the task. The functions stand alone (built-ins only), so
that their source can be copied into a reference program.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from domains.base import Problem, RawRow
from domains.streams import stream

Function: TypeAlias = Callable[..., Any]
Values: TypeAlias = Sequence[Any]
Pool: TypeAlias = Mapping[Function, Mapping[str, Values]]
"""Functions, and from which values each of their parameters (after the first) is drawn."""
Inputs: TypeAlias = Callable[[random.Random], Any]
Trace: TypeAlias = list[Any]
"""An input, and what it is after each step; the last is the result."""

# What a step may raise on a value that another step was to have made.
_FAILS = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
_LEAST_OUTPUTS = 4
# Numbers that are put into a sentence: 2th is 2nd, 1 times is 1 time.
_ORDINAL = re.compile(r"(?<!1)([123])th\b")
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}
_ONE = re.compile(r"\b1 (time|place|cell|character)s\b")
_MOST_ALIKE, _TRIES = 2, 12
MAX_SIZE = 10**9
WEIGHTS = range(100, 9900)
"""For the number in a result: so many that no task of two steps comes twice in some thousands."""


class Step(NamedTuple):
    """A function with values for its parameters."""

    function: Function
    parameters: Mapping[str, Any]

    def run(self, value: Any) -> Any:
        """What it makes of a value."""
        return self.function(value, **self.parameters)

    @property
    def sentence(self) -> str:
        """What it does."""
        said = " ".join((self.function.__doc__ or "").format(**self.parameters).split())
        said = _ORDINAL.sub(lambda found: found[1] + _ENDINGS[found[1]], said)
        return _ONE.sub(r"1 \1", said)


class Task(NamedTuple):
    """How a family words its tasks, and what it is tested with."""

    argument: str
    takes: str
    """The argument and its type, to follow "takes"."""
    edges: Sequence[Any]
    """Inputs that belong into every suite."""
    inputs: Inputs
    stdio: bool = False


def draw(rng: random.Random, pool: Pool, count: int) -> list[Step]:
    """Different functions of a pool, with parameters."""
    return [
        Step(function, {name: rng.choice(values) for name, values in pool[function].items()})
        for function in rng.sample(list(pool), count)
    ]


def trace(steps: Sequence[Step], value: Any) -> Trace:
    """A value, and what each step in order makes of it. No step changes what it is given."""
    found = [value]
    for step in steps:
        found.append(step.run(found[-1]))
    return found


def problem_of(
    row: RawRow, family: str, task: Task,
    make: Callable[[random.Random, Mapping[str, Any]], list[Step]],
) -> Problem:  # fmt: skip
    """The problem of one (seed, level, index); draws until every step shows in the tests."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(family, seed, row.data["index"], level)
    drawn, suite = _inputs(rng, task, parameters["tests"]), None
    while suite is None:
        steps = make(rng, parameters)
        suite = _suite(rng, task, steps, drawn)
    (example, *_, shown), *tests = suite
    inputs, outputs, name = [test[0] for test in tests], [test[-1] for test in tests], "solve"
    fields: dict[str, Any] = {"inputs": inputs, "outputs": outputs}
    if not task.stdio:
        fields = {"fn_name": name, "inputs": [[value] for value in inputs], "outputs": outputs}
    reference = program(steps, name, task)
    return Problem(
        question=_question(steps, name, task, example, shown),
        ground_truth=json.dumps(fields),
        spec={"reference": reference},
        reference=reference,
        # Another example makes no other task.
        match_key=f"structure:{_hash(steps)}",
        answer_type="program" if task.stdio else "function",
        seed=seed,
        parameters={"level": level, **parameters},
    )


def _suite(
    rng: random.Random, task: Task, steps: Sequence[Step], inputs: Sequence[Any]
) -> list[Trace] | None:
    """An example and tests that tell the steps from their neighbors; None if they are too alike.

    Where what is drawn first does not tell them apart, an input is looked for that does.
    """
    example, *tests = [trace(steps, value) for value in inputs]
    # Neither a constant nor the input itself is right, and the example shows something.
    if example[-1] in (example[0], [], "", 0) or all(test[0] == test[-1] for test in tests):
        return None
    if len({json.dumps(test[-1]) for test in tests}) < _LEAST_OUTPUTS:
        return None
    alike = []
    for other in neighbors(steps):
        if not any(_fails(other, test) for test in reversed(tests)):
            alike.append(other)
            if len(alike) > _MOST_ALIKE:  # more would hardly all be told apart
                return None
    for other in alike:
        more = (trace(steps, task.inputs(rng)) for _ in range(_TRIES))
        found = next((test for test in more if _fails(other, test)), None)
        if found is None:
            return None
        tests.append(found)
    return None if any(_huge(test[-1]) for test in (example, *tests)) else [example, *tests]


def _inputs(rng: random.Random, task: Task, count: int) -> list[Any]:
    """Different inputs: one for the example, then the edge cases, then the others."""
    found = {json.dumps(value): value for value in task.edges}
    while len(found) < len(task.edges) + count + 1:
        value = task.inputs(rng)
        found.setdefault(json.dumps(value), value)
    *others, example = found.values()
    return [example, *others]


class Neighbor(NamedTuple):
    """Other steps: the same up to a place, and then these."""

    place: int
    rest: Sequence[Step]


def neighbors(steps: Sequence[Step]) -> list[Neighbor]:
    """The same with one step left out, or one number in it off by one."""
    found = []
    for place, step in enumerate(steps):
        after = steps[place + 1 :]
        found.append(Neighbor(place, after))
        for name, value in step.parameters.items():
            if isinstance(value, int):
                changed = Step(step.function, {**step.parameters, name: value + 1})
                found.append(Neighbor(place, [changed, *after]))
    return found


def _fails(other: Neighbor, test: Trace) -> bool:
    """Whether other steps give another result, or none."""
    value = test[other.place]
    try:
        for step in other.rest:
            value = step.run(value)
    except _FAILS:
        return True
    return bool(value != test[-1])


def _huge(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_huge, value))
    return isinstance(value, int) and abs(value) > MAX_SIZE


def program(steps: Sequence[Step], name: str, task: Task) -> str:
    """A right program: the functions that the steps use, and one that calls them in order."""
    functions = {step.function.__name__: step.function for step in steps}
    parts = [_source(function) for function in functions.values()]
    body = ""
    for step in steps:
        given = "".join(f", {key}={value!r}" for key, value in step.parameters.items())
        body += f"    {task.argument} = {step.function.__name__}({task.argument}{given})\n"
    parts.append(f"def {name}({task.argument}):\n{body}    return {task.argument}\n")
    if task.stdio:
        parts.append(f"import sys\n\nprint({name}(sys.stdin.read()))\n")
    return "\n\n".join(parts)


@lru_cache(maxsize=512)
def _source(function: Function) -> str:
    """Its source without the docstring."""
    text = inspect.getsource(function)
    (definition,) = ast.parse(text).body
    assert isinstance(definition, ast.FunctionDef)
    first = definition.body[0]
    lines = text.splitlines(keepends=True)
    return "".join([*lines[: first.lineno - 1], *lines[first.end_lineno :]])


def _question(
    steps: Sequence[Step], name: str, task: Task, example: Any, shown: Any
) -> str:  # fmt: skip
    said = "\n".join(f"{number}. {step.sentence}" for number, step in enumerate(steps, 1))
    if task.stdio:
        return (
            f"A program reads {task.takes}, and does these steps in this order:\n{said}\n\n"
            f"For example, for the input\n{example.rstrip()}\nit prints\n{shown}"
        )
    return (
        f"Write a function {name}({task.argument}). It takes {task.takes}, and returns what these "
        f"steps, in this order, make of it:\n{said}\n\n"
        f"For example, {name}({example!r}) returns {shown!r}."
    )


def _hash(steps: Sequence[Step]) -> str:
    text = "\n".join(step.sentence for step in steps)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
