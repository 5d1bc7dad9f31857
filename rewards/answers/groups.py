"""Sets, tuples and lists: in order or not, by name or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from .intervals import region_of
from .types import Answer, Choice, Expression, Group, Infinity, Named, Number, Result

Compare: TypeAlias = Callable[[Answer, Answer], Result]
# Items that only the symbolic layer can tell apart are tried in pairs, so they are few.
MAX_SYMBOLIC = 8
MAX_PAIRS = 40_000
_SOLUTION_LETTERS = frozenset("xyzt")


def compare_groups(gold: Group, answer: Group, compare: Compare) -> Result:
    """Two groups; sets and bare lists have no order, tuples have, names decide where both do."""
    gold, answer = _plain(gold), _plain(answer)
    if {gold.kind, answer.kind} == {"tuple", "set"}:
        return _interval_or_set(gold, answer)
    if _by_name(gold, answer):
        gold, answer = _sorted(gold), _sorted(answer)
        return _in_order(gold.items, answer.items, compare)
    if "tuple" in (gold.kind, answer.kind) or _names_order(gold) or _names_order(answer):
        if _bracket_matters(gold, answer):
            return Result("different", "exact", "open and closed ends")
        return _in_order(_values(gold), _values(answer), compare)
    return _as_sets(_values(gold), _values(answer), compare)


def _plain(group: Group) -> Group:
    """Plus-minus inside of a list or set gives its values to it; a domain piece gives none."""
    if group.kind == "tuple":
        return group
    items: list[Answer] = []
    for item in group.items:
        inner = item.value if isinstance(item, Named) else item
        spread = isinstance(inner, Group) and inner.brackets == "pm"
        items += inner.items if isinstance(inner, Group) and spread else (item,)
    return Group(group.kind, tuple(items), group.brackets)


def _interval_or_set(gold: Group, answer: Group) -> Result:
    """A set of values is no tuple, but two ends may be the interval that the set describes."""
    one, other = region_of(gold), region_of(answer)
    same = one is not None and one == other
    return Result("equal" if same else "different", "exact" if same else "type")


def _bracket_matters(gold: Group, answer: Group) -> bool:
    """Whether two pairs in different brackets are an open and a closed interval."""
    if len(gold.items) != 2 or "" in (gold.brackets, answer.brackets):
        return {gold.brackets, answer.brackets} == {"[]", ""} and len(gold.items) == 2
    return gold.brackets != answer.brackets


def _by_name(gold: Group, answer: Group) -> bool:
    names = _names(gold), _names(answer)
    return bool(names[0]) and names[0] == names[1]


def _names(group: Group) -> list[tuple[str, ...]]:
    """The sorted names if all items have one and no two the same, else none."""
    names = sorted(item.names for item in group.items if isinstance(item, Named))
    complete = len(names) == len(group.items) and len(set(names)) == len(names)
    return names if complete else []


def _names_order(group: Group) -> bool:
    """Whether names tell the items apart: x = 1, y = 2, but not x = 1, x = 2 or x_1 and x_2."""
    names = ["".join(name) for name in _names(group)]
    if len(names) < 2:
        return False
    indexed = [f"{names[0][:1]}_{index}" for index in range(1, len(names) + 1)]
    return not (names == indexed and names[0][0] in _SOLUTION_LETTERS)


def _sorted(group: Group) -> Group:
    items = sorted(group.items, key=lambda item: item.names if isinstance(item, Named) else ())
    return Group("tuple", tuple(items))


def _values(group: Group) -> list[Answer]:
    return [item.value if isinstance(item, Named) else item for item in group.items]


def _in_order(gold: Sequence[Answer], answer: Sequence[Answer], compare: Compare) -> Result:
    if len(gold) != len(answer):
        return Result("different", "exact", f"{len(answer)} items instead of {len(gold)}")
    undecided = None
    layer = "exact"
    for one, other in zip(gold, answer, strict=True):
        found = compare(one, other)
        if found.status == "different":
            return found
        if found.status == "undecided":
            undecided = found
        layer = found.layer if found.layer == "symbolic" else layer
    return undecided or Result("equal", layer)


def _as_sets(gold: list[Answer], answer: list[Answer], compare: Compare) -> Result:
    """Equal if each item of either has an equal in the other."""
    if len(gold) * len(answer) > MAX_PAIRS:
        return _numbers_as_sets(gold, answer)
    rest = [item for item in gold if not _is_cheap(item)], [i for i in answer if not _is_cheap(i)]
    if max(map(len, rest)) > MAX_SYMBOLIC and rest[0] != rest[1]:

        def cheap(one: Answer, other: Answer) -> Result:
            return _cheap(one, other, compare)

        return _matched(gold, answer, cheap)
    return _matched(gold, answer, compare)


def _matched(gold: list[Answer], answer: list[Answer], compare: Compare) -> Result:
    left_over = list(answer)
    undecided = None
    layer = "exact"
    for one in gold:
        found = _find(one, answer, compare)
        if found is None or found.status == "different":
            return Result("different", "exact", "an item is missing")
        if found.status == "undecided":
            undecided = found
            continue
        layer = found.layer if found.layer == "symbolic" else layer
        left_over = [item for item in left_over if compare(one, item).status != "equal"]
    if undecided is not None:
        return undecided
    if left_over:
        return Result("different", "exact", "an item too many")
    return Result("equal", layer)


def _find(one: Answer, items: list[Answer], compare: Compare) -> Result | None:
    """The verdict on the item that is most like `one`."""
    best = None
    for item in items:
        found = compare(one, item)
        if found.status == "equal":
            return found
        if best is None or found.status == "undecided":
            best = found
    return best


def _is_cheap(item: Answer) -> bool:
    """Whether exact forms decide on the item."""
    if isinstance(item, Group):
        return all(_is_cheap(part) for part in item.items)
    if isinstance(item, Expression):
        return item.form is not None and not item.form.opaque
    return isinstance(item, Number | Choice | Infinity)


def _cheap(one: Answer, other: Answer, compare: Compare) -> Result:
    if one == other or _is_cheap(one) or _is_cheap(other):
        return compare(one, other)
    return Result("undecided", "type", "too many expressions to match")


def _numbers_as_sets(gold: list[Answer], answer: list[Answer]) -> Result:
    """Long lists of numbers; others are left undecided."""
    one = {item.value for item in gold if isinstance(item, Number)}
    other = {item.value for item in answer if isinstance(item, Number)}
    if one != other:
        return Result("different", "exact", "an item is missing")
    numbers = all(isinstance(item, Number) for item in (*gold, *answer))
    return Result("equal", "exact") if numbers else Result("undecided", "type", "too many items")
