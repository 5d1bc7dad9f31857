"""The short way to a plain box finds what the long way finds, or leaves it to the long way."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rewards.extract import MATH, extract_answer
from rewards.extract.answer import _plain_box, find_answer

BEFORE = [
    "", "The answer is ", "So $", "$$", "not ", "It isn't ", "5 or ", "or ", "either ",
    "For example, ",
    "such as ", "Write your answer as ", "put your result in ", "Thus 12 \\neq ", "rather than ",
    "alternatively, ", "maybe ", "\\", "\\\\", "\\(", "\\[", "{", "}", "```\n", "`", "<think>",
    "</think>", "<answer>", "[THINK]", "◁think▷", "\\fbox{3}", "\\boxed{3}", "\\boxed{}", "boxed ",
    "I do not know. ",
    "#### 7\n", "**9**\n", "the answer is 8. ", "可能 ", "\n\n", "(", "could also be ",
]  # fmt: skip
BODY = [
    "5", "-12", "1,234", "0.5", "3/4", "\\frac{3}{4}", "-\\dfrac{1}{2}", "C", "x", "50\\%", "50%",
    "5.", "1,",
    "", "...", "?", "5 cm", "1e5", "\\frac{1}{0}", "{5}", "+5", "1..2", "007", "5/",
    "\\frac12", "a5",
]  # fmt: skip
AFTER = ["", ".", "$", "$.", "$$", "\n", " ", " cm", "\\%", " or 6", "?", "\\)", "}",
         " I am not sure.",
         "\n```", "</answer>", "...", "\\boxed{", "^\\circ", "%", " .", "</think>"]  # fmt: skip
pieces = st.lists(st.sampled_from(BEFORE), max_size=3).map("".join)


@settings(deadline=None, max_examples=3_000)
@given(before=pieces, body=st.sampled_from(BODY), after=st.sampled_from(AFTER))
@example(before="", body="5", after="")
@example(before="not ", body="5", after="")
def test_both_ways_agree(before, body, after):
    response = f"{before}\\boxed{{{body}}}{after}"
    assert extract_answer(response, MATH) == find_answer(response, MATH)


@pytest.mark.parametrize("body", ["5", "-12", "1,234.5", "\\frac{3}{4}", "C", "50\\%"])
@pytest.mark.parametrize("around", ["{}", "The answer is ${}$.", "So\n\n$$\n{}\n$$\n"])
def test_plain_boxes_take_the_short_way(body, around):
    assert _plain_box(around.format(f"\\boxed{{{body}}}")) == body


@pytest.mark.parametrize(
    "response",
    ["not \\boxed{5}", "<think>\\boxed{5}", "`\\boxed{5}`", "\\boxed{3} \\boxed{5}",
     "\\boxed{5} or 6", "For example, \\boxed{5}", "\\boxed{}", "\\boxed{5 or 6}"],
)  # fmt: skip
def test_others_do_not(response):
    assert _plain_box(response) is None
