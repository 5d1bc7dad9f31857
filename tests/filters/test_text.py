"""Normal form and guard: what does not count, and what makes another problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.exact import join_key
from filters.guard import guard
from filters.text import normal_form

SAME = [
    ("What is 3 + 4?", "what  is\n3 + 4"),
    ("Find $x$ if $x = 5$.", "Find x if x = 5"),
    (r"\dfrac{1}{2}", r"\frac{1}{2}"),
    (r"\left( 3, 4 \right)", "(3, 4)"),
    ("3 − 4", "3 - 4"),
    ("3 × 4", "3 * 4"),
    ("ﬁnd x", "find x"),
    ("a well-known fact", "a well known fact"),
    ("Wow! Is it so?", "wow is it so"),
]

OTHER = [
    ("What is 3 + 4?", "What is 3 - 4?"),
    ("What is 3 + 4?", "What is 3 + 5?"),
    ("Solve x < 5.", "Solve x > 5."),
    ("Solve x <= 5.", "Solve x < 5."),
    ("Is 1.5 large?", "Is 1 5 large?"),
    ("Find f(-5).", "Find f(5)."),
    ("Find 5!.", "Find 5."),
    ("x² + 1", "x2 + 1"),
    ("x^2", "x2"),
    ("50% of 4", "50 of 4"),
    ("length of (1,3]", "length of [1,3)"),
    ("3 + 4 - 5", "3 - 4 + 5"),
    ("|x| = 3", "x = 3"),
    ("the minimum of x", "the maximum of x"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_harmless_differences_join(one, other):
    assert join_key("text", one) == join_key("text", other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_number_sign_or_word_is_another_problem(one, other):
    assert join_key("text", one) != join_key("text", other)


@pytest.mark.parametrize(("one", "other"), [pair for pair in OTHER if "minimum" not in pair[0]])
def test_it_is_the_guard_that_tells_signs_apart(one, other):
    """Where words and digits are the same, the guard alone separates."""
    if normal_form(one) == normal_form(other):
        assert join_key("text", one, guarded=False) == join_key("text", other, guarded=False)
        assert guard(one) != guard(other)
    else:
        assert join_key("text", one, guarded=False) != join_key("text", other, guarded=False)


def test_the_guard_decides_in_most_of_these():
    assert sum(normal_form(one) == normal_form(other) for one, other in OTHER) >= 10


def test_context_is_part_of_the_question():
    assert join_key("text", "How many rows?", "a b") != join_key("text", "How many rows?", "a c")
    assert join_key("text", "a b", "") != join_key("text", "a", "b")


def test_a_structure_decides_alone():
    assert join_key("structure:1", "one text") == join_key("structure:1", "another text")
    assert join_key("structure:1", "a") != join_key("structure:2", "a")
    assert join_key("structure:1", "a") != join_key("text", "structure:1")


@given(st.text())
def test_any_text_has_a_stable_form(text):
    form = normal_form(text)
    assert normal_form(form) == form
    assert normal_form(f"  {text}\n") == form
    assert guard(text) == guard(f" {text} ")
