"""The math reward: layers, specs, golds that cannot be graded, hostile responses."""

import json

import pytest

from rewards import GroundTruthError, load_reward
from rewards.answers.rounding import compare_rounded, read_rounding

MATH = load_reward("math")


def status(answer, gold, spec=None):
    return MATH.score(f"\\boxed{{{answer}}}", gold, spec).status


@pytest.mark.parametrize(
    ("response", "gold", "expected", "layer"),
    [
        ("So $\\boxed{1/2}$.", "0.5", "correct", "exact"),
        ("\\boxed{0.333}", "\\frac13", "wrong", "exact"),
        ("\\boxed{\\text{odd}}", "even", "wrong", "text"),
        ("\\boxed{\\text{odd}}", "7", "wrong", "type"),
        ("\\boxed{\\sin 2x}", "2\\sin x\\cos x", "correct", "symbolic"),
        ("\\boxed{9^{9^{9^9}}}", "1", "undecided", "symbolic"),
        ("", "1", "no_answer", "extract"),
        ("\\boxed{1}", "nan", "undecided", "gold"),
    ],
)
def test_the_verdict_names_its_layer(response, gold, expected, layer):
    verdict = MATH.score(response, gold)
    assert (verdict.status, verdict.layer) == (expected, layer)


@pytest.mark.parametrize(
    ("spec", "gold", "right", "wrong"),
    [
        (
            {"round": 2},
            "6.46",
            ["6.46", "\\frac{84}{13}", "6.462", "6.455"],
            ["6.47", "6.4", "6.466"],
        ),
        ({"round": 0}, "31", ["31", "10\\pi", "31.4", "\\frac{63}{2}"], ["32", "31.51", "30.4"]),
        ({"round": 3}, "1.414", ["\\sqrt{2}", "1.41421356"], ["1.4", "1.415", "\\sqrt{3}"]),
        ({"significant": 2}, "1200", ["1200", "1180", "1249"], ["1300", "1100", "1251"]),
        ({"significant": 3}, "0.00123", ["0.00123", "1.234\\times10^{-3}"], ["0.0012", "0.00124"]),
        ({"tolerance": "0.1"}, "5", ["5", "5.1", "4.9", "\\frac{51}{10}"], ["5.11", "4.8", "-5"]),
        ({"tolerance": 0.5}, "100 \\text{ cm}", ["1 \\text{ m}", "100.5"], ["101", "2 \\text{ m}"]),
        ({"unit": "cm"}, "5", ["5", "5 \\text{ cm}", "50 \\text{ mm}"], ["50", "5 \\text{ m}"]),
        ({"ordered": True}, "1,2,3", ["1,2,3", "(1,2,3)"], ["3,2,1", "\\{1,2,3\\}"]),
    ],
)
def test_a_spec_says_what_is_asked_for(spec, gold, right, wrong):
    for text in (spec, json.dumps(spec)):
        assert [status(answer, gold, text) for answer in right] == ["correct"] * len(right)
        assert [status(answer, gold, text) for answer in wrong] == ["wrong"] * len(wrong)


def test_nothing_is_rounded_without_a_spec():
    assert status("6.46", "\\frac{84}{13}") == "wrong"
    assert status("\\frac{84}{13}", "6.46") == "wrong"
    assert status("\\ln 2", "0.693", {"round": 3}) == "undecided"


@pytest.mark.parametrize(
    "spec",
    [
        {"round": -1},
        {"round": 1.5},
        {"round": True},
        {"round": 31},
        {"significant": 0},
        {"tolerance": "-1"},
        {"tolerance": "nan"},
        {"tolerance": "x"},
        {"tolerance": "1e-9999999"},
        {"round": 2, "tolerance": "0.1"},
        {"unit": "is wrong"},
        {"unit": 3},
        {"ordered": "yes"},
        {"rounding": 2},
    ],
)
def test_specs_that_say_nothing_known_fail_at_build(spec):
    with pytest.raises(GroundTruthError):
        MATH.canonical("5", spec)
    assert status("5", "5", spec) == "undecided"


@pytest.mark.parametrize("gold", ["(1,2)", "x^2", "even", "A"])
def test_rounding_and_units_are_for_numbers(gold):
    for spec in ({"round": 2}, {"unit": "cm"}):
        with pytest.raises(GroundTruthError):
            MATH.canonical(gold, spec)


def test_ties_round_either_way():
    rounding = read_rounding({"round": 0})
    assert rounding is not None
    from rewards.answers import parse_answer

    for gold in ("2", "3"):
        assert compare_rounded(parse_answer(gold), parse_answer("2.5"), rounding).status == "equal"
    assert compare_rounded(parse_answer("1"), parse_answer("2.5"), rounding).status == "different"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1/2", "\\frac{2}{4}"),
        ("5", "5.00"),
        ("\\{1,2\\}", "\\{2, 1, 2\\}"),
        ("x>3", "(3,\\infty)"),
        ("[0,1]\\cup[1,2]", "[0,2]"),
        ("1,000", "1000"),
        ("\\text{Monday}", "monday"),
    ],
)
def test_equal_golds_have_one_canonical_text(one, other):
    assert MATH.canonical(one) == MATH.canonical(other)


def test_lists_in_another_order_are_another_gold_only_if_ordered():
    assert MATH.canonical("1,2") == MATH.canonical("2,1")
    assert MATH.canonical("1,2", {"ordered": True}) != MATH.canonical("2,1", {"ordered": True})
    assert MATH.canonical("(1,2)") != MATH.canonical("(2,1)")


@pytest.mark.parametrize("gold", ["", "?", "nan", "\\frac{1}{0}", "5=6", "(1", "9" * 30_000])
def test_golds_without_a_value_are_refused(gold):
    with pytest.raises(GroundTruthError):
        MATH.canonical(gold)
    assert status("1", gold) == "undecided"


@pytest.mark.parametrize(
    "piece",
    ["{", "(", "\\frac", "x^{", "1+", "1,", "\\{", "\\left|", "\\sqrt{", "9", "\\pm 1", "x=", "-",
     "1 ", "\\text{a}", "\\begin{pmatrix}", "|", "a", "$", "\\cup", "[0,1]\\cup", "<", "1<", ":",
     "_", "^", "!", "one ", "and ", "\\%", "cm ", "^\\circ", "(1,2),", "\\sin "],
)  # fmt: skip
@pytest.mark.parametrize("length", [60, 3_000, 19_000])
def test_repetition_is_graded_and_never_paid(piece, length):
    """Finishes at all: anything exponential or cubic would trip the suite's timeout."""
    hostile = piece * (length // len(piece))
    for response in (hostile, f"\\boxed{{{hostile}}}", f"\\boxed{{{hostile}42}}"):
        for gold in ("42", "(1,2)", "[0,1]", "x+1"):
            verdict = MATH.score(response, gold)
            assert verdict.status != "error"
            assert verdict.value == 0.0 or gold == "42", (piece, verdict)
