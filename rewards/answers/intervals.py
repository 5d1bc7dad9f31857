"""Intervals, unions, inequalities and sets with a condition, all as one `Region`.

Ends with symbols are kept as they are; ends that are real numbers are put in order and intervals
that touch are joined, so that equal regions have equal intervals.
"""

from __future__ import annotations

import re

from . import algebra
from .scalars import form_of, read_scalar, symbols_of
from .split import LISTING, ORDER, cut, is_balanced, marks
from .types import Chain, Expression, Group, Infinity, Interval, Number, Region, Scalar

End = Scalar | Infinity
_BRACKETS = re.compile(r"([(\[\]])\s*(.+)([)\]\[])", re.DOTALL)
_BUILDER = re.compile(r"\\\{(.+?)(?:\\mid(?![A-Za-z])|\||:)(.+)\\\}", re.DOTALL)
_VARIABLE = re.compile(r"\\?[A-Za-z]+(?: ?_ ?(?:\{[^{}]*\}|\w))?'*")
# Of two letters, the one that is the variable and not the end of an interval.
_UNKNOWNS = frozenset("xyzt")
_REALS = re.compile(r"\\R|\\text\{ ?(?:all )?(?:real numbers|reals|R) ?\}|all real numbers")
_DOMAIN = re.compile(r"\\?[A-Za-z]+ ?\\in ?\\R ?")
_FLIP = {"<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"}
# A minus sign before a set in braces is a difference of sets.
_MINUS_SET = re.compile(r"([)\]}]) ?- ?(?=\\\{)")
_PLUS_MINUS = re.compile(r"\\pm(?![A-Za-z])")
LOW, HIGH = Infinity(-1), Infinity(1)
WHOLE = Interval(LOW, HIGH, True, True)
MAX_PARTS = 60


def read_region(text: str) -> Region | None:
    """A region written with brackets, unions, differences or a condition, or None."""
    whole = _MINUS_SET.sub(r"\1\\setminus ", text.strip())
    minus = marks(whole, frozenset(("\\setminus",)))
    if minus:
        pieces = [whole[: minus[0].start], whole[minus[0].end :]]
        left, right = (_union(piece.strip()) for piece in pieces)
        return None if left is None or right is None else difference(left, right)
    return _union(whole)


def read_inequality(text: str) -> Region | Chain | None:
    """A region given by inequalities joined by and, or and commas, or a chain of relations."""
    joints = marks(text, LISTING)
    if len(joints) > MAX_PARTS:
        return None
    pieces = cut(text, joints)
    found = [_atom(piece) for piece in pieces if piece and not _DOMAIN.fullmatch(piece)]
    if len(found) == 1:
        return found[0]
    regions = [region for region in found if isinstance(region, Region)]
    if not regions or len(regions) < len(found):
        return None
    total = regions[0]
    names = [mark.name for mark in joints][-len(regions) + 1 :]
    for name, region in zip(names, regions[1:], strict=True):
        together = intersection(total, region) if name != "or" else None
        apart = name == "or" or (together is not None and not together.intervals and name != "and")
        joined = union(total, region) if apart else together
        if joined is None:
            return None
        total = joined
    return total


def region_of(group: Group) -> Region | None:
    """The interval that two ends in brackets are, or the points of a set, or None."""
    if group.kind == "set":
        points = [item for item in group.items if isinstance(item, Number | Expression)]
        if len(points) < len(group.items) or len(points) > MAX_PARTS:
            return None
        return _tidy([Interval(point, point, False, False) for point in points])
    if group.kind != "tuple" or len(group.items) != 2:
        return None
    low, high = group.items
    if not isinstance(low, End) or not isinstance(high, End):
        return None
    is_open = group.brackets == "()"
    ends = (is_open or isinstance(end, Infinity) for end in (low, high))
    return _tidy([Interval(low, high, *ends)])


def union(left: Region, right: Region) -> Region:
    """All points of either."""
    return _tidy([*left.intervals, *right.intervals])


def difference(left: Region, right: Region) -> Region | None:
    """Points of the left that are not of the right, or None if ends cannot be ordered."""
    for gap in right.intervals:
        below = Interval(LOW, gap.low, True, not gap.low_open)
        above = Interval(gap.high, HIGH, not gap.high_open, True)
        outside = [part for part in (below, above) if part.low != part.high]
        cut_left = intersection(left, Region(tuple(outside)))
        if cut_left is None:
            return None
        left = cut_left
    return left


