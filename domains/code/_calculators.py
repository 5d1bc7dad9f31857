"""Small languages, one expression per line: from the lines to their values."""

from __future__ import annotations

from ._pipelines import WEIGHTS, Pool


def postfix(text: str, k: int) -> list[int]:
    """Each line is an expression in postfix notation: whole numbers and operators, parted by
    spaces; an operator takes the last two values a, b (b is the later one) and puts one in their
    place: + gives a + b, - gives a - b, * gives a * b, @ gives {k} * a + b. The value of a line is
    what remains at its end.
    """
    values = []
    for line in text.splitlines():
        stack: list[int] = []
        for word in line.split():
            if word not in ("+", "-", "*", "@"):
                stack.append(int(word))
                continue
            b, a = stack.pop(), stack.pop()
            stack.append({"+": a + b, "-": a - b, "*": a * b, "@": k * a + b}[word])
        values.append(stack[0])
    return values


def postfix_bounded(text: str, k: int, least: int) -> list[int]:
    """Each line is an expression in postfix notation: whole numbers and operators, parted by
    spaces; an operator takes the last two values a, b (b is the later one) and puts one in their
    place: + gives a + b, - gives the greater of a - b and {least}, * gives the remainder of a * b
    on division by {k} (from 0 to {k} - 1), @ gives the greater of a and b. The value of a line is
    what remains at its end.
    """
    values = []
    for line in text.splitlines():
        stack: list[int] = []
        for word in line.split():
            if word not in ("+", "-", "*", "@"):
                stack.append(int(word))
                continue
            b, a = stack.pop(), stack.pop()
            found = {"+": a + b, "-": max(a - b, least), "*": a * b % k, "@": max(a, b)}
            stack.append(found[word])
        values.append(stack[0])
    return values


def drop_values(values: list[int], k: int) -> list[int]:
    """Leave out the values that are multiples of {k}."""
    return [v for v in values if v % k]


def remainders(values: list[int], k: int) -> list[int]:
    """Replace every value by its remainder on division by {k} (from 0 to {k} - 1)."""
    return [v % k for v in values]


def line_weights(values: list[int], k: int) -> list[int]:
    """Add {k} times its place to every value; the first place is 1."""
    return [v + k * i for i, v in enumerate(values, 1)]


def running_sums(values: list[int], k: int) -> list[int]:
    """Replace every value by the sum of all values up to and including it, plus {k}."""
    return [k + sum(values[: i + 1]) for i in range(len(values))]


def sort_values(values: list[int], k: int) -> list[int]:
    """Sort the values by their distance from {k}, the nearest first; of equal distances the
    smaller value comes first.
    """
    return sorted(values, key=lambda v: (abs(v - k), v))


def per_line(values: list[int], k: int) -> str:
    """Print every value plus {k}, one per line; if none is left, print none."""
    return "\n".join(str(v + k) for v in values) or "none"


def summary(values: list[int], k: int) -> str:
    """Print two numbers with a space between them: how many values are left, and {k} times their
    sum.
    """
    return f"{len(values)} {k * sum(values)}"


LANGUAGES: Pool = {
    postfix: {"k": range(2, 60)}, postfix_bounded: {"k": range(7, 60), "least": range(-3, 8)},
}  # fmt: skip
STEPS: Pool = {
    drop_values: {"k": range(2, 6)}, remainders: {"k": range(20, 200)},
    line_weights: {"k": range(2, 60)}, running_sums: {"k": range(1, 60)},
    sort_values: {"k": range(-10, 60)},
}  # fmt: skip
RESULTS: Pool = {per_line: {"k": WEIGHTS}, summary: {"k": WEIGHTS}}
