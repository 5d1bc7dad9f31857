"""Typed answers as LaTeX that reads back to the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .scalars import text_of
from .types import (
    Answer,
    Based,
    Chain,
    Choice,
    Claim,
    Clock,
    Equation,
    Expression,
    Group,
    Infinity,
    Interval,
    Matrix,
    Named,
    Nothing,
    Number,
    Percent,
    Quantity,
    Ratio,
    Region,
    Text,
    Truth,
)
from .units import WRITTEN, is_countable

_SYMBOLS = {"degree": "^\\circ", "degree_Celsius": "^\\circ C", "degree_Fahrenheit": "^\\circ F"}
_BRACKETS = {"set": ("\\{", "\\}"), "list": ("", "")}


def render(answer: Answer) -> str:
    """LaTeX without delimiters; `parse_answer` gives the answer back."""
    return _RENDERERS[type(answer)](answer)


def canonical_text(answer: Answer, ordered: bool = False) -> str:
    """One text for equal golds as far as the type can tell: no digits, names or order kept idly."""
    return render(_plainest(answer, ordered))


def _plainest(answer: Answer, ordered: bool) -> Answer:
    if isinstance(answer, Number):
        return Number(answer.value)
    if isinstance(answer, Group):
        items = tuple(_plainest(item, ordered) for item in answer.items)
        if answer.kind == "tuple" or (answer.kind == "list" and ordered):
            return Group(answer.kind, items, answer.brackets)
        distinct = {render(item): item for item in items}
        return Group(answer.kind, tuple(distinct[text] for text in sorted(distinct)))
    if isinstance(answer, Named) and isinstance(answer.value, Number):
        return Named(answer.names, answer.parameters, Number(answer.value.value))
    if isinstance(answer, Quantity) and isinstance(answer.value, Number):
        return Quantity(Number(answer.value.value), answer.unit)
    return answer


def _number(number: Number) -> str:
    if number.places is None:
        return text_of(number)
    scaled = number.value * 10**number.places
    digits = str(abs(scaled.numerator)).rjust(number.places + 1, "0")
    cut = len(digits) - number.places
    return f"{'-' if scaled < 0 else ''}{digits[:cut]}.{digits[cut:]}"


def _decimal(number: Number) -> str:
    """A number that a sign or unit may follow: no fraction if its decimals end."""
    return _number(number)


def _quantity(quantity: Quantity) -> str:
    value = render(quantity.value)
    if isinstance(quantity.value, Expression) and not value.isalnum():
        value = f"({value})"
    if quantity.unit in _SYMBOLS:
        return f"{value}{_SYMBOLS[quantity.unit]}"
    if quantity.unit.startswith("noun:"):
        return f"{value} \\text{{ {_noun(quantity)}}}"
    return f"{value} {_unit(quantity.unit)}"


def _noun(quantity: Quantity) -> str:
    """The noun, in the plural where only that reads as a thing counted."""
    noun = quantity.unit[5:]
    if not isinstance(quantity.value, Number) or is_countable(noun, quantity.value.value):
        return noun
    return noun + ("es" if noun.endswith("ss") else "s")


def _unit(unit: str) -> str:
    """Factors with their powers."""
    parts = []
    for factor in unit.replace("**", "^").split("*"):
        name, _, power = factor.partition("^")
        word = f"\\text{{{WRITTEN.get(name, name)}}}"
        parts.append(f"{word}^{{{power}}}" if power else word)
    return " ".join(parts)


def _infinity(infinity: Infinity) -> str:
    return "\\infty" if infinity.sign > 0 else "-\\infty"


def _interval(interval: Interval) -> str:
    if interval.low == interval.high:
        return f"\\{{{render(interval.low)}\\}}"
    left, right = "(["[not interval.low_open], ")]"[not interval.high_open]
    return f"{left}{render(interval.low)}, {render(interval.high)}{right}"


def _region(region: Region) -> str:
    return "\\cup ".join(map(_interval, region.intervals)) or "\\emptyset"


def _chain(chain: Chain) -> str:
    parts = [render(chain.sides[0])]
    for sign, side in zip(chain.signs, chain.sides[1:], strict=True):
        parts += [sign, render(side)]
    return " ".join(parts)


def _group(group: Group) -> str:
    left, right = _BRACKETS.get(group.kind) or tuple(group.brackets or "()")
    return f"{left}{', '.join(_item(item) for item in group.items)}{right}"


def _item(item: Answer) -> str:
    """The values of a plus-minus belong to the group that it stands in."""
    if isinstance(item, Group) and item.brackets == "pm":
        return ", ".join(map(render, item.items))
    return render(item)


def _named(named: Named) -> str:
    return " = ".join((*named.names, render(named.value)))


def _matrix(matrix: Matrix) -> str:
    rows = " \\\\ ".join(" & ".join(render(cell) for cell in row) for row in matrix.rows)
    return f"\\begin{{pmatrix}} {rows} \\end{{pmatrix}}"


def _clock(clock: Clock) -> str:
    seconds = f":{clock.second:02}" if clock.second else ""
    return f"{clock.hour:02}:{clock.minute:02}{seconds}" + (
        f" {clock.half.upper()}" if clock.half else ""
    )


def _choice(choice: Choice) -> str:
    if choice.content is None:
        return f"\\text{{{choice.letter}}}"
    return f"\\text{{{choice.letter})}} {render(choice.content)}"


def _truth(truth: Truth) -> str:
    words = {("true", True): "True", ("true", False): "False", ("yes", True): "Yes"}
    return f"\\text{{{words.get((truth.word, truth.value), 'No')}}}"


def _text(text: Text) -> str:
    plain = all(char.isalpha() or char in " '-" for char in text.text)
    return f"\\text{{{text.text}}}" if plain else text.text


_RENDERERS: dict[type[Any], Callable[[Any], str]] = {
    Number: _number,
    Percent: lambda percent: f"{_number(Number(percent.value))}\\%",
    Based: lambda based: f"{based.digits}_{{{based.base}}}",
    Expression: lambda expression: expression.text,
    Infinity: _infinity,
    Quantity: _quantity,
    Region: _region,
    Chain: _chain,
    Equation: lambda equation: f"{equation.left.text} = {equation.right.text}",
    Group: _group,
    Named: _named,
    Claim: lambda claim: render(claim.value),
    Matrix: _matrix,
    Ratio: lambda ratio: ":".join(
        render(part) if isinstance(part, Number) else f"({render(part)})" for part in ratio.parts
    ),
    Clock: _clock,
    Choice: _choice,
    Truth: _truth,
    Text: _text,
    Nothing: lambda nothing: "",
}
