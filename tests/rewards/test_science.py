"""Quantities to a stated precision, required units, other names."""

import pytest

from rewards import GroundTruthError, load_reward

SCIENCE = load_reward("science")


def score(gold, answer, spec=None):
    return SCIENCE.score(f"So it is \\boxed{{{answer}}}.", gold, spec)


@pytest.mark.parametrize(
    ("gold", "answer", "spec"),
    [
        ("9.81 m/s^2", "9.81 \\text{ m/s}^2", {"significant": 3}),
        ("9.81 m/s^2", "9.8100 \\,\\mathrm{m\\,s^{-2}}", {"significant": 3}),
        ("9.81 m/s^2", "981 \\text{ cm/s}^2", {"significant": 3}),
        ("3.0 \\times 10^8 m/s", "2.998 \\times 10^8 \\text{ m/s}", {"significant": 2}),
        ("50.7 atm", "50.0 \\text{ atm}", {"relative": "0.02", "unit_required": True}),
        ("-0.25", "-0.2541", {"round": 2}),
        ("12", "12000 \\text{ g}", {"unit": "kg"}),
        ("12", "12", {"unit": "kg"}),
        ("4.7 k\\Omega", "4700 \\Omega", {"unit_required": True}),
        ("10 \\mu F", "0.01 \\text{ mF}", {"unit_required": True}),
        ("8.314 J/(mol K)", "8.314 \\text{ J mol}^{-1} \\text{ K}^{-1}", {"unit_required": True}),
        ("5.0 J", "5.2 \\text{ J}", {"tolerance": "0.5"}),
        ("mitosis", "\\text{Mitosis}", {}),
        ("mitosis", "\\text{mitotic division}", {"aliases": ["mitotic division"]}),
        ("\\frac{1}{2} m v^2", "\\frac{mv^2}{2}", {}),
        ("62.5\\%", "63\\%", {"significant": 2}),
        ("62.5\\%", "0.63", {"significant": 2}),
        ("62.5\\%", "62\\%", {"relative": "0.02", "unit_required": True}),
        ("62.5", "62.5\\%", {"unit": "percent", "unit_required": True}),
        ("13.6 eV", "13.60 \\text{ eV}", {"significant": 3, "unit_required": True}),
    ],
)
def test_right_answers(gold, answer, spec):
    assert score(gold, answer, spec).status == "correct"


@pytest.mark.parametrize(
    ("gold", "answer", "spec"),
    [
        ("9.81 m/s^2", "9.80 \\text{ m/s}^2", {"significant": 3}),
        ("9.81 m/s^2", "9.81 \\text{ m/s}", {"significant": 3}),
        ("50.7 atm", "49 \\text{ atm}", {"relative": "0.02"}),
        ("50.7 atm", "50.7", {"unit_required": True}),
        ("50.7 atm", "50.7 \\text{ bar}", {"relative": "0.001"}),
        ("5.0 J", "5.6 \\text{ J}", {"tolerance": "0.5"}),
        ("5.0 J", "5.0 \\text{ W}", {"tolerance": "0.5"}),
        ("-0.25", "-0.25 \\text{ mitosis}", {"round": 2}),
        ("-0.25", "0.25", {"round": 2}),
        ("62.5\\%", "0.64", {"significant": 2}),
        ("62.5\\%", "6.3\\%", {"significant": 2}),
        ("62.5\\%", "63 \\text{ m}", {"significant": 2}),
        ("62.5", "62.5", {"unit": "percent", "unit_required": True}),
        ("4.7 k\\Omega", "4.7 \\text{ M}\\Omega", {}),
        ("1 MW", "1 mW", {}),
        ("mitosis", "\\text{meiosis}", {"aliases": ["mitotic division"]}),
        ("mitosis", "\\text{not mitosis}", {}),
        ("12 \\text{ kg}", "12 \\text{ kg} = 13 \\text{ kg} = 12 \\text{ kg}", {}),
    ],
)
def test_wrong_answers(gold, answer, spec):
    assert score(gold, answer, spec).status == "wrong"


def test_no_answer_is_no_wrong_answer():
    assert SCIENCE.score("I cannot tell.\n\nNot at all.", "5 J").status == "no_answer"
    assert SCIENCE.score("<think>\\boxed{5 J}", "5 J").status == "no_answer"


@pytest.mark.parametrize(
    ("gold", "spec", "said"),
    [
        ("5 J", {"relative": "0.5"}, "relative"),
        ("5 J", {"relative": "0.01", "tolerance": "1"}, "one of them"),
        ("0", {"relative": "0.01"}, "other than 0"),
        ("mitosis", {"relative": "0.01"}, "numbers"),
        ("5", {"unit_required": True}, "no unit"),
        ("5 J", {"unit_required": "yes"}, "true and false"),
        ("5 J", {"unit": "qux qux 7"}, "unknown"),
        ("mitosis", {"aliases": "mitotic"}, "list"),
        ("mitosis", {"aliases": ["5"]}, "short texts"),
        ("5 J", {"ordered": True}, "unknown spec keys"),
        ("", {}, "no value"),
    ],
)
def test_golds_and_specs_that_cannot_be_graded(gold, spec, said):
    with pytest.raises(GroundTruthError, match=said):
        SCIENCE.read_gold(gold, spec)


@pytest.mark.parametrize(("gold", "spec"), SCIENCE.examples)
def test_gold_is_paid_and_its_negatives_are_not(gold, spec):
    assert SCIENCE.score(SCIENCE.render(gold, spec), gold, spec).value == 1.0
    negatives = list(SCIENCE.negatives(gold, spec))
    assert len(negatives) >= 6
    for negative in negatives:
        assert SCIENCE.score(negative.response, gold, spec).value == 0.0, negative


def test_equal_golds_have_one_canonical_form():
    assert SCIENCE.canonical("5.0 J") == SCIENCE.canonical("5 \\text{ joules}")
    assert SCIENCE.canonical("5 J") != SCIENCE.canonical("5 W")
