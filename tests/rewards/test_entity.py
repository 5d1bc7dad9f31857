"""Single names: which forms are read, and which answers are not paid."""

import pytest

from rewards import GroundTruthError, load_reward

ENTITY = load_reward("entity")
SPEC = {"choices": ["fep", "dax", "daxen"]}


def status(answer: str, gold: str = "dax", spec: object = SPEC) -> str:
    return ENTITY.score(f"<answer>{answer}</answer>", gold, spec).status


@pytest.mark.parametrize(
    "answer",
    ["dax", "Dax", "DAX.", " dax\n", "\ndax\n", "a dax", "The dax.", '"dax"', "'dax'", "`dax`",
     "**dax**", "*dax*", "_dax_", "“dax”", "[dax]", "(dax)", "['dax']", "Answer: dax",
     "The answer is dax.", "The final answer is: **a dax**", "It is a dax.", "\\text{dax}",
     "$\\text{dax}$", "\\boxed{dax}", "```\ndax\n```", "the answer is [a dax]"],
)  # fmt: skip
def test_harmless_forms_are_paid(answer):
    assert status(answer) == "correct"


@pytest.mark.parametrize(
    "response",
    ["So \\boxed{dax}.", "\\boxed{\\text{a dax}}", "The answer is a dax.", "**Answer:** dax",
     "Since feps are not.\n\nDax", "<think>fep</think>dax", "```\ndax\n```",
     "<answer>fep</answer> No, <answer>dax</answer>"],
)  # fmt: skip
def test_answers_are_found_where_they_stand(response):
    assert ENTITY.score(response, "dax", SPEC).status == "correct"


@pytest.mark.parametrize(
    "answer",
    ["fep", "daxen", "dax en", "daxes", "adax", "da x", "dax or fep", "dax, fep", "dax fep",
     "fep dax", "dax and fep", "dax, not fep", "not dax", "not a dax", "It is not a dax",
     "dax?", "dax dax", "maybe dax", "[fep, dax]", "[dax", "dax]", "wug", "d\u0430x", "dax/fep",
     "dax\nfep", "Is it a dax?", "the"],
)  # fmt: skip
def test_other_answers_are_wrong(answer):
    assert status(answer) == "wrong"


@pytest.mark.parametrize("answer", ["Both", "AB", "B and A", "A, B", "Bob", "b or a", "not B"])
def test_names_are_never_sought_inside_texts(answer):
    assert status(answer, "B", {"choices": ["A", "B"]}) == "wrong"
    assert status(answer, "B", None) == "wrong"


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        ("A", "A", "correct"), ("A", "a.", "correct"), ("B", "b", "correct"),
        ("The Hague", "the hague", "correct"), ("The Hague", "Hague", "correct"),
        ("New York", "new  york", "correct"), ("New York", "York", "wrong"),
        ("New York", "New\nYork", "wrong"), ("Dr. Who", "dr. who", "correct"),
        ("O'Brien", '"O\'Brien"', "correct"), ("Zoë", "ZOE\u0308", "correct"),
        ("Zoë", "Zoe", "wrong"), ("Sammy Jr.", "Sammy Jr.", "correct"), ("7", "7", "correct"),
        ("7", "70", "wrong"),
    ],
)  # fmt: skip
def test_other_golds(gold, answer, expected):
    assert status(answer, gold, None) == expected


@pytest.mark.parametrize("response", ["", "I do not know.", "<answer></answer>", "A fep has a dax.",
    "<think>dax", "<answer>dax", "\\boxed{dax} or \\boxed{fep}"])  # fmt: skip
def test_no_answer(response):
    assert ENTITY.score(response, "dax", SPEC).status == "no_answer"


@pytest.mark.parametrize(
    ("gold", "spec", "seen"),
    [
        ("", None, "no name"), ("...", None, "no name"), ("x" * 201, None, "no name"),
        ("a\nb", None, "no name"), ("{}", None, "no name"), ("None", None, "no gold"),
        ("wug", SPEC, "not among"), ("dax", {"choices": ["dax", "Dax"]}, "the same"),
        ("dax", {"choices": "dax"}, "a list is allowed"), ("dax", {"choices": ["dax", 3]}, "int"),
        ("dax", {"choices": [f"d{i}" for i in range(1001)]}, "more than 1000"),
        ("dax", {"options": []}, "unknown spec keys"), ("a b c d e f g h i j k l m n", None, "12"),
    ],
)  # fmt: skip
def test_ungradable_golds(gold, spec, seen):
    with pytest.raises(GroundTruthError, match=seen):
        ENTITY.canonical(gold, spec)
    assert ENTITY.score("<answer>dax</answer>", gold, spec).status == "undecided"


def test_canonical():
    assert ENTITY.canonical(" The  Hague ") == ENTITY.canonical("hague") == "hague"


@pytest.mark.parametrize("answer", ["\ndax\n", "dax.", "a dax", "DAX"])
def test_guru_15_line_breaks_and_full_stops_are_harmless(answer):
    """Guru's graph reward gave 0 for a line break in the tags and for a full stop."""
    assert status(answer) == "correct"


def test_guru_14_model_text_is_never_evaluated(tmp_path):
    target = tmp_path / "written"
    assert status(f"open({str(target)!r}, 'w').close() or 'dax'") == "wrong"
    assert not target.exists()
