"""The tasks on whole numbers: each draws a question and works out its one integer."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

PRIMES = [p for p in range(2, 600) if all(p % d for d in range(2, p))]


def _digits(rng: random.Random, digits: int) -> int:
    return rng.randrange(10 ** (digits - 1), 10**digits)


def _gcd(rng: random.Random, digits: int) -> tuple[str, int]:
    shared = rng.randrange(10, 10 ** max(2, digits // 3))
    a, b = (shared * _digits(rng, digits - len(str(shared)) + 1) for _ in range(2))
    return rng.choice((
        f"What is the greatest common divisor of ${a}$ and ${b}$?",
        f"Find $\\gcd({a}, {b})$.",
    )), math.gcd(a, b)  # fmt: skip


def _lcm(rng: random.Random, digits: int) -> tuple[str, int]:
    shared = rng.randrange(2, 10 ** (digits // 3 + 1))
    a, b = (shared * _digits(rng, digits // 2 + 1) for _ in range(2))
    return rng.choice((
        f"What is the least common multiple of ${a}$ and ${b}$?",
        f"Find the smallest positive integer that is divisible by both ${a}$ and ${b}$.",
    )), math.lcm(a, b)  # fmt: skip


def _remainder(rng: random.Random, digits: int) -> tuple[str, int]:
    base, power = rng.randrange(2, 1000), _digits(rng, digits)
    modulus = rng.randrange(100, 10 ** max(3, digits // 3 + 1))
    return rng.choice((
        f"What is the remainder when ${base}^{{{power}}}$ is divided by ${modulus}$?",
        f"Find ${base}^{{{power}}} \\bmod {modulus}$.",
    )), pow(base, power, modulus)  # fmt: skip


def _factored(rng: random.Random, digits: int) -> dict[int, int]:
    """A number of about that many digits, by its primes below 600."""
    powers: dict[int, int] = {}
    while math.prod(p**e for p, e in powers.items()) < 10 ** (digits - 1):
        prime = rng.choice(PRIMES)
        powers[prime] = powers.get(prime, 0) + 1
    return powers


def _divisors(rng: random.Random, digits: int) -> tuple[str, int]:
    powers = _factored(rng, digits)
    n = math.prod(p**e for p, e in powers.items())
    if rng.random() < 0.5:
        return f"How many positive divisors does ${n}$ have?", math.prod(
            e + 1 for e in powers.values()
        )
    total = math.prod((p ** (e + 1) - 1) // (p - 1) for p, e in powers.items())
    return f"What is the sum of all positive divisors of ${n}$?", total


def _phi(rng: random.Random, digits: int) -> tuple[str, int]:
    powers = _factored(rng, digits)
    n = math.prod(p**e for p, e in powers.items())
    count = math.prod(p ** (e - 1) * (p - 1) for p, e in powers.items())
    return f"How many of the integers from $1$ to ${n}$ have no common factor with ${n}$?", count


def _congruences(rng: random.Random, digits: int) -> tuple[str, int]:
    moduli = rng.sample(PRIMES, max(2, digits // 3))
    product = math.prod(moduli)
    x = rng.randrange(product)
    clues = ", ".join(f"$x \\equiv {x % m} \\pmod{{{m}}}$" for m in moduli)
    return f"Find the smallest nonnegative integer $x$ with {clues}.", x


def _inverse(rng: random.Random, digits: int) -> tuple[str, int]:
    while True:
        modulus = _digits(rng, digits // 2)
        a = rng.randrange(2, modulus)
        if math.gcd(a, modulus) == 1:
            break
    return (
        f"Find the integer $x$ with $0 < x < {modulus}$ for which ${a}x$ leaves the remainder $1$ "
        f"when divided by ${modulus}$."
    ), pow(a, -1, modulus)


TASKS: dict[str, Callable[[random.Random, int], tuple[str, int]]] = {
    "gcd": _gcd, "lcm": _lcm, "remainder": _remainder, "divisors": _divisors, "phi": _phi,
    "congruences": _congruences, "inverse": _inverse,
}  # fmt: skip
