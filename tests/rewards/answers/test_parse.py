"""Which type a text becomes, and what the type keeps of it."""

from fractions import Fraction

import pytest

from rewards.answers import compare_answers, parse_answer
from rewards.answers.render import render
from rewards.answers.types import (
    Based,
    Chain,
    Choice,
    Clock,
    Equation,
    Expression,
    Group,
    Infinity,
    Interval,
    Matrix,
    Named,
    Nothing,
    Number,
    Percent,
    Quantity,
    Ratio,
    Region,
    Text,
    Truth,
)


def number(value, places=None):
    return Number(Fraction(value), places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42", number(42)),
        ("2.50", number("2.5", 2)),
        ("1,234,567", number(1234567)),
        ("12{,}000", number(12000)),
        ("-\\frac34", number("-3/4")),
        ("3\\frac{1}{2}", number("7/2")),
        ("0.1\\overline{6}", number("1/6")),
        ("1.6\\times10^{-19}", number("1.6e-19")),
        ("forty-two", number(42)),
        ("two and three quarters", number("11/4")),
        ("12.5\\%", Percent(Fraction("12.5"))),
        ("1011_{2}", Based("1011", 2)),
        ("ff_{16}", Based("FF", 16)),
        ("5 \\text{ cm}^2", Quantity(number(5), "centimeter**2")),
        ("90^{\\circ}", Quantity(number(90), "degree")),
        ("\\$5", Quantity(number(5), "usd")),
        ("12 apples", Quantity(number(12), "noun:apple")),
        ("1 hour 30 minutes", Quantity(number(90), "minute")),
        ("-\\infty", Infinity(-1)),
        ("(1,2)", Group("tuple", (number(1), number(2)), "()")),
        ("[1,2]", Group("tuple", (number(1), number(2)), "[]")),
        ("\\{1,2\\}", Group("set", (number(1), number(2)))),
        ("1, 2", Group("list", (number(1), number(2)))),
        ("1 \\text{ or } 2", Group("list", (number(1), number(2)))),
        ("\\emptyset", Group("set", ())),
        ("[1,2)", Region((Interval(number(1), number(2), False, True),))),
        ("1 \\le x < 2", Region((Interval(number(1), number(2), False, True),))),
        ("x = 5", Named(("x",), (), number(5))),
        ("f(0) = 5", Named(("f(0)",), (), number(5))),
        ("2+3=5", number(5)),
        ("\\begin{pmatrix}1&2\\end{pmatrix}", Matrix(((number(1), number(2)),))),
        ("2:3", Ratio((number(2), number(3)))),
        ("3:45 PM", Clock(3, 45, 0, "pm")),
        ("\\textbf{(B)}", Choice("B")),
        ("B) 5", Choice("B", number(5))),
        ("yes", Truth(True, "yes")),
        ("Isosceles  Triangle.", Text("isosceles triangle")),
    ],
)
def test_typed(text, expected):
    assert parse_answer(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\dfrac 3 8", number("3/8")),
        ("\\frac 3 8", number("3/8")),
        ("-\\tfrac 3  8", number("-3/8")),
        ("\\frac38", number("3/8")),
        ("\\dfrac 12", number("1/2")),
        ("\\frac{1}2", number("1/2")),
        ("\\frac 1{12}", number("1/12")),
        ("1\\frac 3 8", number("11/8")),
        ("\\binom 5 2", number(10)),
        ("\\frac 3 8\\text{ cm}", Quantity(number("3/8"), "centimeter")),
        ("-37_8", Based("-37", 8)),
        ("-37_{8}", Based("-37", 8)),
        ("(-37)_8", Based("-37", 8)),
        ("-37 base 8", Based("-37", 8)),
        ("-0_8", Based("0", 8)),
        ("0.0011_{2}", Based("0.0011", 2)),
        ("-1011.10_2", Based("-1011.1", 2)),
    ],
)
def test_without_braces(text, expected):
    assert parse_answer(text) == expected


@pytest.mark.parametrize("text", ["\\frac 13 8", "\\frac 1 38", "\\frac 1 2 3"])
def test_arguments_that_may_be_cut_in_two_ways_are_kept_apart(text):
    kept = parse_answer(text)
    assert isinstance(kept, Text)
    others = {"\\frac 13 8", "\\frac 1 38", "\\frac 1 2 3", "\\frac{1}{38}"} - {text}
    assert {compare_answers(kept, parse_answer(other)).status for other in others} == {"different"}
    assert parse_answer(render(kept)) == kept


