from __future__ import annotations

import pytest

from domains.base import Drop
from domains.choices import choice_problem, lettered
from domains.templates import render
from rewards import load_reward

MARKED = ["A) True", "(b) False", "C. Unknown", "D:None", "E)A) twice"]


def test_marks_are_taken_off_once():
    assert list(lettered(MARKED, marked=True).values()) == [
        "True", "False", "Unknown", "None", "A) twice",
    ]  # fmt: skip
    assert lettered(["A) kept "]) == {"A": "A) kept"}


def test_options_stand_below_the_question():
    problem = choice_problem(" Which? ", {"A": "x", "B": "y"}, "B", group_id="g")
    assert problem.question == "Which?\n\nA. x\nB. y"
    assert (problem.ground_truth, problem.group_id) == ("B", "g")
    reward = load_reward("multiple_choice")
    spec = dict(problem.spec)
    assert reward.score(r"\boxed{B. y}", "B", spec).value == 1.0
    prompt = render("choice", problem.question)[0]["content"]
    assert reward.score(prompt, "B", spec).status == "no_answer"


@pytest.mark.parametrize(
    ("choices", "answer", "reason"),
    [
        ({"A": "x", "B": "y"}, "C", "no_such_option"),
        ({"A": "x", "B": "y"}, "", "no_such_option"),
        ({"A": "x", "B": "x"}, "B", "answer_is_two_options"),
        ({"A": "x", "B": ""}, "B", "answer_is_two_options"),
    ],
)
def test_what_has_no_one_answer_is_dropped(choices, answer, reason):
    found = choice_problem("Which?", choices, answer)
    assert isinstance(found, Drop)
    assert found.reason == reason


@pytest.mark.parametrize("same", [{"A": "x", "B": "x", "C": "y"}, {"A": "Rr", "B": "RR", "C": "q"}])
def test_wrong_options_may_look_alike(same):
    assert not isinstance(choice_problem("Which?", same, "C"), Drop)