def intersection(left: Region, right: Region) -> Region | None:
    """Points of both, or None if ends cannot be ordered."""
    if len(left.intervals) * len(right.intervals) > MAX_PARTS**2:
        return None
    found = []
    for one in left.intervals:
        for other in right.intervals:
            low = _pick(one.low, one.low_open, other.low, other.low_open, 1)
            high = _pick(one.high, one.high_open, other.high, other.high_open, -1)
            if low is None or high is None:
                return None
            found.append(Interval(low[0], high[0], low[1], high[1]))
    return _tidy(found)


def position(end: End) -> float | None:
    """Where an end lies on the line, or None if it has symbols."""
    if isinstance(end, Infinity):
        return end.sign * float("inf")
    form = form_of(end)
    return None if form is None else algebra.approximate(form)


def same_end(left: End, right: End) -> bool:
    """Whether two ends are exactly the same number."""
    if isinstance(left, Infinity) or isinstance(right, Infinity):
        return left == right
    one, other = form_of(left), form_of(right)
    if one is None or other is None:
        return left == right
    return algebra.equal(one, other)


def _union(text: str) -> Region | None:
    joints = marks(text, frozenset(("\\cup", "\\cap", "or", "and", ",")))
    if any(mark.name in ("or", "and", ",") for mark in joints):
        joints = []
    if len(joints) > MAX_PARTS or len({mark.name for mark in joints}) > 1:
        return None
    parts = [_part(piece) for piece in cut(text, joints)]
    total = parts[0]
    for mark, part in zip(joints, parts[1:], strict=True):
        if total is None or part is None:
            return None
        total = union(total, part) if mark.name == "\\cup" else intersection(total, part)
    return total


def _part(text: str) -> Region | None:
    """One interval, set of points, set with a condition, or the reals."""
    if _REALS.fullmatch(text):
        return Region((WHOLE,))
    if text in ("\\emptyset", "\\{\\}", "\\{ \\}"):
        return Region(())
    builder = _BUILDER.fullmatch(text)
    if builder:
        return _built(builder[1].strip(), builder[2].strip())
    if text.startswith("\\{") and text.endswith("\\}"):
        inner = text[2:-2]
        if not is_balanced(inner):
            return None
        found = [read_scalar(piece) for piece in cut(inner, marks(inner, frozenset(",")))]
        points = tuple(value for value in found if isinstance(value, Number | Expression))
        return region_of(Group("set", points)) if len(points) == len(found) else None
    return _interval(text)


def _built(head: str, condition: str) -> Region | None:
    name = head.split("\\in")[0].strip()
    if not _VARIABLE.fullmatch(name) or ("\\in" in head and "\\R" not in head):
        return None
    if "=" not in condition and not marks(condition, ORDER):
        return None
    found = read_inequality(condition)
    return found if isinstance(found, Region) else None


def _interval(text: str) -> Region | None:
    found = _BRACKETS.fullmatch(text)
    if found is None or not is_balanced(found[2]):
        return None
    commas = marks(found[2], frozenset((",", ";")))
    if len(commas) != 1:
        return None
    low, high = (read_scalar(piece) for piece in cut(found[2], commas))
    if not isinstance(low, End) or not isinstance(high, End):
        return None
    interval = Interval(low, high, found[1] != "[", found[3] != "]")
    if (interval.low == HIGH or interval.high == LOW) or (
        (isinstance(low, Infinity) and not interval.low_open)
        or (isinstance(high, Infinity) and not interval.high_open)
    ):
        return None
    where = position(low), position(high)
    if where[0] is not None and where[1] is not None and where[0] > where[1]:
        return None
    return _tidy([interval])


def _atom(text: str) -> Region | Chain | None:
    """One chain of relations: a region if exactly one side is a variable on its own."""
    signs = marks(text, ORDER)
    if not signs:
        return read_region(text.split("\\in", 1)[-1].strip()) if text else None
    sides = cut(text, signs)
    if len(sides) > 8 or not all(sides):
        return None
    names = [sign.name for sign in signs]
    region = _region(sides, names)
    if region is not None:
        return region
    values = [read_scalar(side) for side in sides]
    if not all(isinstance(value, Number | Expression) for value in values):
        return None
    return _chain([value for value in values if isinstance(value, Number | Expression)], names)


