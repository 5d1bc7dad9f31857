"""Knights and knaves: who tells the truth, from what each person says.

What: a puzzle of 2 to 10 people, each of whom says one thing; exactly one assignment of kinds fits,
found by truth tables over all worlds. Answers are balanced: the kinds are drawn first, and
statements are then drawn until these kinds are the only solution. It is not claimed that every
statement is needed.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"people": [2, 2], "depth": 1, "forms": ["kind", "alike", "tally"]}}
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Any

from domains.base import Generator, Problem, RawRow, SourceRowError, source
from domains.streams import stream

from ._knights import (
    FORM_DEPTHS,
    Formula,
    draw,
    nameless_structure,
    says_something,
    solutions,
    structure,
    truth_table,
)
from ._knights_text import pick_names, question_text

FAMILY = "knights_and_knaves"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"people": [2, 2], "depth": 1, "forms": ["kind", "alike", "tally"]},
    "medium": {
        "people": [3, 4], "depth": 2, "forms": ["kind", "alike", "tally", "both", "either"],
    },
    "hard": {
        "people": [5, 6], "depth": 2, "forms": ["alike", "tally", "both", "either", "if", "list"],
    },
    "extreme": {
        "people": [8, 10], "depth": 3,
        "forms": ["alike", "tally", "trio", "both", "either", "if", "list"],
    },
}  # fmt: skip
_DRAWS = 100_000


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="truth_assignment",
    template="knights_and_knaves",
)
def knights_and_knaves(row: RawRow) -> Problem:
    """The puzzle of one (seed, level, index)."""
    seed, level, index = row.data["seed"], row.data["level"], row.data["index"]
    parameters = row.data["parameters"]
    _check(parameters, row.key)
    rng = stream(FAMILY, seed, index, level)
    people = rng.randint(*parameters["people"])
    names = pick_names(FAMILY, seed, level, index, people)
    rng.shuffle(names)
    world = rng.getrandbits(people)
    claims = _claims(rng, world, people, parameters, row.key)
    return Problem(
        question=question_text(claims, names, rng),
        ground_truth=json.dumps({name: bool(world >> p & 1) for p, name in enumerate(names)}),
        spec={"true": "knight", "false": "knave"},
        # With names: "Ann says that Bob lies" and "Eve says that Tom lies" are two rows to learn
        # from, and the easy level would be some dozens of rows otherwise; without wording: other
        # words for the same claims of the same people are no new puzzle. Isomorphic puzzles share
        # a group, so that no split tests what another has taught.
        match_key=f"structure:{structure(claims, names)}",
        group_id=f"kk:{nameless_structure(claims)}",
        answer_type="truth_assignment",
        seed=seed,
        parameters={"level": level, **parameters},
        meta={"people": people},
    )


def _claims(
    rng: random.Random, world: int, people: int, parameters: Mapping[str, Any], key: str
) -> Sequence[Formula]:
    claims: list[Formula] = []
    for _ in range(_DRAWS):
        speaker = len(claims)
        claim = draw(rng, speaker, people, parameters["forms"], parameters["depth"])
        true = truth_table(claim, people) >> world & 1
        if true != world >> speaker & 1 or not says_something(claim, speaker, people):
            continue
        claims.append(claim)
        if len(claims) == people:
            if solutions(claims) == [world]:
                return claims
            claims = []
    raise SourceRowError(
        f"{key}: {_DRAWS} draws gave no puzzle with one solution; allow more forms "
        f"(these are {parameters['forms']}; 'kind' alone never gives one)"
    )


def _check(parameters: Mapping[str, Any], key: str) -> None:
    low, high = parameters["people"]
    forms = parameters["forms"]
    if not 2 <= low <= high <= 10 or ("trio" in forms and low < 4):
        raise SourceRowError(f"{key}: people {low} to {high}; 2 to 10 are allowed, 4 with trio")
    if not set(forms) <= set(FORM_DEPTHS) or all(FORM_DEPTHS[form] > 1 for form in forms):
        raise SourceRowError(f"{key}: forms {forms}; known: {', '.join(FORM_DEPTHS)}; one simple")
