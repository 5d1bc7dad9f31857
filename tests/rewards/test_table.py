from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards import load_reward
from rewards._table_items import SCALES
from rewards.base import GroundTruthError

TABLE = load_reward("table")

RIGHT = [
    (["1,234"], "1234", {}),
    (["1,234"], "1,234 people", {}),
    ([12.5], "12.5%", {}),
    ([12.5], "12.5", {"scale": "percent"}),
    ([12.5], "0.125", {"scale": "percent"}),
    (["12.5%"], "0.125", {}),
    ([831.7], "$831.7 million", {"scale": "million"}),
    ([831.7], "831,700,000", {"scale": "million"}),
    ([831.7], "0.8317 billion", {"scale": "million"}),
    (["5 million"], "5,000,000", {}),
    (["France", "Spain"], "Spain, France", {}),
    (["France", "Spain"], "Spain and France", {}),
    (["France", "Spain"], '["Spain", "France"]', {}),
    (["France", "Spain", "Peru"], "Peru, Spain, and France", {}),
    (["France", "Spain"], "Spain\nFrance", {}),
    ([1000, 2000], "1,000, 2,000", {}),
    ([2019, 2021], "2019, 2021", {"ordered": True}),
    (["2019-20"], "2019–20", {}),
    (["New York"], r"\text{New York}", {}),
    (["A, B", "C"], "C | A, B", {}),
    ([3.14], "3.1416", {"round": 2}),
    ([-5], "$-5", {}),
    ([-5], "-$5", {}),
    (["$5"], r"\$5", {}),
    (["$5"], "$5$", {}),
    (["$5"], "US$5", {}),
    (["$5"], "5 dollars", {}),
    ([3], "3.0", {}),
    ([5], "5", {"unit": "kg"}),
    ([1.0, 1.4], "1.5, 0.9", {"round": 0}),
    (["red; green below"], "Red; green below", {}),
    (["red; green"], '["red; green"]', {}),
    (["red; green", "blue"], "blue | red; green", {}),
    (["red; green", "blue"], "red; green, blue", {}),
    (["red; green", "blue"], "red; green\nblue", {}),
    (["5; 6"], "5; 6", {}),
    (["old people,"], "old people,", {}),
    (["old people,"], "old people", {}),
    (["old people,", "men"], "old people, men", {}),
    (["total:"], "total:", {}),
    (["Mr.,"], "Mr.,", {}),
    (["Smith, John", "Peru"], "Smith, John and Peru", {}),
    (["Trinidad and Tobago", "Peru"], "Trinidad and Tobago, Peru", {}),
    (["Trinidad and Tobago", "Peru"], "Peru, and Trinidad and Tobago", {}),
]
WRONG = [
    ([2009], "2010", {}),
    ([12], "1200", {}),
    ([1000], "1000.9", {}),
    ([831.7], "831.7 billion", {"scale": "million"}),
    ([831.7], "8,317,000,000", {"scale": "million"}),
    (["2019-20"], "1999", {}),
    (["France", "Spain"], "Spain", {}),
    (["France", "Spain"], "Spain, France, Peru", {}),
    (["France", "Spain"], "Spain, Spain", {}),
    (["France", "France"], "France", {}),
    (["France"], "France, Spain", {}),
    (["France"], "not France", {}),
    ([2019, 2021], "2021, 2019", {"ordered": True}),
    ([5], "5 g", {"unit": "kg"}),
    (["$5"], "€5", {}),
    ([5], "-5", {}),
    ([5], "5%", {"unit": "kg"}),
    ([3.14], "3.15", {"round": 2}),
    ([50], "0.5", {}),
    (["Yes"], "No", {}),
    (["red; green below"], "red", {}),
    (["red; green below"], "red; green", {}),
    (["red; green"], "red; green; blue", {}),
    (["red; green"], "green; red", {}),
    (["red; green"], "red | green", {}),
    (["red; green"], '["red", "green"]', {}),
    (["red; green", "blue"], "red; green", {}),
    (["red; green", "blue"], "red; green; blue; black", {}),
    (["5; 6"], "5", {}),
    (["5; 6"], "6; 5", {}),
    (["old people,"], "old", {}),
    (["old people,"], "people", {}),
    (["old people,"], "old people, men", {}),
    (["etc..."], "etc", {}),
    (["Trinidad and Tobago", "Peru"], "Trinidad, Tobago, Peru", {}),
    (["Trinidad and Tobago"], "Trinidad", {}),
]


def score(gold, answer, spec):
    return TABLE.score(rf"\boxed{{{answer}}}", json.dumps(gold), spec)


@pytest.mark.parametrize(("gold", "answer", "spec"), RIGHT)
def test_right(gold, answer, spec):
    verdict = score(gold, answer, spec)
    assert (verdict.value, verdict.status) == (1.0, "correct"), verdict


@pytest.mark.parametrize(("gold", "answer", "spec"), WRONG)
def test_wrong(gold, answer, spec):
    verdict = score(gold, answer, spec)
    assert (verdict.value, verdict.status) == (0.0, "wrong"), verdict


