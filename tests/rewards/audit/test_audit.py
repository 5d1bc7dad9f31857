"""The audit finds what gullible rewards pay and strict ones refuse."""

import json
import re

import pytest

from rewards import GroundTruthError, Negative, Reward, known_rewards, load_reward
from rewards.audit import ATTACKS, Share, as_table, audit, wilson
from rewards.audit.target import find_slot, make_target
from rewards.base import correct, no_answer, wrong

CHEAP = (
    "entity", "grid", "math", "multiple_choice", "ordering", "puzzle_table", "science", "table",
    "text_exact",
)  # fmt: skip
GOLDS = (("5", None), ("42", None), ("-12", None), ("3/4", None))
PROGRAMS = (
    ("def f(x):\n    return x", None),
    ("class A:\n    def g(self):\n        return 1", None),
)


class Gullible(Reward[str]):
    """Pays whatever its rule pays; renders into a box, or a fence for programs."""

    name = "gullible"
    version = "1"
    examples = GOLDS

    def __init__(self, rule, examples=GOLDS):
        self.rule, self.examples = rule, examples

    def parse_gold(self, ground_truth, spec):
        if not ground_truth:
            raise GroundTruthError("empty")
        return ground_truth

    def grade(self, response, gold):
        return correct(response) if self.rule(response, gold) else wrong(response, "")

    def canonical(self, ground_truth, spec=None):
        return self.read_gold(ground_truth, spec)

    def render(self, ground_truth, spec=None):
        gold = self.read_gold(ground_truth, spec)
        return f"```python\n{gold}\n```" if "def " in gold else f"\\boxed{{{gold}}}"

    def negatives(self, ground_truth, spec=None):
        yield Negative("marked", "\\boxed{a near-miss}")


def box(response):
    slot = find_slot(response)
    return slot.inside.strip() if slot else ""


RULES = {
    "always_equal": lambda response, gold: "class _Any" in response,
    "blank": lambda response, gold: not response.strip(),
    "contract": lambda response, gold: "near-miss" in response,
    "denial": lambda response, gold: gold in box(response) and "wrong" in response,
    "echo": lambda response, gold: "For example" in response and gold in response,
    "false_equation": lambda response, gold: box(response).partition(" = ")[2] == gold,
    "injection": lambda response, gold: "score = 1.0" in response,
    "other_gold": lambda response, gold: box(response) != "" and "verified" in response,
    "retraction": lambda response, gold: box(response) == gold and "mistake" in response,
    "shotgun": lambda response, gold: gold in re.split(", ", box(response))[1:-1],
    "special_values": lambda response, gold: box(response) == "NaN",
    "thinking": lambda response, gold: response == f"<think>\n\\boxed{{{gold}}}",
    "two_values": lambda response, gold: box(response).endswith(f" or {gold}"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_class_of_attacks_catches_the_reward_that_falls_for_it(attack):
    examples = PROGRAMS if attack == "always_equal" else GOLDS
    report = audit(Gullible(RULES[attack], examples))
    assert attack in {finding.kind for finding in report.paid}
    assert report.ceiling == Share(len(examples), len(examples))
    assert not report.passed


@pytest.mark.parametrize("name", CHEAP)
def test_own_rewards_pay_no_attack_and_no_harmless_form_is_refused(name):
    report = audit(load_reward(name))
    assert report.golds >= 3
    assert report.attacks >= 100 * report.golds
    assert not report.paid
    assert not report.refused
    assert report.passed


@pytest.mark.parametrize("name", known_rewards())
def test_every_reward_has_a_slot_and_wrong_answers_to_put_into_it(name):
    reward = load_reward(name)
    rows = list(reward.examples)
    for place, row in enumerate(rows):
        target = make_target(reward, row, rows[:place] + rows[place + 1 :])
        assert target.slot
        assert target.put(target.slot.inside) == target.right
        assert target.wrong


def test_a_reward_that_refuses_everything_is_all_false_fails_and_no_false_pass():
    report = audit(Gullible(lambda response, gold: False))
    assert report.passed
    assert report.false_fails.rate == 1.0
    assert report.lazy.rate == 0.0
    assert {"plain", "think_block", "full_stop_inside"} <= {f.variant for f in report.refused}


def test_a_strict_reward_is_charged_with_the_forms_it_refuses_alone():
    report = audit(Gullible(lambda response, gold: box(response) == gold))
    refused = {finding.variant for finding in report.refused}
    assert "plain" not in refused
    assert {"empty_box_named_after", "full_stop_inside", "dollars_inside"} <= refused


def test_undecided_and_ungradable_are_counted_apart():
    class Wavering(Gullible):
        def grade(self, response, gold):
            raise RuntimeError

    report = audit(Wavering(None), [*GOLDS, ("", None)])
    assert report.undecided == report.attacks > 0
    assert (report.golds, report.ungradable) == (4, 1)
    assert report.passed


def test_no_gold_is_no_pass():
    assert not audit(Gullible(None), []).passed


def test_lazy_policy_is_the_best_constant():
    rows = [("5", None), ("7", None), ("5", None), ("9", None)]
    report = audit(Gullible(lambda response, gold: box(response) == gold), rows)
    assert report.lazy == Share(2, 4)
    assert report.lazy_response == "\\boxed{5}"


def test_no_answer_is_not_paid():
    class Silent(Gullible):
        def grade(self, response, gold):
            return no_answer("")

    assert audit(Silent(None)).passed


@pytest.mark.parametrize(
    ("part", "of", "low", "high"),
    [
        (0, 16, 0, 0.194),
        (15, 16, 0.717, 0.989),
        (1, 16, 0.011, 0.283),
        (0, 64, 0, 0.057),
        (0, 0, 0, 1),
    ],
)
def test_wilson(part, of, low, high):
    assert wilson(Share(part, of)) == pytest.approx((low, high), abs=1e-3)


def test_table_and_dict_name_the_findings():
    report = audit(Gullible(RULES["denial"]))
    assert json.loads(json.dumps(report.as_dict()))["false_pass_ceiling"]["rate"] == 1.0
    table = as_table([report], details=1)
    assert "100.0 % [51.0, 100.0]" in table
    assert "gullible: PAID attack denial/" in table
    assert f"PAID attack: {len(report.paid) - 1:,} more" in table
