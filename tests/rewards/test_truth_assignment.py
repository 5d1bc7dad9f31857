"""Assignments of truth values: which forms are read, and which answers are not paid."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards import GroundTruthError, load_reward

TRUTH = load_reward("truth_assignment")
SPEC = {"true": "knight", "false": "knave"}
TWO = '{"Ann": true, "Bob": false}'
THREE = '{"Ann": true, "Bob": true, "Cid": false}'


def status(answer: str, gold: str = TWO, spec: dict[str, str] | None = None) -> str:
    return TRUTH.score(f"<answer>{answer}</answer>", gold, SPEC if spec is None else spec).status


@pytest.mark.parametrize(
    "answer",
    [
        "Ann: knight, Bob: knave",
        "Bob: knave, Ann: knight",
        "ANN: KNIGHT, bob: Knave.",
        "Ann is a knight and Bob is a knave.",
        "Ann is a knight. Bob is a knave.",
        "Ann is a knight, and Bob is a knave",
        "Therefore, Ann is a knight, while Bob is a knave.",
        "Ann: knight\nBob: knave",
        "Ann: knight; Bob: knave;",
        "- Ann: knight\n- Bob: knave",
        "* **Ann**: knight\n* **Bob**: knave",
        "• Ann: knight\r\n• Bob: knave",
        "1. Ann: knight\n2. Bob: knave",
        "(1) Ann is a knight\n(2) Bob is a knave",
        "(1) Ann is a knight (2) Bob is a knave",
        "| Ann | knight |\n| Bob | knave |",
        "| Name | Role |\n|------|:----:|\n| Ann | knight |\n| Bob | knave |",
        "Ann | knight\nBob | knave",
        "| 1 | Ann | knight |\n| 2 | Bob | knave |",
        '{"Ann": "knight", "Bob": "knave"}',
        "{'Ann': 'knight', 'Bob': 'knave',}",
        '```json\n{\n "Ann": "knight",\n "Bob": "knave"\n}\n```',
        "Ann = knight\nBob = knave",
        "Ann -> knight, Bob → knave",
        "Ann - knight\nBob – knave",
        "Ann (knight), Bob (knave)",
        "Knights: Ann; Knaves: Bob",
        "Knights: Ann\nKnaves: Bob",
        "Knight: Ann, Knave: Bob",
        "The knight is Ann, and the knave is Bob.",
        "### Knights:\n- Ann\n\n### Knaves:\n- Bob",
        "Final answer: Ann: knight, Bob: knave",
        "Ann: knight, Ann: knight, Bob: knave",
        "_Ann_: knight, __Bob__: knave",
        "Ann: a knight, Bob: a knave",
        "Ann:\n  knight\nBob:\n  knave",
    ],
)
def test_harmless_forms_are_paid(answer):
    assert status(answer) == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        "Ann and Bob are knights, Cid is a knave",
        "Ann & Bob are both knights. Cid is a knave.",
        "Ann, Bob: knights; Cid: knave",
        "Knights: Ann, Bob; Knaves: Cid",
        "Knights: Ann and Bob\nKnaves: Cid",
        "Knights:\n- Ann\n- Bob\nKnaves:\n- Cid",
        "Knights: Ann\nBob\nCid: knave",
        "The knights are Ann and Bob, the knave is Cid",
        "| Knights | Ann, Bob |\n| Knaves | Cid |",
    ],
)
def test_clauses_of_several_names(answer):
    assert status(answer, THREE) == "correct"


def test_a_header_may_say_that_there_is_none():
    gold = '{"Ann": true, "Bob": true}'
    assert status("Knights: Ann, Bob\nKnaves: none", gold) == "correct"
    assert status("Knaves: none. Knights: Ann, Bob", gold) == "correct"
    assert status("Knights: none\nKnaves: Ann, Bob", gold) == "wrong"


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("Ann: knave, Bob: knave", "1 of 2"),
        ("Ann: knave, Bob: knight", "2 of 2"),
        ("Ann: knight", "'Bob'"),
        ("Ann: knight, Bob: knave, Dan: knave", "'dan'"),
        ("Ann: knight, Bob: knave, Bob: knight", "'Bob'"),
        ("Ann: knight, Bob: knave, Ann is a knave", "'Ann'"),
        ("Ann is not a knave, Bob is a knave", "'not'"),
        ("Ann isn't a knave, Bob is a knave", '"isn\'t"'),
        ("Ann: knight or knave, Bob: knave", "'or'"),
        ("Ann: knight, Bob: knave or Ann: knave, Bob: knight", "'or'"),
        ("Ann: knight/knave, Bob: knave", "'/'"),
        ("Ann: knight, knave, Bob: knave", "','"),
        ("Ann: knight knave, Bob: knave", "'knave'"),
        ("Ann: probably knight, Bob: knave", "'probably'"),
        ("Probably Ann: knight, Bob: knave", "'probably'"),
        ("Ann: knight?, Bob: knave", "'?'"),
        ("Ann: knight, Bob: knave?", "'?'"),
        ("Ann: knight, Bob: unknown", "'unknown'"),
        ("Anna: knight, Bob: knave", "'anna'"),
        ("Ann Lee: knight, Bob: knave", "'lee'"),
        ("Ann-Lee: knight, Bob: knave", "'ann-lee'"),
        ("Ann: knightly, Bob: knave", "'knightly'"),
        ("Ann: true, Bob: false", "'true'"),
        ("¬Ann: knight, Bob: knave", "'¬'"),
        ("Ann != knave, Bob: knave", "'!'"),
        ("Ann: -knight, Bob: knave", "'-'"),
        ("If Ann is a knight then Bob is a knave", "'if'"),
        ("Ann is a knight and Bob is a knave is false", "'is'"),
        ("Ann, Bob: knave", "2 names"),
        ("Ann: knight, Bob", "middle"),
        ("Ann: knight, Bob:", "middle"),
        ("Ann: knight Bob: knave", "'bob'"),
        ("Knights: Ann, Bob: knave", "':'"),
        ("Knights: Ann. Knaves:", "middle"),
        ("Knights: Ann, Bob. Knaves: Bob", "'Bob'"),
        ("knight, knave", "','"),
        ("[knight, knave]", "'['"),
        ("| Ann | knave |\n|---|---|\n| Ann | knight |\n| Bob | knave |", "'Ann'"),
    ],
)
def test_other_answers_are_wrong_and_the_detail_says_why(answer, named):
    verdict = TRUTH.score(f"<answer>{answer}</answer>", TWO, SPEC)
    assert (verdict.value, verdict.status) == (0.0, "wrong")
    assert named in verdict.detail


@pytest.mark.parametrize(
    ("answer", "gold", "expected"),
    [
        ("Zoë: knight, Ann Lee: knave", '{"Zoë": true, "Ann Lee": false}', "correct"),
        ("Zoe\u0308: knight, ANN  LEE: knave", '{"Zoë": true, "Ann Lee": false}', "correct"),
        ("Zoe: knight, Ann Lee: knave", '{"Zoë": true, "Ann Lee": false}', "wrong"),
        ("李: knight、王: knave。", '{"李": true, "王": false}', "correct"),
        ("李王: knight, 王: knave", '{"李": true, "王": false}', "wrong"),
        ("A is a knight, B is a knave", '{"A": true, "B": false}', "correct"),
        ("A and B are knights", '{"A": true, "B": true}', "correct"),
        ("a: knight", '{"A": true}', "correct"),
        ("Dr. Who: knave. Who: knight.", '{"Who": true, "Dr. Who": false}', "correct"),
        ("O'Brien is a knight", '{"O\'Brien": true}', "correct"),
        ("Brien is a knight", '{"O\'Brien": true}', "wrong"),
        ("Knight Ann: knave", '{"Knight Ann": false}', "correct"),
        ("Ann: knave, Ann Lee: knight", '{"Ann": false, "Ann Lee": true}', "correct"),
        ("Ann Lee: knight", '{"Ann": true, "Ann Lee": true}', "wrong"),
        ("none: knight", '{"none": true}', "correct"),
        ("1: knight, 2: knave", '{"1": true, "2": false}', "correct"),
    ],
)
def test_names_are_taken_whole(answer, gold, expected):
    assert status(answer, gold) == expected


@pytest.mark.parametrize(
    ("answer", "spec", "expected"),
    [
        ("p: true, q: false", {}, "correct"),
        ('{"p": true, "q": false}', {}, "correct"),
        ("True: p; False: q", {}, "correct"),
        ("p: knight, q: knave", {}, "wrong"),
        ("p is a spy, q is a truth teller", {"true": "spy", "false": "truth teller"}, "correct"),
        ("Spies: p; truth tellers: q", {"true": "spy", "false": "truth teller"}, "correct"),
        ("p: spy, q: truth", {"true": "spy", "false": "truth teller"}, "wrong"),
        ("p: saint, q: false", {"true": "saint"}, "correct"),
    ],
)
def test_words_come_from_the_spec(answer, spec, expected):
    assert status(answer, '{"p": true, "q": false}', spec) == expected


@pytest.mark.parametrize(
    ("gold", "spec"),
    [
        ("{}", {}),
        ("[]", {}),
        ("true", {}),
        ('{"Ann": 1}', {}),
        ('{"Ann": "true"}', {}),
        ('{"Ann": null}', {}),
        ('{"": true}', {}),
        ('{"**": true}', {}),
        ('{"Ann\\nLee": true}', {}),
        ('{"Ann": true, "ann": false}', {}),
        ('{"Ann": true, "Ann": false}', {}),
        ('{"Zo\u00eb": true, "Zoe\u0308": true}', {}),
        ('{"Knight": true}', SPEC),
        ('{"Knaves": true}', SPEC),
        ('{"Ann": true}', {"true": "knight", "false": "Knight"}),
        ('{"Ann": true}', {"true": "knight", "false": "knights"}),
        ('{"Ann": true}', {"true": "false"}),
        ('{"Ann": true}', {"true": ""}),
        ('{"Ann": true}', {"true": 1}),
        (json.dumps({"x" * 201: True}), {}),
        (json.dumps({" ".join("abcdefghijklm"): True}), {}),
        (json.dumps({f"n{i}": True for i in range(1001)}), {}),
    ],
)
def test_golds_that_cannot_be_graded_are_refused(gold, spec):
    with pytest.raises(GroundTruthError):
        TRUTH.canonical(gold, spec)
    assert TRUTH.score("<answer>Ann: true</answer>", gold, spec).status == "undecided"


@pytest.mark.parametrize("name", ["Final answer", "- x", "Name: Ann", "A = true, B", "and", "is"])
def test_odd_names_are_graded(name):
    gold = json.dumps({name: False, "Ann": True})
    assert TRUTH.canonical(gold)
    assert TRUTH.score(TRUTH.render(gold), gold).status == "correct"


def test_canonical_refuses_names_that_cannot_be_read_back():
    gold = '{"Ann": false, "Ann: false": true}'
    assert TRUTH.score(TRUTH.render(gold), gold).status == "wrong"
    with pytest.raises(GroundTruthError, match="grammar"):
        TRUTH.canonical(gold)


def test_canonical_sorts_and_composes():
    gold = '{"Zoe\u0308": true, "Ann": false}'
    assert TRUTH.canonical(gold) == '{"Ann":false,"Zoë":true}'


def test_render_keeps_the_order_of_the_gold():
    gold = '{"Zoe": false, "Ann": true}'
    assert TRUTH.render(gold, SPEC) == "<answer>Zoe: knave, Ann: knight</answer>"


def test_near_misses_have_all_kinds():
    kinds = {negative.kind for negative in TRUTH.negatives(THREE, SPEC)}
    assert kinds >= {
        "one_flipped",
        "all_flipped",
        "one_missing",
        "extra_name",
        "both_words",
        "hedge",
    }


def test_a_thousand_names_are_graded():
    gold = json.dumps({f"Person {i}": i % 3 == 0 for i in range(1000)})
    assert TRUTH.score(TRUTH.render(gold, SPEC), gold, SPEC).status == "correct"


names = st.sampled_from(["Ann", "Bob", "Cid", "Ann Lee", "Zoë", "A", "李"])
assignments = st.dictionaries(names, st.booleans(), min_size=1)


@given(gold=assignments, other=assignments)
def test_equal_exactly_when_the_assignments_are(gold, other):
    words = {True: "knight", False: "knave"}
    expected = "correct" if gold == other else "wrong"
    lines = "\n".join(f"- {name} is a {words[value]}" for name, value in other.items())
    as_json = json.dumps({name: words[value] for name, value in other.items()}, ensure_ascii=False)
    for answer in (lines, as_json):
        assert status(answer, json.dumps(gold)) == expected


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ("Ann is a knight and Bob is a knave.", "correct"),
        ("Bob lies, so he is a knave.\n\nAnn: knight\nBob: knave", "correct"),
        ("Bob: knight, Ann: knight\n\nAnn is a knight, Bob is a knave.", "correct"),
        ("<think>Ann lies?</think>Ann: knight, Bob: knave", "correct"),
        ("Ann is a knave and Bob is a knight.", "wrong"),
        ("Ann: knight, Bob: knave\n\nBoth Ann and Bob are knights.", "wrong"),
        ("Ann is a knight.", "no_answer"),
        ("I think Ann is a knight and Bob is a knave.", "no_answer"),
        ("Ann is a knight or Bob is a knave.", "no_answer"),
        ("Ann: knight, Bob: knave\n\nI am not sure.", "no_answer"),
        ("<think>Ann: knight, Bob: knave", "no_answer"),
        ("<answer></answer>\n\nAnn: knight, Bob: knave", "no_answer"),
        ("Ann: knight, Bob: knave\n\n\\boxed{", "no_answer"),
    ],
)
def test_an_unmarked_last_paragraph_counts_only_as_a_whole_answer(response, expected):
    assert TRUTH.score(response, TWO, SPEC).status == expected
