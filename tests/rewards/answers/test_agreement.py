"""Several values in one answer: what they claim must be able to be true."""

import pytest

from rewards import load_reward

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
    ],
)
def test_claims_that_hold(gold, answer):
    assert paid(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
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
    ],
)
def test_claims_that_do_not(gold, answer):
    assert not paid(gold, answer)