@pytest.mark.parametrize("cell", ["red; green", "old people,", "a; b, c and d", "x;", "1; 2", "5:"])
@pytest.mark.parametrize("others", [[], ["blue"], [7], ["a, b", "c and d"]])
def test_whatever_signs_a_cell_holds_its_rendering_is_paid(cell, others):
    gold = json.dumps([cell, *others])
    assert TABLE.score(TABLE.render(gold), gold).status == "correct"
    for negative in TABLE.negatives(gold):
        assert TABLE.score(negative.response, gold).status == "wrong", negative


def test_rounding_is_matched_as_a_whole():
    # 1.5 is near to both golds, 0.9 to one: the first come must not take it away.
    assert score([1, 1.4], "1.5 | 0.6", {"round": 0}).value == 1.0
    assert score([1, 1.4], "1.5 | 1.9", {"round": 0}).value == 1.0
    assert score([1, 1.4], "1.5 | 3", {"round": 0}).value == 0.0


@pytest.mark.parametrize(
    ("gold", "spec", "said"),
    [
        ("[]", {}, "a list of 1 to"),
        ("5", {}, "a list of 1 to"),
        ("[true]", {}, "texts and numbers are allowed"),
        ('[["a"]]', {}, "texts and numbers are allowed"),
        ('["a|b"]', {}, "without a bar"),
        ('[" "]', {}, "one line"),
        ("[NaN]", {}, "without an exponent"),
        ("[1e30]", {}, "without an exponent"),
        ("[1]", {"scale": "dozen"}, "scale is 'dozen'"),
        ("[1]", {"round": -1}, "round is -1"),
        ("[1]", {"ordered": 1}, "ordered is 1"),
        ("[1]", {"unit": 1}, "unit is 1"),
    ],
)
def test_golds_and_specs_that_cannot_be_graded(gold, spec, said):
    with pytest.raises(GroundTruthError, match=said):
        TABLE.read_gold(gold, spec)


def test_equal_golds_have_one_canonical_form():
    assert TABLE.canonical('["b", "A"]') == TABLE.canonical('["a", "B."]')
    assert TABLE.canonical('["1,000"]') == TABLE.canonical("[1000]")
    assert TABLE.canonical("[5]", {"scale": "million"}) == TABLE.canonical('["5 million"]')
    assert TABLE.canonical("[1, 2]", {"ordered": True}) != TABLE.canonical(
        "[2, 1]", {"ordered": True}
    )


@pytest.mark.parametrize(
    ("gold", "spec", "canonical"),
    [
        ("[12.5]", {"scale": "percent"}, '["12.5 percent"]'),
        ('["$831.7"]', {"scale": "million", "unit": "usd"}, '["831.7 million usd"]'),
        ('["831.70"]', {"scale": "million", "unit": "Dollars"}, '["831.7 million usd"]'),
        ('["12%"]', {"scale": "million"}, '["12 percent"]'),
        ("[3.14]", {"round": 2}, '["3.14"]'),
        ("[-0.05]", {"unit": "m²"}, '["-0.05"]'),
        ("[7]", {"unit": "m"}, '["7"]'),  # "7 m" would be read as seven million
    ],
)
def test_a_canonical_form_is_a_gold_that_says_the_same(gold, spec, canonical):
    assert TABLE.canonical(gold, spec) == canonical
    assert TABLE.canonical(canonical, spec) == canonical
    assert TABLE.score(TABLE.render(gold, spec), canonical, spec).value == 1.0
    assert TABLE.score(TABLE.render(canonical, spec), gold, spec).value == 1.0


@given(st.integers(-(10**15), 10**15), st.integers(0, 12), st.sampled_from(["", *SCALES]))
def test_numbers_keep_their_value_in_the_canonical_form(digits, places, scale):
    gold = json.dumps([f"{Decimal(digits).scaleb(-places):f}"])
    spec = {"scale": scale} if scale else {}
    canonical = TABLE.canonical(gold, spec)
    assert TABLE.canonical(canonical, spec) == canonical
    assert TABLE.score(TABLE.render(gold, spec), canonical, spec).value == 1.0


def test_hostile_answers_are_bounded():
    for answer in ("9" * 1900, "1," * 900, "[" * 1900, "|" * 1900, "1 " * 900, "-" * 1900):
        assert score([5], answer, {}).value == 0.0
    long = " | ".join("7" for _ in range(200))
    assert score([7] * 200, long, {}).value == 1.0
    assert score([7] * 199 + [8], long, {}).value == 0.0


@pytest.mark.parametrize(
    "answer", ["19 Peter Fallico", "19 m/or/Peter Fallico", "19 United States"]
)
def test_a_name_behind_a_number_is_a_second_answer(answer):
    for reward in ("table", "math"):
        gold = '["19"]' if reward == "table" else "19"
        assert load_reward(reward).score(rf"\boxed{{{answer}}}", gold).value == 0.0


def test_capitals_do_not_make_a_unit_a_name():
    score = load_reward("table").score
    assert score(r"\boxed{12 Million US Dollars}", '["12 million"]').value == 1.0
    assert score(r"\boxed{19 Games}", '["19"]').value == 1.0
