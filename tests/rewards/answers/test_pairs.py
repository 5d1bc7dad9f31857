"""Pairs of gold and answer with their labels, graded as a response would be."""

import pytest

from rewards import load_reward

from .cases import labelled, own_pairs

MATH = load_reward("math")
OWN = own_pairs()


def verdict(pair):
    return MATH.score(f"\\boxed{{{pair['pred']}}}", pair["gold"])


@pytest.mark.parametrize("pair", OWN, ids=lambda pair: f"{pair['gold']}~{pair['pred']}")
def test_own_pair(pair):
    found = verdict(pair)
    assert found.status in (("correct",) if pair["equal"] else ("wrong", "no_answer")), found


def test_own_pairs_have_both_labels_in_every_kind():
    kinds = {pair["kind"] for pair in OWN}
    assert len(OWN) >= 150
    for equal in (True, False):
        assert {pair["kind"] for pair in OWN if pair["equal"] is equal} == kinds


def main_pairs():
    pairs = labelled("math_pairs.jsonl")
    return [pair for pair in pairs if not pair["context"] and pair["kind"] != "nasty"]


def test_labelled_pairs_reach_the_bars_and_no_wrong_answer_is_paid():
    pairs = main_pairs()
    paid = [verdict(pair).status == "correct" for pair in pairs]
    wrong = [pair for pair, found in zip(pairs, paid, strict=True) if found != pair["equal"]]
    assert [pair for pair in wrong if not pair["equal"]] == []
    positives = sum(pair["equal"] for pair in pairs)
    assert len(wrong) <= 0.02 * len(pairs), wrong
    assert len(wrong) <= 0.03 * positives, wrong


def test_nasty_pairs_are_right_or_undecided():
    nasty = [pair for pair in labelled("math_pairs.jsonl") if pair["kind"] == "nasty"]
    assert nasty
    for pair in nasty:
        found = verdict(pair)
        assert found.status in ("correct" if pair["equal"] else "wrong", "undecided"), pair
    assert MATH.score("\\boxed{\\sin^2 x + \\cos^2 x}", "1").status == "correct"


def test_hostile_answers():
    # The labels of the pairs say that 50 and 50 % are equal; this file's policy case does not.
    policy = {"percent vs number (policy: strict when gold has no percent)"}
    for case in labelled("hostile_math.jsonl"):
        found = MATH.score(case["answer"], case["gold"])
        assert found.status != "error", case["notes"]
        if case["expect"] == "equal":
            assert found.status == "correct", (case["notes"], found)
        elif case["expect"] == "not_equal" and case["notes"] not in policy:
            assert found.value == 0.0, (case["notes"], found)
