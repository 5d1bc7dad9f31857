"""Parsed golds are kept for the next response: never failures, never across specs or rewards."""

import pytest

from rewards import GroundTruthError, Reward
from rewards.base import correct


class Counting(Reward[list[str]]):
    """Counts how often it parses."""

    name = "counting"
    version = "1"
    spec_keys = frozenset(("a", "b"))

    def __init__(self):
        self.parsed = 0

    def parse_gold(self, ground_truth, spec):
        self.parsed += 1
        if not ground_truth:
            raise GroundTruthError("empty")
        return [ground_truth, *sorted(map(str, spec.items()))]

    def grade(self, response, gold):
        return correct("|".join(gold))

    def canonical(self, ground_truth, spec=None):
        return ""

    def render(self, ground_truth, spec=None):
        return ""

    def negatives(self, ground_truth, spec=None):
        return iter(())


@pytest.mark.parametrize("spec", [None, "", {}, {"a": 1}, '{"a": 1}', {"a": True, "b": "x"}])
def test_a_gold_is_parsed_once(spec):
    reward = Counting()
    found = {reward.score("", "gold", spec).extracted for _ in range(5)}
    assert len(found) == 1
    assert reward.parsed == 1


def test_specs_and_rewards_are_told_apart():
    one, other = Counting(), Counting()
    specs = [{"a": 1}, {"a": True}, {"a": "1"}, {"b": 1}, {"a": 1, "b": 2}, None]
    found = [one.score("", "gold", spec).extracted for spec in specs]
    assert len(set(found)) == len(specs)
    assert other.score("", "gold").extracted == found[-1]
    assert other.parsed == 1
    assert one.score("", "gold", {"b": 2, "a": 1}).extracted == found[4]
    assert one.parsed == len(specs)


def test_failures_are_not_kept():
    reward = Counting()
    for _ in range(3):
        assert reward.score("", "").status == "undecided"
    assert reward.parsed == 3


@pytest.mark.parametrize("spec", [{"a": [1]}, {"a": None}, {"a": 0.5}])
@pytest.mark.parametrize("gold", ["gold", "g" * 5_000])
def test_what_may_change_or_is_large_is_parsed_each_time(gold, spec):
    reward = Counting()
    for _ in range(3):
        reward.score("", gold, spec)
    assert reward.parsed == 3
