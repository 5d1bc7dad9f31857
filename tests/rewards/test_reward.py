"""Grading rows as released, and verl's signature."""

import pytest

from rewards import UnknownRewardError, compute_score, known_rewards, score_row

ROW = {
    "reward_model": {"style": "rule", "ground_truth": '{"Ann": true, "Bob": false}'},
    "extra_info": {"reward": "truth_assignment", "spec": '{"true": "knight", "false": "knave"}'},
}
RIGHT = "<answer>Ann: knight, Bob: knave</answer>"
KEYS = {"score", "acc", "no_answer", "undecided", "error"}


def test_score_row_grades_a_released_row():
    assert score_row(ROW, RIGHT).status == "correct"
    assert score_row(ROW, RIGHT.replace("knave", "knight")).status == "wrong"
    assert score_row(ROW, "no idea").status == "no_answer"


@pytest.mark.parametrize("spec", [None, "", "{}"])
def test_an_empty_spec_may_be_written_in_any_way(spec):
    row = {
        "reward_model": {"ground_truth": "[[1]]"},
        "extra_info": {"reward": "grid", "spec": spec},
    }
    assert score_row(row, "<answer>[[1]]</answer>").value == 1.0


@pytest.mark.parametrize(
    ("response", "gold", "ones"),
    [
        ("<answer>[[1]]</answer>", "[[1]]", {"score", "acc"}),
        ("<answer>[[2]]</answer>", "[[1]]", set()),
        ("hm", "[[1]]", {"no_answer"}),
        ("<answer>[[1]]</answer>", "[[]]", {"undecided"}),
        (None, "[[1]]", {"error"}),
    ],
)
def test_compute_score_has_constant_float_keys(response, gold, ones):
    found = compute_score("logic__arc", response, gold, {"reward": "grid"})
    assert set(found) == KEYS
    assert all(type(value) is float for value in found.values())
    assert {key for key, value in found.items() if value} == ones


def test_compute_score_takes_verls_keywords():
    found = compute_score(
        data_source="x",
        solution_str="<answer>[[1]]</answer>",
        ground_truth="[[1]]",
        extra_info={"reward": "grid"},
    )
    assert found["score"] == 1.0


def test_compute_score_ignores_the_keywords_that_trainers_add():
    found = compute_score(
        data_source="x",
        solution_str="<answer>[[1]]</answer>",
        ground_truth="[[1]]",
        extra_info={"reward": "grid"},
        sandbox_fusion_url="http://127.0.0.1",
        concurrent_semaphore=None,
        memory_limit_mb=1024,
        reward_router_address=None,
    )
    assert found["score"] == 1.0


def test_an_unknown_reward_raises_and_lists_the_known_ones():
    with pytest.raises(UnknownRewardError) as caught:
        compute_score("x", "y", "z", {"reward": "no_such_reward"})
    assert all(name in str(caught.value) for name in ("no_such_reward", *known_rewards()))


@pytest.mark.parametrize(
    "extra_info", [None, {}, {"index": 1}, {"reward": None}, {"reward": 3}, "grid"]
)
def test_a_missing_reward_raises_and_says_what_is_needed(extra_info):
    with pytest.raises(ValueError, match=r"extra_info\['reward'\] is needed"):
        compute_score("x", "y", "z", extra_info)


@pytest.mark.parametrize(
    "reward_model", [None, {}, {"ground_truth": None}, {"ground_truth": [[1]]}]
)
def test_a_missing_ground_truth_raises(reward_model):
    with pytest.raises(ValueError, match=r"reward_model\['ground_truth'\] is needed"):
        score_row({**ROW, "reward_model": reward_model}, "y")


def test_a_row_without_extra_info_raises():
    with pytest.raises(ValueError, match="extra_info"):
        score_row({"reward_model": {"ground_truth": "[[1]]"}}, "y")
