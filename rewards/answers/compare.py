"""Whether two typed answers are equal: exactly, by type, and symbolically only between expressions.

There is no relative tolerance anywhere. Policy where sensible graders differ:

- An exact gold and a rounded decimal are different (`\\frac{1}{3}` and 0.3333, `\\pi` and 3.14);
  an integer and a decimal with zeros are equal (5, 5.00).
- A unit missing on one side is no difference; two different units are, unless they convert. Degrees
  and plain angles in radians convert (30 degrees, pi/6).
- 50 % equals 0.5 and 50, but 0.5 and 50 differ; below 1 % only the fraction is meant.
- A gold with a base takes its digits without the base; a gold without takes no other base, nor does
  a gold in one base take another, since conversions are what such problems ask for.
- Lists without brackets are sets of solutions; `(a,b)` is ordered, and equal to a list in the same
  order; `(a,b)` and `[a,b]` are intervals where the other side is one; open and closed ends matter.
- Letters that only name a value, a variable or a function are bound: x = 5 is 5, f(n) = n is
  f(m) = m. Of several named values the names count if both sides use the same.
- The empty set is "no solution". NaN, 1/0, 5 = 6 and the like are equal to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .claims import doubted, settled, upheld
from .groups import compare_groups
from .intervals import region_of
from .scalars import symbols_of
from .symbols import (
    compare_chains,
    compare_equations,
    compare_scalars,
    named_equation,
    renamed,
    times,
)
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
    Result,
    Text,
    Truth,
)
from .values import compare_values, is_value

DIFFERENT_TYPES = Result("different", "type")


def compare_answers(gold: Answer, answer: Answer) -> Result:
    """Equal, different or undecided, with the layer that said so."""
    if isinstance(gold, Number) and isinstance(answer, Number):
        return _exact(gold.value == answer.value)
    if isinstance(gold, Nothing) or isinstance(answer, Nothing):
        return Result("different", "type", "no value")
    if isinstance(gold, Claim) or isinstance(answer, Claim):
        found = compare_answers(
            settled(gold), answer.value if isinstance(answer, Claim) else answer
        )
        return upheld(found, answer) if isinstance(answer, Claim) else found
    gold, answer = _unwrapped(gold), _unwrapped(answer)
    for kinds, compare in _PAIRS:
        if isinstance(gold, kinds[0]) and isinstance(answer, kinds[1]):
            return compare(gold, answer)
        if isinstance(gold, kinds[1]) and isinstance(answer, kinds[0]):
            return _turned(kinds[0], compare, gold, answer)
    if is_value(gold) and is_value(answer):
        return compare_values(gold, answer)
    kinds_seen = f"{type(answer).__name__} for {type(gold).__name__}"
    return Result("different", "type", kinds_seen)


def _turned(
    kind: Any, compare: Callable[[Any, Any], Result], gold: Answer, answer: Answer
) -> Result:
    """The answer is of the kind that comes first: an equation to be solved answers nothing."""
    if kind is Equation:
        return DIFFERENT_TYPES
    if isinstance(gold, Equation) and isinstance(answer, Named):
        equation = _as_equation(answer)
        return DIFFERENT_TYPES if equation is None else compare_equations(gold, equation)
    if isinstance(answer, Choice):
        found = answer.content
        return DIFFERENT_TYPES if found is None else compare_answers(gold, found)
    if isinstance(answer, Named):
        return doubted(compare_answers(gold, answer.value), answer)
    return compare(answer, gold)


def _unwrapped(answer: Answer) -> Answer:
    """Brackets around a single answer change nothing; a set of one set is another set."""
    if isinstance(answer, Group) and len(answer.items) == 1:
        inner = answer.items[0]
        return answer if isinstance(inner, Group) and inner.kind == "set" else _unwrapped(inner)
    return answer


def _exact(same: bool, detail: str = "") -> Result:
    return Result("equal" if same else "different", "exact", detail)


def _together(results: list[Result]) -> Result:
    """All equal, or the first that is different, else the first undecided."""
    for status in ("different", "undecided"):
        for result in results:
            if result.status == status:
                return result
    layers = [result.layer for result in results]
    return Result("equal", "symbolic" if "symbolic" in layers else "exact")


def _named_both(gold: Named, answer: Named) -> Result:
    if answer.formula.intersection(gold.names):
        return Result("different", "type", f"a value of {answer.names[0]} and not {gold.names[0]}")
    value = answer.value
    if len(gold.parameters) == len(answer.parameters):
        value = renamed(value, dict(zip(answer.parameters, gold.parameters, strict=True)))
    found = compare_answers(gold.value, value)
    if found.status == "equal":
        return found if gold.names == answer.names else doubted(found, answer)
    equations = _as_equation(gold), _as_equation(answer)
    if gold.names == answer.names or equations[0] is None or equations[1] is None:
        return found
    if not symbols_of(equations[0].right) or not symbols_of(equations[1].right):
        return found
    return compare_equations(equations[0], equations[1])


def _named(named: Named, other: Answer) -> Result:
    """A name against an equation: as equations; against anything else: the value."""
    if not isinstance(other, Equation):
        return compare_answers(named.value, other)
    equation = _as_equation(named)
    if equation is None or not symbols_of(equation.right):
        return DIFFERENT_TYPES
    return compare_equations(equation, other)


def _as_equation(named: Named) -> Equation | None:
    value, name = named.value, named.names[0]
    if len(named.names) > 1 or named.parameters or not isinstance(value, Number | Expression):
        return None
    return named_equation(name, value)


def _equation_value(equation: Equation, value: Answer) -> Result:
    """An equation against the value of its one further unknown, in which it must be linear."""
    unknown = symbols_of(equation.left) | symbols_of(equation.right)
    if isinstance(value, Number | Expression):
        missing = unknown - symbols_of(value)
        if len(missing) == 1 and symbols_of(value) < unknown:
            other = named_equation(next(iter(missing)), value)
            if other is not None:
                return compare_equations(equation, other)
    return DIFFERENT_TYPES


def _regions(gold: Region, answer: Region) -> Result:
    if len(gold.intervals) != len(answer.intervals):
        return _exact(False, "another number of intervals")
    pairs = [
        _together([_interval(one, other) for one, other in zip(gold.intervals, order, strict=True)])
        for order in (answer.intervals, answer.intervals[::-1])
    ]
    return min(pairs, key=lambda found: ("equal", "undecided", "different").index(found.status))


def _interval(one: Interval, other: Interval) -> Result:
    if (one.low_open, one.high_open) != (other.low_open, other.high_open):
        return _exact(False, "open and closed ends")
    return _together([compare_values(one.low, other.low), compare_values(one.high, other.high)])


def _region_group(region: Region, group: Group) -> Result:
    if not region.intervals and not group.items:
        return _exact(True)
    found = region_of(group)
    return DIFFERENT_TYPES if found is None else _regions(region, found)


def _region_value(region: Region, value: Answer) -> Result:
    if isinstance(value, Text):
        whole = value.text == "all real numbers" and str(region) == _WHOLE
        return _exact(True) if whole else DIFFERENT_TYPES
    if isinstance(value, Number | Expression):
        point = region_of(Group("set", (value,)))
        return DIFFERENT_TYPES if point is None else _regions(region, point)
    return DIFFERENT_TYPES


_WHOLE = str(Region((Interval(Infinity(-1), Infinity(1), True, True),)))


def _chains(gold: Chain, answer: Chain) -> Result:
    if gold.signs == answer.signs:
        sides = zip(gold.sides, answer.sides, strict=True)
        found = _together([compare_scalars(one, other) for one, other in sides])
        if found.status == "equal" or len(gold.signs) > 1:
            return found
    elif sorted(gold.signs) != sorted(answer.signs):
        return _exact(False, "other relations")
    return compare_chains(gold, answer)


def _matrices(gold: Matrix, answer: Matrix) -> Result:
    if [len(row) for row in gold.rows] != [len(row) for row in answer.rows]:
        return _exact(False, "another shape")
    cells = zip(sum(gold.rows, ()), sum(answer.rows, ()), strict=True)
    return _together([compare_scalars(one, other) for one, other in cells])


def _matrix_group(matrix: Matrix, group: Group) -> Result:
    """A row or a column is a tuple."""
    if group.kind != "tuple" or 1 not in (len(matrix.rows), len(matrix.rows[0])):
        return DIFFERENT_TYPES
    return compare_groups(Group("tuple", sum(matrix.rows, ())), group, compare_answers)


def _ratios(gold: Ratio, answer: Ratio) -> Result:
    """Equal if all parts differ by one factor."""
    if len(gold.parts) != len(answer.parts):
        return _exact(False, "another number of parts")
    return _together(
        [
            compare_scalars(times(one, answer.parts[0]), times(gold.parts[0], other))
            for one, other in zip(gold.parts[1:], answer.parts[1:], strict=True)
        ]
    )


def _ratio_value(ratio: Ratio, value: Answer) -> Result:
    """A ratio of two parts is their quotient."""
    if len(ratio.parts) != 2 or not isinstance(value, Number | Expression):
        return DIFFERENT_TYPES
    return compare_scalars(ratio.parts[0], times(ratio.parts[1], value))


def _clock_ratio(clock: Clock, ratio: Ratio) -> Result:
    """A time written without a leading zero looks like a ratio: then its digits decide."""
    parts = [part.value if isinstance(part, Number) else None for part in ratio.parts]
    same = not clock.half and parts == [clock.hour, clock.minute]
    return _exact(same) if same else DIFFERENT_TYPES


def _clocks(gold: Clock, answer: Clock) -> Result:
    same = (gold.hour, gold.minute, gold.second) == (answer.hour, answer.minute, answer.second)
    if gold.half and answer.half:
        return _exact(same and gold.half == answer.half)
    if gold.half or answer.half:
        halved, other = (gold, answer) if gold.half else (answer, gold)
        hour = halved.hour % 12 + 12 * (halved.half == "pm")
        late = (hour, halved.minute, halved.second) == (other.hour, other.minute, other.second)
        return _exact(same or late)
    return _exact(same)


def _choices(gold: Choice, answer: Choice) -> Result:
    if gold.letter != answer.letter:
        return _exact(False, "another letter")
    if gold.content is None or answer.content is None:
        return _exact(True)
    return compare_answers(gold.content, answer.content)


def _choice_other(choice: Choice, other: Answer) -> Result:
    """A lower-case letter, or the text that belongs to the letter."""
    if isinstance(other, Expression) and len(other.text) == 1:
        return _exact(other.text.upper() == choice.letter)
    if isinstance(other, Named):
        return compare_answers(choice, other.value)
    if choice.content is not None:
        return compare_answers(choice.content, other)
    return DIFFERENT_TYPES


def _texts(gold: Text, answer: Text) -> Result:
    return Result("equal" if gold.text == answer.text else "different", "text")


def _truths(gold: Truth, answer: Truth) -> Result:
    return Result("equal" if gold == answer else "different", "exact")


def _groups(gold: Group, answer: Group) -> Result:
    return compare_groups(gold, answer, compare_answers)


_ANY = (
    Number, Percent, Based, Expression, Infinity, Quantity, Region, Chain, Equation, Group, Named,
    Matrix, Ratio, Clock, Choice, Truth, Text,
)  # fmt: skip
_PAIRS: tuple[tuple[tuple[Any, Any], Callable[[Any, Any], Result]], ...] = (
    ((Choice, Choice), _choices),
    ((Choice, _ANY), _choice_other),
    ((Named, Named), _named_both),
    ((Named, _ANY), _named),
    ((Region, Region), _regions),
    ((Region, Group), _region_group),
    ((Region, _ANY), _region_value),
    ((Group, Group), _groups),
    ((Matrix, Matrix), _matrices),
    ((Matrix, Group), _matrix_group),
    ((Chain, Chain), _chains),
    ((Equation, Equation), compare_equations),
    ((Equation, _ANY), _equation_value),
    ((Ratio, Ratio), _ratios),
    ((Ratio, _ANY), _ratio_value),
    ((Clock, Clock), _clocks),
    ((Text, Text), _texts),
    ((Truth, Truth), _truths),
)
"""Who compares which two types; the first pair that fits, either way round."""
