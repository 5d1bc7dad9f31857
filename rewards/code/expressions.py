"""Expressions of tests, computed here on plain values: no names but known ones, no methods.

The tests of a data set are text of strangers, so they are interpreted over a small language and
never evaluated. Values have exactly the built-in types; `==` is `values.same`.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .values import same

# Units of work (nodes visited, items built) that one suite may cost; the largest published suites
# of literals stay below a hundredth of it.
MAX_WORK = 5_000_000
_MAX_BITS = 1_000_000


class UnsupportedError(ValueError):
    """The expression lies outside of the small language."""


class Budget:
    """Work that is left; raises UnsupportedError when it is spent."""

    def __init__(self) -> None:
        self.left = MAX_WORK

    def spend(self, units: int) -> None:
        """Takes off so many units."""
        self.left -= units
        if self.left < 0:
            raise UnsupportedError("the tests cost too much work to rewrite")


Resolve = Callable[[ast.expr], tuple[bool, Any]]
"""Gives (True, value) for nodes whose value is known from elsewhere: names, results of calls."""

MATH: Mapping[str, Any] = {
    name: getattr(math, name)
    for name in ("isclose", "fabs", "sqrt", "floor", "ceil", "isnan", "isinf", "pi", "e", "inf",
                 "nan", "gcd", "log", "log2", "log10", "exp", "sin", "cos", "tan", "hypot")
}  # fmt: skip
BUILTINS: Mapping[str, Any] = {
    function.__name__: function
    for function in (abs, len, sorted, set, frozenset, list, tuple, sum, min, max, round, any, all,
                     bool, isinstance, float, int, str, dict, complex, range, zip, enumerate,
                     reversed)
}  # fmt: skip
_TYPES = (bool, int, float, str, list, tuple, set, frozenset, dict, complex)
_KEYWORDS = frozenset({"rel_tol", "abs_tol", "reverse", "ndigits", "start", "strict"})
_ORDER: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow, ast.BitAnd: operator.and_, ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}  # fmt: skip
_SIGNS: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_,
}  # fmt: skip


def compute(node: ast.expr, resolve: Resolve, budget: Budget) -> Any:
    """The value of an expression.

    Raises UnsupportedError outside of the language, and what Python itself would raise within it
    (TypeError, IndexError, ZeroDivisionError, ...).
    """
    budget.spend(1)
    known, value = resolve(node)
    if known:
        return value

    def of(part: ast.expr) -> Any:
        return compute(part, resolve, budget)

    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=parts):
            return list(_items(parts, of))
        case ast.Tuple(elts=parts):
            return tuple(_items(parts, of))
        case ast.Set(elts=parts):
            return set(_items(parts, of))
        case ast.Dict(keys=keys, values=values):
            return _dict(keys, values, of)
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)](of(operand))
        case ast.BinOp(left=left, op=op, right=right):
            return _arithmetic(op, of(left), of(right), budget)
        case ast.BoolOp(op=ast.And(), values=values):
            return _first(values, of, stop=False)
        case ast.BoolOp(values=values):
            return _first(values, of, stop=True)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compare(of(left), ops, others, of)
        case ast.IfExp(test=test, body=body, orelse=other):
            return of(body) if of(test) else of(other)
        case ast.Subscript(value=inner, slice=index):
            return of(inner)[of(index)]
        case ast.Slice(lower=lower, upper=upper, step=step):
            return slice(*(None if part is None else of(part) for part in (lower, upper, step)))
        case ast.Attribute(value=ast.Name(id="math"), attr=name) if type(MATH.get(name)) is float:
            return MATH[name]
        case ast.Call(func=function, args=arguments, keywords=keywords):
            return _call(function, arguments, keywords, of, budget)
    raise UnsupportedError(f"{type(node).__name__} is outside of the language")


def function_named(node: ast.expr) -> Any:
    """A known function or type by its name, `math.isclose` included, or None."""
    match node:
        case ast.Name(id=name):
            return BUILTINS.get(name)
        case ast.Attribute(value=ast.Name(id="math"), attr=name):
            return MATH.get(name)
    return None


def _items(parts: list[ast.expr], of: Callable[[ast.expr], Any]) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, ast.Starred):
            yield from of(part.value)
        else:
            yield of(part)


def _dict(
    keys: list[ast.expr | None], values: list[ast.expr], of: Callable[[ast.expr], Any]
) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in zip(keys, values, strict=True):
        if key is None:
            raise UnsupportedError("`**` in a dict")
        found[of(key)] = of(value)
    return found


def _first(values: list[ast.expr], of: Callable[[ast.expr], Any], *, stop: bool) -> Any:
    """The value of `and` (stops at a false one) or `or` (stops at a true one)."""
    value: Any = None
    for part in values:
        value = of(part)
        if bool(value) is stop:
            break
    return value


def _compare(
    value: Any, ops: list[ast.cmpop], others: list[ast.expr], of: Callable[[ast.expr], Any]
) -> bool:
    for op, node in zip(ops, others, strict=True):
        other = of(node)
        if not _holds(op, value, other):
            return False
        value = other
    return True


def _holds(op: ast.cmpop, value: Any, other: Any) -> bool:
    match op:
        case ast.Eq():
            return same(value, other)
        case ast.NotEq():
            return not same(value, other)
        case ast.In():
            return _contains(other, value)
        case ast.NotIn():
            return not _contains(other, value)
        case ast.Is() | ast.IsNot():
            if not any(each is None or type(each) is bool for each in (value, other)):
                raise UnsupportedError("`is` between values that have no one identity")
            return (value is other) is isinstance(op, ast.Is)
    return bool(_ORDER[type(op)](value, other))


def _contains(container: Any, value: Any) -> bool:
    if type(container) in (str, bytes):
        return value in container
    if not isinstance(container, Iterable):
        raise TypeError(f"nothing is in a {type(container).__name__}")
    return any(same(item, value) for item in container)


def _arithmetic(op: ast.operator, left: Any, right: Any, budget: Budget) -> Any:
    """An operator, kept from building huge values."""
    if type(op) not in _ARITHMETIC:
        raise UnsupportedError(f"the operator {type(op).__name__}")
    if isinstance(op, ast.Mod) and isinstance(left, str | bytes):
        raise UnsupportedError("formatting of text")
    if isinstance(op, ast.Mult):
        for many, times in ((left, right), (right, left)):
            if isinstance(many, list | tuple | str | bytes) and type(times) is int:
                budget.spend(len(many) * max(times, 0))
    if isinstance(op, ast.Mult | ast.Pow) and type(left) is type(right) is int:
        factor = abs(right) if isinstance(op, ast.Pow) else 1
        if left.bit_length() * factor + right.bit_length() > _MAX_BITS:
            raise UnsupportedError("a huge number")
    elif isinstance(op, ast.Add) and isinstance(left, list | tuple | str | bytes):
        budget.spend(len(left))
    return _ARITHMETIC[type(op)](left, right)


def _call(
    function: ast.expr,
    arguments: list[ast.expr],
    keywords: list[ast.keyword],
    of: Callable[[ast.expr], Any],
    budget: Budget,
) -> Any:
    called = function_named(function)
    if not callable(called):
        raise UnsupportedError(f"a call of {ast.unparse(function)[:60]}")
    if called is isinstance and len(arguments) == 2:
        return isinstance(of(arguments[0]), _types(arguments[1]))
    values = list(_items(arguments, of))
    named = {}
    for keyword in keywords:
        if keyword.arg not in _KEYWORDS and called is not dict:
            raise UnsupportedError(f"the keyword {keyword.arg}")
        named[str(keyword.arg)] = of(keyword.value)
    for value in values:
        budget.spend(len(value) if hasattr(value, "__len__") else 1)
    result = called(*values, **named)
    return list(_bounded(result, budget)) if _is_lazy(result) else result


def _is_lazy(value: Any) -> bool:
    return isinstance(value, range | zip | enumerate | reversed)


def _bounded(values: Iterable[Any], budget: Budget) -> Iterator[Any]:
    for value in values:
        budget.spend(1)
        yield value


def _types(node: ast.expr) -> tuple[type, ...]:
    """The types named by the second argument of `isinstance`."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    found = tuple(function_named(part) for part in parts)
    if not all(kind in _TYPES for kind in found):
        raise UnsupportedError("isinstance with another type")
    return found