@pytest.mark.parametrize(
    ("gold", "answer", "same"),
    [
        ("-37_8", "-37", True),
        ("-37_8", "37_8", False),
        ("-37_8", "37", False),
        ("-37_8", "-31", False),
        ("-37_8", "-37_9", False),
        ("-37_8", "1", False),
        ("0.0011_2", "0.0011", True),
        ("0.0011_2", "0.00110_2", True),
        ("0.0011_2", "0.0011_3", False),
        ("0.0011_2", "0.1875", False),
        ("0.0011_2", "10", False),
        ("-A1_{16}", "-a1", True),
    ],
)
def test_signs_and_points_in_other_bases(gold, answer, same):
    wanted = "equal" if same else "different"
    assert compare_answers(parse_answer(gold), parse_answer(answer)).status == wanted


@pytest.mark.parametrize(
    "text",
    ["a 512", "a $512$", "\\frac{1}{2004!} \\text{ is wrong}", "71_b", "121_{c}", "\\mathrm{min}",
     "\\mathrm{L}/\\mathrm{min}", "^{\\circ} \\mathrm{N}", "{ }^{\\circ} \\mathrm{C}", "{\\circ}",
     "3/", "/5", "x^", "2\\sin"],
)  # fmt: skip
def test_fragments_of_a_sentence_are_no_expressions(text):
    assert isinstance(parse_answer(text), Text)
    assert compare_answers(parse_answer("8675309"), parse_answer(text)).status == "different"


@pytest.mark.parametrize("text", ["H^+", "f^{-1}", "x_b", "\\R^+", "\\hat{i}", "90^\\circ - A"])
def test_what_ends_in_a_sign_may_be_an_expression(text):
    assert isinstance(parse_answer(text), Expression)


def test_what_is_not_seen_is_not_read():
    assert parse_answer("5\\phantom{0}") == number(5)
    assert isinstance(parse_answer("\\phantom{2}"), Nothing)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x^2+1", Expression),
        ("2\\sqrt{3}", Expression),
        ("a<b<c", Chain),
        ("x^2+y^2=1", Equation),
        ("f(x)=x^2", Named),
        ("x=1, y=2", Group),
        ("x \\neq 2", Region),
    ],
)
def test_kind(text, kind):
    assert type(parse_answer(text)) is kind


@pytest.mark.parametrize(
    "text",
    ["", "?", "nan", "null", "\\frac{1}{0}", "0^{-1}", "5=6", "2+2=5", "x=5=6", "(1,2", "{",
     "x = ", "5 \\approx 6", "a\x00b", "1" * 30_000, "(" * 5_000, "\\frac{1}{1-1}", "(1,,2)"],
)  # fmt: skip
def test_texts_without_a_value_are_equal_to_nothing(text):
    parsed = parse_answer(text)
    assert not isinstance(parsed, Number | Percent | Quantity)
    if isinstance(parsed, Nothing):
        assert compare_answers(parsed, parsed).status == "different"


@pytest.mark.parametrize("text", ["9" * 4_001, "9" * 100_000, "0." + "3" * 50_000, "1e999999999"])
def test_numbers_too_long_are_not_worked_out(text):
    assert not isinstance(parse_answer(text), Number)


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [("9" * 3_000, "9" * 3_000, True), ("9" * 3_000, "9" * 2_999 + "8", False)],
)
def test_long_numbers_are_exact(text, other, same):
    found = compare_answers(parse_answer(text), parse_answer(other))
    assert (found.status == "equal") is same


@pytest.mark.parametrize(
    ("value", "words"),
    [("5", "is wrong"), ("5", "thousand"), ("5", "squared"), ("5", "minus 1"), ("5", "or so"),
     ("5", "(not sure)"), ("5", "at most"), ("5", "dozen"), ("5", "half"), ("5", "not")],
)  # fmt: skip
def test_words_that_change_a_value_are_no_unit(value, words):
    found = compare_answers(parse_answer(value), parse_answer(f"{value} \\text{{ {words}}}"))
    assert found.status == "different"
