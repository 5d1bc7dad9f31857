"""Probabilities of drawing balls from an urn, as exact fractions.

What: an urn holds balls of several colors; some are drawn, with or without putting them back, and
one asks for the chance of an event: a count of one color, all of one color, all of different
colors, at least so many, or a color given what was drawn before.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `colors` [least, most]; `balls`, the most of each color; `draws` [least, most];
`events`, of exactly, at_least, same, different and both.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"colors": [3, 3], "balls": 40, "draws": [2, 2], "events": ["exactly"]}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._chances import COLORS, THINGS, chance, event, listed
from ._forms import number

FAMILY = "chances"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"colors": [3, 4], "balls": 60, "draws": [2, 2], "events": ["exactly", "same"]},
    "medium": {
        "colors": [3, 4], "balls": 40, "draws": [2, 3],
        "events": ["exactly", "same", "different"],
    },
    "hard": {
        "colors": [3, 5], "balls": 25, "draws": [3, 4],
        "events": ["exactly", "at_least", "different", "both"],
    },
    "extreme": {"colors": [4, 6], "balls": 20, "draws": [5, 6], "events": ["at_least", "both"]},
}  # fmt: skip
WORDINGS = (
    "{box} holds {contents}. {draws} {things} are drawn at random, {how}. What is the probability "
    "that {event}?",
    "{draws} {things} are taken at random out of {lower} with {contents}, {how}. Find the "
    "probability that {event}.",
)
DRAWS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}
HOW = {False: "without putting any back", True: "each put back before the next is drawn"}


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def chances(row: RawRow) -> Problem:
    """The question of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    draws = rng.randint(*parameters["draws"])
    colors = rng.sample(COLORS, rng.randint(*parameters["colors"]))
    things, boxes = rng.choice(THINGS)
    while True:
        counts = [rng.randint(draws, parameters["balls"]) for _ in colors]
        replaced = rng.random() < 0.4
        words, holds = event(rng, rng.choice(parameters["events"]), colors, draws)
        gold = chance(counts, draws, replaced, holds)
        if 0 < gold < 1:
            break
    box = rng.choice(boxes)
    contents = listed([f"{n} {color} {things}" for n, color in zip(counts, colors, strict=True)])
    return Problem(
        question=rng.choice(WORDINGS).format(
            box=box[0].upper() + box[1:], lower=box, contents=contents, things=things,
            draws=DRAWS[draws], how=HOW[replaced], event=words,
        ) + " Give an exact fraction.",
        ground_truth=number(gold),
        answer_type="rational",
        seed=seed,
        parameters={"level": level, **parameters},
    )  # fmt: skip
