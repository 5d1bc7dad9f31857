"""Timelines: who was there when, from dates, lengths, and what lies before or after what.

What: stays of several people in one place; each is fixed by two sentences, with dates or relative
to other people's stays, so that exactly one timeline fits. Asked are days together, days with at
least so many people or exactly one, the longest stay, who came or left as which, who was there on a
day, days of the week. The calendar is the real one, leap years too.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `people`; `relative`, the share of stays that are fixed by other stays; `shuffled`,
whether the sentences stand in any order; `days`, the longest stay; `tasks`.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"people": 3, "relative": 0.3, "shuffled": false, "days": 60, ...}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._knights_text import NAMES
from ._timelines import TASKS, draw

FAMILY = "timelines"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "people": 3, "relative": 0.3, "shuffled": False, "days": 60,
        "tasks": ["together", "longest", "present"],
    },
    "medium": {
        "people": 4, "relative": 0.6, "shuffled": True, "days": 120,
        "tasks": ["together", "longest", "present", "ranked", "weekday"],
    },
    "hard": {
        "people": 6, "relative": 0.8, "shuffled": True, "days": 300,
        "tasks": ["together", "longest", "ranked", "weekday", "crowded"],
    },
    "extreme": {
        "people": 8, "relative": 1.0, "shuffled": True, "days": 900,
        "tasks": ["together", "ranked", "weekday", "crowded", "alone"],
    },
}  # fmt: skip
PLACES = (
    "at the research station", "on the island", "at the lighthouse", "in the guest house",
    "at the mountain hut", "on the ship", "at the vineyard", "in the monastery",
)  # fmt: skip
NOTE = (
    "A stay has no breaks, and its first and last day both belong to it: from 1 to 3 May it is "
    "3 days long. 3 May is 2 days after 1 May; a week is 7 days."
)


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward=("math", "entity"),
    template="math_boxed",
)
def timelines(row: RawRow) -> Problem:
    """The timeline of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    names = rng.sample(NAMES, parameters["people"])
    task = TASKS[rng.choice(parameters["tasks"])]
    stays, said = draw(rng, names, parameters)
    # The number asked for must not stand there, as where one stay lies within another.
    while (asked := task(rng, stays)) is None or f" {asked.gold} " in " ".join(said):
        stays, said = draw(rng, names, parameters)
    if parameters["shuffled"]:
        rng.shuffle(said)
    people = f"{', '.join(names[:-1])} and {names[-1]}"
    intro = f"{people} have each stayed {rng.choice(PLACES)} once. {NOTE}"
    return Problem(
        question=f"{intro}\n\n{rng.choice((' ', chr(10))).join(said)}\n\n{asked.text}",
        ground_truth=asked.gold,
        reward="entity" if asked.choices else "math",
        spec={"choices": list(asked.choices)} if asked.choices else {},
        answer_type="entity" if asked.choices else "integer",
        seed=seed,
        parameters={"level": level, **parameters},
    )
