"""Entailment: whether a statement follows from others, is ruled out by them, or stays open.

What: premises about a closed group of people: facts, conditionals, alternatives, and statements
with everyone, no one, at least one and a number. The verdict is decided by truth tables over all
worlds. The three verdicts are equally frequent; an open question is one that was decided until one
premise was exchanged for another, so that length and words do not give it away.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `people` and `activities` (facts are their pairs); `premises`; at most `facts` plain
ones; `needed`, the least number of premises that together decide (of which none can be spared);
`forms` of premises and of `conclusions`.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"people": 2, "activities": 2, "premises": 4, "facts": 1, "needed": 2, ...}}
"""

from __future__ import annotations

import hashlib
import random
from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.choices import choice_problem
from domains.streams import stream

from ._entailment import Theory, make
from ._knights_text import NAMES
from ._theories import World

FAMILY = "entailment"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {
        "people": 2, "activities": 3, "premises": 4, "facts": 2, "needed": 2,
        "forms": ["fact", "if", "either"], "conclusions": ["fact"],
    },
    "medium": {
        "people": 3, "activities": 3, "premises": 6, "facts": 2, "needed": 3,
        "forms": ["fact", "if", "only_if", "either", "exactly_one", "all"],
        "conclusions": ["fact"],
    },
    "hard": {
        "people": 3, "activities": 4, "premises": 8, "facts": 1, "needed": 4,
        "forms": ["fact", "if", "only_if", "if_both", "either", "exactly_one", "all", "some"],
        "conclusions": ["fact", "if", "either"],
    },
    "extreme": {
        "people": 4, "activities": 3, "premises": 10, "facts": 1, "needed": 5,
        "forms": ["fact", "only_if", "if_both", "exactly_one", "all", "some", "count"],
        "conclusions": ["fact", "if", "either", "count", "some"],
    },
}  # fmt: skip
VERDICTS = ("true", "false", "unknown")
OPTIONS = {
    "true": "It is true: it holds whenever all premises hold.",
    "false": "It is false: it never holds when all premises hold.",
    "unknown": "It is open: the premises leave both possible.",
}
NOTE = (
    '"If A, then B" and "A only if B" are false when A holds and B does not, and true otherwise. '
    '"A or B" allows both. "Everyone", "no one" and "at least one" speak of these people alone, '
    "and where nobody is meant, what is said of everyone or no one is true."
)


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="multiple_choice",
    template="choice",
)
def entailment(row: RawRow) -> Problem:
    """The theory of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    verdict = rng.choice(VERDICTS)
    world, theory = make(rng, rng.sample(NAMES, parameters["people"]), parameters, verdict)
    order = rng.sample(VERDICTS, len(VERDICTS))
    problem = choice_problem(
        _question(rng, world, theory),
        dict(zip("ABC", (OPTIONS[each] for each in order), strict=True)),
        "ABC"[order.index(verdict)],
        match_key=f"structure:{_structure(theory)}",
        seed=seed,
        parameters={"level": level, **parameters},
        meta={"verdict": verdict, "needed": theory.needed},
    )
    assert isinstance(problem, Problem)  # three different options, one of which is the verdict
    return problem


def _question(rng: random.Random, world: World, theory: Theory) -> str:
    people = f"{', '.join(world.people[:-1])} and {world.people[-1]}"
    intro = rng.choice((
        f"Here we speak of {people} only.",
        f"There are exactly {len(world.people)} people: {people}.",
        f"The group is {people}, and nobody else.",
    ))  # fmt: skip
    premises = "\n".join(f"- {_sentence(premise.text)}" for premise in theory.premises)
    ask = rng.choice(("Premises:", "These statements hold:", "It is known that all of these hold:"))
    conclusion = _sentence(theory.conclusion.text)
    return f"{intro} {NOTE}\n\n{ask}\n{premises}\n\nWhat about this statement?\n{conclusion}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _structure(theory: Theory) -> str:
    """Hash of premises, in any order, and conclusion, without the wording around them."""
    parts = [*sorted(premise.text for premise in theory.premises), theory.conclusion.text]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
