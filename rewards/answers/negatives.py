"""Near-misses by type: what a careless solver or grader would take for the gold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

from .render import render
from .types import (
    Answer,
    Based,
    Chain,
    Choice,
    Clock,
    Equation,
    Expression,
    Group,
    Infinity,
    Interval,
    Matrix,
    Named,
    Number,
    Percent,
    Quantity,
    Ratio,
    Region,
    Text,
    Truth,
)

Near: TypeAlias = Iterator[tuple[str, Answer | str]]
_MAX_FACTORIAL = 200
_OTHER_UNITS = {"meter": "second", "usd": "eur", "degree": "radian"}


def near_misses(answer: Answer) -> Iterator[tuple[str, str]]:
    """Kinds and LaTeX texts; some may equal the gold by chance and are to be compared first."""
    for kind, near in _NEAR[type(answer)](answer):
        yield kind, near if isinstance(near, str) else render(near)
    right = render(answer)
    yield "spray", ", ".join([right, "1", "2", "3", "17"])


def _number(number: Number) -> Near:
    value = number.value
    yield "off_by_one", replace(number, value=value + 1)
    yield "sign", replace(number, value=-value)
    if value:
        yield "reciprocal", Number(1 / value)
    yield "ten_times", Number(value * 10)
    yield "hundredth", Number(value / 100)
    if value.denominator == 1 and 3 <= value <= _MAX_FACTORIAL:
        yield "factorial", f"{value}!"
    yield "last_digit", Number(value + Fraction(1, 10 ** ((number.places or 3) + 1)))
    if value.denominator not in (1, 2, 4, 5, 8, 10):
        places = 4
        yield "rounded", Number(Fraction(round(value * 10**places), 10**places), places)
    yield "two_values", f"{render(number)} \\text{{ or }} {render(Number(value + 1))}"


def _percent(percent: Percent) -> Near:
    yield "off_by_one", Percent(percent.value + 1)
    yield "ten_times", Percent(percent.value * 10)
    yield "hundredth", Percent(percent.value / 100)
    yield "twice_divided", Number(percent.value / 10_000)


def _based(based: Based) -> Near:
    yield "other_base", Based(based.digits, based.base + 1 if based.base < 36 else 35)
    whole, _, places = based.digits.partition(".")
    value = Fraction(int(whole + places, based.base), based.base ** len(places))
    yield "value", Number(value)
    yield "sign", Based(based.digits[1:] if value < 0 else f"-{based.digits}", based.base)
    yield "extra_digit", Based(f"{based.digits}{'' if places else 0}1", based.base)
    if not places and value > 0:
        yield "swapped_digits", Based(based.digits[::-1].lstrip("0"), based.base)


def _expression(expression: Expression) -> Near:
    text = expression.text
    yield "plus_one", f"{text}+1"
    yield "sign", f"-({text})"
    yield "twice", f"2({text})"
    yield "squared", f"({text})^{{2}}"
    yield "number", "0"


def _infinity(infinity: Infinity) -> Near:
    yield "sign", Infinity(-infinity.sign)
    yield "large", "10^{100}"
    yield "zero", "0"


def _quantity(quantity: Quantity) -> Near:
    for kind, near in _NEAR[type(quantity.value)](quantity.value):
        if isinstance(near, Number):
            yield kind, replace(quantity, value=near)
    if not quantity.unit.startswith("noun:"):
        yield "other_unit", replace(quantity, unit=_OTHER_UNITS.get(quantity.unit, "meter"))
        yield "other_power", f"{render(quantity.value)} \\text{{ kg}}^{{3}}"


def _region(region: Region) -> Near:
    parts = region.intervals
    for index, part in enumerate(parts[:4]):
        for kind, near in _interval(part):
            yield kind, Region((*parts[:index], near, *parts[index + 1 :]))
    if len(parts) > 1:
        yield "missing_part", Region(parts[:-1])
    yield "empty", "\\emptyset"
    yield "number", "0"


def _interval(part: Interval) -> Iterator[tuple[str, Interval]]:
    if part.low != part.high:
        if not isinstance(part.low, Infinity):
            yield "low_end", replace(part, low_open=not part.low_open)
        if not isinstance(part.high, Infinity):
            yield "high_end", replace(part, high_open=not part.high_open)
    if isinstance(part.high, Number):
        yield "high_moved", replace(part, high=Number(part.high.value + 1))
    if isinstance(part.low, Number):
        yield "low_moved", replace(part, low=Number(part.low.value - 1))
    if isinstance(part.low, Infinity) != isinstance(part.high, Infinity):
        end = part.high if isinstance(part.low, Infinity) else part.low
        if isinstance(part.low, Infinity):
            yield "other_side", Interval(end, Infinity(1), part.high_open, True)
        else:
            yield "other_side", Interval(Infinity(-1), end, True, part.low_open)


def _chain(chain: Chain) -> Near:
    flipped = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le", "\\ne": "="}
    yield "reversed", Chain(chain.sides, tuple(flipped.get(sign, sign) for sign in chain.signs))
    yield "side_missing", render(chain.sides[0])
    yield "number", "0"


def _equation(equation: Equation) -> Near:
    yield "plus_one", f"{equation.left.text} = {equation.right.text}+1"
    yield "one_side", equation.left.text
    yield "number", "0"


def _group(group: Group) -> Near:
    items = group.items
    if not items:
        yield "zero", "\\{0\\}"
        yield "number", "0"
        yield "all", "\\text{all real numbers}"
        return
    for index, item in enumerate(items[:4]):
        for kind, near in _NEAR[type(item)](item):
            if not isinstance(near, str):
                yield (
                    f"item_{kind}",
                    replace(group, items=(*items[:index], near, *items[index + 1 :])),
                )
    if len(items) > 1:
        yield "missing_item", replace(group, items=items[:-1])
        yield "first_only", render(items[0])
    yield "extra_item", replace(group, items=(*items, Number(Fraction(987))))
    if group.kind == "tuple":
        yield "swapped", replace(group, items=items[::-1])
        yield "as_set", Group("set", items)
        yield "other_brackets", replace(group, brackets="[]" if group.brackets == "()" else "()")


def _named(named: Named) -> Near:
    for kind, near in _NEAR[type(named.value)](named.value):
        text = near if isinstance(near, str) else render(near)
        yield kind, f"{named.names[0]} = {text}"
    yield "name_only", named.names[0]


def _matrix(matrix: Matrix) -> Near:
    yield "transposed", Matrix(tuple(zip(*matrix.rows, strict=True)))
    yield "rows_swapped", Matrix(matrix.rows[::-1])
    changed = Number(Fraction(987))
    yield "cell_changed", Matrix(((changed, *matrix.rows[0][1:]), *matrix.rows[1:]))
    yield "extra_row", Matrix((*matrix.rows, matrix.rows[-1]))
    yield "number", "0"


def _ratio(ratio: Ratio) -> Near:
    first, *rest = ratio.parts
    yield "swapped", Ratio(ratio.parts[::-1])
    yield "extra_part", Ratio((*ratio.parts, first))
    yield "part_changed", Ratio((Number(Fraction(987)), *rest))
    yield "sum", "987"


def _clock(clock: Clock) -> Near:
    yield "other_hour", replace(clock, hour=clock.hour % 12 + 1)
    yield "other_minute", replace(clock, minute=(clock.minute + 10) % 60)
    if clock.half:
        yield "other_half", replace(clock, half="am" if clock.half == "pm" else "pm")
    yield "number", str(clock.hour)


def _choice(choice: Choice) -> Near:
    for letter in "ABCDE":
        if letter != choice.letter:
            yield f"choice_{letter}", Choice(letter)
    yield "all_choices", "ABCDE"
    yield "two_choices", f"{choice.letter}, {'A' if choice.letter != 'A' else 'B'}"


def _truth(truth: Truth) -> Near:
    yield "opposite", replace(truth, value=not truth.value)
    yield "other_pair", Truth(truth.value, "yes" if truth.word == "true" else "true")
    yield "number", str(int(truth.value))
    yield "both", "True \\text{ or } False"


def _text(text: Text) -> Near:
    yield "negated", Text(f"not {text.text}")
    yield "longer", Text(f"{text.text} elsewhere")
    yield "cut", Text(text.text[:-1] + "qx")
    yield "number", "0"


_NEAR: dict[type[Any], Callable[[Any], Near]] = {
    Number: _number,
    Percent: _percent,
    Based: _based,
    Expression: _expression,
    Infinity: _infinity,
    Quantity: _quantity,
    Region: _region,
    Chain: _chain,
    Equation: _equation,
    Group: _group,
    Named: _named,
    Matrix: _matrix,
    Ratio: _ratio,
    Clock: _clock,
    Choice: _choice,
    Truth: _truth,
    Text: _text,
}
