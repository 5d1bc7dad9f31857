"""Inequalities in one variable, answered in interval notation.

What: products and quotients of linear factors, multiplied out on the easier levels, with strict
and weak signs and repeated roots; an absolute value on the easiest. The answer is a union of
intervals with open and closed ends.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `kinds`, of absolute, quadratic, product and quotient; `roots`, how many; `bound` of
the roots; `repeats`, whether a factor may occur squared.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"kinds": ["absolute"], "roots": 2, "bound": 300, "repeats": false}}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._forms import VARIABLES
from ._inequalities import absolute, factors, solution

FAMILY = "inequalities"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"kinds": ["absolute"], "roots": 2, "bound": 300, "repeats": False},
    "medium": {"kinds": ["quadratic"], "roots": 2, "bound": 90, "repeats": False},
    "hard": {"kinds": ["product", "quotient"], "roots": 3, "bound": 20, "repeats": False},
    "extreme": {"kinds": ["product", "quotient"], "roots": 5, "bound": 20, "repeats": True},
}
SIGNS: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0, r"\le": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0, r"\ge": lambda sign: sign >= 0,
}  # fmt: skip
WORDINGS = (
    "Solve the inequality\n\\[{left} {sign} {right}.\\]\nGive the answer in interval notation.",
    "Find all real numbers ${name}$ for which ${left} {sign} {right}$. Write them as an interval "
    "or a union of intervals.",
    "For which real values of ${name}$ is ${left} {sign} {right}$? Answer in interval notation.",
)


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def inequalities(row: RawRow) -> Problem:
    """The inequality of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    name = rng.choice(VARIABLES)
    make = absolute if rng.choice(parameters["kinds"]) == "absolute" else factors
    while True:
        case = make(rng, name, parameters)
        sign = rng.choice(list(SIGNS))
        gold = solution(case, SIGNS[sign])
        if gold:
            break
    return Problem(
        question=rng.choice(WORDINGS).format(
            left=case.left, right=case.right, sign=sign, name=name
        ),
        ground_truth=gold,
        answer_type="interval",
        seed=seed,
        parameters={"level": level, **parameters},
    )
