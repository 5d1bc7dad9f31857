"""Values: to enough digits, or not at all."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from rewards.symbolic.evaluate import Evaluator
from rewards.symbolic.exact import InexactError, PrecisionError, UndefinedError, exact
from rewards.symbolic.parser import parse


def value(text: str, digits: int = 60, **options):
    with mpmath.workdps(digits):
        return Evaluator({"x": Fraction(-8)}, digits, **options).value(parse(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\sin\frac{\pi}{6}", 0.5),
        (r"\sin\pi", 0),
        (r"\sec 0", 1),
        (r"\tanh 1", mpmath.tanh(1)),
        (r"\coth 2", mpmath.coth(2)),
        (r"\operatorname{arcsinh} 1", mpmath.asinh(1)),
        (r"\log_2 10", mpmath.log(10, 2)),
        (r"\lg 1000", 3),
        ("e^{2}", mpmath.exp(2)),
        (r"\sqrt[3]{x}", -2),
        ("x^{2/3}", 4),
        (r"\sin 30^\circ", 0.5),
        (r"\left|3+4i\right|", 5),
        (r"\binom{1/2}{2}", -0.125),
        (r"\left\lfloor\frac{\ln 8}{\ln 2}\right\rfloor", 3),
        (r"\max(\pi, 3)", mpmath.pi),
        (r"\sum_{k=1}^{3} \sqrt{k^2}", 6),
    ],
)
def test_values(text, expected):
    assert mpmath.almosteq(value(text), expected, 1e-14)


@pytest.mark.parametrize(
    "text",
    [
        r"\frac{1}{0}",
        r"\frac{1}{\sin\pi}",
        r"\ln 0",
        r"\tan\frac{\pi}{2}",
        r"\log_1 5",
        "0^0",
        r"0^{-1}",
        r"\infty",
        r"(-1)!",
        r"\cot 0",
        r"\Gamma(-1/1) \sqrt2",
    ],
)
def test_no_value(text):
    with pytest.raises(UndefinedError):
        value(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\sqrt2 + 10^{-20}",
        r"\tanh 100",
        r"\cos(10^{-16})",
        r"\arctan(10^{30})",
        r"\sin(10^{20})",
        r"\sqrt2\cdot 10^{30}",
        r"e^{-100}",
        r"e^{\pi\sqrt{163}}-262537412640768744",
        r"\pi - 3.14159265358979323846264338327950288",
    ],
)
def test_more_digits_are_asked_for_where_these_cannot_tell(text):
    with pytest.raises(PrecisionError):
        value(text)
    assert value(text, 1000) != 0


@pytest.mark.parametrize(
    ("text", "left"),
    [(r"\sqrt[3]{x}", False), (r"\sqrt{x}", True), (r"\ln x", True), (r"\arcsin x", True)],
)
def test_the_reals_are_left_only_where_they_must_be(text, left):
    with mpmath.workdps(60):
        evaluator = Evaluator({"x": Fraction(-8)}, 60)
        evaluator.value(parse(text))
    assert evaluator.left_reals == left


def test_roots_of_negative_numbers_are_principal_among_complex_ones():
    assert mpmath.im(value("x^{1/3}", real_roots=False)) > 1


def test_exact_values_stay_exact():
    assert exact(parse("1/3 + 1/6"), {}) == Fraction(1, 2)
    assert exact(parse("2^{-3}"), {}) == Fraction(1, 8)
    for text in ("2^{1/2}", r"\sin 1", r"\pi", "2^{10^{9}}"):
        with pytest.raises(InexactError):
            exact(parse(text), {})
