"""Puzzle tables: which forms are read, which tables are not paid, and what partial credit is."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rewards import GroundTruthError, load_reward
from rewards.puzzle_table import MAX_CELLS

WHOLE = load_reward("puzzle_table")
PART = load_reward("partial_puzzle_table")
GOLD = json.dumps(
    {
        "header": ["House", "Color", "Owner"],
        "rows": [["1", "red", "Ann"], ["2", "blue", "Bob"], ["3", "green", "Cid"]],
    }
)
LINES = "House | Color | Owner\n1 | red | Ann\n2 | blue | Bob\n3 | green | Cid"
OBJECTS = [
    {"House": 1, "Color": "red", "Owner": "Ann"},
    {"House": 2, "Color": "blue", "Owner": "Bob"},
    {"House": 3, "Color": "green", "Owner": "Cid"},
]


def both(answer, gold=GOLD, spec=None):
    """The whole verdict's status; partial credit agrees on what is correct."""
    verdict = WHOLE.score(f"<answer>{answer}</answer>", gold, spec)
    part = PART.score(f"<answer>{answer}</answer>", gold, spec)
    assert verdict.value == (verdict.status == "correct")
    assert (part.value == 1.0) == (part.status == "correct") == (verdict.status == "correct")
    assert verdict.status in ("correct", "wrong", "no_answer")
    return verdict.status


def share(answer, gold=GOLD, spec=None):
    return PART.score(f"<answer>{answer}</answer>", gold, spec).value


@pytest.mark.parametrize(
    "answer",
    [
        LINES,
        f"\n{LINES}\n",
        LINES.replace("\n", "\r\n"),
        LINES.replace("\n", "\n\n"),
        LINES.replace(" | ", ","),
        LINES.replace(" | ", ", "),
        LINES.replace(" | ", "\t"),
        LINES.replace(" | ", ";"),
        LINES.upper(),
        "|House|Color|Owner|\n|---|:-:|--:|\n|1|red|Ann|\n|2|blue|Bob|\n|3|green|Cid|",
        "| **House** | **Color** | Owner |\n| - | - | - |\n"
        "| **1** | _red_ | `Ann` |\n|2|  blue|Bob |\n| 3 | green | Cid |",
        "+---+---+---+\n| House | Color | Owner |\n+===+===+===+\n| 1 | red | Ann |\n"
        "| 2 | blue | Bob |\n| 3 | green | Cid |\n+---+---+---+",
        "```\n" + LINES + "\n```",
        "```markdown\n" + LINES + "\n```",
        "Final answer:\n" + LINES,
        "Here is the completed table:\n```\n" + LINES + "\n```",
        '"House","Color","Owner"\n"1","red","Ann"\n"2","blue","Bob"\n"3","green","Cid"',
        json.dumps(OBJECTS),
        json.dumps(OBJECTS, indent=1),
        json.dumps(OBJECTS[::-1]),
        json.dumps([OBJECTS[1], dict(reversed(OBJECTS[0].items())), OBJECTS[2]]),
        GOLD,
        GOLD + ".",
        GOLD.replace('"1"', "1").replace("header", "Header"),
        "```json\n" + GOLD + "\n```",
        json.dumps([["House", "Color", "Owner"], *(list(row.values()) for row in OBJECTS)]),
        "\\boxed{" + LINES + "}",
    ],
)  # fmt: skip
def test_harmless_forms_are_paid(answer):
    assert both(answer) == "correct"


@pytest.mark.parametrize(
    "response",
    [
        f"```\n{LINES}\n```",
        f"So the table is this.\n\n```json\n{GOLD}\n```\nDone.",
        f"The answer is:\n{LINES}",
        f"Clue 3 settles it.\n\n{LINES}",
        f"<think>\n{LINES.replace('red', 'pink')}\n</think>\n{LINES}",
    ],
)
def test_the_tag_may_be_replaced(response):
    assert WHOLE.score(response, GOLD).status == "correct"


