"""Tables with headers of two levels and groups of rows, and what is asked of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from ._generated import Asked, measured, named, rounded, written
from ._tables import markdown
from ._themes import NAMES, PLACES, REGIONS, THEMES, Column, Theme

Parameters = Mapping[str, Any]
PLACES_SHOWN = 2


@dataclass(frozen=True)
class Report:
    """Measures of things by year; the things stand in groups, whose totals may be shown."""

    theme: Theme
    title: str
    groups: dict[str, tuple[str, ...]]
    years: tuple[int, ...]
    measures: tuple[Column, ...]
    values: dict[tuple[str, int, int], Decimal]
    """By name, year and number of the measure."""
    totals: bool
    hidden: tuple[str, int, int] | None = None
    """A cell that is shown as missing."""

    @property
    def names(self) -> list[str]:
        """All things, in order."""
        return [name for names in self.groups.values() for name in names]

    def total(self, group: str, year: int, measure: int) -> Decimal:
        """Of a group."""
        return sum((self.values[name, year, measure] for name in self.groups[group]), Decimal(0))

    @property
    def text(self) -> str:
        """Its Markdown: years above measures, a group's name in its first row."""
        places = [(year, m) for year in self.years for m in range(len(self.measures))]
        top = ["Region", self.theme.one]
        top += [str(year) if m == 0 else "" for year, m in places]
        rows = [top, ["", "", *(self.measures[m].header for _, m in places)]]
        for group, names in self.groups.items():
            for number, name in enumerate(names):
                cells = [None if (name, *place) == self.hidden else self.values[name, *place]
                         for place in places]  # fmt: skip
                rows.append(["" if number else group, name, *written(cells)])
            if self.totals:
                sums = [self.total(group, *place) for place in places]
                rows.append(["", "Total", *written(sums)])
        if self.totals:
            sums = [sum((self.total(g, *place) for g in self.groups), Decimal(0))
                    for place in places]  # fmt: skip
            rows.append(["All regions", "Total", *written(sums)])
        return markdown(rows, self.title)


Question: TypeAlias = Callable[[random.Random, Report], "Asked | None"]


def make_report(rng: random.Random, parameters: Parameters, hidden: bool) -> Report:
    """A report of the size that the parameters say; a hidden cell follows from the totals."""
    theme = rng.choice(THEMES)
    summed = [column for column in theme.columns if column.adds]
    measures = rng.sample(summed, min(len(summed), parameters["measures"]))
    first, count = rng.randint(1990, 2020), parameters["years"]
    years = tuple(range(first, first + count))
    regions = rng.sample(REGIONS, rng.randint(*parameters["groups"]))
    sizes = [rng.randint(*parameters["members"]) for _ in regions]
    names = rng.sample(NAMES, sum(sizes))
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    values: dict[tuple[str, int, int], Decimal] = {}
    for m, column in enumerate(measures):
        for year in years:
            drawn = measured(rng, column, len(names))
            values |= {(name, year, m): value for name, value in zip(names, drawn, strict=True)}
    return Report(
        theme=theme, title=f"{theme.many.capitalize()} of {rng.choice(PLACES)} by region and year",
        groups={region: tuple(names[start : start + size])
                for region, start, size in zip(regions, starts, sizes, strict=True)},
        years=years, measures=tuple(measures), values=values,
        totals=hidden or rng.random() < parameters["totals"],
        hidden=rng.choice(sorted(values)) if hidden else None,
    )  # fmt: skip


def _cell(rng: random.Random, report: Report) -> Asked:
    ((name, year, m),) = _cells(rng, report, 1)
    question = rng.choice((
        "What was the {column} of {name} in {year}?",
        "In {year}, what was the {column} of {name}?",
    )).format(column=named(report.measures[m]), name=name, year=year)  # fmt: skip
    return Asked(question, written([report.values[name, year, m]]))


def _largest(rng: random.Random, report: Report) -> Asked:
    group, (m, year) = rng.choice(list(report.groups)), _measure_year(rng, report)
    names, largest = report.groups[group], rng.random() < 0.5
    best = (max if largest else min)(names, key=lambda name: report.values[name, year, m])
    question = (
        f"Which {report.theme.one.lower()} of the region {group} had the "
        f"{'highest' if largest else 'lowest'} {named(report.measures[m])} in {year}?"
    )
    return Asked(question, [best])


