"""Predictions about programs: of the output of a call, and of an input for an output."""

from __future__ import annotations

import json
from ast import literal_eval
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Literal, TypeAlias

from domains.base import Drop, Problem, RawRow, Reader
from rewards.sandbox import Call, Limits, SandboxError, run_tests

Kind: TypeAlias = Literal["output", "input"]
KINDS: tuple[Kind, ...] = ("output", "input")
REWARDS = ("code_io_output", "code_io_input")
LIMITS = Limits(cpu_s=4.0)
MAX_PLACES = 6
"""Decimals of a float that can be worked out by hand."""


def both_kinds(reader: Reader) -> Reader:
    """The same reader with two raw rows per program, one of each kind: `<key>-output`..."""

    def read(file: BinaryIO) -> Iterator[RawRow]:
        for row in reader(file):
            for kind in KINDS:
                yield RawRow(f"{row.key}-{kind}", {"kind": kind, "key": row.key, **row.data})

    return read


def prediction(
    kind: Kind, about: str, program: str, function: str, given: Any, made: Any, call: str
) -> Problem | Drop:
    """The problem of one recorded call.

    `given` and `made` are in the notations of the rewards (JSON values, or Python literals as
    text); `call` is the call as text. Program and description are the context, so that two
    questions on one program are not taken for one question with small changes.
    """
    fields = {"program": program, "function": function, "input": given, "output": made}
    try:
        value = literal_eval(made) if isinstance(made, str) else made
        gold = json.dumps(fields, allow_nan=False)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return Drop("no_plain_value", f"{call:.100} returns {made!r:.100}")
    if kind == "output" and (long := next(_long_floats(value), None)) is not None:
        return Drop("needs_rounding", f"{long}: more than {MAX_PLACES} decimals")
    block = f"Program:\n```python\n{program.strip()}\n```"
    shown = made if isinstance(made, str) else repr(made)
    ask = f"The call:\n{call}" if kind == "output" else f"The value to be returned:\n{shown}"
    return Problem(
        question=ask,
        context=f"{about.strip()}\n\n{block}".strip(),
        ground_truth=gold,
        reward=f"code_io_{kind}",
        template=f"code_io_{kind}",
        answer_type=kind,
    )


def call_text(function: str, arguments: Mapping[str, Any]) -> str:
    """A call by keywords."""
    return f"{function}({', '.join(f'{name}={value!r}' for name, value in arguments.items())})"


def run_twice(program: str, function: str, arguments: tuple[Any, ...]) -> Any | Drop:
    """What a program returns in the box, if it returns it each time; nothing of it runs here.

    Raises SandboxError if the box failed: that says nothing about the program.
    """
    call = Call(function, arguments)
    runs = run_tests(program, [call, call], limits=LIMITS)
    for run in runs:
        if run.status == "infra_error":
            raise SandboxError(f"{function} could not be run: {run.error}")
        if not run.ok:
            return Drop("program_fails", run.error or run.status)
    if len(runs) < 2 or repr(runs[0].value) != repr(runs[1].value):
        return Drop("not_deterministic", f"two runs return {[run.value for run in runs]!r:.200}")
    return runs[0].value


def _long_floats(value: Any) -> Iterator[float]:
    match value:
        case float():
            whole, _, places = repr(value).partition(".")
            if len(places) > MAX_PLACES or "e" in whole + places:
                yield value
        case list() | tuple() | set() | frozenset():
            for item in value:
                yield from _long_floats(item)
        case dict():
            yield from _long_floats([*value.keys(), *value.values()])
