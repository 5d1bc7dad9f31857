"""Numbers in other bases than ten: conversion and arithmetic.

What: a number is given in one base and asked for in another, or two numbers in one base are added,
subtracted or multiplied. The answer is a numeral with its base.
Where from: generated here; a row depends on (seed, level, index, parameters) alone.
License: Apache-2.0, as Touchstone.

Parameters: `bases` from which both are drawn; `digits` [least, most] of the numbers in base ten;
`tasks`, of convert, add, subtract and multiply.

One row, abbreviated:
    {"index": 0, "seed": 42, "level": "easy",
     "parameters": {"bases": [2, 3, 4, 5], "digits": [7, 8], "tasks": ["convert"]}}
"""

from __future__ import annotations

import random
from typing import Any

from domains.base import Generator, Problem, RawRow, source
from domains.streams import stream

FAMILY = "number_bases"
LEVELS: dict[str, dict[str, Any]] = {
    "easy": {"bases": [8, 9, 10], "digits": [8, 8], "tasks": ["convert"]},
    "medium": {"bases": [3, 4, 5, 6, 7], "digits": [8, 8], "tasks": ["convert", "add"]},
    "hard": {
        "bases": [5, 6, 7, 8, 9, 11, 12, 13], "digits": [8, 10],
        "tasks": ["convert", "add", "subtract"],
    },
    "extreme": {
        "bases": [7, 9, 11, 12, 13, 14, 15, 16], "digits": [9, 12],
        "tasks": ["convert", "subtract", "multiply"],
    },
}  # fmt: skip
DIGITS = "0123456789ABCDEF"
CONVERT = (
    "Write ${number}$ in base {base}.",
    "What is ${number}$ (in base {given}) when it is written in base {base}?",
    "Convert the base-{given} number ${number}$ to base {base}.",
)
WORK_OUT = (
    "Compute ${first} {sign} {second}$. Give the result in base {base}.",
    "All numerals here are in base {base}. What is ${first} {sign} {second}$, in base {base}?",
)
_SIGNS = {"add": "+", "subtract": "-", "multiply": r"\times"}
_LETTERS = " The digits above 9 are A, B, C and so on."


@source(
    location=Generator(FAMILY, version="1", levels=LEVELS, count=1000),
    license="Apache-2.0",
    reward="math",
    template="math_boxed",
)
def number_bases(row: RawRow) -> Problem:
    """The task of one (seed, level, index)."""
    seed, level, parameters = row.data["seed"], row.data["level"], row.data["parameters"]
    rng = stream(FAMILY, seed, row.data["index"], level)
    given, base = rng.sample(parameters["bases"], 2)
    task = rng.choice(parameters["tasks"])
    if task == "convert":
        value = _draw(rng, parameters)
        question = rng.choice(CONVERT).format(number=numeral(value, given), base=base, given=given)
    else:
        first, second = sorted((_draw(rng, parameters) for _ in range(2)), reverse=True)
        value = {"add": first + second, "subtract": first - second}.get(task, first * second)
        question = rng.choice(WORK_OUT).format(
            first=numeral(first, base), second=numeral(second, base), sign=_SIGNS[task], base=base
        )
    return Problem(
        question=question + (_LETTERS if base > 10 or given > 10 else ""),
        ground_truth=numeral(value, base),
        answer_type="base_n",
        seed=seed,
        parameters={"level": level, **parameters},
    )


def _draw(rng: random.Random, parameters: dict[str, Any]) -> int:
    digits = rng.randint(*parameters["digits"])
    return rng.randrange(10 ** (digits - 1), 10**digits)


def numeral(value: int, base: int) -> str:
    """The digits with the base below; base ten goes without."""
    digits = ""
    while value:
        value, digit = divmod(value, base)
        digits = DIGITS[digit] + digits
    return (digits or "0") + ("" if base == 10 else f"_{{{base}}}")
