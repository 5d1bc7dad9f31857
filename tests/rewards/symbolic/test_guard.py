"""The guard: what is refused unread, at a cost that grows with the text alone."""

from __future__ import annotations

import pytest

from rewards.symbolic import compare_expressions, pool
from rewards.symbolic.guard import MAX_CHARS, MAX_DEPTH, refusal


@pytest.mark.parametrize(
    "text",
    [
        "x+" * MAX_CHARS,
        "{" * (MAX_DEPTH + 1) + "3" + "}" * (MAX_DEPTH + 1),
        "(" * (MAX_DEPTH + 1),
        r"\left|" * (MAX_DEPTH + 1),
        "x^{" * (MAX_DEPTH + 1) + "x" + "}" * (MAX_DEPTH + 1),
        "9" * 500,
        "0." + "3" * 500,
        "1000000!",
        "(1000000)!",
        "2^{10000000}",
        "2^-10000000",
        "2**10000000",
        r"1\\" * 50,
        "x\x00",
    ],
)
def test_refused(text):
    assert refusal(text)
    assert compare_expressions("1", text).status == "undecided"
    assert compare_expressions(text, text).status == "undecided"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2^{1000}",
        "2023!",
        "x_{100000}",
        r"\frac{1}{2}",
        "(" * 20 + "1" + ")" * 20,
        "9" * 100,
    ],
)
def test_passed_on(text):
    assert refusal(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "9^{9^{9^{9}}}",
        "9^9^9^9",
        "2^{-10^{12}}",
        "(10^8)!",
        r"\Gamma(10^{12})",
        r"\binom{10^9}{10^8}",
        r"\prod_{k=1}^{10^8} k",
        r"\sum_{k=1}^{10^{9}} \frac1k",
        r"\frac{d^{1000}}{dx^{1000}} e^{x^2}",
        r"\int_0^1 x^{10^{5}} \sin(x^{1000}) e^{x^{77}} dx",
        "1" + r"\pm 2" * 100,
        "-" * 1500 + "1",
        r"\sqrt" * 390 + "2",
        "x^" * 900 + "x",
        "=".join("x" * 900),
        r"\frac" * 390,
        "(" * 59 + "x+1" + ")^{99}" * 59,
        "$" * 1000,
    ],
)
def test_hostile_texts_end_and_cost_no_place_in_the_pool(text):
    assert compare_expressions("1", text).status != "equal"
    assert compare_expressions(r"\frac{1}{2}", "0.5").status == "equal"
    assert pool().idle() == pool().size
