"""Ordering puzzles: who stands where, from clues about neighbors, directions and distances.

What: 3 to 12 things in a row, a queue, a program, a race, a stack or by height; exactly one order
fits the clues (found by complete search), and no clue can be left out. Guru's
had a redundant clue in 46 to 100 % of the puzzles, called everything birds, had no knob but the
number of things, and a seventh of them could not be solved under its reward.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `things` [least, most]; `relations` (see `_ordering.RELATIONS`); `anchors`, how many
clues may speak of places ("at an end") and not of other things; `weak`, how many clues that say
little the search for clues begins with: the more, the less can be read off a single clue.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"things": [3, 4], "relations": ["before", ...], "anchors": 1, "weak": 2}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, SourceRowError, source
from domains.streams import stream

from ._ordering import (
    ANCHORS,
    MAX_THINGS,
    MIN_THINGS,
    RELATIONS,
    nameless_structure,
    structure,
)
from ._ordering_casts import pick_cast, pick_names
from ._ordering_make import NoPuzzleError, make
from ._ordering_text import AXES, Writer

FAMILY = "ordering"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "things": [3, 4], "relations": ["before", "directly", "at", "end"],
        "anchors": 1, "weak": 2,
    },
    "medium": {
        "things": [5, 6], "anchors": 1, "weak": 8,
        "relations": ["before", "directly", "neighbors", "apart", "between", "end", "not_at"],
    },
    "hard": {
        "things": [7, 9], "anchors": 1, "weak": 16,
        "relations": ["before", "directly", "neighbors", "strangers", "apart", "between", "inner",
                      "not_at"],
    },
    "extreme": {
        "things": [10, 12], "anchors": 1, "weak": 24,
        "relations": ["before", "neighbors", "strangers", "apart", "between", "inner", "either"],
    },
}  # fmt: skip
PROMPT_TOKENS = {"easy": 250, "medium": 400, "hard": 600, "extreme": 1000}
"""What a prompt of each level stays below, at four characters per token."""


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="ordering",
    template="ordering",
)
def ordering(row: RawRow) -> Problem:
    """The puzzle of one (seed, level, index)."""
    seed, level, index = row.data["seed"], row.data["level"], row.data["index"]
    parameters = row.data["parameters"]
    _check(parameters, row.key)
    rng = stream(FAMILY, seed, index, level)
    size = rng.randint(*parameters["things"])
    try:
        clues = make(rng, size, parameters["relations"], parameters["anchors"], parameters["weak"])
    except NoPuzzleError as error:
        raise SourceRowError(f"{row.key}: {error}; allow more relations or anchors") from error
    cast, axis, scene = pick_cast(rng)
    names = pick_names(cast, FAMILY, seed, level, index, size)
    rng.shuffle(names)
    words = AXES[axis].turned() if rng.random() < 0.5 else AXES[axis]
    return Problem(
        question=Writer(cast, words, names, rng).question(scene, clues),
        ground_truth=json.dumps(names),
        # With names and without words: the same clues about the same things, on another axis or
        # asked for from the other end with the words turned, are the same puzzle. The group holds
        # all puzzles that are the same but for the names, so that no split tests what another
        # taught; it is exact, since the solution numbers the things.
        match_key=f"structure:{structure(clues, names)}",
        group_id=f"ordering:{nameless_structure(clues, size)}",
        answer_type="ordering",
        seed=seed,
        parameters={"level": level, **parameters},
        meta={"things": size, "clues": len(clues), "axis": axis},
    )


def _check(parameters: Mapping[str, Any], key: str) -> None:
    low, high = parameters["things"]
    relations = parameters["relations"]
    if not MIN_THINGS <= low <= high <= MAX_THINGS:
        raise SourceRowError(f"{key}: things {low} to {high}; {MIN_THINGS} to {MAX_THINGS} allowed")
    if not set(relations) <= set(RELATIONS) or not set(relations) & {"before", "directly"}:
        known = ", ".join(RELATIONS)
        raise SourceRowError(f"{key}: relations {relations}; known: {known}; one says a direction")
    if set(relations) <= {*ANCHORS, "either"}:
        raise SourceRowError(f"{key}: relations {relations}; one must relate two things")
