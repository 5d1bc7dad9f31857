"""Short texts in normal form, and nothing beside them."""

import pytest

from rewards import GroundTruthError, load_reward

REWARD = load_reward("text_exact")


def status(answer, gold, spec=None):
    return REWARD.score(f"\\boxed{{{answer}}}", gold, spec).status


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("\\text{Paris}", "Paris"),
        ("PARIS", "paris"),
        ("\\textbf{Paris}.", "Paris"),
        ("**Paris**", "Paris"),
        ('"Paris"', "Paris"),
        ("“Paris”", "Paris"),
        ("New   York", "New York"),
        ("\\text{New}\\ \\text{York}", "New York"),
        ("the derivative", "derivative"),
        ("derivative", "The derivative"),
        ("O’Brien", "O'Brien"),
        ("1914–1918", "1914-1918"),
        ("Cafe\u0301", "Café"),
        ("STRASSE", "straße"),
        ("Dr. Who", "Dr. Who"),
        ("etc...", "etc..."),
        ("A", "a"),
    ],
)
def test_what_carries_no_meaning_is_harmless(answer, gold):
    assert status(answer, gold) == "correct"


@pytest.mark.parametrize("answer", [
    "Pari", "Paris, France", "not Paris", "Paris?", "Paris or Rome", "Paris is wrong",
    "Paris (wrong)", "Paris Paris", "Paris \\text{ is wrong}", "Pa ris", "París", "Paris = Rome",
    "Rome", "the the Paris",
])  # fmt: skip
def test_another_text_is_wrong(answer):
    assert status(answer, "Paris") == "wrong"


def test_case_and_article_count_if_the_spec_says_so():
    assert status("NaCl", "NaCl", {"case": True}) == "correct"
    assert status("NACL", "NaCl", {"case": True}) == "wrong"
    assert status("the Who", "Who", {"case": True}) == "wrong"


def test_aliases_are_right_too_in_the_same_normal_form():
    spec = {"aliases": ["UK", "Great Britain"]}
    assert status("the uk", "United Kingdom", spec) == "correct"
    assert status("Britain", "United Kingdom", spec) == "wrong"
    assert status("uk", "United Kingdom", {**spec, "case": True}) == "wrong"


@pytest.mark.parametrize("response", [
    "<answer>Paris</answer>", "The answer is Paris.", "**Answer:** Paris", "Paris",
    "### Answer\n\nParis", "The capital is **Paris**.",
])  # fmt: skip
def test_answers_in_prose(response):
    assert REWARD.score(response, "Paris").value == 1.0


def test_an_abbreviation_ends_no_sentence():
    assert REWARD.score("The answer is Dr. Who.", "Dr. Who").value == 1.0


@pytest.mark.parametrize(
    "gold", ["", "...", "none", "NaN", "[1]", "{a}", "a\nb", "x" * 301, "\\alpha"]
)
def test_bad_golds(gold):
    with pytest.raises(GroundTruthError):
        REWARD.canonical(gold)


@pytest.mark.parametrize(
    "spec", [{"case": 1}, {"aliases": "UK"}, {"aliases": [3]}, {"aliases": [""]}]
)
def test_bad_specs(spec):
    with pytest.raises(GroundTruthError):
        REWARD.canonical("Paris", spec)


def test_canonical_is_the_normal_form():
    assert REWARD.canonical("The  Derivative.") == "derivative"
    assert REWARD.canonical("The  Derivative", {"case": True}) == "The Derivative"
