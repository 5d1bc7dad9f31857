"""Polynomials: expand, differentiate, compose, divide with remainder, find all roots.

What: exact work on polynomials with integer coefficients; the answer is a polynomial, or the set
of all roots.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `tasks`, of expand, derivative, compose, remainder and roots; `degree` of each of the
polynomials that are given (for roots: how many there are); `bound` of their coefficients.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"tasks": ["derivative"], "degree": 4, "bound": 30}}
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

from ._forms import VARIABLES, nonzero, number, polynomial, times

FAMILY = "polynomials"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"tasks": ["derivative"], "degree": 4, "bound": 30},
    "medium": {"tasks": ["expand", "derivative", "remainder"], "degree": 3, "bound": 15},
    "hard": {"tasks": ["expand", "compose", "roots"], "degree": 4, "bound": 12},
    "extreme": {"tasks": ["compose", "remainder", "roots"], "degree": 6, "bound": 12},
}
WORDINGS: Mapping[str, tuple[str, ...]] = {
    "expand": (
        "Expand $({first})({second})$.",
        "Write the product $({first})({second})$ as a polynomial in ${name}$.",
    ),
    "derivative": (
        "Find the derivative of $f({name}) = {product}$.",
        "Let $f({name}) = {product}$. What is $f'({name})$?",
    ),
    "compose": (
        "Let $f({name}) = {outer}$ and $g({name}) = {second}$. Find $f(g({name}))$, expanded.",
        "Given $f({name}) = {outer}$ and $g({name}) = {second}$, write $(f \\circ g)({name})$ as a "
        "polynomial.",
    ),
    "remainder": (
        "Find the remainder when ${product}$ is divided by ${divisor}$.",
        "What is the remainder of the division of ${product}$ by ${divisor}$?",
    ),
    "roots": (
        "Find all real solutions of ${roots} = 0$.",
        "What is the set of all zeros of $h({name}) = {roots}$?",
    ),
}


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def polynomials(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    name, task = rng.choice(VARIABLES), rng.choice(parameters["tasks"])
    degree, bound = parameters["degree"], parameters["bound"]
    first, second = _draw(rng, degree, bound), _draw(rng, max(2, degree - 1), bound)
    # Composed powers grow fast: the outer one stays a quadratic or a cubic.
    outer = _draw(rng, 2 if degree < 5 else 3, bound)
    divisor = [rng.randint(-bound, bound), rng.randint(-bound, bound), 1]
    roots = sorted({Fraction(nonzero(rng, bound), rng.randint(1, 4)) for _ in range(degree)})
    factored: Sequence[int] = [rng.choice((-2, -1, 1, 2, 3))]
    for root in roots:
        factored = times(factored, [-root.numerator, root.denominator])
    product = first if task == "derivative" else times(first, second)
    golds: dict[str, Callable[[], str]] = {
        "expand": lambda: polynomial(product, name),
        "derivative": lambda: polynomial([i * c for i, c in enumerate(product)][1:], name),
        "compose": lambda: polynomial(compose(outer, second), name),
        "remainder": lambda: polynomial(remainder(product, divisor), name),
        "roots": lambda: rf"\{{{', '.join(map(number, roots))}\}}",
    }
    given = {"first": first, "second": second, "outer": outer, "product": product,
             "divisor": divisor, "roots": factored}  # fmt: skip
    texts = {key: polynomial(value, name) for key, value in given.items()}
    return Problem(
        question=rng.choice(WORDINGS[task]).format(name=name, **texts),
        ground_truth=golds[task](),
        answer_type="set" if task == "roots" else "expression",
        seed=seed,
        parameters={"level": level, **parameters},
    )


def _draw(rng: random.Random, degree: int, bound: int) -> list[int]:
    return [*(rng.randint(-bound, bound) for _ in range(degree)), nonzero(rng, bound)]


def compose(outer: Sequence[int], inner: Sequence[int]) -> list[int]:
    """Outer of inner, by Horner's rule."""
    value = [outer[-1]]
    for coefficient in reversed(outer[:-1]):
        value = times(value, inner)
        value[0] += coefficient
    return value


def remainder(dividend: Sequence[int], divisor: Sequence[int]) -> list[int]:
    """Of the division by a polynomial with the leading coefficient 1."""
    left = list(dividend)
    for shift in range(len(left) - len(divisor), -1, -1):
        lead = left[shift + len(divisor) - 1]
        for i, coefficient in enumerate(divisor):
            left[shift + i] -= lead * coefficient
    return left[: len(divisor) - 1]
