"""Predicted outputs and inputs of programs: golds and answers as typed values.

A gold value that is a JSON text is a Python literal in that text (`"[(1, 2)]"`, arguments as in
`"1, k=2"`), compared by Python's types: a tuple is no list. Any other JSON value is that value, and
there JSON's types decide: a tuple is the same as a list, a key the same as its JSON text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ..base import GroundTruthError, load_json
from .literals import Arguments, LiteralError, parse_arguments, parse_literal, parse_source
from .values import same, same_json

_KEYS = frozenset({"program", "function", "input", "output"})


class Value(NamedTuple):
    """A gold value and the notation that it was given in."""

    value: Any
    is_literal: bool
    """From a Python literal; otherwise from JSON."""

    def equals(self, value: Any) -> bool:
        """Whether another value is the same."""
        return same(value, self.value) if self.is_literal else same_json(value, self.value)


class Prediction(NamedTuple):
    """The gold of a prediction."""

    program: str
    function: str
    output: Value
    example: tuple[Arguments, ...]
    """How the recorded input may be passed, the likeliest way first; empty if it is no literal."""
    fields: Mapping[str, Any]


def parse_prediction(ground_truth: str) -> Prediction:
    """The gold; raises GroundTruthError."""
    fields = load_json(ground_truth, "prediction")
    if not isinstance(fields, dict) or not _KEYS - {"input"} <= fields.keys() <= _KEYS:
        raise GroundTruthError(f"a JSON object with {sorted(_KEYS)} is needed; input is optional")
    program, function = fields["program"], fields["function"]
    if not (isinstance(program, str) and program.strip()):
        raise GroundTruthError("program is no program text")
    if not (isinstance(function, str) and function.isidentifier()):
        raise GroundTruthError(f"function {str(function)[:60]!r}; a name is allowed")
    try:
        output = _gold_value(fields["output"])
    except LiteralError as error:
        raise GroundTruthError(f"output: {error}") from error
    example: tuple[Arguments, ...] = ()
    if "input" in fields:
        with suppress(LiteralError):  # an expression: what is predicted may still be an output
            example = tuple(_gold_arguments(fields["input"], function))
    if not output.equals(output.value):
        raise GroundTruthError("the output holds nan, which equals nothing")
    return Prediction(program, function, output, example, fields)


def _gold_value(given: Any) -> Value:
    return Value(parse_literal(given), True) if isinstance(given, str) else Value(given, False)


def answered_arguments(text: str, gold: Prediction) -> list[Arguments]:
    """The ways to pass what an answer says; raises LiteralError.

    A list means several positions only where the recorded input is one.
    """
    spread = isinstance(gold.fields.get("input"), list)
    return list(_text_readings(_without_label(text, "input"), gold.function, spread=spread))


def _gold_arguments(given: Any, function: str) -> Iterator[Arguments]:
    """The ways to pass an input: argument text, an object of keywords, a list of positions."""
    if isinstance(given, str):
        yield from _text_readings(given, function, spread=False)
    elif isinstance(given, dict):
        yield from _readings(given)
    elif isinstance(given, list):
        yield Arguments(tuple(given), {})
        yield Arguments((given,), {})
    else:
        yield Arguments((given,), {})


def _text_readings(text: str, function: str, *, spread: bool) -> Iterator[Arguments]:
    arguments = parse_arguments(text, function)
    if len(arguments.positional) == 1 and not arguments.keyword:
        (value,) = arguments.positional
        if isinstance(value, dict):
            yield from _readings(value)
            return
        if spread and isinstance(value, list | tuple):
            yield Arguments(tuple(value), {})
    yield arguments


def _readings(value: dict[Any, Any]) -> Iterator[Arguments]:
    """A dict as keywords (`{"input": {...}}` too), or as the one argument."""
    inner = value.get("input") if len(value) == 1 else None
    if isinstance(inner, dict):
        yield from _readings(inner)
    if all(isinstance(key, str) and key.isidentifier() for key in value):
        yield Arguments((), dict(value))
    yield Arguments((value,), {})


def read_output(text: str, gold: Prediction) -> Any:
    """The value that an answer predicts; raises LiteralError.

    Read are the literal itself, `output: ...`, `{"output": ...}` and `f(...) == ...`.
    """
    text = _without_label(text, "output")
    value = parse_literal(_right_side(text, gold.function))
    wrapped = type(value) is dict and len(value) == 1 and "output" in value
    if wrapped and not gold.output.equals(value):
        return value["output"]
    return value


def without_stops(text: str) -> list[str]:
    """An answer as it stands, and without the full stop that ends it as a sentence."""
    text = text.strip()
    stops = text.endswith(".") and not text.endswith("..")
    return [text, text[:-1].rstrip()] if stops else [text]


def _without_label(text: str, label: str) -> str:
    """The text without `output:`, `"output":` or `output =` ahead; a box's `\\text{...}` stays."""
    found = re.match(rf"""\s*(["']?){label}\1\s*[:=](?!=)\s*""", text, re.IGNORECASE)
    return text[found.end() :] if found else text


def _right_side(text: str, function: str) -> str:
    """What stands right of `f(...) ==`, as text; the text itself if it is no such comparison."""
    bare = re.sub(r"^\s*assert\s+", "", text)
    if not bare.lstrip().startswith(function):
        return text
    tree = parse_source(bare.strip(), "eval")
    body = tree.body if isinstance(tree, ast.Expression) else None
    match body:
        case ast.Compare(
            left=ast.Call(func=ast.Name(id=name)), ops=[ast.Eq()], comparators=[right]
        ):
            return ast.unparse(right) if name == function else text
    return text


def near_values(value: Any) -> Iterator[tuple[str, Any]]:
    """Values that a careless solver or grader would take for this one, by its type."""
    match value:
        case bool():
            yield "negated", not value
            yield "number_for_bool", int(value)
        case int() | float():
            yield "one_more", value + 1
            yield "one_less", value - 1
            yield "text_for_number", str(value)
        case str():
            yield "longer", value + "x"
            yield "shorter", value[:-1]
            yield "reversed", value[::-1]
            yield "other_case", value.swapcase()
        case list() | tuple():
            kind = type(value)
            yield "longer", kind((*value, 0))
            yield "shorter", value[:-1]
            yield "reversed", value[::-1]
            for change, inner in near_values(value[-1]) if value else ():
                yield f"last_{change}", kind((*value[:-1], inner))
        case dict():
            yield "extra_key", {**value, "no such key": 0}
            for key in list(value)[:1]:
                yield "missing_key", {other: value[other] for other in value if other != key}
                for change, inner in near_values(value[key]):
                    yield f"value_{change}", {**value, key: inner}
    yield "none", None
    yield "empty_list", []
    yield "nested", [value]