def _change(rng: random.Random, report: Report) -> Asked:
    name, m = rng.choice(report.names), rng.randrange(len(report.measures))
    before, after = sorted(rng.sample(report.years, 2))
    change = report.values[name, after, m] - report.values[name, before, m]
    question = (
        f"By how much did the {named(report.measures[m])} of {name} change from {before} to "
        f"{after}? A fall is negative."
    )
    return Asked(question, [f"{change:f}"])


def _growth(rng: random.Random, report: Report) -> Asked | None:
    group, m = rng.choice(list(report.groups)), rng.randrange(len(report.measures))
    before, after = sorted(rng.sample(report.years, 2))
    old, new = (Fraction(report.total(group, year, m)) for year in (before, after))
    question = (
        f"By what percentage did the {named(report.measures[m])} of all {report.theme.many} of the "
        f"region {group} together change from {before} to {after}? A fall is negative."
    )
    return _rounded(question, (new / old - 1) * 100)


def _share(rng: random.Random, report: Report) -> Asked | None:
    group, (m, year) = rng.choice(list(report.groups)), _measure_year(rng, report)
    name = rng.choice(report.groups[group])
    part, whole = report.values[name, year, m], report.total(group, year, m)
    question = (
        f"What percentage of the {named(report.measures[m])} of all {report.theme.many} of its "
        f"region did {name} have in {year}?"
    )
    return _rounded(question, Fraction(part) / Fraction(whole) * 100)


def _two_groups(rng: random.Random, report: Report) -> Asked:
    (one, two), (m, year) = rng.sample(list(report.groups), 2), _measure_year(rng, report)
    sums = [report.total(group, year, m) for group in (one, two)]
    question = (
        f"By how much did the {named(report.measures[m])} of all {report.theme.many} together "
        f"differ between the regions {one} and {two} in {year}? Give a positive number."
    )
    return Asked(question, [f"{abs(sums[0] - sums[1]):f}"])


def _share_change(rng: random.Random, report: Report) -> Asked | None:
    group, m = rng.choice(list(report.groups)), rng.randrange(len(report.measures))
    before, after = sorted(rng.sample(report.years, 2))
    shares = [
        Fraction(report.total(group, year, m))
        / sum(Fraction(report.total(each, year, m)) for each in report.groups)
        for year in (before, after)
    ]
    question = (
        f"By how many percentage points did the share of the region {group} in the "
        f"{named(report.measures[m])} of all regions change from {before} to {after}? A fall is "
        "negative."
    )
    return _rounded(question, (shares[1] - shares[0]) * 100)


def _most_growth(rng: random.Random, report: Report) -> Asked | None:
    m, (before, after) = rng.randrange(len(report.measures)), sorted(rng.sample(report.years, 2))
    growth = {
        name: Fraction(report.values[name, after, m]) / Fraction(report.values[name, before, m])
        for name in report.names
    }
    order = sorted(growth, key=growth.__getitem__, reverse=True)
    if growth[order[0]] == growth[order[1]] or growth[order[1]] == growth[order[2]]:
        return None
    question = (
        f"Which two {report.theme.many} had the strongest relative growth of their "
        f"{named(report.measures[m])} from {before} to {after}? The stronger one first."
    )
    return Asked(question, order[:2], ordered=True)


def _missing(rng: random.Random, report: Report) -> Asked | None:
    del rng
    if report.hidden is None:
        return None
    name, year, m = report.hidden
    question = (
        f"The {named(report.measures[m])} of {name} in {year} is missing. What must it have been?"
    )
    return Asked(question, written([report.values[report.hidden]]))


def _measure_year(rng: random.Random, report: Report) -> tuple[int, int]:
    return rng.randrange(len(report.measures)), rng.choice(report.years)


def _cells(rng: random.Random, report: Report, count: int) -> list[tuple[str, int, int]]:
    return rng.sample(sorted(report.values), count)


def _rounded(question: str, value: Fraction) -> Asked | None:
    cell = rounded(value, PLACES_SHOWN)
    request = f" Round to {PLACES_SHOWN} decimal places."
    return Asked(question + request, [cell], PLACES_SHOWN) if cell else None


TASKS: dict[str, Question] = {
    "cell": _cell, "largest": _largest, "change": _change, "growth": _growth, "share": _share,
    "two_groups": _two_groups, "share_change": _share_change, "most_growth": _most_growth,
    "missing": _missing,
}  # fmt: skip