@pytest.mark.parametrize(
    "answer",
    [
        LINES.replace("green", "blue"),
        LINES.replace("green", "greens"),
        LINES.replace("green", "green?"),
        LINES.replace("green", "green or blue"),
        LINES.replace("green", ""),
        LINES.replace("1 | red", "01 | red"),
        LINES.replace("1 | red", "1.0 | red"),
        LINES.replace("House", "Hut"),
        LINES.replace("Color", "Owner"),
        LINES.replace("House | Color | Owner", "House | Owner | Color"),
        LINES.partition("\n")[2],
        LINES.rpartition("\n")[0],
        LINES + "\n4 | pink | Dan",
        LINES + "\n3 | green | Cid",
        LINES + "\n| | |",
        LINES + "\n--- | --- | ---",
        LINES + "\nBut I am not sure.",
        LINES + "\n\n" + LINES,
        LINES.replace("2 | blue", "1 | blue"),
        LINES.replace("2 | blue", "4 | blue"),
        "\n".join(f"{line} | x" for line in LINES.split("\n")),
        "\n".join(line.rpartition(" | ")[0] for line in LINES.split("\n")),
        "House | Color | Owner",
        "It is not this:\n" + LINES,
        json.dumps(OBJECTS[:2]),
        json.dumps([*OBJECTS, OBJECTS[0]]),
        json.dumps([*OBJECTS[:2], {**OBJECTS[2], "Pet": "cat"}]),
        json.dumps(OBJECTS).replace('"red"', '["red"]'),
        json.dumps(OBJECTS).replace('"red"', "null"),
        json.dumps(OBJECTS).replace("1", "1.0"),
        json.dumps(OBJECTS).replace("1", "true"),
        json.dumps(OBJECTS).replace('"Color": "red"', '"Color": "pink", "Color": "red"'),
        json.dumps(OBJECTS) + json.dumps(OBJECTS),
        json.dumps({"table": json.loads(GOLD)}),
        GOLD[:-1],
        GOLD[:-1] + ', "note": "not sure"}',
        str(OBJECTS),
        "[]",
        "{}",
        '{"header": ["House", "Color", "Owner"], "rows": []}',
        '{"header": [], "rows": [[], [], []]}',
        "|",
        "red",
    ],
)
def test_other_answers_are_wrong(answer):
    assert both(answer) == "wrong"
    assert WHOLE.score(f"<answer>{answer}</answer>", GOLD).detail


@pytest.mark.parametrize("text", ["", "I do not know.", "1 | red | Ann", LINES[:-3] + "Dan | 4"])
def test_unmarked_text_that_is_no_whole_table_is_no_answer(text):
    for reward in (WHOLE, PART):
        assert reward.score(text, GOLD).status == "no_answer"


def test_columns_stand_as_the_answers_own_header_says():
    turned = "Owner | House | Color\nAnn | 1 | red\nBob | 2 | blue\nCid | 3 | green"
    assert both(turned) == "correct"
    assert both(turned.replace("Owner | House | Color", "House | Color | Owner")) == "wrong"
    assert share(turned.replace("Owner | House | Color", "House | Color | Owner")) == 0.0


def test_rows_are_matched_by_key_or_by_order_where_the_spec_says_so():
    turned = "House | Color | Owner\n3 | green | Cid\n1 | red | Ann\n2 | blue | Bob"
    assert both(turned) == both(turned, spec={"rows": "key"}) == "correct"
    assert both(turned, spec={"rows": "order"}) == "wrong"
    assert both(LINES, spec={"rows": "order"}) == "correct"
    same_keys = '{"header": ["Kind", "Color"], "rows": [["a", "red"], ["a", "blue"]]}'
    assert both("Kind,Color\na,red\na,blue", same_keys, {"rows": "order"}) == "correct"
    assert both("Kind,Color\na,blue\na,red", same_keys, {"rows": "order"}) == "wrong"


def test_partial_credit_is_the_share_of_cells_outside_of_the_key_column():
    assert share(LINES.replace("green", "blue")) == pytest.approx(5 / 6)
    assert share(LINES.replace("green", "").replace("Bob", "?")) == pytest.approx(4 / 6)
    assert share("House,Color,Owner\n1,a,b\n2,a,b\n3,a,b") == 0.0
    assert share("House,Color,Owner\n1,,\n2,,\n3,,") == 0.0
    assert share(LINES.rpartition("\n")[0]) == 0.0
    verdict = PART.score(f"<answer>{LINES.replace('green', 'blue')}</answer>", GOLD)
    assert (verdict.status, verdict.as_dict()["acc"]) == ("wrong", 0.0)
    assert verdict.detail == "5 of 6 cells are right"
    assert PART.partial
    assert not WHOLE.partial


def test_near_misses_earn_less_than_the_whole_in_part():
    for gold, spec in WHOLE.examples:
        for negative in WHOLE.negatives(gold, spec):
            assert PART.score(negative.response, gold, spec).value < 1.0, negative


# Guru's defects, items 15 and 16.
EMPTY = "House | Color | Owner\n1 | |\n2 | |\n3 | |"


def test_guru_15_line_breaks_in_the_tag_are_harmless():
    assert both("\n" + LINES + "\n") == both(json.dumps(json.loads(GOLD), indent=2)) == "correct"


@pytest.mark.parametrize("empty", [EMPTY, "House\n1\n2\n3", '{"header": ["House"], "rows": [[1]]}'])
def test_guru_16_an_empty_grid_earns_nothing(empty):
    assert both(empty) == "wrong"
    assert share(empty) == 0.0


def test_guru_16_the_header_is_read():
    answer = {
        "header": ["Owner", "Color", "House"],
        "rows": [["Ann", "red", "1"], ["Bob", "blue", "2"], ["Cid", "green", "3"]],
    }
    assert both(json.dumps(answer)) == "correct"
    assert both(json.dumps({**answer, "header": ["House", "Color", "Owner"]})) == "wrong"


def test_guru_16_extra_rows_are_wrong():
    table = json.loads(GOLD)
    table["rows"].append(["4", "pink", "Dan"])
    assert both(json.dumps(table)) == "wrong"
    assert share(json.dumps(table)) == 0.0


