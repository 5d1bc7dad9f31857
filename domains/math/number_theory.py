"""Whole numbers: divisors, remainders of powers, congruences, common multiples.

What: each task has one integer as its answer and wants another tool: factoring, the Euclidean
algorithm, Euler's theorem, the Chinese remainder theorem.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, of gcd, lcm, remainder, divisors, phi, congruences and inverse; `digits` of
the numbers.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["gcd", "lcm"], "digits": 4}}
"""

from __future__ import annotations

from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._number_theory import TASKS

FAMILY = "number_theory"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["lcm", "remainder"], "digits": 4},
    "medium": {"tasks": ["gcd", "lcm", "remainder"], "digits": 6},
    "hard": {"tasks": ["divisors", "phi", "congruences", "remainder"], "digits": 9},
    "extreme": {"tasks": ["divisors", "phi", "congruences", "inverse"], "digits": 12},
}


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def number_theory(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    task = TASKS[rng.choice(parameters["tasks"])]
    question, gold = task(rng, parameters["digits"])
    while str(gold) in question:  # as in 28^9 mod 346, which is 28: the answer must not stand there
        question, gold = task(rng, parameters["digits"])
    return Problem(
        question=question,
        ground_truth=str(gold),
        answer_type="integer",
        seed=seed,
        parameters={"level": level, **parameters},
    )
