"""Generated tables: their cells, their Markdown, and what the families do with them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from domains.base import Problem, RawRow
from domains.streams import stream

from ._tables import markdown
from ._themes import NAMES, OWNER_COLUMNS, OWNERS, PLACES, REGIONS, THEMES, Column, Theme

MISSING = "–"
# Distance to a rounding boundary, in units of the last place, below which a row is drawn anew.
_MARGIN = Fraction(1, 10**6)
OPENINGS = (
    "{ask}",
    "According to the table, {lower}",
    "From the data given: {lower}",
    "Look it up or work it out: {lower}",
)


@dataclass(frozen=True)
class Table:
    """Things with an owner, a region and measured values; None is a missing cell."""

    theme: Theme
    title: str
    names: tuple[str, ...]
    owners: tuple[str, ...]
    regions: tuple[str, ...]
    columns: tuple[Column, ...]
    values: tuple[tuple[Decimal | None, ...], ...]
    """By column."""

    @property
    def text(self) -> str:
        """Its Markdown, below its title."""
        head = [self.theme.one, self.theme.owner, "Region", *(c.header for c in self.columns)]
        body = zip(self.names, self.owners, self.regions, *map(written, self.values), strict=True)
        return markdown([head, *map(list, body)], self.title)

    def whole(self) -> list[int]:
        """The columns without a missing cell."""
        return [i for i, column in enumerate(self.values) if None not in column]


class Asked(NamedTuple):
    """A question with its answer cells; `places`: the answer is rounded."""

    question: str
    cells: list[str]
    places: int | None = None
    ordered: bool = False
    more: str = ""
    """A second table."""


Task: TypeAlias = Callable[[random.Random, Table, Mapping[str, Any]], "Asked | None"]
"""Asks something of a table; None where it has no unambiguous answer."""


def make(rng: random.Random, parameters: Mapping[str, Any]) -> Table:
    """A table of the size that the parameters say."""
    theme, count = rng.choice(THEMES), rng.randint(*parameters["rows"])
    columns = rng.sample(theme.columns, parameters["columns"])
    owners = rng.sample(OWNERS, max(3, min(7, count // 3)))
    regions = rng.sample(REGIONS, max(2, min(5, count // 4)))
    values = [list[Decimal | None](measured(rng, column, count)) for column in columns]
    for column in values[1:]:
        for row in range(count):
            if rng.random() < parameters["missing"]:
                column[row] = None
    return Table(
        theme=theme,
        title=f"{theme.many.capitalize()} in {rng.choice(PLACES)}, {rng.randint(1990, 2025)}",
        names=tuple(rng.sample(NAMES, count)),
        owners=tuple(owners[i] if i < len(owners) else rng.choice(owners) for i in range(count)),
        regions=tuple(rng.choice(regions) for _ in range(count)),
        columns=tuple(columns),
        values=tuple(map(tuple, values)),
    )


def measured(rng: random.Random, column: Column, count: int) -> list[Decimal]:
    """Values of a column, all different, with the places that it is written with."""
    scale = 10**column.places
    low, high = round(column.low * scale), round(column.high * scale)
    drawn = rng.sample(range(low, high + 1), count)
    return [Decimal(value).scaleb(-column.places) for value in drawn]


def owner_table(rng: random.Random, table: Table) -> tuple[list[str], Column, list[Decimal], str]:
    """A second table, of the owners: their names, one of its columns with its values, Markdown."""
    names = sorted(set(table.owners))
    rng.shuffle(names)
    columns = rng.sample(OWNER_COLUMNS, 3)
    values = [measured(rng, column, len(names)) for column in columns]
    head = [table.theme.owner, *(column.header for column in columns)]
    body = zip(names, *map(written, values), strict=True)
    text = markdown([head, *map(list, body)], f"{table.theme.owner} data")
    return names, columns[0], values[0], text


def written(values: Iterable[Decimal | None]) -> list[str]:
    """Cells as texts: `1,234.5`, and a dash for what is missing."""
    return [MISSING if value is None else f"{value:,f}" for value in values]


def rounded(value: Fraction | Decimal, places: int) -> str | None:
    """The value to some decimal places, or None so near a boundary that rounding errors decide."""
    scaled = Fraction(value) * 10**places
    if abs(scaled % 1 - Fraction(1, 2)) < _MARGIN:
        return None
    return f"{Decimal(round(scaled)).scaleb(-places):f}"


def named(column: Column) -> str:
    """A column in running text: `output in MW`."""
    name = column.name[0].lower() + column.name[1:]
    return f"{name} in {column.unit}" if column.unit else name


def problem_of(row: RawRow, family: str, tasks: Mapping[str, Task]) -> Problem:
    """The problem of one row: a table, and a task of its level."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(family, seed, row.data["index"], level)
    task = rng.choice(parameters["tasks"])
    while True:
        table = make(rng, parameters)
        asked = tasks[task](rng, table, parameters)
        if asked and not told(asked):
            break
    return finished(
        asked, f"{table.text}\n\n{asked.more}" if asked.more else table.text, table.title, rng,
        seed=seed, parameters={"level": level, **parameters}, meta={"task": task},
    )  # fmt: skip


def finished(
    asked: Asked, context: str, title: str, rng: random.Random, **others: Any
) -> Problem:  # fmt: skip
    """The problem; its question names the table, so that no two tables have the same one."""
    lower = asked.question[0].lower() + asked.question[1:]
    opening = rng.choice(OPENINGS).format(ask=asked.question, lower=lower)
    spec: dict[str, Any] = {"ordered": True} if asked.ordered else {}
    if asked.places is not None:
        spec["round"] = asked.places
    return Problem(
        question=f"{title}. {opening}", context=context, spec=spec, answer_type="cells",
        ground_truth=json.dumps(asked.cells, ensure_ascii=False), **others,
    )  # fmt: skip


def told(asked: Asked) -> bool:
    """Whether a cell of the answer stands in the question."""
    return any(
        re.search(rf"(?<![\w.,]){re.escape(cell)}(?![\w]|[.,]\d)", asked.question)
        for cell in asked.cells
    )
