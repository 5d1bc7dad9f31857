"""Conditions on the rows of a table, and what is worked out over the rows that fulfil them."""

from __future__ import annotations

import random
import statistics
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ._generated import Asked, Table, Task, named, rounded, written

Parameters = Mapping[str, Any]
LEAST = 3
"""Rows that an aggregate is over, at least."""
PLACES = 2


def condition(rng: random.Random, table: Table, kind: str, taken: int) -> tuple[str, set[int]]:
    """In words, to follow "power plants", and the rows; numbers of another column than `taken`."""
    rows = range(len(table.names))
    if kind == "owner":
        owners = rng.sample(sorted(set(table.owners)), rng.choice((1, 2)))
        return f"whose {table.theme.owner.lower()} is {' or '.join(owners)}", {
            row for row in rows if table.owners[row] in owners
        }
    if kind == "region":
        region, negated = rng.choice(table.regions), rng.random() < 0.4
        text = f"whose region is {'not ' if negated else ''}{region}"
        return text, {row for row in rows if (table.regions[row] == region) != negated}
    column = rng.choice([i for i in table.whole() if i != taken] or [0])
    known = [value for value in table.values[column] if value is not None]
    edge, above = rng.choice(sorted(known)[1:-1]), rng.random() < 0.5
    (text,) = written([edge])
    side = "above" if above else "below"
    return f"whose {named(table.columns[column])} is {side} {text}", {
        row for row in rows if (known[row] > edge if above else known[row] < edge)
    }


def chosen(
    rng: random.Random, table: Table, count: int, taken: int
) -> tuple[str, list[int]] | None:  # fmt: skip
    """Conditions of different kinds at once; None if too few or all rows fulfil them."""
    rows, texts = set(range(len(table.names))), []
    for kind in rng.sample(("owner", "region", "number"), count):
        text, fulfilling = condition(rng, table, kind, taken)
        rows &= fulfilling
        texts.append(text)
    if count and not LEAST <= len(rows) < len(table.names):
        return None
    return " and ".join(texts), sorted(rows)


def _aggregate(kind: str) -> Task:
    def ask(rng: random.Random, table: Table, parameters: Parameters) -> Asked | None:
        i = rng.randrange(len(table.columns))
        if kind == "sum" and not table.columns[i].adds:
            return None
        found = chosen(rng, table, rng.randint(*parameters["conditions"]), i)
        if found is None:
            return None
        text, rows = found
        known = [value for row in rows if (value := table.values[i][row]) is not None]
        if len(known) < LEAST:
            return None
        ways = "all {many} {text}" if text else "all {many}"
        over = ways.format(many=table.theme.many, text=text)
        asked = worked_out(rng, kind, named(table.columns[i]), over, known)
        left_out = any(None in column for column in table.values)
        note = " Cells marked – are missing; leave them out." if left_out else ""
        return asked and asked._replace(question=asked.question + note)

    return ask


def worked_out(
    rng: random.Random, kind: str, column: str, over: str, values: Sequence[Decimal]
) -> Asked | None:  # fmt: skip
    """A sum, mean, median or spread of the values, with its question."""
    question = rng.choice(WORDINGS[kind]).format(column=column, over=over)
    if kind in ("sum", "spread"):
        exact = sum(values, Decimal(0)) if kind == "sum" else max(values) - min(values)
        return Asked(question, [f"{exact:f}"])
    value = statistics.mean(map(Fraction, values)) if kind == "mean" else _median(values)
    cell = rounded(value, PLACES)
    request = f" Round to {PLACES} decimal places."
    return Asked(question + request, [cell], PLACES) if cell else None


def _median(values: Sequence[Decimal]) -> Fraction:
    return statistics.median(map(Fraction, values))


def _count(rng: random.Random, table: Table, parameters: Parameters) -> Asked | None:
    found = chosen(rng, table, max(1, rng.randint(*parameters["conditions"])), -1)
    if found is None:
        return None
    question = rng.choice(("How many {many} {text} are there?", "Count the {many} {text}."))
    return Asked(question.format(many=table.theme.many, text=found[0]), [str(len(found[1]))])


def _share(rng: random.Random, table: Table, parameters: Parameters) -> Asked | None:
    i = rng.choice(table.whole())
    found = chosen(rng, table, max(1, rng.randint(*parameters["conditions"])), i)
    if found is None or not table.columns[i].adds:
        return None
    known = [value for value in table.values[i] if value is not None]
    part, total = sum(known[row] for row in found[1]), sum(known)
    cell = rounded(Fraction(part) / Fraction(total) * 100, PLACES)
    question = (
        f"What percentage of the total {named(table.columns[i])} of all {table.theme.many} comes "
        f"from {table.theme.many} {found[0]}? Round to {PLACES} decimal places."
    )
    return Asked(question, [cell], PLACES) if cell else None


def _means_apart(rng: random.Random, table: Table, parameters: Parameters) -> Asked | None:
    i = rng.choice(table.whole())
    found = chosen(rng, table, max(1, rng.randint(*parameters["conditions"])), i)
    if found is None:
        return None
    known = [Fraction(value) for value in table.values[i] if value is not None]
    inside = statistics.mean(known[row] for row in found[1])
    cell = rounded(inside - statistics.mean(known), PLACES)
    question = (
        f"By how much does the mean {named(table.columns[i])} of {table.theme.many} {found[0]} "
        f"exceed the mean of all {table.theme.many}? A negative number says that it is lower. "
        f"Round to {PLACES} decimal places."
    )
    return Asked(question, [cell], PLACES) if cell else None


WORDINGS = {
    "sum": ("What is the total {column} of {over}?", "Add up the {column} of {over}."),
    "mean": ("What is the mean {column} of {over}?", "Find the average {column} of {over}."),
    "median": ("What is the median {column} of {over}?", "Find the median {column} of {over}."),
    "spread": (
        "What is the difference between the largest and the smallest {column} of {over}?",
        "By how much do the largest and the smallest {column} of {over} differ?",
    ),
}
TASKS: dict[str, Task] = {
    **{kind: _aggregate(kind) for kind in WORDINGS},
    "count": _count, "share": _share, "means_apart": _means_apart,
}  # fmt: skip
