"""Logic-RL's knights and knaves: their statements as formulas, and what these prove."""

from __future__ import annotations

import json
from ast import literal_eval
from collections.abc import Iterator
from typing import Any, BinaryIO

from domains.base import Drop, Problem, RawRow, Reader, SourceRowError

from ._knights import Alike, Formula, If, Joint, Kind, nameless_structure, solutions, structure

REPO = "Unakar/Logic-RL"
COMMIT = "9d2c457525ec14639e85afa12d49bb16efb053a4"
URL = f"https://github.com/{REPO}/tree/{COMMIT}/data/kk/instruct"
PATHS = "data/kk/instruct/{people}ppl/{part}.parquet"
PEOPLE = range(3, 8)


def paths(part: str) -> tuple[str, ...]:
    """The files of one part, a number of people each."""
    return tuple(PATHS.format(people=people, part=part) for people in PEOPLE)


def by_people(reader: Reader) -> Reader:
    """The same reader for files that are named alike: keys start with the number of people."""

    def read(file: BinaryIO) -> Iterator[RawRow]:
        for row in reader(file):
            yield RawRow(f"{len(row.data['names'])}/{row.key}", row.data)

    return read


def problem_of(row: RawRow) -> Problem | Drop:
    """The puzzle, if its statements have one solution and that is the recorded one.

    Key and group are those of the generated puzzles: the same claims are the same puzzle.
    """
    names, told = row.data["names"], row.data["solution"]
    claims = [_claim(claim) for claim in literal_eval(row.data["statements"])]
    found = solutions(claims)
    worlds = [[bool(world >> person & 1) for person in range(len(names))] for world in found]
    if worlds != [told]:
        return Drop("not_the_one_solution", f"recorded {told}; the statements allow {worlds}")
    return Problem(
        question=row.data["quiz"],
        ground_truth=json.dumps(dict(zip(names, told, strict=True))),
        spec={"true": "knight", "false": "knave"},
        match_key=f"structure:{structure(claims, names)}",
        group_id=f"kk:{nameless_structure(claims)}",
        answer_type="truth_assignment",
        meta={"people": len(names)},
    )


def _claim(told: Any) -> Formula:
    """A statement of their notation; raises SourceRowError for any other."""
    match told:
        case ("telling-truth" | "lying" as kind, int(person)):
            return Kind(person, kind == "telling-truth")
        case ("not", inner):
            kind = _kind(inner)
            return Kind(kind.person, not kind.knight)
        case ("and" | "or" as word, first, second):
            parts = (_claim(first), _claim(second))
            return Joint("all" if word == "and" else "some", parts, listed=False)
        case ("->", first, second):
            return If(_kind(first), _kind(second))
        case ("<=>", first, second):
            one, other = _kind(first), _kind(second)
            return Alike(one.person, other.person, one.knight == other.knight)
    raise SourceRowError(f"statement {told!r:.100}; telling-truth, lying, not, and, or, ->, <=>")


def _kind(told: Any) -> Kind:
    claim = _claim(told)
    if isinstance(claim, Kind):
        return claim
    raise SourceRowError(f"statement {told!r:.100} is nested; one person is allowed here")
