"""What is equal, what is different, and what is left open."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards.symbolic import compare_within
from rewards.symbolic.library import compare_with_library, may_read
from rewards.symbolic.nodes import UnreadableError
from rewards.symbolic.task import LIBRARY, UNREAD, compare_texts, run

from .pairs import DIFFERENT, EQUAL, UNDECIDED
from .pairs import LIBRARY as LIBRARY_PAIRS


def status(gold: str, answer: str) -> str:
    try:
        return compare_texts(gold, answer).status
    except UnreadableError:
        return "undecided"


@pytest.mark.parametrize(("gold", "answer"), EQUAL)
def test_equal(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "equal"


@pytest.mark.parametrize(("gold", "answer"), DIFFERENT)
def test_different(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "different"


@pytest.mark.parametrize(("gold", "answer"), UNDECIDED)
def test_undecided(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "undecided"


@pytest.mark.parametrize(
    ("one", "other", "within", "expected"),
    [
        (r"\ln 2", "0.69", "1/100", "equal"),
        (r"\ln 2", "0.71", "1/100", "different"),
        (r"\log 2", "0.301", "1/1000", "equal"),
        (r"\log 2", "0.693", "1/1000", "equal"),
        (r"\log 2", "0.5", "1/1000", "different"),
        (r"\sqrt[3]{2}", r"\frac{126}{100}", "1/100", "equal"),
        (r"e^{50}", "5184705528587072464087", "1", "equal"),
        (r"e^{50}", "5184705528587072464085", "1", "different"),
        (r"\sin x", "0.5", "1/10", "undecided"),
        (r"\ln 0", "0", "1", "undecided"),
        (r"\int_0^1 x dx", "0.5", "1/10", "undecided"),
        (r"9^{9^{9^9}}", "5", "1", "undecided"),
    ],
)
def test_constants_within_a_distance(one, other, within, expected):
    assert compare_within(one, other, Fraction(within)).status == expected
    assert compare_within(other, one, Fraction(within)).status == expected


@pytest.mark.parametrize(("gold", "answer", "expected"), LIBRARY_PAIRS)
def test_what_only_the_library_reads(gold, answer, expected):
    assert run([gold, answer, "", ""])[0] == UNREAD
    assert run([gold, answer, LIBRARY, ""])[0] == run([answer, gold, LIBRARY, ""])[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        r"\int 5 \text{ kg} dx",
        r"\int x \% dx",
        r"\int 101_2 dx",
        r"\int 1,000 dx",
        r"\int odd dx",
        r"\int \approx dx",
        r"\begin{cases}1\end{cases}",
    ],
)
def test_the_library_gets_no_text_of_which_it_would_drop_a_part(text):
    assert not may_read(text)


def test_what_the_library_cannot_read_is_undecided():
    assert compare_with_library(r"\int", r"\int x dx").status == "undecided"


def test_the_library_lets_no_rounding_pass():
    for exponent in (5, 15, 30, 60, 90):
        near = f"\\frac13 + 10^{{-{exponent}}}"
        assert compare_with_library(r"\int_0^1 x^2 dx", near).status != "equal"
    assert compare_with_library(r"\int_0^3 x^2 dx", "9.0000001").status == "different"


integers = st.integers(-50, 50)


@st.composite
def polynomials(draw):
    """A polynomial in x and y as text, and as a function."""
    terms = draw(
        st.lists(st.tuples(integers, st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4)
    )
    text = " + ".join(f"({c})x^{{{p}}}y^{{{q}}}" for c, p, q in terms)
    return text, lambda x, y: sum(c * x**p * y**q for c, p, q in terms)


@given(polynomials(), polynomials())
@settings(max_examples=60, deadline=None)
def test_polynomials_are_equal_if_and_only_if_they_are(left, right):
    points = [(Fraction(a), Fraction(b)) for a in range(-4, 5) for b in range(-4, 5)]
    same = all(left[1](*point) == right[1](*point) for point in points)
    assert status(left[0], right[0]) == ("equal" if same else "different")
    assert status(f"({left[0]})({right[0]})", f"({right[0]})({left[0]})") == "equal"


@given(integers, integers, integers, integers)
@settings(max_examples=60, deadline=None)
def test_surds_are_told_apart(a, b, c, d):
    equal = (a, b) == (c, d)
    assert status(f"{a}+{b}\\sqrt{{7}}", f"{b}\\sqrt 7 + ({a})") == "equal"
    assert status(f"{a}+{b}\\sqrt{{7}}", f"{d}\\sqrt 7 + ({c})") == (
        "equal" if equal else "different"
    )


@given(st.integers(1, 300))
@settings(max_examples=40, deadline=None)
def test_no_difference_is_too_small(exponent):
    for base in (r"\sqrt{2}", r"\pi", "e^2", "1", r"\sin 1"):
        assert status(base, f"{base} + 10^{{-{exponent}}}") == "different"


@pytest.mark.parametrize(
    "text",
    ["x^{2} + 1", r"\frac{\pi}{6}", "(1, 2)", r"\{1, x\}", "y = 2x", r"\infty", "2^{5000}"],
)
def test_a_text_is_equal_to_itself(text):
    assert status(text, text) == "equal"
