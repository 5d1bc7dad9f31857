"""The golds of the math families, read back from the question and worked out by other means.

sympy or brute force; nothing of the generators is used.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
import sympy

from domains.math.chances import chances
from domains.math.inequalities import inequalities
from domains.math.linear_systems import linear_systems
from domains.math.matrices import matrices
from domains.math.number_bases import number_bases
from domains.math.number_theory import number_theory
from domains.math.polynomials import polynomials
from domains.registry import find_source
from tests.domains.conftest import problems_of

FAMILIES = (
    chances, inequalities, linear_systems, matrices, number_bases, number_theory, polynomials,
)  # fmt: skip
LEVELS = ("easy", "medium", "hard", "extreme")
ROWS, ALL_ROWS, CHECKED = 300, 2000, 10

each_level = pytest.mark.parametrize("level", LEVELS)
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


# Golds that are checked: some in every run, all of them in `make bench`.
each_level_checked = pytest.mark.parametrize(
    ("level", "checked"),
    [(level, CHECKED) for level in LEVELS]
    + [pytest.param(level, ALL_ROWS, marks=pytest.mark.bench) for level in LEVELS],
)


def rows(family, level, count=ROWS, seed=42):
    return _rows(family.name, level, count, seed)


@cache
def _rows(name, level, count, seed):
    return problems_of(find_source(f"math__{name}"), level, count, seed)


def plain(latex):
    """Python of LaTeX with fractions, powers and implicit products; one-letter names."""
    text = re.sub(r"\^\{(\d+)\}", r"**\1", latex)
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"(?<=[0-9)])\s*(?=[a-z(])|(?<=[a-z])(?=\()", "*", text)
    return re.sub(r"\|([^|]*)\|", r"Abs(\1)", text)


def expression(latex):
    return sympy.sympify(plain(latex), rational=True)


def fraction(latex):
    return Fraction(str(expression(latex)))


@each_family
@each_level
def test_rows_differ_also_from_those_of_another_seed(family, level):
    texts = [" ".join(re.findall(r"\w+", p.question.lower())) for p in rows(family, level)]
    assert len(set(texts)) == ROWS
    others = rows(family, level, seed=43)
    others = {" ".join(re.findall(r"\w+", p.question.lower())) for p in others}
    assert not set(texts) & others


@each_family
@each_level
def test_nothing_is_guessable(family, level):
    golds = Counter(problem.ground_truth for problem in rows(family, level))
    assert golds.most_common(1)[0][1] <= ROWS / 10
    shown = sum(
        re.search(rf"(?<!\w){re.escape(p.ground_truth)}(?!\w)", p.question) is not None
        for p in rows(family, level)
    )
    assert shown <= ROWS / 100


@each_level_checked
def test_linear_systems(level, checked):
    for problem in rows(linear_systems, level, checked):
        body = re.search(r"\\begin\{cases\}(.*)\\end\{cases\}", problem.question, re.S)[1]
        names = sympy.symbols(re.search(r"\(([a-z], .*?)\)\$", problem.question)[1])
        sides = [line.split("=") for line in body.split(r"\\")]
        found = sympy.linsolve([expression(a) - expression(b) for a, b in sides], *names)
        gold = tuple(expression(part) for part in problem.ground_truth[1:-1].split(", "))
        assert list(found) == [gold]


@each_level_checked
def test_inequalities(level, checked):
    for problem in rows(inequalities, level, checked):
        left, sign, right = re.search(
            r"(?:\\\[|(?<!for which )is \$|which \$)(.*?) (<|>|\\le|\\ge) ([^$.]*)",
            problem.question,
        ).groups()
        sides = expression(left) - expression(right)
        (name,) = sides.free_symbols
        parts = [part.strip() for part in problem.ground_truth.split(r"\cup")]
        points = critical_points(sides, name)
        middles = [(a + b) / 2 for a, b in pairwise(points)]
        for x in (points[0] - 1, *points, *middles, points[-1] + 1):
            assert inside(x, parts) == holds(sides.subs(name, x), sign), (problem, x)


def critical_points(sides, name):
    """Where the sign may change: zeros and poles, of |a| - c those of (a - c)(a + c)."""
    for absolute in sides.atoms(sympy.Abs):
        sides = (sides.subs(absolute, absolute.args[0])) * (sides.subs(absolute, -absolute.args[0]))
    top, bottom = sympy.fraction(sympy.together(sides))
    return sorted(set(sympy.real_roots(sympy.expand(top * bottom), name)))


def holds(value, sign):
    if not value.is_finite:
        return False
    relation = {"<": value < 0, ">": value > 0, r"\le": value <= 0, r"\ge": value >= 0}
    return bool(relation[sign])


def inside(x, parts):
    for part in parts:
        if part.startswith(r"\{"):
            if x == expression(part[2:-2]):
                return True
            continue
        low, high = part[1:-1].split(", ")
        after = low == r"-\infty" or x > expression(low) or (
            x == expression(low) and part[0] == "["
        )  # fmt: skip
        before = high == r"\infty" or x < expression(high) or (
            x == expression(high) and part[-1] == "]"
        )  # fmt: skip
        if after and before:
            return True
    return False


@each_level_checked
def test_matrices(level, checked):
    for problem in rows(matrices, level, checked):
        given = [
            read_matrix(m) for m in re.findall(r"\\begin.*?\\end\{pmatrix\}", problem.question)
        ]
        power = re.search(r"(?:M|pmatrix\})\^\{(\d)\}", problem.question)
        if "det" in problem.question:
            assert given[0].det() == int(problem.ground_truth)
            continue
        gold = read_matrix(problem.ground_truth)
        if "inverse" in problem.question or "^{-1}" in problem.question:
            assert given[0] * gold == sympy.eye(given[0].shape[0])
        else:
            assert gold == (given[0] ** int(power[1]) if power else given[0] * given[1])


def read_matrix(latex):
    body = re.fullmatch(r"\\begin\{pmatrix\}(.*)\\end\{pmatrix\}", latex)[1]
    return sympy.Matrix([[expression(c) for c in r.split("&")] for r in body.split(r"\\")])


@each_level_checked
def test_number_bases(level, checked):
    for problem in rows(number_bases, level, checked):
        numerals = re.findall(r"([0-9A-F]+)(?:_\{(\d+)\})?(?= [-+\\]|\$)", problem.question)
        values = [int(digits, int(base or 10)) for digits, base in numerals]
        asked = re.search(
            r"(?:written in|[tT]o|result in|, in|in) base (\d+)[.?]", problem.question
        )
        digits, _, base = problem.ground_truth.partition("_")
        assert asked[1] == (base.strip("{}") or "10")
        value = int(digits, int(asked[1]))
        if len(values) == 1:
            assert value == values[0]
        else:
            a, b = values
            assert value == {"+": a + b, "-": a - b}.get(
                re.search(r" ([-+]|\\times) ", problem.question)[1], a * b
            )


@each_level_checked
def test_polynomials(level, checked):
    for problem in rows(polynomials, level, checked):
        text, gold = problem.question, problem.ground_truth
        if "divided" in text or "division" in text:
            first, second = map(expression, re.findall(r"\$([^$]*)\$", text))
            assert sympy.expand(sympy.rem(first, second) - expression(gold)) == 0
        elif "zeros" in text or "solutions" in text:
            given = re.search(r"\$(?:h\(.\) = )?(.*?)(?: = 0)?\$", text)[1]
            roots = [expression(part) for part in gold[2:-2].split(", ")]
            assert sorted(sympy.real_roots(expression(given), multiple=False)) == [
                (root, 1) for root in sorted(roots)
            ]
        elif "g(" in text:
            name = sympy.Symbol(re.search(r"f\((.)\) =", text)[1])
            outer, inner = (expression(t) for t in re.findall(r"\$[fg]\(.\) = (.*?)\$", text))
            assert sympy.expand(outer.subs(name, inner) - expression(gold)) == 0
        elif "derivative" in text or "f'" in text:
            given = expression(re.search(r"f\(.\) = (.*?)\$", text)[1])
            assert sympy.expand(given.diff() - expression(gold)) == 0
        else:
            given = expression(re.search(r"\$(\(.*?\))\$", text)[1])
            assert sympy.expand(given - expression(gold)) == 0
            assert sympy.expand(expression(gold)).equals(expression(gold))


@each_level_checked
def test_chances(level, checked):
    for problem in rows(chances, level, checked):
        counts = {c: int(n) for n, c in re.findall(r"(\d+) (\w+) \w+", problem.question)}
        draws = ["two", "three", "four", "five", "six"].index(
            re.search(r"\b(Two|Three|Four|Five|Six)\b", problem.question)[1].lower()
        ) + 2  # fmt: skip
        words = re.search(r"probability that (.*?)[.?]", problem.question)[1]
        ways = orders(tuple(counts.values()), draws, "put back before" in problem.question)
        right = sum(
            number
            for drawn, number in ways.items()
            if happens(words, +Counter(dict(zip(counts, drawn, strict=True))), draws)
        )
        assert Fraction(right, ways.total()) == fraction(problem.ground_truth), problem


def orders(counts, draws, replaced):
    """In how many orders each number of each color is drawn, one draw after the other."""
    ways = Counter({(0,) * len(counts): 1})
    for _ in range(draws):
        more = Counter()
        for drawn, number in ways.items():
            for color, count in enumerate(counts):
                left = count if replaced else count - drawn[color]
                if left:
                    after = (*drawn[:color], drawn[color] + 1, *drawn[color + 1 :])
                    more[after] += number * left
        ways = more
    return ways


def happens(words, drawn, draws):
    numbers = ["no", "one", "two", "three", "four", "five", "six"]
    if found := re.fullmatch(r"(exactly|at least) (\w+) of them (?:is|are) (\w+)", words):
        count, number = drawn[found[3]], numbers.index(found[2])
        return count == number if found[1] == "exactly" else count >= number
    if found := re.fullmatch(r"both (\w+) and (\w+) are among them", words):
        return drawn[found[1]] > 0 and drawn[found[2]] > 0
    if words == "all of them have the same color":
        return len(drawn) == 1
    assert words == "no two of them have the same color"
    return len(drawn) == draws


@each_level_checked
def test_number_theory(level, checked):
    for problem in rows(number_theory, level, checked):
        text, gold = problem.question, int(problem.ground_truth)
        numbers = [int(n) for n in re.findall(r"\d+", text)]
        if "gcd" in text or "greatest" in text:
            assert gold == sympy.igcd(*numbers)
        elif "least common" in text or "smallest positive" in text:
            assert gold == sympy.ilcm(*numbers)
        elif "how many positive divisors" in text.lower():
            assert gold == sympy.divisor_count(numbers[0])
        elif "sum of all" in text:
            assert gold == sympy.divisor_sigma(numbers[0])
        elif "no common factor" in text:
            assert numbers[1] == numbers[2]
            assert gold == sympy.totient(numbers[1])
        elif "nonnegative" in text:
            pairs = [(int(r), int(m)) for r, m in re.findall(r"equiv (\d+) \\pmod\{(\d+)\}", text)]
            assert all(gold % m == r for r, m in pairs)
            assert 0 <= gold < math.prod(m for _, m in pairs)
        elif "leaves the remainder $1$" in text:
            modulus, factor = numbers[1], numbers[2]
            assert numbers[4] == modulus
            assert 0 < gold < modulus
            assert gold * factor % modulus == 1
        else:
            base, power, modulus = numbers
            assert gold == pow(base, power, modulus)
