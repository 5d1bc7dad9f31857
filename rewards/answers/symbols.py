"""Expressions and equations: exact forms decide where they can, the symbolic layer elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from .. import symbolic as layer
from . import algebra
from .normalize import compact
from .scalars import form_of, read_scalar, symbols_of, text_of
from .types import Chain, Equation, Expression, Group, Number, Result, Scalar

_INTEGERS = frozenset("kmnlN")
Kind = TypeVar("Kind")


def compare_scalars(gold: Scalar, answer: Scalar) -> Result:
    """Two numbers or expressions."""
    if isinstance(gold, Number) and isinstance(answer, Number):
        return Result("equal" if gold.value == answer.value else "different", "exact")
    found = _by_form(form_of(gold), form_of(answer))
    if found is not None:
        return found
    if compact(text_of(gold)) == compact(text_of(answer)):
        return Result("equal", "text")
    swapped = _same_integer(gold, answer)
    if swapped is not None and compare_scalars(gold, swapped).status == "equal":
        return Result("equal", "exact", "another letter for the integer")
    return _ask(text_of(gold), text_of(answer))


def compare_equations(gold: Equation, answer: Equation) -> Result:
    """Equal if one is a constant multiple of the other."""
    one, other = _difference(gold), _difference(answer)
    if one is not None and other is not None:
        if algebra.proportional(one, other):
            return Result("equal", "exact")
        if not one.opaque and not other.opaque:
            return Result("different", "exact")
    texts = _equation_text(gold), _equation_text(answer)
    if compact(texts[0]) == compact(texts[1]):
        return Result("equal", "text")
    return _ask(*texts)


def compare_chains(gold: Chain, answer: Chain) -> Result:
    """Two chains of relations whose sides are not equal one by one."""
    return _ask(_chain_text(gold), _chain_text(answer))


def named_equation(name: str, value: Scalar) -> Equation | None:
    """The equation `name = value`, or None if the name is no symbol."""
    left = read_scalar(name)
    if not isinstance(left, Expression) or len(symbols_of(left)) != 1:
        return None
    right = value if isinstance(value, Expression) else Expression(text_of(value), form_of(value))
    return Equation(left, right)


def times(one: Scalar, other: Scalar) -> Scalar:
    """The product of two scalars."""
    left, right = form_of(one), form_of(other)
    text = f"({text_of(one)})({text_of(other)})"
    if left is None or right is None:
        return Expression(text)
    try:
        form = algebra.multiply(left, right)
    except algebra.TooLargeError:
        return Expression(text)
    value = algebra.rational(form)
    return Number(value) if value is not None else Expression(text, form)


def renamed(answer: Kind, names: dict[str, str]) -> Kind:
    """The answer with bound letters renamed in its expressions; unchanged if one would clash."""
    names = {old: new for old, new in names.items() if old != new}
    if not names:
        return answer
    if isinstance(answer, Expression):
        if symbols_of(answer) & set(names.values()):
            return answer
        return _read(_letters(answer.text, names), answer)
    if isinstance(answer, Group):
        return replace(answer, items=tuple(renamed(item, names) for item in answer.items))
    return answer


def _read(text: str, old: Kind) -> Kind:
    found = read_scalar(text)
    return found if isinstance(found, Number | Expression) else old  # type: ignore[return-value]


def _letters(text: str, names: dict[str, str]) -> str:
    """Single letters outside of commands replaced."""
    return re.sub(r"\\[A-Za-z]+|[A-Za-z]", lambda found: names.get(found[0], found[0]), text)


def _by_form(gold: algebra.Form | None, answer: algebra.Form | None) -> Result | None:
    """The verdict of exact forms, or None if they leave it open."""
    if gold is None or answer is None:
        return None
    try:
        same = algebra.equal(gold, answer)
    except algebra.TooLargeError:
        return None
    if same:
        return Result("equal", "exact")
    if gold.opaque or answer.opaque:
        return Result("different", "exact") if _apart(gold, answer) else None
    return None if _periodic(gold, answer) else Result("different", "exact")


def _apart(gold: algebra.Form, answer: algebra.Form) -> bool:
    """Whether what is not expanded cancels, and leaves a number that is not 0: sin x, sin x + 1."""
    try:
        rest = algebra.add(gold, answer, -1)
    except algebra.TooLargeError:
        return False
    return bool(algebra.rational(rest))


def _periodic(gold: algebra.Form, answer: algebra.Form) -> bool:
    """Whether the forms could differ only in the letter of an integer multiple of pi."""
    one, other = algebra.symbols(gold), algebra.symbols(answer)
    return len(one - other) == 1 == len(other - one) and (one ^ other) <= _INTEGERS


def _same_integer(gold: Scalar, answer: Scalar) -> Scalar | None:
    """The answer with the gold's letter for an integer that counts periods, or None."""
    one, other = symbols_of(gold) - symbols_of(answer), symbols_of(answer) - symbols_of(gold)
    if len(one) != 1 or len(other) != 1 or not (one | other) <= _INTEGERS:
        return None
    if not all("\\pi" in text_of(value) for value in (gold, answer)):
        return None
    return renamed(answer, {next(iter(other)): next(iter(one))})


def _difference(equation: Equation) -> algebra.Form | None:
    if equation.left.form is None or equation.right.form is None:
        return None
    try:
        return algebra.add(equation.left.form, equation.right.form, -1)
    except algebra.TooLargeError:
        return None


def _equation_text(equation: Equation) -> str:
    return f"{equation.left.text}={equation.right.text}"


def _chain_text(chain: Chain) -> str:
    parts = [text_of(chain.sides[0])]
    for sign, side in zip(chain.signs, chain.sides[1:], strict=True):
        parts += [sign, text_of(side)]
    return " ".join(parts)


def _ask(gold: str, answer: str) -> Result:
    found = layer.compare_expressions(gold, answer)
    return Result(found.status, "symbolic", found.detail)
