"""Lookups: one cell, the row of a value, and ways over two tables."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ._generated import Asked, Table, Task, named, owner_table, written

Parameters = Mapping[str, Any]
ORDINALS = ("highest", "second highest", "third highest", "fourth highest")


def _direct(rng: random.Random, table: Table, _: Parameters) -> Asked:
    i, row = rng.choice(table.whole()), rng.randrange(len(table.names))
    question = rng.choice((
        "What is the {column} of {name}?", "How large is the {column} of {name}?",
        "State the {column} of {name}.",
    ))  # fmt: skip
    return Asked(
        question.format(column=named(table.columns[i]), name=table.names[row]),
        written([table.values[i][row]]),
    )


def _reverse(rng: random.Random, table: Table, _: Parameters) -> Asked:
    (i, row), one = _place(rng, table), table.theme.one.lower()
    (value,), column = written([table.values[i][row]]), named(table.columns[i])
    question = rng.choice((
        "Which {one} has a value of {value} for its {column}?",
        "What is the name of the {one} whose {column} is {value}?",
    ))  # fmt: skip
    return Asked(question.format(one=one, value=value, column=column), [table.names[row]])


def _across(rng: random.Random, table: Table, _: Parameters) -> Asked:
    (i, j), row = rng.sample(table.whole(), 2), rng.randrange(len(table.names))
    (value, cell) = written([table.values[i][row], table.values[j][row]])
    question = rng.choice((
        "What is the {other} of the {one} whose {column} is {value}?",
        "One {one} has {value} as its {column}. What is its {other}?",
    ))  # fmt: skip
    return Asked(question.format(
        one=table.theme.one.lower(), value=value, column=named(table.columns[i]),
        other=named(table.columns[j]),
    ), [cell])  # fmt: skip


def _joined(rng: random.Random, table: Table, _: Parameters) -> Asked:
    names, column, values, text = owner_table(rng, table)
    row = rng.randrange(len(table.names))
    question = rng.choice((
        "What is the {column} of the {owner} of {name}?",
        "Find the {owner} of {name}. What is the {column} of that {owner}?",
    )).format(
        column=named(column), owner=table.theme.owner.lower(), name=table.names[row]
    )  # fmt: skip
    return Asked(question, written([values[names.index(table.owners[row])]]), more=text)


def _joined_value(rng: random.Random, table: Table, _: Parameters) -> Asked:
    names, column, values, text = owner_table(rng, table)
    i, row = _place(rng, table)
    question = rng.choice((
        "What is the {column} of the {owner} of the {one} whose {by} is {value}?",
        "One {one} has {value} as its {by}. What is the {column} of its {owner}?",
    )).format(
        column=named(column), owner=table.theme.owner.lower(), one=table.theme.one.lower(),
        by=named(table.columns[i]), value=written([table.values[i][row]])[0],
    )  # fmt: skip
    return Asked(question, written([values[names.index(table.owners[row])]]), more=text)


def _joined_rank(rng: random.Random, table: Table, _: Parameters) -> Asked:
    names, column, values, text = owner_table(rng, table)
    i, rank = rng.choice(table.whole()), rng.randrange(len(ORDINALS))
    row = _ranked(table, i)[rank]
    question = (
        f"What is the {named(column)} of the {table.theme.owner.lower()} of the "
        f"{table.theme.one.lower()} with the {ORDINALS[rank]} {named(table.columns[i])}?"
    )
    return Asked(question, written([values[names.index(table.owners[row])]]), more=text)


def _joined_list(rng: random.Random, table: Table, parameters: Parameters) -> Asked | None:
    names, column, values, text = owner_table(rng, table)
    at, least = rng.randrange(len(names)), parameters["columns"] > 4
    rows = [row for row, owner in enumerate(table.owners) if owner == names[at]]
    (value,), many = written([values[at]]), table.theme.many
    ask = f"{many} belong to the {table.theme.owner.lower()} whose {named(column)} is {value}"
    question = f"Which {ask}? Name all of them."
    if least:
        i = rng.choice(table.whole())
        edge = sorted(_known(table, i))[len(table.names) // 3]
        rows = [row for row in rows if _known(table, i)[row] > edge]
        bound = f"whose own {named(table.columns[i])} is above {written([edge])[0]}"
        question = f"Which {ask}? Name all of those {bound}."
    if not 2 <= len(rows) <= 6:
        return None
    return Asked(question, [table.names[row] for row in rows], more=text)


def _place(rng: random.Random, table: Table) -> tuple[int, int]:
    return rng.choice(table.whole()), rng.randrange(len(table.names))


def _known(table: Table, column: int) -> list[Decimal]:
    return [value for value in table.values[column] if value is not None]


def _ranked(table: Table, column: int) -> list[int]:
    known = _known(table, column)
    return sorted(range(len(known)), key=lambda row: -known[row])


TASKS: dict[str, Task] = {
    "direct": _direct, "reverse": _reverse, "across": _across, "joined": _joined,
    "joined_value": _joined_value, "joined_rank": _joined_rank, "joined_list": _joined_list,
}  # fmt: skip
