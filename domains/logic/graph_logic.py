"""Deduction over made-up kinds: which of several kinds someone certainly is, or cannot be.

What: statements such as "Every brabep is a mogurp", some of which lead from what is said of a
person to one of the choices, over `depth` rules. The graphs branch, merge, have dead ends and
longer ways to the same kind; the wrong choices lie equally high over kinds that the person is not,
and rules lead from there into the person's own part, so that neither a search from the front nor
one from the back runs straight. Guru's asked for the first step of a spider:
nine chains of equal length that meet in one kind only, so that a single step was of use in all of
975 graphs.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `depth` [least, most] rules on the shortest way to the answer; `width` [least, most]
new kinds per rule ahead; `merge`, the share of kinds that follow from a second kind too; `choices`;
`others`, people of whom something else is said; `crossings`, rules from the other kinds into the
person's own; `pairs`, rules "both an A and a B is a C", on the way and beside it; `excludes`, rules
"No A is a B" without use; `questions`: "is" (certainly?), "not" (impossible? forward from the
person to an A, over "No A is a B", and backward from B to the choice).

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"depth": [2, 2], "width": [2, 2], "merge": 0.4, "choices": 3, ...}}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domains.base import Generator, Problem, RawRow, SourceRowError, source
from domains.streams import stream

from ._graph import QUESTIONS, make, nameless_structure, structure
from ._graph_text import pick_words, question_text
from ._knights_text import NAMES

FAMILY = "graph_logic"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "depth": [2, 2], "width": [1, 2], "merge": 0.4, "choices": 3, "others": 1,
        "crossings": 1, "pairs": 0, "excludes": 0, "questions": ["is"],
    },
    "medium": {
        "depth": [3, 4], "width": [2, 3], "merge": 0.4, "choices": 4, "others": 2,
        "crossings": 3, "pairs": 0, "excludes": 1, "questions": ["is"],
    },
    "hard": {
        "depth": [5, 7], "width": [3, 4], "merge": 0.4, "choices": 6, "others": 2,
        "crossings": 8, "pairs": 3, "excludes": 3, "questions": ["is", "not"],
    },
    "extreme": {
        "depth": [9, 12], "width": [4, 6], "merge": 0.4, "choices": 8, "others": 3,
        "crossings": 16, "pairs": 8, "excludes": 6, "questions": ["is", "not"],
    },
}  # fmt: skip
PROMPT_TOKENS = {"easy": 250, "medium": 450, "hard": 1000, "extreme": 2500}
"""What a prompt of each level stays below, at four characters per token."""
MAX_DEPTH, MAX_WIDTH, MAX_CHOICES, MAX_OTHERS = 40, 20, 20, 20


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="entity",
    template="graph_logic",
)
def graph_logic(row: RawRow) -> Problem:
    """The puzzle of one (seed, level, index)."""
    seed, level, index = row.data["seed"], row.data["level"], row.data["index"]
    parameters = row.data["parameters"]
    _check(parameters, row.key)
    rng = stream(FAMILY, seed, index, level)
    puzzle = make(rng, parameters)
    kinds = {kind for rule in puzzle.rules for kind in (*rule.conditions, rule.result or 0)}
    words = pick_words(rng, 1 + max(kinds))
    names = rng.sample(NAMES, len(puzzle.facts))
    return Problem(
        question=question_text(puzzle, words, names, rng),
        ground_truth=words[puzzle.goal],
        spec={"choices": [words[choice] for choice in puzzle.choices]},
        # With words, as the knights: two rows of one graph with other words are two rows to learn
        # from; they share a group, so that no split tests what another has taught.
        match_key=f"structure:{structure(puzzle, words, names)}",
        group_id=f"graph:{nameless_structure(puzzle)}",
        answer_type="entity",
        seed=seed,
        parameters={"level": level, **parameters},
        meta={"depth": puzzle.depth, "rules": len(puzzle.rules), "asks": puzzle.question},
    )


def _check(parameters: Mapping[str, Any], key: str) -> None:
    bounds = {"depth": (1, MAX_DEPTH), "width": (1, MAX_WIDTH)}
    for name, (least, most) in bounds.items():
        low, high = parameters[name]
        if not least <= low <= high <= most:
            raise SourceRowError(f"{key}: {name} {low} to {high}; {least} to {most} are allowed")
    choices, others = parameters["choices"], parameters["others"]
    if not 2 <= choices <= MAX_CHOICES or not 0 <= others <= MAX_OTHERS:
        raise SourceRowError(
            f"{key}: {choices} choices, {others} others; 2 to {MAX_CHOICES} choices and at most "
            f"{MAX_OTHERS} others are allowed"
        )
    if not parameters["questions"] or not set(parameters["questions"]) <= set(QUESTIONS):
        raise SourceRowError(f"{key}: questions {parameters['questions']}; known: {QUESTIONS}")
    if "not" in parameters["questions"] and parameters["depth"][0] < 3:
        raise SourceRowError(f"{key}: depth {parameters['depth']}; 'not' takes at least 3 rules")
