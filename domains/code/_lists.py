"""Steps on lists of integers."""

from __future__ import annotations

from ._pipelines import WEIGHTS, Pool


def drop_multiples(values: list[int], k: int) -> list[int]:
    """Leave out the multiples of {k}."""
    return [v for v in values if v % k]


def keep_remainder(values: list[int], k: int, r: int) -> list[int]:
    """Keep only the numbers that leave a remainder of at least {r} when divided by {k} (for a
    negative number too, the remainder is from 0 to {k} - 1).
    """
    return [v for v in values if v % k >= r]


def drop_small(values: list[int], k: int) -> list[int]:
    """Leave out the numbers less than {k}."""
    return [v for v in values if v >= k]


def cap(values: list[int], k: int) -> list[int]:
    """Replace every number greater than {k} by {k}."""
    return [min(v, k) for v in values]


def scale(values: list[int], a: int, b: int) -> list[int]:
    """Replace every number x by {a} * x + {b}."""
    return [a * v + b for v in values]


def absolute_from(values: list[int], k: int) -> list[int]:
    """Replace every number by its distance from {k}."""
    return [abs(v - k) for v in values]


def running_sums(values: list[int]) -> list[int]:
    """Replace every number by the sum of all numbers up to and including it."""
    total, found = 0, []
    for v in values:
        total += v
        found.append(total)
    return found


def differences(values: list[int]) -> list[int]:
    """Replace the list by the differences between each number and the one before it (one number
    fewer; nothing remains of fewer than two).
    """
    return [b - a for a, b in zip(values, values[1:])]  # noqa: B905, RUF007


def window_sums(values: list[int], k: int) -> list[int]:
    """Replace the list by the sums of every {k} numbers that stand next to one another, from left
    to right (nothing remains of fewer than {k}).
    """
    return [sum(values[i : i + k]) for i in range(len(values) - k + 1)]


def window_maxima(values: list[int], k: int) -> list[int]:
    """Replace the list by the greatest of every {k} numbers that stand next to one another, from
    left to right (nothing remains of fewer than {k}).
    """
    return [max(values[i : i + k]) for i in range(len(values) - k + 1)]


def chunk_sums(values: list[int], k: int) -> list[int]:
    """Cut the list into pieces of {k} numbers from the left (the last may be shorter) and replace
    each piece by its sum.
    """
    return [sum(values[i : i + k]) for i in range(0, len(values), k)]


def rotate(values: list[int], k: int) -> list[int]:
    """Move the first number to the end, {k} times."""
    if not values:
        return values
    k %= len(values)
    return values[k:] + values[:k]


def every_kth(values: list[int], k: int) -> list[int]:
    """Keep the first number and every {k}th one after it."""
    return values[::k]


def first_only(values: list[int]) -> list[int]:
    """Keep only the first occurrence of every number."""
    return list(dict.fromkeys(values))


def run_starts(values: list[int]) -> list[int]:
    """Of equal numbers that stand next to one another, keep only one."""
    return [v for i, v in enumerate(values) if i == 0 or v != values[i - 1]]


def sort_by_remainder(values: list[int], k: int) -> list[int]:
    """Sort by the remainder on division by {k} (from 0 to {k} - 1), the smallest first; numbers
    with equal remainders stay in their order.
    """
    return sorted(values, key=lambda v: v % k)


def sort_descending(values: list[int]) -> list[int]:
    """Sort the numbers, the greatest first."""
    return sorted(values, reverse=True)


def add_places(values: list[int], k: int) -> list[int]:
    """Add {k} times its place to every number; the first place is 0."""
    return [v + k * i for i, v in enumerate(values)]


def records(values: list[int]) -> list[int]:
    """Keep only the numbers that are greater than all before them."""
    return [v for i, v in enumerate(values) if all(v > w for w in values[:i])]


def total(values: list[int], k: int) -> int:
    """Return the sum of the numbers, plus {k}."""
    return sum(values) + k


def alternating(values: list[int], k: int) -> int:
    """Return {k} times the first number, minus the second, plus {k} times the third, minus the
    fourth, and so on (0 for an empty list).
    """
    return sum(-v if i % 2 else k * v for i, v in enumerate(values))


def spread(values: list[int], k: int) -> int:
    """Return {k} times the difference between the greatest and the smallest number (-1 for an
    empty list).
    """
    return k * (max(values) - min(values)) if values else -1


def polynomial(values: list[int], k: int) -> int:
    """Start with 0; for every number in order, multiply by {k}, add the number, and keep the
    remainder on division by 10007; return what you have at the end.
    """
    result = 0
    for v in values:
        result = (result * k + v) % 10007
    return result


STEPS: Pool = {
    drop_multiples: {"k": range(2, 8)}, keep_remainder: {"k": range(4, 10), "r": range(1, 4)},
    drop_small: {"k": range(-15, 12)}, cap: {"k": range(5, 45)},
    scale: {"a": (-3, -2, 2, 3, 4), "b": range(-9, 10)}, absolute_from: {"k": range(-9, 25)},
    running_sums: {}, differences: {}, window_sums: {"k": range(2, 5)},
    window_maxima: {"k": range(2, 5)}, chunk_sums: {"k": range(2, 5)}, rotate: {"k": range(1, 6)},
    every_kth: {"k": range(2, 4)}, first_only: {}, run_starts: {},
    sort_by_remainder: {"k": range(3, 12)}, sort_descending: {}, add_places: {"k": range(2, 9)},
    records: {},
}  # fmt: skip
RESULTS: Pool = {
    total: {"k": WEIGHTS}, alternating: {"k": WEIGHTS}, spread: {"k": WEIGHTS},
    polynomial: {"k": WEIGHTS},
}  # fmt: skip
