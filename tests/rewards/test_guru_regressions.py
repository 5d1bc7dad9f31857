"""Defects of Guru's graders for logic, by number (13 to 18), none of them ours."""

import pytest

from domains.registry import known_domains, load_sources
from rewards import UnknownRewardError, compute_score, load_reward

GRID = load_reward("grid")
TRUTH = load_reward("truth_assignment")
GOLD = '{"Ann": true, "Bob": false}'
SPEC = {"true": "Knight", "false": "Knave"}


@pytest.mark.parametrize("answer", ["Ann: Knight, Bob: Knave", "ann: knight, bob: knave"])
def test_guru_13_capitalized_golds_are_solvable(answer):
    assert TRUTH.score(f"<answer>{answer}</answer>", GOLD, SPEC).value == 1.0


@pytest.mark.parametrize(
    "code", ["__import__('pathlib').Path({!r}).touch()", "[[open({!r}, 'w').close() or 1]]"]
)
def test_guru_14_model_text_is_never_evaluated(tmp_path, code):
    target = tmp_path / "written"
    answer = f"<answer>{code.format(str(target))}</answer>"
    assert GRID.score(answer, "[[1]]").status == "wrong"
    assert TRUTH.score(answer, GOLD, SPEC).status == "wrong"
    assert not target.exists()


@pytest.mark.parametrize(
    ("reward", "answer", "gold"),
    [
        ("grid", "\n[[1, 2],\n [3, 4]]\n", "[[1,2],[3,4]]"),
        ("grid", "((1, 2), (3, 4))", "[[1,2],[3,4]]"),
        ("grid", "[[1, 2], [3, 4]].", "[[1,2],[3,4]]"),
        ("truth_assignment", "\nAnn: true\nBob: false\n", GOLD),
        ("truth_assignment", "Ann: true, Bob: false.", GOLD),
    ],
)
def test_guru_15_line_breaks_tuples_and_full_stops_are_harmless(reward, answer, gold):
    assert load_reward(reward).score(f"<answer>{answer}</answer>", gold).value == 1.0


@pytest.mark.parametrize(
    ("reward", "answer", "gold"),
    [
        ("grid", "[[1, 0], [2, 0]]", "[[1,2],[2,3]]"),
        ("grid", "[[1,2],[2,3],[3,4]]", "[[1,2],[2,3]]"),
        ("truth_assignment", "Ann: true, Bob: true", GOLD),
        ("truth_assignment", "Ann: true, Bob: false, Cid: true", GOLD),
    ],
)
def test_guru_16_nothing_is_paid_in_part_and_extra_rows_count(reward, answer, gold):
    verdict = load_reward(reward).score(f"<answer>{answer}</answer>", gold)
    assert (verdict.value, verdict.status) == (0.0, "wrong")


def test_guru_16_other_order_and_capitals_are_paid_in_full():
    assert TRUTH.score("<answer>BOB: False, ANN: True</answer>", GOLD).value == 1.0


@pytest.mark.parametrize(
    "response",
    ["", "hm", "<answer></answer>", "<answer>none</answer>", "<answer>[[0]", "<answer>[]</answer>"],
)
def test_guru_17_a_failure_never_becomes_the_grid_0(response):
    verdict = GRID.score(response, "[[0]]")
    assert verdict.value == 0.0
    assert verdict.status in {"wrong", "no_answer"}


def test_guru_17_a_space_between_brackets_is_harmless():
    assert GRID.score("<answer>[ [1,2] ]</answer>", "[[1,2]]").value == 1.0


@pytest.mark.parametrize("cell", ["1.9", "1.0", "1.", "1e0"])
def test_guru_17_floats_are_not_truncated(cell):
    assert GRID.score(f"<answer>[[{cell}]]</answer>", "[[1]]").status == "wrong"


def test_guru_18_every_reward_that_rows_name_can_be_dispatched():
    """Guru's rows name sources that its dispatch does not know: `logic__arcagi1`, `stem__web`."""
    for domain in known_domains():
        for source in load_sources(domain):
            for name in source.rewards:
                assert load_reward(name).name == name


def test_guru_18_a_reward_that_is_not_there_is_no_silent_zero():
    with pytest.raises(UnknownRewardError, match=r"known: .*grid"):
        compute_score("logic__arcagi1", "<answer>[[1]]</answer>", "[[1]]", {"reward": "arcagi"})
