from __future__ import annotations

import pytest

from domains.logic._knights_text import NAMES
from domains.templates import UnknownTemplateError, known_templates, render


def test_texts_are_put_in_literally():
    question, context = r"{context} {question} {} {0} \1 \g<0> 100 %s", "{question} {braces}"
    content = render("plain", question, context)[0]["content"]
    assert content == f"{context}\n\n{question}"
    assert render("plain", question)[0] == {"role": "user", "content": question}


@pytest.mark.parametrize("name", known_templates())
def test_every_template_ends_with_the_question(name):
    (message,) = render(name, "the-question", "the-context")
    assert message["role"] == "user"
    assert message["content"].endswith("the-context\n\nthe-question")
    other = render(name, "another", "")[0]["content"]
    assert message["content"].removesuffix("the-context\n\nthe-question") == other.removesuffix(
        "another"
    ), "the constant text is one common prefix"


def test_unknown_template_lists_the_known():
    with pytest.raises(UnknownTemplateError, match=r"'fancy'.*arc_grid.*plain"):
        render("fancy", "q")


def test_the_example_names_are_in_no_puzzle():
    constant = render("knights_and_knaves", "")[0]["content"]
    assert "<answer>Max: knight, Kim: knave</answer>" in constant
    assert not {"Max", "Kim"} & set(NAMES)
    assert len(constant.split()) <= 45
