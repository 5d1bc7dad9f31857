"""Orders: which forms are read, and which answers are not paid."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards import GroundTruthError, load_reward

ORDERING = load_reward("ordering")
THREE = '["Ann", "Bob", "Cid"]'
WORDS = '["red car", "blue car", "Dr. Who"]'


def status(answer: str, gold: str = THREE) -> str:
    return ORDERING.score(f"<answer>{answer}</answer>", gold).status


@pytest.mark.parametrize(
    "answer",
    [
        '["Ann", "Bob", "Cid"]',
        "['Ann', 'Bob', 'Cid']",
        "[Ann, Bob, Cid].",
        "(Ann, Bob, Cid)",
        "Ann, Bob, Cid",
        "ann, BOB, cId.",
        "Ann; Bob; Cid",
        "Ann\nBob\nCid",
        "\n Ann,\n Bob,\n Cid\n",
        "1. Ann\n2. Bob\n3. Cid",
        "1. Ann.\r\n2. Bob.\r\n3. Cid.",
        "1) Ann 2) Bob 3) Cid",
        "(1) Ann, (2) Bob, (3) Cid",
        "1: Ann\n2: Bob\n3: Cid",
        "1st: Ann, 2nd: Bob, 3rd: Cid",
        "Position 1: Ann\nPosition 2: Bob\nPosition 3: Cid",
        "1st place: Ann\n2nd place: Bob\n3rd place: Cid",
        "#1 Ann\n#2 Bob\n#3 Cid",
        "| 1 | Ann |\n|---|---|\n| 2 | Bob |\n| 3 | Cid |",
        "- Ann\n- Bob\n- Cid",
        "* **Ann**\n* **Bob**\n* **Cid**",
        "• Ann\n• Bob\n• Cid",
        "Ann > Bob > Cid",
        "Ann -> Bob -> Cid",
        "Ann → Bob → Cid",
        "Ann => Bob => Cid",
        "Ann - Bob - Cid",
        "Ann | Bob | Cid",
        "Ann, then Bob, then Cid",
        "First Ann, then Bob, and finally Cid.",
        "Ann, Bob and Cid",
        "Ann, Bob, and Cid.",
        "Ann, Bob & Cid",
        "`Ann`, `Bob`, `Cid`",
        "“Ann”, “Bob”, “Cid”",
        "**Ann, Bob, Cid**",
        "the Ann, the Bob, the Cid",
        "Final order: Ann, Bob, Cid",
        "The correct order is Ann, Bob, Cid",
        "The order is as follows:\n1. Ann\n2. Bob\n3. Cid",
        "\\text{Ann}, \\text{Bob}, \\text{Cid}",
        "$\\text{Ann} \\rightarrow \\text{Bob} \\to \\text{Cid}$",
        "Ann Bob Cid",
        "```json\n[\n  \"Ann\",\n  \"Bob\",\n  \"Cid\"\n]\n```",
    ],
)  # fmt: skip
def test_harmless_forms_are_paid(answer):
    assert status(answer) == "correct"


@pytest.mark.parametrize(
    "response",
    [
        "<answer>\nAnn,\nBob,\nCid\n</answer>",
        "So \\boxed{Ann, Bob, Cid}.",
        "So $\\boxed{\\text{Ann, Bob, Cid}}$",
        "```\nAnn\nBob\nCid\n```",
        "The answer is Ann, Bob, Cid.",
        "Answer: Ann > Bob > Cid",
        "**Answer:** Ann, Bob, Cid",
        "Bob is between the others.\n\nAnn, Bob, Cid",
        "<think>Cid, Bob, Ann?</think>Ann, Bob, Cid",
        "<answer>Cid, Bob, Ann</answer> No: <answer>Ann, Bob, Cid</answer>",
    ],
)
def test_answers_are_found_where_they_stand(response):
    assert ORDERING.score(response, THREE).status == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        "Cid, Bob, Ann", "Ann, Cid, Bob", "Ann, Bob", "Ann, Bob, Cid, Dan", "Ann, Bob, Cid, Cid",
        "Ann, Ann, Bob, Cid", "Ann, Bob, Bob", "Anna, Bob, Cid", "Ann, Bob, Cidony", "AnnBobCid",
        "Ann, Bob, Cid or Ann, Cid, Bob", "Ann, Bob, Cid / Ann, Cid, Bob", "Ann, Bob, Cid?",
        "not Ann, Bob, Cid", "maybe Ann, Bob, Cid", "Ann, Bob, not Cid", "Ann, Bob, Cid, or not",
        "Ann < Bob < Cid", "Ann = Bob, Cid", "Ann and Bob, Cid", "Ann, Bob/Cid",
        "3. Ann\n2. Bob\n1. Cid", "1. Ann\n1. Bob\n1. Cid", "0. Ann\n1. Bob\n2. Cid",
        "Ann 3, Bob 2, Cid 1", "Ann: 3, Bob: 2, Cid: 1", "Ann 2 Bob 3 Cid 1",
        "Ann - 2\nBob - 1\nCid",
        "from right to left: Ann, Bob, Cid", "[Ann, Bob], Cid", "[[Ann, Bob, Cid]",
        "Ann, Bob, Cid]",
        "Ann, Bob, Cid\nCid, Bob, Ann", "A, B, C", "Ann, Bob, \u0410nn", "Ann, Bob, ..., Cid, x",
        "last Ann, then Bob, then Cid", "Ann, unlike Bob, Cid",
    ],
)  # fmt: skip
def test_other_answers_are_wrong(answer):
    assert status(answer) == "wrong"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("red car, blue car, Dr. Who", "correct"),
        ("The red car, the blue car and Dr. Who.", "correct"),
        ("1. Red Car\n2. Blue Car\n3. dr. who", "correct"),
        ("red, blue, Dr. Who", "wrong"),
        ("red car blue car Dr. Who", "wrong"),
        ("blue car, red car, Dr. Who", "wrong"),
        ("red carpet, blue car, Dr. Who", "wrong"),
        ("red, car, blue car, Dr. Who", "wrong"),
    ],
)
def test_names_of_several_words(answer, expected):
    assert status(answer, WORDS) == expected


def test_longer_names_come_first_and_names_win_over_grammar():
    gold = '["red car", "red", "car", "blue car"]'
    assert status("red car, red, car, blue car", gold) == "correct"
    assert status("red, car, red car, blue car", gold) == "wrong"
    assert status("1, 3, 2", '["1", "3", "2"]') == "correct"
    assert status("The, A", '["The", "A"]') == "correct"


@pytest.mark.parametrize(
    "response",
    ["", "I do not know.", "<answer></answer>", "Ann is first.", "<think>Ann, Bob, Cid",
     "Ann, Bob", "<answer>Ann, Bob, Cid", "<answer>Ann, Bob, Cid</answer> or "
     "<answer>Ann, Cid, Bob</answer>"],
)  # fmt: skip
def test_no_answer(response):
    assert ORDERING.score(response, THREE).status == "no_answer"


@pytest.mark.parametrize(
    ("gold", "seen"),
    [
        ("[]", "2 to 1000 names"), ('["Ann"]', "2 to 1000"), ('{"a": 1}', "JSON list"),
        ('["Ann", 3]', "'3' is no name"), ('["Ann", "ann "]', "the same"),
        ('["Ann", "the Ann"]', "the same"), ('["Ann", ""]', "is no name"),
        ('["Ann", "a\\nb"]', "is no name"), (json.dumps(["x" * 201, "y"]), "is no name"),
    ],
)  # fmt: skip
def test_ungradable_golds(gold, seen):
    with pytest.raises(GroundTruthError, match=seen):
        ORDERING.canonical(gold)
    assert ORDERING.score("<answer>Ann, Bob</answer>", gold).status == "undecided"


def test_a_gold_that_cannot_be_read_back_fails_at_build():
    with pytest.raises(GroundTruthError, match="grammar"):
        ORDERING.canonical('["a b, c", "a b", "c"]')


def test_canonical():
    assert ORDERING.canonical(' [ "Zoe\u0308" , "B" ] ') == '["Zoë","B"]'


def test_guru_13_people_can_be_solved():
    """Guru lower-cased the answer and not the gold: 1 in 7 puzzles was paid by nothing."""
    for answer in ("[Ann, Bob, Cid]", "[ann, bob, cid]", "ANN, BOB, CID"):
        assert status(answer) == "correct"


@pytest.mark.parametrize(
    "code", ["__import__('pathlib').Path({!r}).touch()", "[open({!r}, 'w').close() or 'Ann']"]
)
def test_guru_14_model_text_is_never_evaluated(tmp_path, code):
    target = tmp_path / "written"
    assert status(code.format(str(target))) == "wrong"
    assert not target.exists()


@pytest.mark.parametrize("answer", ["\n['Ann',\n'Bob',\n'Cid']\n", "('Ann', 'Bob', 'Cid')",
    "Ann, Bob, Cid", "[Ann, Bob, Cid]."])  # fmt: skip
def test_guru_15_line_breaks_tuples_no_brackets_and_full_stops_are_harmless(answer):
    assert status(answer) == "correct"


@given(st.permutations(["Ann", "Bob", "Cid", "Dan"]), st.sampled_from([", ", "\n", " > ", "; "]))
def test_only_the_gold_order_is_paid(names, mark):
    verdict = ORDERING.score(f"<answer>{mark.join(names)}</answer>", '["Ann","Bob","Cid","Dan"]')
    assert verdict.value == float(names == sorted(names))
    assert verdict.status == ("correct" if verdict.value else "wrong")
