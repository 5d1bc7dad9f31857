"""Values that are rational, in exact arithmetic, and the errors of all evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb, factorial, gcd, lcm

from .nodes import Node

MAX_INTEGER_BITS = 100_000
MAX_FACTORIAL = 5_000
MAX_TERMS = 2_000


class UndefinedError(ArithmeticError):
    """No value here: a division by zero, a logarithm of zero, infinity."""


class PrecisionError(ArithmeticError):
    """A value beyond what this many digits can tell apart."""


class TooLargeError(ArithmeticError):
    """A value that would take too long; the message says which."""


class InexactError(ArithmeticError):
    """Not rational."""


def exact(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    """The value as a fraction. Raises InexactError if the tree is not made of rational steps."""
    handler = _EXACT.get(node.op)
    if handler is None:
        raise InexactError(node.op)
    return handler(node, point)


def _exact_add(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    return sum((exact(arg, point) for arg in node.args), Fraction(0))


def _exact_mul(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    product = Fraction(1)
    for arg in node.args:
        product *= exact(arg, point)
        _check_bits(product)
    return product


def _exact_div(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    top, bottom = (exact(arg, point) for arg in node.args)
    if not bottom:
        raise UndefinedError("division by zero")
    return top / bottom


def _exact_pow(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    base, exponent = (exact(arg, point) for arg in node.args)
    if exponent.denominator != 1:
        raise InexactError("a root")
    if not base and exponent <= 0:
        raise UndefinedError("a power of zero")
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits * abs(exponent) > MAX_INTEGER_BITS and abs(base) != 1:
        raise InexactError("a large power")
    if abs(base) == 1:
        return base if exponent % 2 else Fraction(1)
    return base ** int(exponent)


def _exact_call(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    handler = _EXACT_CALLS.get(node.name)
    if handler is None:
        raise InexactError(node.name)
    return Fraction(handler(*(exact(arg, point) for arg in node.args)))


def _integer(value: Fraction) -> int:
    if value.denominator != 1:
        raise InexactError("no integer")
    return value.numerator


def _factorial(value: Fraction) -> int:
    whole = _integer(value)
    if whole < 0:
        raise UndefinedError("a factorial of a negative number")
    if whole > MAX_FACTORIAL:
        raise TooLargeError(f"a factorial of more than {MAX_FACTORIAL}")
    return factorial(whole)


def _binomial(top: Fraction, bottom: Fraction) -> int:
    n, k = _integer(top), _integer(bottom)
    if n < 0 or k < 0:
        raise InexactError("a binomial of negative numbers")
    if min(k, n - k) * n.bit_length() > MAX_INTEGER_BITS:
        raise TooLargeError("a large binomial")
    return comb(n, k)


def _check_bits(value: Fraction) -> None:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 2 * MAX_INTEGER_BITS:
        raise TooLargeError("a large product")


def _exact_series(node: Node, point: Mapping[str, Fraction]) -> Fraction:
    total = Fraction(node.op == "prod")
    for k in series_range(node, point):
        value = exact(node.args[2], {**point, node.name: Fraction(k)})
        total = total + value if node.op == "sum" else total * value
        _check_bits(total)
    return total


def series_range(node: Node, point: Mapping[str, Fraction]) -> range:
    """The values of a series' index; raises TooLargeError."""
    first, last = (_integer(exact(arg, point)) for arg in node.args[:2])
    if last - first > MAX_TERMS:
        raise TooLargeError(f"a series of more than {MAX_TERMS} terms")
    return range(first, last + 1)


_EXACT: dict[str, Callable[[Node, Mapping[str, Fraction]], Fraction]] = {
    "number": lambda node, point: node.value,
    "variable": lambda node, point: point[node.name],
    "neg": lambda node, point: -exact(node.args[0], point),
    "add": _exact_add,
    "mul": _exact_mul,
    "div": _exact_div,
    "pow": _exact_pow,
    "call": _exact_call,
    "sum": _exact_series,
    "prod": _exact_series,
}
_EXACT_CALLS: dict[str, Callable[..., int | Fraction]] = {
    "abs": abs,
    "floor": lambda value: value.__floor__(),
    "ceil": lambda value: value.__ceil__(),
    "sign": lambda value: (value > 0) - (value < 0),
    "max": max,
    "min": min,
    "gcd": lambda *values: gcd(*map(_integer, values)),
    "lcm": lambda *values: lcm(*map(_integer, values)),
    "factorial": _factorial,
    "binom": _binomial,
}
