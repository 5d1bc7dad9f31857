"""Letters, letters with their texts, and texts of options."""

import pytest

from rewards import GroundTruthError, load_reward

REWARD = load_reward("multiple_choice")
SPEC = {
    "choices": {"A": "10", "B": "meiosis, twice", "C": "12", "D": "None of these", "E": "12 cm"}
}


def status(answer, gold, spec=None, shell="\\boxed{{{}}}"):
    return REWARD.score(shell.format(answer), gold, spec).status


@pytest.mark.parametrize("answer", [
    "C", "c", "(C)", "C.", "C)", "(c).", "\\text{C}", "\\textbf{(C)}", "\\mathrm{C}", "**C**",
    "$C$", "Option C", "option (C)", "Choice C", "the answer is C", "Answer: C", "Letter C", "[C]",
    "'C'",
])  # fmt: skip
@pytest.mark.parametrize("spec", [None, SPEC])
def test_a_letter_may_be_written_in_many_ways(answer, spec):
    assert status(answer, "C", spec) == "correct"
    assert status(answer, "D", spec) == "wrong"


@pytest.mark.parametrize("answer", [
    "(C) 12", "C. 12", "C: 12", "C) 12", "C 12", "C - 12", "C = 12", "C, 12", "\\text{(C) } 12",
    "12 (C)", "Option C: 12", "(C) $12$", "C. 12.", "12",
])  # fmt: skip
def test_a_letter_may_come_with_its_text_or_the_text_alone(answer):
    assert status(answer, "C", SPEC) == "correct"
    assert status(answer, "D", SPEC) == "wrong"


@pytest.mark.parametrize(
    "answer",
    [
        "D) None of these",
        "none of these",
        "\\text{None of these}",
        "None of these.",
        '"None of these"',
    ],
)
def test_words_of_an_option(answer):
    assert status(answer, "D", SPEC) == "correct"
    assert status(answer, "D") == "wrong"


@pytest.mark.parametrize("answer", [
    "C. 10", "(C) 10", "10 (C)", "C: None of these", "C. 12 cm", "C 12 cm", "C is wrong", "not C",
    "C?", "C (this is wrong)", "C or D", "either C or D", "C, D", "ABCDE", "CD", "A, B, C, D, E",
    "F", "12 or 10", "C \\text{ is wrong}", "C = D", "12 m", "1", "C. 12 or 10", "the 12", "Cat",
    "C C D", "CC", "C1",
])  # fmt: skip
def test_anything_else_is_wrong(answer):
    verdict = REWARD.score(f"\\boxed{{{answer}}}", "C", SPEC)
    assert verdict.value == 0.0
    assert verdict.status in {"wrong", "no_answer"}
    assert status(answer, "C") != "correct"


def test_without_choices_no_text_can_be_checked():
    assert status("(C) 12", "C") == "wrong"


@pytest.mark.parametrize("gold", ["A, C", "AC", "C,A", "(A), (C)", "A and C", "A;C"])
@pytest.mark.parametrize(
    "answer", ["A, C", "AC", "CA", "C and A", "(A) and (C)", "A; C", "A/C", "A & C", "A C", "a,c"]
)
def test_several_letters_are_a_set(gold, answer):
    assert status(answer, gold) == "correct"
    assert status(answer, gold, SPEC) == "correct"
    assert status(answer, "A") == "wrong"


@pytest.mark.parametrize("answer", ["A. 10\nC. 12", "A. 10; C. 12", "(A) 10, (C) 12", "10 and 12"])
def test_several_letters_with_their_texts(answer):
    assert status(answer, "A, C", SPEC, "<answer>{}</answer>") == "correct"
    assert status(answer, "A", SPEC, "<answer>{}</answer>") == "wrong"


def test_texts_with_commas_and_boxes_side_by_side():
    assert status("B. meiosis, twice", "B", SPEC) == "correct"
    assert status("meiosis, twice", "B", SPEC) == "correct"
    assert REWARD.score("$\\boxed{A}$ and $\\boxed{C}$", "A, C").value == 1.0
    assert REWARD.score("$\\boxed{A}$ or $\\boxed{C}$", "A, C").status == "no_answer"


def test_echo_of_all_options_is_no_answer():
    every = ", ".join(
        f"{letter}. {text}" for letter, text in SPEC["choices"].items() if letter != "B"
    )
    assert status(every, "C", SPEC) == "wrong"
    assert status("A, B, C, D, E", "C", SPEC) == "no_answer"
    assert status("A, B, C, D, E", "ABCDE", SPEC) == "correct"


def test_a_text_that_is_anothers_letter_or_stands_twice_chooses_nothing_by_itself():
    spec = {"choices": {"A": "B", "B": "A", "C": "5", "D": "5"}}
    assert status("B", "B", spec) == "correct"
    assert status("B", "A", spec) == "wrong"
    assert status("5", "C", spec) == status("5", "CD", spec) == "wrong"
    assert status("C. 5", "C", spec) == "correct"


def test_formulas_in_options():
    spec = {"choices": {"A": "$\\frac{1}{2}$", "B": "\\(x^2+1\\)"}}
    assert status("\\dfrac{1}{2}", "A", spec) == "correct"
    assert status("\\text{(B) } x^2 + 1", "B", spec) == "correct"
    assert status("x^2 - 1", "B", spec) == "wrong"


@pytest.mark.parametrize(
    "response",
    [
        "The correct option is **C**.",
        "Hence **C) 12**",
        "Answer: C",
        "C",
        "故选 C。",
        "<answer>C</answer>",
    ],
)
def test_answers_in_prose(response):
    assert REWARD.score(response, "C", SPEC).value == 1.0


@pytest.mark.parametrize(
    "gold", ["", "AA", "A, A", "F", "null", "a1", "A or B", "1", "ab", "A\nB?"]
)
def test_bad_golds(gold):
    with pytest.raises(GroundTruthError):
        REWARD.canonical(gold, SPEC)


@pytest.mark.parametrize(
    "choices",
    [["10", "12"], {"A": 1}, {"a": "x"}, {"AB": "x"}, {"": "x"}, {"A": "x"}, 3, {"1": "x"}],
)
def test_bad_choices(choices):
    with pytest.raises(GroundTruthError):
        REWARD.canonical("A", {"choices": choices})


def test_canonical_sorts():
    assert REWARD.canonical("CA") == REWARD.canonical("a, c") == "A, C"
