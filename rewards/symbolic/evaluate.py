"""Values of trees: exact where they are rational, else complex to a stated number of digits.

No comparison can be fooled by digits that were lost: every value met on the way stays within
10^(+-digits/4), and a sum that cancels counts as zero only if nothing is left to within 15 digits
of the precision. What lies between raises PrecisionError, and the caller takes more digits.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import log2
from typing import Any, TypeAlias

import mpmath
from mpmath import mp

from .exact import (
    MAX_FACTORIAL,
    InexactError,
    PrecisionError,
    TooLargeError,
    UndefinedError,
    exact,
    series_range,
)
from .nodes import Node

Complex: TypeAlias = Any
"""An mpmath `mpf` or `mpc`; the library has no types."""

GUARD_DIGITS = 15


class Evaluator:
    """Values at one point. `left_reals` tells afterwards whether a real root had to be complex.

    Args:
        point: the value of every variable.
        digits: decimal digits; mpmath's working precision must be set to them.
        real_roots: odd roots of negative numbers are real, as in school; else principal.
        log_base: what `\\log` without a base means: 10 or None (e).
    """

    def __init__(
        self,
        point: Mapping[str, Fraction],
        digits: int,
        real_roots: bool = True,
        log_base: int | None = None,
    ) -> None:
        self._point = dict(point)
        self._limit = digits / 4
        self._limit_bits = self._limit * log2(10)
        self._tiny = mpmath.mpf(10) ** (GUARD_DIGITS - digits)
        self._real_roots = real_roots
        self._log_base = log_base
        self.left_reals = False

    def value(self, node: Node) -> Complex:
        """The value. Raises UndefinedError, PrecisionError, TooLargeError or InexactError."""
        try:
            return self._from_fraction(exact(node, self._point))
        except (InexactError, KeyError):
            return self._checked(self._inexact(node))

    def difference(self, left: Complex, right: Complex) -> Complex:
        """`left - right`: exactly zero if they agree to all digits that count."""
        return self._sum((left, -right))

    def _inexact(self, node: Node) -> Complex:
        handler = _INEXACT.get(node.op)
        if handler is None:
            raise InexactError(node.op)
        return handler(self, node)

    def _checked(self, value: Complex) -> Complex:
        """The value, if it lies where cancellation can be told from smallness."""
        if not mpmath.isfinite(value):
            raise UndefinedError("no finite value")
        if isinstance(value, mpmath.mpc) and not value.imag:
            value = value.real
        if value and abs(mpmath.mag(value)) > self._limit_bits:
            raise PrecisionError
        return value

    def _from_fraction(self, value: Fraction) -> Complex:
        return self._checked(mpmath.mpf(value.numerator) / value.denominator)

    def _sum(self, values: tuple[Complex, ...]) -> Complex:
        total = mpmath.fsum(values)
        scale = max(map(abs, values))
        return self._checked(_part_by_part(total, scale * self._tiny))

    def _add(self, node: Node) -> Complex:
        return self._sum(tuple(self.value(arg) for arg in node.args))

    def _mul(self, node: Node) -> Complex:
        product = mpmath.mpf(1)
        for arg in node.args:
            product = self._checked(product * self.value(arg))
        return product

    def _div(self, node: Node) -> Complex:
        top, bottom = (self.value(arg) for arg in node.args)
        if not bottom:
            raise UndefinedError("division by zero")
        return top / bottom

    def _pow(self, node: Node) -> Complex:
        base, exponent = self.value(node.args[0]), self.value(node.args[1])
        if not base:
            if _real(exponent) and exponent > 0:
                return base
            raise UndefinedError("a power of zero")
        self._check_power(base, exponent)
        if _real(base) and base < 0 and not _whole(exponent):
            return self._power_of_negative(base, node.args[1], exponent)
        if _real(exponent) and _whole(exponent):
            return base ** int(exponent)
        return self._cleaned(mpmath.power(base, exponent))

    def _check_power(self, base: Complex, exponent: Complex) -> None:
        """Digits are short if the exponent is too large for its error to vanish in the power."""
        size = abs(exponent) * (abs(mpmath.log(base)) + 1)
        if size and mpmath.log10(size) > self._limit:
            raise PrecisionError
        if abs(mpmath.re(exponent * mpmath.log(base))) > 2.5 * self._limit:
            raise PrecisionError

    def _power_of_negative(self, base: Complex, node: Node, exponent: Complex) -> Complex:
        try:
            fraction = exact(node, self._point)
        except (InexactError, KeyError):
            fraction = None
        if self._real_roots and fraction is not None and fraction.denominator % 2:
            sign = -1 if fraction.numerator % 2 else 1
            return sign * mpmath.power(-base, exponent)
        self.left_reals = True
        return self._cleaned(mpmath.power(base, exponent))

    def _call(self, node: Node) -> Complex:
        if node.name.startswith("of "):
            return self._unknown_function(node)
        if node.name == "sqrt":
            return self._root(node)
        if node.name == "log":
            return self._logarithm(node)
        handler = _FUNCTIONS.get(node.name)
        if handler is None:
            raise InexactError(node.name)
        values = tuple(self.value(arg) for arg in node.args)
        try:
            return self._cleaned(handler(self, *values))
        except (ValueError, ZeroDivisionError, OverflowError):  # mpmath's poles
            raise UndefinedError(f"no value of {node.name}") from None

    def _cleaned(self, value: Complex) -> Complex:
        """The value of a function, with what is only error beside 1 taken as zero."""
        if not mpmath.isfinite(value):
            raise UndefinedError("no finite value")
        return _part_by_part(value, max(self._tiny, abs(value) * self._tiny))

    def _root(self, node: Node) -> Complex:
        inner = self.value(node.args[0])
        degree = self.value(node.args[1]) if len(node.args) > 1 else mpmath.mpf(2)
        if not (_real(degree) and _whole(degree) and 2 <= degree <= 1000):
            raise InexactError("a root of that degree")
        if _real(inner) and inner < 0:
            if self._real_roots and degree % 2:
                return -mpmath.root(-inner, int(degree))
            self.left_reals = True
        return mpmath.root(inner, int(degree))

    def _logarithm(self, node: Node) -> Complex:
        value = self._ln(self.value(node.args[0]))
        if len(node.args) == 1 and self._log_base is None:
            return value
        base = self.value(node.args[1]) if len(node.args) > 1 else mpmath.mpf(self._log_base)
        bottom = self._ln(base)
        if not bottom:
            raise UndefinedError("a logarithm to the base 1")
        return value / bottom

    def _ln(self, value: Complex) -> Complex:
        if not value:
            raise UndefinedError("a logarithm of zero")
        if _real(value) and value < 0:
            self.left_reals = True
        return self._cleaned(mpmath.log(value))

    def _exp(self, value: Complex) -> Complex:
        self._check_power(mp.e, value)
        return self._cleaned(mpmath.exp(value))

    def _tanh(self, value: Complex) -> Complex:
        # By way of the exponential, which has its digits checked: tanh alone would round to 1.
        power = self._exp(2 * value)
        bottom = self._sum((power, mpmath.mpf(1)))
        if not bottom:
            raise UndefinedError("a pole")
        return self._sum((power, mpmath.mpf(-1))) / bottom

    def _reciprocal(self, value: Complex) -> Complex:
        value = self._cleaned(value)
        if not value:
            raise UndefinedError("a pole")
        return 1 / value

    def _arc(self, function: Callable[[Complex], Complex], value: Complex) -> Complex:
        """An inverse function that is real on [-1, 1]."""
        if _real(value) and abs(value) > 1:
            self.left_reals = True
        return function(value)

    def _arccosh(self, value: Complex) -> Complex:
        if _real(value) and value < 1:
            self.left_reals = True
        return mpmath.acosh(value)

    def _rounded(self, function: Callable[[Complex], Complex], value: Complex) -> Complex:
        if not _real(value):
            raise InexactError("a complex number rounded")
        nearest = mpmath.nint(value)
        if not self.difference(value, nearest):
            return nearest
        return function(value)

    def _extreme(self, choose: Callable[..., Complex], *values: Complex) -> Complex:
        if not all(map(_real, values)):
            raise InexactError("complex numbers ordered")
        return choose(values)

    def _gamma(self, value: Complex) -> Complex:
        if abs(value) > MAX_FACTORIAL:
            raise TooLargeError(f"a factorial of more than {MAX_FACTORIAL}")
        return mpmath.factorial(value)

    def _binomial(self, top: Complex, bottom: Complex) -> Complex:
        if max(abs(top), abs(bottom)) > MAX_FACTORIAL:
            raise TooLargeError("a large binomial")
        return mpmath.binomial(top, bottom)

    def _series(self, node: Node) -> Complex:
        try:
            places = series_range(node, self._point)
        except KeyError:
            raise InexactError("a series without bounds") from None
        outer = self._point
        values = []
        for k in places:
            self._point = {**outer, node.name: Fraction(k)}
            values.append(self.value(node.args[2]))
        self._point = outer
        if node.op == "sum":
            return self._sum(tuple(values)) if values else mpmath.mpf(0)
        product = mpmath.mpf(1)
        for value in values:
            product = self._checked(product * value)
        return product

    def _unknown_function(self, node: Node) -> Complex:
        """A smooth stand-in for a function that is only named, another for each name."""
        total = mpmath.mpf(0)
        for place, arg in enumerate(node.args):
            seed = 1 + zlib.crc32(f"{node.name} {place} {len(node.args)}".encode()) % 997
            shifted = self.value(arg) + mpmath.mpf(seed) / 991
            total += mpmath.sin(shifted) + shifted**2 / (seed + 7)
        return self._cleaned(total + total**2 / 3)


def _real(value: Complex) -> bool:
    return isinstance(value, mpmath.mpf)


def _whole(value: Complex) -> bool:
    return _real(value) and value == mpmath.floor(value)


def _part_by_part(value: Complex, tiny: Complex) -> Complex:
    """The value with parts that are smaller than `tiny` taken as zero."""
    if _real(value):
        return value if abs(value) > tiny else mpmath.mpf(0)
    real = value.real if abs(value.real) > tiny else mpmath.mpf(0)
    return mpmath.mpc(real, value.imag) if abs(value.imag) > tiny else real


def _constant(_: Evaluator, node: Node) -> Complex:
    if node.name == "inf":
        raise UndefinedError("infinity")
    return {"pi": +mp.pi, "e": +mp.e, "i": mpmath.mpc(0, 1), "degree": mp.pi / 180}[node.name]


def _missing(_: Evaluator, node: Node) -> Complex:
    raise InexactError(node.name or node.op)


_INEXACT: dict[str, Callable[[Evaluator, Node], Complex]] = {
    "constant": _constant,
    "variable": _missing,
    "add": Evaluator._add,
    "neg": lambda self, node: -self.value(node.args[0]),
    "mul": Evaluator._mul,
    "div": Evaluator._div,
    "pow": Evaluator._pow,
    "call": Evaluator._call,
    "sum": Evaluator._series,
    "prod": Evaluator._series,
}
_FUNCTIONS: dict[str, Callable[..., Complex]] = {
    "sin": lambda self, x: mpmath.sin(x),
    "cos": lambda self, x: mpmath.cos(x),
    "tan": lambda self, x: mpmath.sin(x) * self._reciprocal(mpmath.cos(x)),
    "cot": lambda self, x: mpmath.cos(x) * self._reciprocal(mpmath.sin(x)),
    "sec": lambda self, x: self._reciprocal(mpmath.cos(x)),
    "csc": lambda self, x: self._reciprocal(mpmath.sin(x)),
    "arcsin": lambda self, x: self._arc(mpmath.asin, x),
    "arccos": lambda self, x: self._arc(mpmath.acos, x),
    "arctan": lambda self, x: mpmath.atan(x),
    "arccot": lambda self, x: mp.pi / 2 - mpmath.atan(x),
    "arcsec": lambda self, x: self._arc(mpmath.acos, self._reciprocal(x)),
    "arccsc": lambda self, x: self._arc(mpmath.asin, self._reciprocal(x)),
    "sinh": lambda self, x: self._sum((self._exp(x), -self._exp(-x))) / 2,
    "cosh": lambda self, x: self._sum((self._exp(x), self._exp(-x))) / 2,
    "tanh": lambda self, x: self._tanh(x),
    "coth": lambda self, x: self._reciprocal(self._tanh(x)),
    "sech": lambda self, x: self._reciprocal(self._sum((self._exp(x), self._exp(-x))) / 2),
    "csch": lambda self, x: self._reciprocal(self._sum((self._exp(x), -self._exp(-x))) / 2),
    "arcsinh": lambda self, x: mpmath.asinh(x),
    "arccosh": Evaluator._arccosh,
    "arctanh": lambda self, x: self._arc(mpmath.atanh, x),
    "ln": Evaluator._ln,
    "lg": lambda self, x: self._ln(x) / mpmath.ln(10),
    "exp": Evaluator._exp,
    "abs": lambda self, x: abs(x),
    "sign": lambda self, x: mpmath.sign(x),
    "floor": lambda self, x: self._rounded(mpmath.floor, x),
    "ceil": lambda self, x: self._rounded(mpmath.ceil, x),
    "max": lambda self, *xs: self._extreme(max, *xs),
    "min": lambda self, *xs: self._extreme(min, *xs),
    "factorial": lambda self, x: self._gamma(x),
    "binom": lambda self, n, k: self._binomial(n, k),
    "cbrt": lambda self, x: -mpmath.cbrt(-x) if _real(x) and x < 0 else mpmath.cbrt(x),
}
