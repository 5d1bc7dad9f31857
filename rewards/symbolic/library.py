"""What this package's parser does not read (integrals, limits, matrix sums): math-verify's parser.

Its timeouts are off: they need the main thread and SIGALRM, which no call in C obeys; the worker
is ended from outside. Its normalization is off too, since that drops what it takes for units.
Sympy works integrals and limits out; values then decide, and math-verify has to confirm a pair in
both directions. What values cannot decide stays undecided.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from .points import generic_points
from .verdict import Comparison, different, equal, undecided

# Text, units and marks have no value: a text with a command beside these is not handed over.
_COMMANDS = frozenset((
    "alpha", "arccos", "arcsin", "arctan", "bar", "begin", "beta", "binom", "cap", "cdot",
    "cdots", "chi", "cos", "cosh", "cot", "csc", "cup", "d", "delta", "det", "dfrac",
    "displaystyle", "div", "dots", "emptyset", "end", "epsilon", "exp", "frac", "ge", "geq",
    "gt", "hat", "iint", "in", "infty", "int", "lambda", "lbrace", "ldots", "le", "left", "leq",
    "lg", "lim", "limits", "ln", "log", "lt", "lvert", "mleft", "mright", "mu", "ne", "neq",
    "nu", "oint", "omega", "overline", "partial", "phi", "pi", "prod", "psi", "qquad", "quad",
    "rbrace", "rho", "right", "rightarrow", "rvert", "sec", "sigma", "sin", "sinh", "sqrt",
    "sum", "tan", "tanh", "tau", "tfrac", "theta", "times", "to", "vec", "vert", "xi",
))  # fmt: skip
_ENVIRONMENTS = frozenset(
    ("matrix", "pmatrix", "bmatrix", "vmatrix", "Vmatrix", "Bmatrix", "smallmatrix")
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{(\w+)\}")
_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{3,}")
_BASE = re.compile(r"\d\s*_")
_THOUSANDS = re.compile(r"\d,\d")
_SIZES = re.compile(r"\\m?(?:left|right)(?![A-Za-z])")
_BARE_FRACTION = re.compile(r"\\[dt]?frac\s*(\d)\s*([0-9A-Za-z])(?![0-9])")
DIGITS = 120
MIN_AGREEMENTS = 3


def may_read(text: str) -> bool:
    """Whether a text is mathematics alone, so that no part of it would be dropped."""
    bare = _ENVIRONMENT.sub("", text)
    return (
        text.isascii()
        and set(_COMMAND.findall(bare)) <= _COMMANDS
        and set(_ENVIRONMENT.findall(text)) <= _ENVIRONMENTS
        and not _WORD.search(bare)
        and not _BASE.search(text)
        and not _THOUSANDS.search(text)
        and not set(text) & set("%$#@`\"'?;")
    )


def prepare() -> None:
    """Imports the libraries and parses once, which builds the parser's tables."""
    import math_verify  # noqa: F401

    _read(r"\int_0^1 x dx")


def compare_with_library(gold: str, answer: str) -> Comparison:
    """Equal, different, or undecided if the library cannot read a text or decide the pair."""
    try:
        left, right = _read(gold), _read(answer)
    except Exception as error:  # the parser raises plain Exception
        return undecided(f"not read: {str(error).splitlines()[0][:80] if str(error) else 'error'}")
    by_value = _compare_values(left, right)
    if by_value is not None:
        return by_value
    if _verified(left, right) and _verified(right, left):
        return equal("math-verify, both ways")
    return undecided("math-verify finds no proof")


def _read(text: str) -> Any:
    """A sympy tree, worked out."""
    from latex2sympy2_extended.latex2sympy2 import (
        ConversionConfig,
        latex2sympy,
    )

    config = ConversionConfig(lowercase_symbols=False)
    text = _SIZES.sub("", text)
    text = _BARE_FRACTION.sub(r"\\frac{\1}{\2}", text)
    return latex2sympy(text, normalization_config=None, conversion_config=config).doit()


def _verified(gold: Any, answer: Any) -> bool:
    from math_verify import verify

    found: bool = verify(
        gold,
        answer,
        float_rounding=DIGITS,
        numeric_precision=DIGITS,
        strict=True,
        allow_set_relation_comp=True,
        timeout_seconds=None,
    )
    return found


def _compare_values(left: Any, right: Any) -> Comparison | None:
    """By values at points, or None where the two are no numbers."""
    import sympy

    if isinstance(left, sympy.MatrixBase) and isinstance(right, sympy.MatrixBase):
        return _compare_matrices(left, right)
    if not (isinstance(left, sympy.Expr) and isinstance(right, sympy.Expr)):
        return None
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    agree = 0
    for point in generic_points([str(symbol) for symbol in symbols]):
        at = {symbol: _rational(point[str(symbol)]) for symbol in symbols}
        values = [sympy.N(side.subs(at), DIGITS) for side in (left, right)]
        if not all(value.is_number and value.is_finite for value in values):
            continue
        gap, scale = abs(values[0] - values[1]), max(map(abs, values))
        if gap > scale * sympy.Rational(1, 10**10):
            return different("different values")
        if gap > scale * sympy.Rational(1, 10 ** (DIGITS - 10)):
            return undecided("values too close to tell")
        agree += 1
        if not symbols:
            break
    if left.has(*_unfinished()) or right.has(*_unfinished()):
        return None  # numeric integration does not give that many digits
    if not symbols and agree:
        return equal(f"equal to {DIGITS - 10} digits")
    return equal(f"equal at {agree} points") if agree >= MIN_AGREEMENTS else None


def _unfinished() -> tuple[Any, ...]:
    """What sympy could not work out."""
    import sympy

    return sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit, sympy.Derivative


def _compare_matrices(left: Any, right: Any) -> Comparison | None:
    if left.shape != right.shape:
        return different("matrices of other shapes")
    found = [_compare_values(*pair) for pair in zip(left, right, strict=True)]
    for entry in found:
        if entry is not None and entry.status == "different":
            return entry
    if all(entry is not None and entry.status == "equal" for entry in found):
        return equal("all entries are equal")
    return None


def _rational(value: Fraction) -> Any:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)
