"""Grids: which forms are read, and which answers are not paid."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards import GroundTruthError, load_reward
from rewards.grid import MAX_CELLS

GRID = load_reward("grid")
GOLD = "[[1,2],[3,4]]"


def status(answer: str, gold: str = GOLD) -> str:
    return GRID.score(f"<answer>{answer}</answer>", gold).status


@pytest.mark.parametrize(
    "answer",
    [
        "[[1,2],[3,4]]",
        "[[1, 2], [3, 4]]",
        " [ [1 ,2 ] , [ 3,4] ] ",
        "[\n  [1, 2],\n  [3, 4]\n]",
        "[[1,2],[3,4],]",
        "[[1,2,],[3,4,],]",
        "((1,2),(3,4))",
        "[(1, 2), (3, 4)]",
        "[[1 2]\n [3 4]]",
        "[[1,2],[3,4]].",
        "1 2\n3 4",
        "1,2\n3,4",
        "1, 2\n3, 4\n",
        " 1  2 \n 3\t4 ",
        "12\n34",
        "```\n[[1,2],[3,4]]\n```",
        "```json\n[[1,2],[3,4]]\n```",
        "```python\n1 2\n3 4\n```",
        "Output:\n[[1,2],[3,4]]",
        "Output: [[1,2],[3,4]]",
        "**Output grid:**\n1 2\n3 4",
        "output = [[1,2],[3,4]]",
        "The answer is: [[1,2],[3,4]]",
        "Output:\n```\n1 2\n3 4\n```",
        "```\nOutput:\n1 2\n3 4\n```",
        "$[[1,2],[3,4]]$",
        "\\boxed{[[1,2],[3,4]]}",
        "1 2\r\n3 4",
    ],
)
def test_harmless_forms_are_paid(answer):
    assert status(answer) == "correct"


@pytest.mark.parametrize(
    "response",
    [
        "\\boxed{[[1,2],[3,4]]}",
        "```\n[[1,2],[3,4]]\n```",
        "Here:\n```text\n1 2\n3 4\n```\nDone.",
        "The answer is [[1,2],[3,4]].",
        "<think>[[9]]</think>\nFinal answer:\n1 2\n3 4",
        "<answer>[[9]]</answer> no, <answer>[[1,2],[3,4]]</answer>",
    ],
)
def test_the_tag_may_be_replaced(response):
    assert GRID.score(response, GOLD).status == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        "[[1,2],[3,5]]",
        "[[1,2],[3]]",
        "[[1,2]]",
        "[[1,2],[3,4],[5,6]]",
        "[[1,2,3],[3,4,5]]",
        "[[1,3],[2,4]]",
        "[1,2,3,4]",
        "[[[1,2],[3,4]]]",
        "[1,2],[3,4]",
        "[[1,2],[3,4]",
        "[[1,2],[3,4]]]",
        "[[1,2],[3,4)]",
        "[[1,2],[3,4.0]]",
        "[[1,2],[3,4.9]]",
        "[[1,2],[3,4e0]]",
        "[[1,2],[3,04]]",
        "[[1,2],[3,+4]]",
        "[[1,2],[3,--4]]",
        "[[1,2],[3,'4']]",
        '[["1","2"],["3","4"]]',
        "[[1,,2],[3,4]]",
        "[[,1,2],[3,4]]",
        "[[1,2],,[3,4]]",
        "[[1,2],[3,1+3]]",
        "[[1,2],[3,true]]",
        "[[1,2],[3,٤]]",
        "[[1,2],[3,4]] or [[1,2],[3,5]]",
        "[[1,2],[3,4]] [[1,2],[3,4]]",
        "[[1,2]] [[3,4]]",
        "[[1,2]]\n[[3,4]]",
        "[[1,2],[3,4]]\n[[1,2],[3,5]]",
        "not: [[1,2],[3,4]]",
        "It is not [[1,2],[3,4]]",
        "1 2\n\n3 4",
        "1 2\n3",
        "1 2\n3 4.",
        "1 2\n3 4\n5 6",
        "1 2\n3 4 or so",
        "12\n345",
        "1234",
        "```\n1 2\n```\n```\n3 4\n```",
        "[[]]",
        "[]",
        "[",
        "[[1,2],[3,4]];",
    ],
)
def test_other_answers_are_wrong(answer):
    verdict = GRID.score(f"<answer>{answer}</answer>", GOLD)
    assert verdict.status == "wrong"
    assert verdict.value == 0.0
    assert verdict.detail


@pytest.mark.parametrize(
    ("answer", "gold", "expected"),
    [
        ("012\n345", "[[0,1,2],[3,4,5]]", "correct"),
        ("012", "[[0,1,2]]", "correct"),
        ("012\n34", "[[0,1,2],[3,4,5]]", "wrong"),
        ("1\n2", "[[1],[2]]", "correct"),
        ("12\n34", "[[12],[34]]", "correct"),
        ("12\n34", "[[1,2],[3,12]]", "wrong"),
        ("12 34", "[[12,34]]", "correct"),
        ("[[12],[34]]", "[[1,2],[3,4]]", "wrong"),
        ("12 34", "[[1,2,3,4]]", "wrong"),
    ],
)
def test_run_together_digits_are_cells_only_for_golds_of_single_digits(answer, gold, expected):
    assert status(answer, gold) == expected


@pytest.mark.parametrize("answer", ["-3 12", "[[-3, 12]]", "[[ -3,12 ]]"])
def test_negative_and_long_numbers(answer):
    assert status(answer, "[[-3,12]]") == "correct"
    assert status(answer.replace("-3", "3"), "[[-3,12]]") == "wrong"


@pytest.mark.parametrize(
    "gold",
    [
        "[]", "[[]]", "[[],[]]", "[1]", "[[1],[1,2]]", "[[1.0]]", "[[true]]", '[["1"]]', "[[null]]",
        "1", "{}", "[[1,2],3]", "[[1]] ]", f"[[{10**18}]]", f"[[{'9' * 5000}]]",
        json.dumps([[0] * (MAX_CELLS + 1)]),
    ],
)  # fmt: skip
def test_golds_that_are_no_grids_are_refused(gold):
    with pytest.raises(GroundTruthError):
        GRID.canonical(gold)
    assert GRID.score("<answer>[[1]]</answer>", gold).status == "undecided"


@pytest.mark.parametrize("gold", [[[0] * MAX_CELLS], [[10]] * MAX_CELLS])
def test_the_largest_grid_is_graded(gold):
    text = json.dumps(gold)
    assert GRID.score(GRID.render(text), text).status == "correct"
    lines = "\n".join(" ".join(map(str, row)) for row in gold)
    assert status(lines, text) == "correct"
    more = json.dumps([*gold, gold[-1]])
    assert status(more, text) == "wrong"


def test_verdict_names_layer_and_place():
    verdict = GRID.score("<answer>[[1,2],[5,4]]</answer>", GOLD)
    assert (verdict.layer, verdict.detail) == ("compare", "differs first at row 2, column 1")
    assert verdict.extracted == "[[1,2],[5,4]]"
    assert "'1.9'" in GRID.score("<answer>[[1.9]]</answer>", GOLD).detail


def test_canonical_and_render():
    assert GRID.canonical(" [[1, 2],\n[3, 4]] ") == "[[1,2],[3,4]]"
    assert GRID.render(GOLD) == "<answer>[[1, 2], [3, 4]]</answer>"


@pytest.mark.parametrize("gold", ["[[0]]", "[[1,1],[1,1]]", "[[1,2],[2,1]]", "[[5,6,7]]", "[[9]]"])
def test_every_near_miss_differs_from_the_gold(gold):
    kinds = []
    for kind, response in GRID.negatives(gold):
        answer = response.removeprefix("<answer>").removesuffix("</answer>")
        assert answer.replace(" ", "") != gold
        kinds.append(kind)
    assert len(kinds) == len(set(kinds))
    assert {"cell_changed", "extra_row", "extra_column", "hedge"} <= set(kinds)
    if gold == "[[5,6,7]]":
        assert {"transposed", "mirrored", "missing_column", "default_grid"} <= set(kinds)
        assert not {"upside_down", "missing_row", "rows_all_equal"} & set(kinds)


cells = st.integers(-20, 20)
grids = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(gold=grids, other=grids)
def test_equal_exactly_when_the_grids_are(gold, other):
    lines = "\n".join(" ".join(map(str, row)) for row in other)
    expected = "correct" if gold == other else "wrong"
    for answer in (
        json.dumps(other),
        str(tuple(map(tuple, other))),
        str([tuple(r) for r in other]),
    ):
        assert status(answer, json.dumps(gold)) == expected
    assert status(lines, json.dumps(other)) == "correct"
