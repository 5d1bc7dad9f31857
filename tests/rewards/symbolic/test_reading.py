"""How texts are read, and which are not read at all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rewards.symbolic.exact import exact
from rewards.symbolic.nodes import ForLibraryError, UnreadableError, variables
from rewards.symbolic.parser import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2^2", -4),
        ("2^3^2", 512),
        ("2^-1", Fraction(1, 2)),
        ("3/4/5", Fraction(3, 20)),
        ("1/2*4", 2),
        ("6/2(1+2)", 9),
        ("2^10", 1024),
        ("2**3", 8),
        (r"\frac12", Fraction(1, 2)),
        (r"\frac{1}2", Fraction(1, 2)),
        (r"\frac 3 4", Fraction(3, 4)),
        (r"2\frac12", Fraction(5, 2)),
        (r"-2\frac12", Fraction(-5, 2)),
        (r"3\cdot2\frac12", Fraction(15, 2)),
        (r"2\frac{3}{2}", 3),
        ("2½", Fraction(5, 2)),
        ("3!", 6),
        ("2(3)", 6),
        ("(2)(3)", 6),
        ("[2+3](4)", 20),
        (r"\{1+2\}\{3-4\}", -3),
        ("|-3|", 3),
        ("2|-3|", 6),
        ("|2-|-3||", 1),
        (r"\left|\frac{-1}{2}\right|", Fraction(1, 2)),
        ("--3", 3),
        ("2 - -3", 5),
        ("1{,}000", 1000),
        (r"12,\!345", 12345),
        (".5", Fraction(1, 2)),
        ("007", 7),
        ("５", 5),
        ("2²", 4),
        ("2×3", 6),
        (r"\binom52", 10),
        (r"{5 \choose 2}", 10),
        (r"\lfloor -1.5 \rfloor", -2),
        (r"\operatorname{ceil}(1.2)", 2),
        (r"\max\{1,2\}", 2),
        (r"\sum_{k=1}^{4} k^2", 30),
        (r"\prod_{j=1}^4 j", 24),
        (r"\Gamma(5)", 24),
        (r"\begin{vmatrix}1&2\\3&4\end{vmatrix}", -2),
    ],
)
def test_values(text, value):
    assert exact(parse(text), {}) == value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ab", {"a", "b"}),
        ("x_1 x_{12}", {"x_1", "x_12"}),
        (r"\alpha\theta", {"alpha", "theta"}),
        ("x'", {"x'"}),
        ("sinx", {"x"}),
        ("xsin(y)", {"x", "y"}),
        ("pir^2", {"r"}),
        (r"\sum_{k=1}^n k", {"n"}),
        (r"e^{i\theta}", {"theta"}),
        ("βx", {"beta", "x"}),
        (r"a_{n+1}", {"a_n+1"}),
    ],
)
def test_variables(text, names):
    assert variables(parse(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "1 2",
        "42 42",
        "x2",
        "2x3",
        "1,000",
        "1e5",
        "17 or 19",
        r"17\text{ or }19",
        "not 4",
        "odd",
        "Tuesday",
        "None",
        "nan",
        "15th",
        r"5\text{ kg}",
        r"50\%",
        "$5",
        "204_5",
        r"\log_28",
        r"\frac123",
        r"\sqrt12",
        "n!!",
        "3!=6",
        "12:30",
        r"\approx 3",
        r"\overline{12}",
        r"f\circ g",
        "(1, 2",
        "1, 2)",
        "(1, 2}",
        "{1, 2)",
        r"\frac{1}{",
        "|x",
        r"\sin",
        r"\begin{pmatrix}1&2\\3\end{pmatrix}",
        r"\begin{cases}1&2\end{cases}",
        "().__class__.__bases__[0]",
        "__import__('os').system('true')",
        "lambda: 0",
        r"\write18{ls}",
        "x\x00y",
        "х",  # Cyrillic
    ],
)
def test_what_is_not_read(text):
    with pytest.raises(UnreadableError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        r"\int x dx",
        r"\lim_{x\to0} x",
        "dy/dx",
        r"\frac{d^2}{dx^2} x",
        r"\sum_{n=1}^{\infty} 2^{-n}",
    ],
)
def test_what_is_left_to_the_library(text):
    with pytest.raises(ForLibraryError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "op"),
    [
        ("1, 2", "list"),
        (r"\{1, 2\}", "set"),
        (r"\{\}", "set"),
        ("(1, 2)", "tuple"),
        ("[1, 2)", "interval"),
        (r"[0,1]\cup(2,3)", "union"),
        ("x = 1", "relation"),
        ("1 < x < 2", "relation"),
        (r"x \in (1, 2)", "relation"),
        (r"\left[\begin{array}{cc}1&2\\3&4\end{array}\right]", "matrix"),
        (r"1\pm\sqrt2", "list"),
        (r"\{\pm 1, 0\}", "set"),
        ("(x+1)(x-1)", "mul"),
    ],
)
def test_kinds(text, op):
    assert parse(text).op == op
