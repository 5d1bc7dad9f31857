"""Systems of linear equations with one solution.

What: n equations in n unknowns, drawn around a solution; the answer is an ordered tuple. On the
harder levels the solution has fractions and the equations are mixed, so that nothing is read off.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `unknowns`; `bound` of the coefficients; `denominators` that the solution may have.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"unknowns": 2, "bound": 12, "denominators": [1]}}
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._forms import linear, number

FAMILY = "linear_systems"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"unknowns": 2, "bound": 12, "denominators": [1]},
    "medium": {"unknowns": 2, "bound": 20, "denominators": [2, 3, 4, 5]},
    "hard": {"unknowns": 3, "bound": 15, "denominators": [1, 2, 3]},
    "extreme": {"unknowns": 4, "bound": 15, "denominators": [1, 2, 3, 5, 7]},
}
NAMES = (("x", "y", "z", "w"), ("a", "b", "c", "d"), ("p", "q", "r", "s"), ("u", "v", "w", "t"))
WORDINGS = (
    "Solve the system of equations\n{system}\nGive the solution as an ordered {tuple} ${names}$.",
    "Find all values that satisfy each of these equations:\n{system}\n"
    "Answer with the ordered {tuple} ${names}$.",
    "Let ${list}$ be real numbers with\n{system}\nWhat is ${names}$?",
)
_TUPLES = {2: "pair", 3: "triple", 4: "quadruple"}


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def linear_systems(row: RawRow) -> Problem:
    """The system of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    size = parameters["unknowns"]
    solution = [_value(rng, parameters) for _ in range(size)]
    names = rng.choice(NAMES)[:size]
    lines = []
    for equation in _matrix(rng, size, parameters["bound"]):
        # Both sides times the least common denominator: the text shows integers only.
        right = sum((c * v for c, v in zip(equation, solution, strict=True)), Fraction(0))
        scaled = [c * right.denominator for c in equation]
        lines.append(f"{linear(scaled, names)} = {right.numerator}")
    system = "\\[\\begin{cases}\n" + " \\\\\n".join(lines) + "\n\\end{cases}\\]"
    return Problem(
        question=rng.choice(WORDINGS).format(
            system=system, names=f"({', '.join(names)})", list=", ".join(names),
            tuple=_TUPLES[size],
        ),
        ground_truth=f"({', '.join(map(number, solution))})",
        answer_type="tuple",
        seed=seed,
        parameters={"level": level, **parameters},
    )  # fmt: skip


def _value(rng: random.Random, parameters: dict[str, Any]) -> Fraction:
    bound = parameters["bound"]
    return Fraction(rng.randint(-bound, bound), rng.choice(parameters["denominators"]))


def _matrix(rng: random.Random, size: int, bound: int) -> list[list[int]]:
    """Integer rows whose determinant is not 0."""
    while True:
        rows = [[rng.randint(-bound, bound) for _ in range(size)] for _ in range(size)]
        if determinant(rows) and all(any(row) for row in rows):
            return rows


def determinant(rows: Sequence[Sequence[int]]) -> int:
    """By the first row; sizes here are at most 5."""
    if len(rows) == 1:
        return rows[0][0]
    return sum(
        (-1) ** i * first * determinant([[*row[:i], *row[i + 1 :]] for row in rows[1:]])
        for i, first in enumerate(rows[0])
        if first
    )
