"""Literals that stand in answers and golds, read without evaluating anything.

Python and JSON notation, also mixed (`true`, `null`, `NaN` within Python literals). Only what
denotes a value is read: constants, containers, signs, complex sums, `set()`, `float("inf")`.
"""

from __future__ import annotations

import ast
import re
import threading
import warnings
from typing import Any, NamedTuple

# A prediction is a few lines; the cap keeps parsing far below the deadline of a verdict.
MAX_LITERAL_CHARS = 200_000
MAX_DEPTH = 100
_NAMES = {
    "true": True, "false": False, "null": None,
    "nan": float("nan"), "NaN": float("nan"), "inf": float("inf"), "Infinity": float("inf"),
}  # fmt: skip
_FLOAT_TEXT = re.compile(r"\s*[+-]?(inf|infinity|nan)\s*", re.IGNORECASE)
_EMPTY = {
    "set": set, "frozenset": frozenset, "list": list, "dict": dict, "tuple": tuple, "str": str,
}  # fmt: skip
# The parser warns of invalid escapes through process-wide filters, which are swapped meanwhile.
_PARSER = threading.Lock()
_ATTEMPTS = 20


class LiteralError(ValueError):
    """The text denotes no value; the message says where it stops being one."""


class Arguments(NamedTuple):
    """What a call gets."""

    positional: tuple[Any, ...]
    keyword: dict[str, Any]


def parse_literal(text: str) -> Any:
    """The value of a literal; raises LiteralError."""
    return _value(_parsed(text.strip()).body, 0)


def parse_arguments(text: str, function: str) -> Arguments:
    """The arguments in `1, k=3`, `f(1, k=3)` or `assert f(1, k=3) == 2`; raises LiteralError."""
    text = text.strip()
    call: ast.expr = _own_call(text, function) or _parsed(f"{function}({text}\n)").body
    # `1) + f(2` would close the call that it is put into.
    if not isinstance(call, ast.Call) or not _calls(call, function):
        raise LiteralError("not the arguments of one call")
    keyword: dict[str, Any] = {}
    for part in call.keywords:
        if part.arg is None or part.arg in keyword:
            raise LiteralError(f"the keyword {part.arg or '**'}")
        keyword[part.arg] = _value(part.value, 0)
    return Arguments(tuple(_value(part, 0) for part in call.args), keyword)


def parse_source(text: str, mode: str) -> ast.AST:
    """Parsed Python, without warnings; raises LiteralError (too deep a nesting included)."""
    if "\x00" in text:
        raise LiteralError("a null byte")
    try:
        return _quietly_parsed(text, mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        message = getattr(error, "msg", None) or str(error) or "nested too deeply"
        raise LiteralError(f"no literal: {message}") from error


def _quietly_parsed(text: str, mode: str) -> ast.AST:
    for _ in range(_ATTEMPTS):
        try:
            with _PARSER, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text, mode=mode)
        except SystemError:
            # Up to Python 3.12, threads that parse at once spoil each other's count of depth.
            continue
    raise LiteralError("the parser is disturbed by other threads")


def parse_module(text: str) -> ast.Module:
    """Parsed statements; raises LiteralError."""
    tree = parse_source(text, "exec")
    assert isinstance(tree, ast.Module)
    return tree


def _parsed(text: str) -> ast.Expression:
    if len(text) > MAX_LITERAL_CHARS:
        raise LiteralError(f"longer than {MAX_LITERAL_CHARS} characters")
    tree = parse_source(text, "eval")
    assert isinstance(tree, ast.Expression)
    return tree


def _own_call(text: str, function: str) -> ast.Call | None:
    """The call in `f(...)`, `f(...) == x` and `assert f(...) == x`; None if it is not of `f`."""
    bare = re.sub(r"^assert\s+", "", text)
    if not bare.startswith(function):
        return None
    try:
        body = _parsed(bare).body
    except LiteralError:
        return None
    if isinstance(body, ast.Compare) and len(body.ops) == 1 and isinstance(body.ops[0], ast.Eq):
        body = body.left
    return body if isinstance(body, ast.Call) and _calls(body, function) else None


def _calls(call: ast.Call, function: str) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == function


def _value(node: ast.expr, depth: int) -> Any:
    """The value of a node; raises LiteralError if it is no literal."""
    if depth > MAX_DEPTH:
        raise LiteralError("nested too deeply")
    match node:
        case ast.Constant(value=value) if value is not Ellipsis:
            return value
        case ast.Name(id=name) if name in _NAMES:
            return _NAMES[name]
        case ast.List(elts=parts):
            return [_value(part, depth + 1) for part in parts]
        case ast.Tuple(elts=parts):
            return tuple(_value(part, depth + 1) for part in parts)
        case ast.Set(elts=parts):
            return set(_hashables([_value(part, depth + 1) for part in parts]))
        case ast.Dict(keys=keys, values=values):
            return _dict(keys, values, depth)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            number = _number(_value(operand, depth + 1))
            return -number if isinstance(sign, ast.USub) else number
        case ast.BinOp(op=ast.Add() | ast.Sub() as sign, left=left, right=right):
            return _complex(_value(left, depth + 1), _value(right, depth + 1), sign)
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
            return _constructed(name, parts, depth)
    raise LiteralError(f"{type(node).__name__} is no literal")


def _constructed(name: str, parts: list[ast.expr], depth: int) -> Any:
    """`set()`, `set([1])`, `float("inf")` and their like."""
    values = [_value(part, depth + 1) for part in parts]
    if name in _EMPTY and not values:
        return _EMPTY[name]()
    if len(values) == 1:
        (value,) = values
        if name == "float" and isinstance(value, str) and _FLOAT_TEXT.fullmatch(value):
            return float(value)
        if name in ("set", "frozenset") and type(value) in (list, tuple, set):
            return _EMPTY[name](_hashables(list(value)))
    raise LiteralError(f"a call of {name} is no literal")


def _hashables(values: list[Any]) -> list[Any]:
    for value in values:
        _check_hashable(value)
    return values


def _check_hashable(value: Any) -> None:
    try:
        hash(value)
    except TypeError as error:
        raise LiteralError(f"a {type(value).__name__} cannot stand in a set or be a key") from error


def _dict(keys: list[ast.expr | None], values: list[ast.expr], depth: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in zip(keys, values, strict=True):
        if key_node is None:
            raise LiteralError("`**` is no literal")
        key = _value(key_node, depth + 1)
        _check_hashable(key)
        found[key] = _value(value_node, depth + 1)
    return found


def _number(value: Any) -> Any:
    if type(value) not in (int, float, complex):
        raise LiteralError(f"a sign before a {type(value).__name__}")
    return value


def _complex(left: Any, right: Any, sign: ast.operator) -> complex:
    if type(left) not in (int, float) or type(right) is not complex:
        raise LiteralError("arithmetic is no literal")
    return complex(left + right if isinstance(sign, ast.Add) else left - right)