def test_guru_16_integers_and_capitals_lose_nothing():
    assert both(json.dumps(OBJECTS).upper().replace("HOUSE", "house")) == "correct"
    assert both(GOLD.replace('"1"', "1").replace('"2"', "2")) == "correct"


def test_guru_14_model_text_is_never_evaluated(tmp_path):
    target = tmp_path / "written"
    code = f"[__import__('pathlib').Path({str(target)!r}).touch()]"
    for answer in (code, LINES.replace("green", code), f'{{"header": {code}, "rows": []}}'):
        assert both(answer) == "wrong"
    assert not target.exists()


def table(header, *rows, **more):
    return json.dumps({"header": header, "rows": list(rows), **more})


@pytest.mark.parametrize(
    "gold",
    [
        "[]",
        "{}",
        table(["a", "b"]),
        table(["a"], ["1"]),
        table(["a", "b"], ["1"]),
        table(["a", "A"], ["1", "2"]),
        table(["a", "b"], ["1", "x"], [1, "y"]),
        table("ab", "12"),
        table(["a", "b"], ["1", " "]),
        table(["a", "b"], ["1", 1.5]),
        table(["a", "b"], ["1", True]),
        table(["a", "b"], ["1", None]),
        table(["a", "b"], ["1", "x\ny"]),
        table(["a", "b"], 1),
        table(["a", "b"], ["1", "x"], more=1),
        table(["a", "b"], *([str(i), "x"] for i in range(MAX_CELLS))),
    ],
)
def test_golds_that_are_no_tables_are_refused(gold):
    for reward in (WHOLE, PART):
        with pytest.raises(GroundTruthError):
            reward.canonical(gold)
        assert reward.score("<answer>a|b\n1|x</answer>", gold).status == "undecided"


@pytest.mark.parametrize("cell", ["</answer>", "<answer>", "a\\", "[x", "---"])
def test_cells_that_are_part_of_the_grammar_are_refused_or_read_back(cell):
    gold = json.dumps({"header": [cell, "b"], "rows": [[cell, cell]]})
    try:
        WHOLE.canonical(gold)
    except GroundTruthError:
        return
    assert WHOLE.score(WHOLE.render(gold), gold).status == "correct"


def test_bad_specs_are_refused():
    with pytest.raises(GroundTruthError, match="'key' and 'order'"):
        WHOLE.canonical(GOLD, {"rows": "any"})


def test_canonical_forgets_order_and_case_and_render_keeps_them():
    turned = {
        "header": ["House", "Owner", "Color"],
        "rows": [[3, "cid", "Green"], [1, "ANN", "red"], [2, "Bob", "blue"]],
    }
    canonical = WHOLE.canonical(json.dumps(turned))
    assert canonical == WHOLE.canonical(GOLD) == PART.canonical(GOLD)
    assert canonical.startswith('{"header":["house","color","owner"],"rows":[["1","red","ann"]')
    assert WHOLE.canonical(GOLD, {"rows": "order"}) != WHOLE.canonical(
        json.dumps(turned), {"rows": "order"}
    )
    assert WHOLE.render(GOLD) == f"<answer>\n{LINES}\n</answer>"


@pytest.mark.parametrize(
    "piece",
    ["|", "a|b|c\n", "1|red|Ann\n", "\\|", '"', '",', "a,b,c\n", "+-,", "-|", '{"a":', "[1,",
     '{"House":1,"Color":"x"},', "House | Color | Owner\n", "\n|", "**", "\u0300"],
)  # fmt: skip
def test_a_million_hostile_characters_take_linear_time(piece):
    for front in ("", LINES + "\n", "[", "House|Color|Owner\n", "House,Color,Owner\n"):
        text = front + piece * (990_000 // len(piece))
        start = time.process_time()
        for reward in (WHOLE, PART):
            assert reward.score(f"<answer>{text}</answer>", GOLD).value == 0.0
        assert time.process_time() - start < 5


words = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), width=st.integers(2, 4), height=st.integers(1, 4))
def test_equal_exactly_when_the_tables_are(data, width, height):
    header = ["Key", *(f"c{i}" for i in range(1, width))]
    cells = st.sampled_from(["red", "blue", "7", 7, "x y"])
    rows, others = (
        [
            [k, *data.draw(st.lists(cells, min_size=width - 1, max_size=width - 1))]
            for k in range(height)
        ]
        for _ in "ab"
    )
    gold = json.dumps({"header": header, "rows": rows})
    same = [[str(c) for c in row] for row in rows] == [[str(c) for c in row] for row in others]
    order = data.draw(st.permutations(range(width)))
    shown = data.draw(st.permutations(others))
    for answer in (
        json.dumps([{header[i]: row[i] for i in order} for row in shown]),
        "\n".join(" | ".join(str(row[i]) for i in order) for row in [header, *shown]),
        "\n".join(",".join(str(row[i]) for i in order) for row in [header, *shown]),
    ):
        assert both(answer, gold) == ("correct" if same else "wrong")
    right = sum(
        str(a) == str(b)
        for r, o in zip(rows, others, strict=True)
        for a, b in zip(r[1:], o[1:], strict=True)
    )
    assert share(answer, gold) == pytest.approx(right / (height * (width - 1)))
