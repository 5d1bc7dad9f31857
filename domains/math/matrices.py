"""Matrices: products, determinants, inverses and powers of integer matrices.

What: the answer is a matrix, or an integer for determinants. Inverses are of matrices that are
made so that their entries stay small fractions.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, of product, determinant, inverse and power; `size` of the square matrices;
`bound` of their entries; `power` for powers.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["product"], "size": 2, "bound": 12, "power": 2}}
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._forms import number
from .linear_systems import determinant

FAMILY = "matrices"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["product"], "size": 2, "bound": 12, "power": 2},
    "medium": {"tasks": ["product", "determinant", "inverse"], "size": 2, "bound": 99, "power": 2},
    "hard": {"tasks": ["product", "determinant", "inverse"], "size": 3, "bound": 12, "power": 2},
    "extreme": {"tasks": ["determinant", "inverse", "power"], "size": 4, "bound": 9, "power": 4},
}
WORDINGS = {
    "product": (
        "Compute the product ${a}{b}$.",
        "Let $A = {a}$ and $B = {b}$. What is $AB$?",
    ),
    "determinant": (
        "Find the determinant of ${a}$.",
        "Let $A = {a}$. What is $\\det(A)$?",
    ),
    "inverse": (
        "Find the inverse of ${a}$. Write fractions in lowest terms.",
        "Let $A = {a}$. What is $A^{{-1}}$?",
    ),
    "power": (
        "Let $M = {a}$. What is $M^{{{power}}}$?",
        "Compute ${a}^{{{power}}}$.",
    ),
}

_Matrix: TypeAlias = Sequence[Sequence[int]]


@source(
    location=Generator(FAMILY, version="2", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def matrices(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    size, bound = parameters["size"], parameters["bound"]
    task = rng.choice(parameters["tasks"])
    while True:
        a, b = ([[rng.randint(-bound, bound) for _ in range(size)] for _ in range(size)]
                for _ in range(2))  # fmt: skip
        value = determinant(a)
        # A determinant that stands in the matrix could be copied.
        if any(value in line for line in a) if task == "determinant" else not value:
            continue
        break
    if task == "determinant":
        gold = str(value)
    elif task == "inverse":
        gold = latex(inverse(a))
    else:
        product = a
        for factor in [b] if task == "product" else [a] * (parameters["power"] - 1):
            product = multiply(product, factor)
        gold = latex(product)
    return Problem(
        question=rng.choice(WORDINGS[task]).format(
            a=latex(a), b=latex(b), power=parameters["power"]
        ),
        ground_truth=gold,
        answer_type="integer" if task == "determinant" else "matrix",
        seed=seed,
        parameters={"level": level, **parameters},
    )


def latex(rows: Sequence[Sequence[Fraction | int]]) -> str:
    """A `pmatrix`."""
    lines = r" \\ ".join(" & ".join(map(number, row)) for row in rows)
    return rf"\begin{{pmatrix}} {lines} \end{{pmatrix}}"


def multiply(first: _Matrix, second: _Matrix) -> list[list[int]]:
    """The product of two square matrices."""
    columns = list(zip(*second, strict=True))
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in columns]
        for row in first
    ]


def inverse(rows: _Matrix) -> list[list[Fraction]]:
    """By cofactors."""
    whole, size = determinant(rows), range(len(rows))

    def minor(i: int, j: int) -> int:
        return determinant([[rows[r][c] for c in size if c != j] for r in size if r != i])

    return [[Fraction((-1) ** (i + j) * minor(j, i), whole) for j in size] for i in size]
