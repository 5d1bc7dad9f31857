from __future__ import annotations

import pytest

from domains import row_filters
from domains.base import Problem

CASES = [
    (row_filters.no_images, "image", "Look: ![](fig.png) What is x?", "Is f an image of g?"),
    (row_filters.no_images, "image", "<image> What is shown?", "If x < img, then?"),
    (row_filters.no_images, "image", r"\includegraphics{a}", r"Which graph is \mathcal{G}?"),
    (row_filters.no_links, "link", "See https://x.org/a for details.", "What is http?"),
    (row_filters.no_proofs, "proof", "Prove that there are infinitely many primes.", ""),
    (row_filters.no_proofs, "proof", "Show that $a = b$.", "Show that a = b and find a."),
    (row_filters.one_question, "several_questions", "(a) Find x. (b) Find y.", "f(a) = f(b) is?"),
    (row_filters.one_question, "several_questions", "i) Find x\nii) Find y", "Does i) matter?"),
    (row_filters.one_question, "several_questions", "1) Find x\n2) Find y", "Is (1, 2) on it?"),
]


def problem(question="?", gold="1", **more):
    return Problem(question=question, ground_truth=gold, **more)


@pytest.mark.parametrize(("check", "reason", "bad", "good"), CASES)
def test_questions(check, reason, bad, good):
    dropped = check(problem(bad))
    assert dropped is not None
    assert dropped.reason == reason
    assert dropped.evidence
    assert check(problem(good)) is None


@pytest.mark.parametrize("gold", ["", " ", "None", "N/A", "$notfound$", "nan", "Proof."])
def test_sentinels(gold):
    assert row_filters.no_sentinels(problem(gold=gold)).reason == "sentinel_gold"


@pytest.mark.parametrize("gold", ["0", "-1", "no", "none of these"])
def test_golds_that_are_answers(gold):
    assert row_filters.no_sentinels(problem(gold=gold)) is None


def test_lengths():
    check = row_filters.gold_at_most(3)
    assert check(problem(gold="123")) is None
    assert check(problem(gold="1234")).evidence == "4 characters, at most 3 are kept"
    check = row_filters.question_tokens(10, least=2)
    assert check(problem("x" * 30)) is None
    assert check(problem("x" * 31)).reason == "question_length"
    assert check(problem("x" * 3)).reason == "question_length"
    assert check(problem("x" * 15, context="y" * 16)).reason == "question_length"


def test_answer_types():
    check = row_filters.answer_types("Float", "Integer")
    assert check(problem(answer_type="Float")) is None
    dropped = check(problem(answer_type="Boolean"))
    assert dropped.reason == "answer_type"
    assert "Float, Integer" in dropped.evidence
