"""Several values in one answer: what they claim must be able to be true."""

import pytest

from rewards import load_reward, symbolic
from rewards.symbolic import Comparison

MATH = load_reward("math")


def paid(gold, answer):
    return MATH.score(f"\\boxed{{{answer}}}", gold).value == 1.0


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("5", "2+3=5"),
        ("9\\pi", "A = \\pi r^2 = 9\\pi"),
        ("2\\sqrt{3}", "\\sqrt{12} = 2\\sqrt{3}"),
        ("x^2-1", "y = (x-1)(x+1) = x^2-1"),
        ("3", "x = \\log_2 8 = 3"),
        ("0.5", "50\\% = 0.5"),
        ("20 \\text{ m/s}", "v = 72 \\text{ km/h} = 20 \\text{ m/s}"),
        ("1.52 \\text{ m}", "5 \\text{ ft} = 1.52 \\text{ m}"),
        ("\\frac{1}{3}", "\\frac{1}{3} \\approx 0.33"),
        ("\\ln 2", "\\ln 2 \\approx 0.693"),
        ("10!", "10! \\approx 3600000"),
        ("12 \\text{ cm}", "\\text{length} = 12 \\text{ cm}"),
        ("\\frac{5}{2} \\text{ cm}", "\\frac{5}{2} \\text{ cm} \\approx 2.5 \\text{ cm}"),
        ("x = 1, y = 2", "x = 1\ny = 2"),
        ("\\sin A = \\frac{3}{5}", "\\frac{3}{5}"),
        ("\\ln 2", "x = \\ln 2 \\approx 0.69"),
        ("\\ln 2 \\text{ s}", "\\ln 2 \\text{ s} \\approx 0.693 \\text{ s}"),
        ("5\\log_{10} 2 \\text{ m}", "5\\log_{10} 2 \\text{ m} \\approx 1.51 \\text{ m}"),
        ("\\ln 2 \\approx 0.693", "\\ln 2"),
        ("\\log 2", "\\log 2 \\approx 0.301"),
        ("\\log 2", "\\log 2 \\approx 0.6931"),
        ("\\sqrt[3]{2}", "\\sqrt[3]{2} \\approx 1.26"),
        ("\\{3, \\ln 2\\}", "\\{\\ln 2 \\approx 0.7, 3\\}"),
        ("\\frac{\\pi}{4}", "x = \\arctan 1 = \\frac{\\pi}{4}"),
        ("5", "\\text{apples} = 5"),
        ("5", "\\text{Alice} = 5"),
        ("5", "\\text{total cost} = 5"),
    ],
)
def test_claims_that_hold(gold, answer):
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("\\ln 2 \\text{ s}", "\\ln 2 \\text{ s} \\approx 0.8 \\text{ s}"),
        ("\\ln 2 \\text{ s}", "\\ln 2 \\text{ s} \\approx 0.693 \\text{ m}"),
        ("\\ln 2 \\text{ s}", "\\ln 3 \\text{ s} \\approx 1.099 \\text{ s}"),
        ("5", "5 \\approx 42"),
        ("0", "0 \\approx \\frac{3}{4}"),
        ("\\frac{1}{3}", "\\frac{1}{3} \\approx \\frac{2}{3}"),
        ("12 \\text{ cm}", "12 \\text{ cm} \\approx 90^\\circ"),
        ("12 \\text{ cm}", "12 \\text{ cm} \\approx 13 \\text{ cm}"),
        ("(1,2)", "(1,2) \\approx (3,4)"),
        ("\\text{east}", "\\text{east} \\approx 5"),
        ("x+1", "x+1 \\approx 5"),
        ("x+1", "x+1 = 2x = x+1"),
        ("5", "x = 5 = y = 2x"),
        ("3+4i", "x = 3+4i = x^2+1"),
        ("50\\%", "50\\% = 3 = 50\\%"),
        ("[0,1)", "[0,1) = [0,2) = [0,1)"),
        ("x^2", "\\sin x = x^2"),
        ("x^2", "x = x^2"),
        ("C", "\\text{even} = \\text{C}"),
        ("2:3", "2:3 = \\text{C}"),
        ("x=5", "\\text{anything but } x = 5"),
        ("5", "\\text{not } x = 5"),
        ("x = 5", "y = 2x+1\nx = 5"),
        ("1.52 \\text{ m}", "6 \\text{ ft} = 1.52 \\text{ m}"),
        ("\\ln 2", "\\ln 2 \\approx 5"),
        ("\\ln 2", "x = \\ln 2 \\approx 0.71"),
        ("\\log 2", "\\log 2 \\approx 0.5"),
        ("\\sqrt[3]{2}", "\\sqrt[3]{2} \\approx 1.41"),
        ("\\{3, \\ln 2\\}", "\\{\\ln 2 \\approx 7, 3\\}"),
        ("5", "x = \\ln 2 = 5"),
        ("5", "\\sin 1 = \\ln 2 = 5"),
        ("-0.25", "\\text{mitosis} = -0.25"),
        ("2:3", "\\text{C} = 2:3"),
        ("x = 5", "\\text{mitosis} = 5"),
        ("x=5", "y = 2x+1 x = 5"),
        ("x=5", "y = 2x+1 | x = 5"),
        ("x=5", "y = 2x+1 \\Rightarrow x = 5"),
        ("r = 9\\pi", "A = \\pi r^2 = 9\\pi"),
    ],
)
def test_claims_that_do_not(gold, answer):
    assert not paid(gold, answer)


def test_what_is_false_is_wrong_and_what_nobody_knows_undecided(monkeypatch):
    assert MATH.score("\\boxed{\\ln 2 \\approx 5}", "\\ln 2").status == "wrong"
    assert MATH.score("\\boxed{\\text{mitosis} = 5}", "5").status == "undecided"
    monkeypatch.setattr(symbolic, "compare_within", lambda *_: Comparison("undecided", "late"))
    late = MATH.score("\\boxed{\\ln 3 \\approx 1.0986}", "\\ln 3")
    assert late.status == "undecided"


def test_a_rounded_gold_looks_at_claims_too():
    spec = {"round": 2}
    assert MATH.score("\\boxed{x = 0.693 \\approx 0.69}", "0.69", spec).status == "correct"
    assert MATH.score("\\boxed{x = \\sin 1 = 0.69}", "0.69", spec).status == "wrong"
    assert MATH.score("\\boxed{\\text{mitosis} = 0.69}", "0.69", spec).status == "undecided"
