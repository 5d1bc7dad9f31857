"""Signs of a wrong label, and what trainers get: every sign shown on a row that has it alone."""

from __future__ import annotations

import pytest

from filters.difficulty.labels import clusters, evidence, suspicions
from filters.difficulty.outcomes import Counts, Draw, Outcomes
from filters.difficulty.weights import sampling_weight, target_length


def drawn(letters: str, answers: str = "", finishes: str = "") -> Outcomes:
    """Draws by letter; answers by letter too, `.` for none."""
    answers = answers or "".join("g" if c == "1" else "." for c in letters)
    finishes = finishes or "s" * len(letters)
    words = {"s": "stop", "l": "length", "e": "error"}
    return Outcomes().extended(
        Draw(letter, words[end], 5, 9, answer=None if answer == "." else answer)  # type: ignore[arg-type]
        for letter, answer, end in zip(letters, answers, finishes, strict=True)
    )


def signs(weak: Outcomes, strong: Outcomes | None = None) -> dict[str, tuple[float, str]]:
    found = suspicions(weak, strong or Outcomes())
    return {one.reason: (round(one.score, 3), one.role) for one in found}


@pytest.mark.parametrize(
    ("letters", "answers", "expected"),
    [
        ("00000000", "aaaaabcd", {"majority_against_gold": (0.625, "weak")}),
        ("0000", "aaaa", {"majority_against_gold": (1.0, "weak")}),
        ("000", "aaa", {}),
        ("10000", "gaaab", {"majority_against_gold": (0.6, "weak")}),
        ("11000", "ggaaa", {"majority_against_gold": (0.6, "weak")}),
        ("00000000", "aaaabcde", {"never_solved_in_agreement": (0.5, "weak")}),
        ("10000000", "gaaabcde", {}),
        ("00000000", "abcdefgh", {}),
        ("0000----", "aaaa....", {"never_solved_in_agreement": (0.5, "weak")}),
        ("11111111", "gggggggg", {}),
        ("--------", "........", {}),
        ("????1100", "....ggab", {"undecided": (0.5, "weak")}),
        ("??111111", "..gggggg", {}),
        ("", "", {}),
    ],
)
def test_signs_of_one_model(letters, answers, expected):
    assert signs(drawn(letters, answers)) == expected


def test_draws_that_the_engine_lost_say_nothing_of_the_verifier():
    assert signs(drawn("????0000", "....abcd", "eeeessss")) == {}
    assert "undecided" in signs(drawn("????0000", "....abcd", "ssssssss"))
    assert signs(drawn("??????01", "......ag", "eeeessss")) == {"undecided": (0.5, "weak")}


def test_the_stronger_sign_of_a_kind_is_told():
    weak, strong = drawn("00000000", "aaaaabcd"), drawn("00000000", "aaaaaaab")
    assert signs(weak, strong)["majority_against_gold"] == (0.875, "strong")


def test_weak_over_strong_needs_more_than_noise():
    strong = drawn("00000000", "abcdefgh")
    assert signs(drawn("11111100", "ggggggab"), strong)["weak_over_strong"][0] > 0.95
    assert "weak_over_strong" not in signs(drawn("11000000", "ggabcdef"), strong)


def test_clusters_are_counted_and_ordered():
    found = clusters(drawn("0010?0-1", "abgcxb.g"))
    assert [(c.answer, c.count, c.correct) for c in found] == [
        ("b", 2, False), ("g", 2, True), ("a", 1, False), ("c", 1, False),
    ]  # fmt: skip
    told = evidence(drawn("0010?0-1", "abgcxb.g", "sslsslls"))
    assert told["answers"] == [["b", 2, False], ["g", 2, True], ["a", 1, False]]
    assert (told["drawn"], told["correct"], told["undecided"], told["truncated"]) == (8, 2, 1, 3)


@pytest.mark.parametrize(
    ("letters", "tokens", "expected"),
    [
        ("1011", [10, 99, 30, 20], 20),
        ("11", [10, 13], 12),
        ("0-?", [1, 2, 3], None),
        ("", [], None),
    ],
)  # fmt: skip
def test_target_length_is_the_median_of_correct_draws(letters, tokens, expected):
    assert target_length(letters, tokens) == expected


def test_sampling_weight_is_greatest_in_the_middle_and_never_zero():
    weights = [sampling_weight(Counts(c, 16 - c, 0)) for c in range(17)]
    assert weights == pytest.approx(weights[::-1])
    assert max(weights) == weights[8] < 1
    assert min(weights) == weights[0] > 0
    assert sorted(weights[:9]) == weights[:9]
    assert sampling_weight(Counts(0, 0, 3)) is None
    assert sampling_weight(Counts(1, 1, 0)) == pytest.approx(4 * 1.5 * 1.5 / (3 * 4))
