"""Figures of geometry in expressions: equal in structure or different, and never left open."""

import pytest

from rewards import load_reward
from rewards.answers import compare_answers, parse_answer
from rewards.base import Negative

SEVENTH = "\\frac{1}{7}\\triangle ABC"


def status(gold, answer):
    return compare_answers(parse_answer(gold), parse_answer(answer)).status


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (SEVENTH, "\\frac17\\triangle ABC"),
        (SEVENTH, "\\frac{\\triangle ABC}{7}"),
        (SEVENTH, "\\triangle ABC / 7"),
        (SEVENTH, "\\tfrac 1 7 △ABC"),
        (SEVENTH, "\\frac17 \\triangle BCA"),
        (SEVENTH, "\\frac{1}{7}\\triangle{ABC}"),
        ("2\\angle ABC", "2\\angle CBA"),
        ("180^\\circ - \\angle A", "180^\\circ - A"),
        ("\\frac{1}{2}(\\angle 1+\\angle 2)", "\\frac{\\angle 2+\\angle 1}{2}"),
        ("\\angle A = \\angle B", "\\angle B = \\angle A"),
        ("3\\triangle A'B'C'", "3\\triangle C'A'B'"),
        ("\\frac{1}{4}\\square ABCD", "0.25\\square ABCD"),
    ],
)
def test_equal_in_structure(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "equal"


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        (SEVENTH, "\\frac17"),
        (SEVENTH, "\\frac18\\triangle ABC"),
        (SEVENTH, "\\frac17\\triangle ABD"),
        (SEVENTH, "\\frac17 ABC"),
        (SEVENTH, "\\triangle ABC"),
        (SEVENTH, "\\sqrt{2}"),
        (SEVENTH, "\\text{none of these}"),
        ("\\triangle ABC", "\\triangle DEF"),
        ("2\\angle ABC", "2\\angle BAC"),
        ("\\angle 1 + \\angle 2", "\\angle 1 + \\angle 3"),
        ("3\\triangle A'B'C'", "3\\triangle ABC"),
        ("\\frac{1}{4}\\square ABCD", "\\frac{1}{4}\\square ACBD"),
        ("\\frac{1}{4}\\square ABCD", "3"),
    ],
)
def test_different(gold, answer):
    assert status(gold, answer) == status(answer, gold) == "different"


@pytest.mark.parametrize(
    "gold", [SEVENTH, "180^\\circ - \\angle A", "2\\angle 1", "\\triangle ABC"]
)
def test_the_gold_is_paid_and_its_near_misses_are_clearly_not(gold):
    math = load_reward("math")
    assert math.score(math.render(gold), gold).status == "correct"
    near = [*math.negatives(gold), Negative("number", "\\boxed{11}")]
    assert {math.score(each.response, gold).status for each in near} <= {"wrong", "no_answer"}
    assert len(near) > 5
