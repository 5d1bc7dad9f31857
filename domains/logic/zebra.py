"""Zebra puzzles: which values belong to which place in a row, from clues about places.

What: 2 to 6 places with 2 to 6 columns of values each; exactly one assignment fits, and no clue is
redundant: without any one of them there are others. Clues name places by number at the easy levels
and only by relations, or by what is not so, at the hardest. Each relation word is defined in the
question. Prompts keep to the level's `tokens` (characters / 4, template included).
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"houses": [2, 3], "attributes": [2, 2], "clues": {"at": 3, "same": 2}, ...}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, SourceRowError, source
from domains.streams import stream
from domains.templates import render

from ._zebra import KINDS, draw_clues, nameless_structure, structure
from ._zebra_text import question_text, solution_table
from ._zebra_words import MAX_ATTRIBUTES, MAX_HOUSES, pick_setting

FAMILY = "zebra"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "houses": [2, 3], "attributes": [2, 2], "tokens": 260,
        "clues": {"at": 3, "same": 2},
    },
    "medium": {
        "houses": [3, 4], "attributes": [3, 3], "tokens": 500,
        "clues": {"at": 1, "not_at": 1, "end": 1, "same": 3, "left": 3, "next": 2, "before": 2},
    },
    "hard": {
        "houses": [5, 5], "attributes": [4, 5], "tokens": 800,
        "clues": {
            "not_at": 1, "end": 1, "same": 2, "apart": 1, "left": 2, "before": 2, "next": 2,
            "gap": 2, "either": 1,
        },
    },
    "extreme": {
        "houses": [6, 6], "attributes": [5, 6], "tokens": 1200,
        "clues": {
            "apart": 1, "left": 1, "before": 2, "next": 2, "not_next": 1, "gap": 2, "either": 1,
            "between": 2,
        },
    },
}  # fmt: skip
_TRIES = 100


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="puzzle_table",
    template="zebra",
)
def zebra(row: RawRow) -> Problem:
    """The puzzle of one (seed, level, index)."""
    seed, level, index = row.data["seed"], row.data["level"], row.data["index"]
    parameters = row.data["parameters"]
    _check(parameters, row.key)
    rng = stream(FAMILY, seed, index, level)
    shape = rng.randint(*parameters["houses"]), rng.randint(*parameters["attributes"])
    houses, columns = shape
    setting = pick_setting(FAMILY, seed, level, index, shape)
    labels = [f"{column.name}={value}"
              for column, values in zip(setting.attributes, setting.values, strict=True)
              for value in values]  # fmt: skip
    for _ in range(_TRIES):
        world = tuple(place for _ in range(columns) for place in rng.sample(range(houses), houses))
        clues = draw_clues(rng, world, shape, parameters["clues"])
        question = question_text(clues, setting, houses, rng) if clues else ""
        if clues and len(render("zebra", question)[0]["content"]) <= 4 * parameters["tokens"]:
            break
    else:
        raise SourceRowError(
            f"{row.key}: {_TRIES} tries gave no puzzle of {parameters['tokens']} tokens with one "
            f"solution; allow more tokens or kinds of clues (these are {list(parameters['clues'])})"
        )
    return Problem(
        question=question,
        ground_truth=json.dumps(solution_table(world, setting, houses)),
        # With values: puzzles that differ only in them are two rows to learn from; without wording
        # and order of clues. Puzzles that are the same but for names share a group, so that no
        # split tests what another has taught.
        match_key=f"structure:{structure(clues, labels, houses)}",
        group_id=f"zebra:{nameless_structure(clues, shape)}",
        answer_type="table",
        seed=seed,
        parameters={"level": level, **parameters},
        meta={"houses": houses, "attributes": columns, "clues": len(clues)},
    )


def _check(parameters: Mapping[str, Any], key: str) -> None:
    least = 3 if "gap" in parameters["clues"] else 2
    for name, low_bound, bound in (
        ("houses", least, MAX_HOUSES),
        ("attributes", 2, MAX_ATTRIBUTES),
    ):
        low, high = parameters[name]
        if not low_bound <= low <= high <= bound:
            raise SourceRowError(
                f"{key}: {name} {low} to {high}; {low_bound} to {bound} are allowed"
            )
    weights = parameters["clues"]
    if not weights or not set(weights) <= set(KINDS) or min(weights.values()) <= 0:
        raise SourceRowError(
            f"{key}: clues {weights}; kinds and weights above 0: {', '.join(KINDS)}"
        )
