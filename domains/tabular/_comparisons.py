"""Comparisons: largest and smallest, ranks, differences, ratios, lists, groups."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ._generated import Asked, Table, Task, named, rounded, written

Parameters = Mapping[str, Any]
PLACES = 2
RANKS = {1: "", 2: "second ", 3: "third ", 4: "fourth ", 5: "fifth "}
COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}


def _extreme(rng: random.Random, table: Table, _: Parameters) -> Asked:
    i, largest = rng.choice(table.whole()), rng.random() < 0.5
    row = (max if largest else min)(range(len(table.names)), key=_values(table, i).__getitem__)
    question = rng.choice((
        "Which {one} has the {word} {column}?", "Name the {one} with the {word} {column}.",
    )).format(
        one=table.theme.one.lower(), word="highest" if largest else "lowest",
        column=named(table.columns[i]),
    )  # fmt: skip
    return Asked(question, [table.names[row]])


def _difference(rng: random.Random, table: Table, _: Parameters) -> Asked:
    i, (a, b) = rng.choice(table.whole()), rng.sample(range(len(table.names)), 2)
    values = _values(table, i)
    question = rng.choice((
        "By how much do {a} and {b} differ in {column}?",
        "What is the difference in {column} between {a} and {b}, as a positive number?",
    )).format(a=table.names[a], b=table.names[b], column=named(table.columns[i]))  # fmt: skip
    return Asked(question, [f"{abs(values[a] - values[b]):f}"])


def _ratio(rng: random.Random, table: Table, _: Parameters) -> Asked | None:
    i, (a, b) = rng.choice(table.whole()), rng.sample(range(len(table.names)), 2)
    values = _values(table, i)
    cell = rounded(Fraction(values[a]) / Fraction(values[b]), PLACES)
    question = (
        f"How many times the {named(table.columns[i])} of {table.names[b]} is that of "
        f"{table.names[a]}? Round to {PLACES} decimal places."
    )
    usable = cell and Fraction(1, 5) < Fraction(cell) < 100 and Fraction(cell) != 1
    return Asked(question, [cell], PLACES) if cell and usable else None


def _rank(rng: random.Random, table: Table, _: Parameters) -> Asked:
    i, rank, largest = rng.choice(table.whole()), rng.randint(2, 5), rng.random() < 0.5
    row = _order(_values(table, i), largest)[rank - 1]
    word = f"{RANKS[rank]}{'highest' if largest else 'lowest'}"
    question = rng.choice((
        "Which {one} has the {word} {column}?", "Name the {one} with the {word} {column}.",
    )).format(one=table.theme.one.lower(), word=word, column=named(table.columns[i]))  # fmt: skip
    return Asked(question, [table.names[row]])


def _top(rng: random.Random, table: Table, _: Parameters) -> Asked:
    i, count, largest = rng.choice(table.whole()), rng.randint(2, 5), rng.random() < 0.5
    rows = _order(_values(table, i), largest)[:count]
    ways = ("highest", "highest first") if largest else ("lowest", "lowest first")
    question = (
        f"Which {COUNTS[count]} {table.theme.many} have the {ways[0]} {named(table.columns[i])}? "
        f"List them in order, {ways[1]}."
    )
    return Asked(question, [table.names[row] for row in rows], ordered=True)


def _both(rng: random.Random, table: Table, _: Parameters) -> Asked | None:
    whole = table.whole()
    if len(whole) < 2:
        return None
    i, j = rng.sample(whole, 2)
    first, second = _values(table, i), _values(table, j)
    low, high = rng.choice(sorted(first)), rng.choice(sorted(second))
    rows = [r for r in range(len(table.names)) if first[r] > low and second[r] < high]
    if not 2 <= len(rows) <= 6:
        return None
    question = (
        f"Which {table.theme.many} have a value above {written([low])[0]} for "
        f"{named(table.columns[i])} and one below {written([high])[0]} for "
        f"{named(table.columns[j])}? Name all of them."
    )
    return Asked(question, [table.names[row] for row in rows])


def _quotient(rng: random.Random, table: Table, _: Parameters) -> Asked | None:
    whole = table.whole()
    if len(whole) < 2:
        return None
    i, j = rng.sample(whole, 2)
    rank, largest = rng.randint(1, 3), rng.random() < 0.5
    ratios = [
        Fraction(a) / Fraction(b)
        for a, b in zip(_values(table, i), _values(table, j), strict=True)
    ]  # fmt: skip
    if len(set(ratios)) < len(ratios):
        return None
    row = _order(ratios, largest)[rank - 1]
    question = (
        f"Divide the {named(table.columns[i])} of each {table.theme.one.lower()} by its "
        f"{named(table.columns[j])}. For which one is the quotient the "
        f"{RANKS[rank]}{'highest' if largest else 'lowest'}?"
    )
    return Asked(question, [table.names[row]])


def _groups(rng: random.Random, table: Table, _: Parameters) -> Asked | None:
    i, largest, mean = rng.choice(table.whole()), rng.random() < 0.5, rng.random() < 0.5
    mean = mean or not table.columns[i].adds
    owner, column = table.theme.owner.lower(), named(table.columns[i])
    found = _by_owner(table, _values(table, i), mean)
    order = sorted(found, key=found.__getitem__, reverse=largest)
    if len(set(found.values())) < len(found):
        return None
    measure, word = "mean" if mean else "total", "highest" if largest else "lowest"
    if rng.random() < 0.5:
        rank = rng.randint(1, min(3, len(order)))
        return Asked(
            f"Taken over all {table.theme.many} of each {owner}, which {owner} has the "
            f"{RANKS[rank]}{word} {measure} {column}?", [order[rank - 1]],
        )  # fmt: skip
    cell = rounded(abs(found[order[0]] - found[order[1]]), PLACES)
    question = (
        f"For each {owner}, take the {measure} {column} of its {table.theme.many}. By how much do "
        f"the {word} and the second {word} of these differ? Round to {PLACES} decimal places."
    )
    return Asked(question, [cell], PLACES) if cell else None


def _above_own(rng: random.Random, table: Table, _: Parameters) -> Asked | None:
    i, owner = rng.choice(table.whole()), rng.choice(table.owners)
    values = _values(table, i)
    mean = _by_owner(table, values, True)[owner]
    rows = [r for r, each in enumerate(table.owners) if each == owner and values[r] > mean]
    if not 2 <= len(rows) <= 5 or any(Fraction(value) == mean for value in values):
        return None
    question = (
        f"Which {table.theme.many} of {owner} are above the mean {named(table.columns[i])} of all "
        f"{table.theme.many} of {owner}? Name all of them."
    )
    return Asked(question, [table.names[row] for row in rows])


def _by_owner(table: Table, values: list[Decimal], mean: bool) -> dict[str, Fraction]:
    """The totals or means of a column for each owner."""
    parts: dict[str, list[Fraction]] = {}
    for owner, value in zip(table.owners, values, strict=True):
        parts.setdefault(owner, []).append(Fraction(value))
    return {
        owner: sum(part, Fraction(0)) / (len(part) if mean else 1) for owner, part in parts.items()
    }


def _values(table: Table, column: int) -> list[Decimal]:
    return [value for value in table.values[column] if value is not None]


def _order(values: list[Any], largest: bool) -> list[int]:
    key: Callable[[int], Any] = values.__getitem__
    return sorted(range(len(values)), key=key, reverse=largest)


TASKS: dict[str, Task] = {
    "extreme": _extreme, "difference": _difference, "ratio": _ratio, "rank": _rank, "top": _top,
    "both": _both, "quotient": _quotient, "groups": _groups, "above_own": _above_own,
}  # fmt: skip