def _region(sides: list[str], signs: list[str]) -> Region | None:
    """The region of the one side that is a bare variable, or None."""
    bare = [index for index, side in enumerate(sides) if _VARIABLE.fullmatch(side)]
    bare = [index for index in bare if sides[index] not in ("\\pi", "e", "\\infty")]
    unknown = [index for index in bare if sides[index] in _UNKNOWNS]
    bare = unknown if len(unknown) == 1 else bare
    if len(bare) != 1 or len(sides) > 3 or (len(sides) == 3 and bare != [1]):
        return None
    name, region = sides[bare[0]], Region((WHOLE,))
    for index, sign in enumerate(signs):
        left = index == bare[0]
        side = sides[index + 1] if left else sides[index]
        flipped = sign if left else _FLIP.get(sign, sign)
        part = _half(flipped, _values(side), name)
        both = None if part is None else intersection(region, part)
        if both is None:
            return None
        region = both
    directions = {sign[-2:] in ("<", "le") for sign in signs}
    return region if len(signs) == 1 or len(directions) == 1 else None


def _values(side: str) -> list[End | None]:
    """The value of a side, or both of a plus-minus."""
    texts = [side]
    if _PLUS_MINUS.search(side):
        texts = [_PLUS_MINUS.sub(sign, side, count=1) for sign in "+-"]
    found = [read_scalar(text) for text in texts]
    return [value if isinstance(value, End) else None for value in found]


def _half(sign: str, ends: list[End | None], name: str) -> Region | None:
    """The points x with `x sign end`."""
    if any(
        end is None or (not isinstance(end, Infinity) and name in symbols_of(end)) for end in ends
    ):
        return None
    points = [end for end in ends if end is not None]
    if sign in ("=", "\\ne"):
        region = _tidy([Interval(point, point, False, False) for point in points])
        return region if sign == "=" else difference(Region((WHOLE,)), region)
    if len(points) != 1:
        return None
    end, is_open = points[0], sign in "<>" or isinstance(points[0], Infinity)
    if sign in ("<", "\\le"):
        return Region((Interval(LOW, end, True, is_open),))
    return Region((Interval(end, HIGH, is_open, True),))


def _chain(sides: list[Scalar], signs: list[str]) -> Chain:
    """A chain that reads upwards: with < and <= only, where all its signs agree."""
    if all(sign in (">", "\\ge") for sign in signs):
        return Chain(tuple(reversed(sides)), tuple(_FLIP[sign] for sign in reversed(signs)))
    return Chain(tuple(sides), tuple(signs))


def _pick(
    one: End, one_open: bool, other: End, other_open: bool, sign: int
) -> tuple[End, bool] | None:
    """The greater (sign 1) or smaller (sign -1) of two ends; None if they have no order."""
    if same_end(one, other):
        return one, one_open or other_open
    for end, opposite in ((one, (other, other_open)), (other, (one, one_open))):
        if isinstance(end, Infinity):
            return opposite if end.sign == -sign else (end, True)
    here, there = position(one), position(other)
    if here is None or there is None:
        return None
    return (one, one_open) if (here - there) * sign > 0 else (other, other_open)


def _tidy(intervals: list[Interval]) -> Region:
    """Empty intervals gone; if all ends are numbers, sorted and joined where they touch."""
    kept = []
    for part in intervals:
        where = position(part.low), position(part.high)
        if same_end(part.low, part.high):
            if not part.low_open and not part.high_open:
                kept.append(part)
        elif where[0] is None or where[1] is None or where[0] < where[1]:
            kept.append(part)
    if any(position(end) is None for part in kept for end in (part.low, part.high)):
        return Region(tuple(kept))
    kept.sort(key=lambda part: (position(part.low) or 0.0, part.low_open))
    joined: list[Interval] = []
    for part in kept:
        if joined and _touch(joined[-1], part):
            joined[-1] = _join(joined[-1], part)
        else:
            joined.append(part)
    return Region(tuple(joined))


def _touch(left: Interval, right: Interval) -> bool:
    if same_end(left.high, right.low):
        return not (left.high_open and right.low_open)
    return (position(right.low) or 0.0) < (position(left.high) or 0.0)


def _join(left: Interval, right: Interval) -> Interval:
    low_open = left.low_open and (right.low_open or not same_end(left.low, right.low))
    if same_end(left.high, right.high):
        return Interval(left.low, left.high, low_open, left.high_open and right.high_open)
    last = left if (position(left.high) or 0.0) > (position(right.high) or 0.0) else right
    return Interval(left.low, last.high, low_open, last.high_open)
