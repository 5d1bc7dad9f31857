"""Predicted outputs and inputs of programs."""

import json
from typing import Any

import pytest

from rewards import GroundTruthError, Verdict, load_reward

DOUBLE = "def f(x):\n    return x * 2\n"
CLAMP = "def f(n, top=9):\n    if n < 0:\n        raise ValueError(n)\n    return min(n, top)\n"
WORDS = "def main(words):\n    return {word: len(word) for word in words}\n"


def output(answer: str, gold: Any, function: str = "f") -> Verdict:
    fields = {"program": DOUBLE, "function": function, "input": "1", "output": gold}
    return load_reward("code_io_output").score(f"<answer>{answer}</answer>", json.dumps(fields))


def given(answer: str, program: str, gold: Any, function: str = "f", **more: Any) -> Verdict:
    fields = {"program": program, "function": function, "output": gold, **more}
    spec = {"cpu_s": 0.5}
    return load_reward("code_io_input").score(
        f"<answer>{answer}</answer>", json.dumps(fields), spec
    )


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("[(4, 1), (2, 3)]", "[(4, 1), (2, 3)]"),
        ("f(1) == [1]", "[1]"),
        ("assert f(1) == [1]", "[1]"),
        ("output: 5", 5),
        ('"output": 5', 5),
        ('{"output": 5}', 5),
        ("```json\n{\"output\": [1, null]}\n```", [1, None]),
        ("{'b': 2, 'a': 1}", {"a": 1, "b": 2}),
        ("{1: true}", {"1": True}),
        ("(1, 2)", [1, 2]),
        ("[1.0, 2]", [1, 2.0]),
        ("'abc'", "'abc'"),
        ('"abc"', "'abc'"),
        ("'output: 5'", "'output: 5'"),
        ("{'output': 5}", {"output": 5}),
        ("{'output': {'output': 5}}", {"output": 5}),
        ("set()", "set()"),
        ("{2, 1}", "{1, 2}"),
        ("-0.0", "0.0"),
        ("'é\\n'", "'é\\n'"),
        ("True", True),
        ("null", None),
        ("[1, 2].", "[1, 2]"),
        ("'a.'.", "'a.'"),
        ("5.", "5"),
        ("2.5 .", 2.5),
        ("f(1) == [1].", "[1]"),
    ],
)  # fmt: skip
def test_right_outputs_are_paid(answer, gold):
    assert output(answer, gold).status == "correct"


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("[[4, 1]]", "[(4, 1)]"),
        ("(1, 2)", "[1, 2]"),
        ("1", True),
        ("True", "1"),
        ("1", "'1'"),
        ("abc", "'abc'"),
        ("[2, 1]", [1, 2]),
        ("0.30000000000000004", 0.3),
        ("{1: 2}", "{'1': 2}"),
        ("nan", 1.0),
        ("f(1)", "[1]"),
        ("f(1) == 2 == 2", "2"),
        ("1 + 1", "2"),
        ("[1] or [2]", "[1]"),
        ("[1], [2]", "[1]"),
        ("x", "1"),
        ("{'output': 4}", {"output": 5}),
        ("__import__('os').getpid()", "1"),
        ("[" * 300, "[]"),
        ("'a'.", "'a.'"),
        ("[1]...", "[1]"),
        ("2.5.", "2"),
    ],
)
def test_other_outputs_are_wrong(answer, gold):
    verdict = output(answer, gold)
    assert (verdict.value, verdict.status) == (0.0, "wrong")
    assert verdict.detail


@pytest.mark.parametrize(
    ("answer", "program", "gold"),
    [
        ("4", DOUBLE, "8"),
        ("x=4", DOUBLE, "8"),
        ("f(4)", DOUBLE, "8"),
        ("assert f(4) == 8", DOUBLE, "8"),
        ('{"x": 4}', DOUBLE, 8),
        ('```json\n{"x": 4}\n```', DOUBLE, 8),
        ("f(4).", DOUBLE, "8"),
        ("4.", DOUBLE, "8"),
        ('input: {"x": 4}', DOUBLE, 8),
        ('{"input": {"x": 4}}', DOUBLE, 8),
        ("'ab'", DOUBLE, "'abab'"),
        ("12", CLAMP, 9),
        ("5, top=3", CLAMP, 3),
        ("(1,)", DOUBLE, "(1, 1)"),
        ("[1, null]", DOUBLE, [1, None, 1, None]),
        ("4.0", DOUBLE, "8"),
    ],
)
def test_any_input_that_gives_the_output_is_paid(answer, program, gold):
    assert given(answer, program, gold).status == "correct"


@pytest.mark.parametrize(
    ("answer", "program", "gold"),
    [
        ("5", DOUBLE, "8"),
        ("-1", CLAMP, 9),
        ("", CLAMP, 9),
        ("1, 2, 3", CLAMP, 9),
        ("[1]", DOUBLE, "(1, 1)"),
        ("x", DOUBLE, "8"),
        ("2 + 2", DOUBLE, "8"),
        ("g(4)", DOUBLE, "8"),
        ("4) or f(1", DOUBLE, "8"),
        ("lambda: 8", DOUBLE, "8"),
        ("10**9", "def f(n):\n    while n: pass\n    return 1\n", "1"),
        ("1", "def f(n):\n    while n: pass\n    return 1\n", "1"),
        ("1", "import os\ndef f(n):\n    os._exit(0)\n", "1"),
        ("1", "def f(n):\n    return [n][n]\n", "1"),
        ('{"y": 4}', DOUBLE, 8),
    ],
)
def test_other_inputs_are_wrong(answer, program, gold):
    verdict = given(answer, program, gold)
    assert verdict.value == 0.0
    assert verdict.status in ("wrong", "no_answer")


def test_a_dict_may_be_the_one_argument_or_the_keywords():
    assert given("{'a': 1}", "def f(d):\n    return d\n", "{'a': 1}").status == "correct"
    assert given("{'d': 1}", "def f(d):\n    return d\n", "1").status == "correct"


def test_a_list_means_positions_only_where_the_recorded_input_is_one():
    swap = "def f(a, b=0):\n    return [b, a]\n"
    assert given("[1, 2]", swap, [2, 1], input=[5, 6]).status == "correct"
    assert given("[1, 2]", swap, [2, 1], input="5, 6").status == "wrong"
    assert given("[1, 2]", swap, [0, [1, 2]], input="5, 6").status == "correct"


def test_numbers_and_containers_that_a_program_returns_compare_as_the_gold_says():
    assert given("['a']", WORDS, {"a": 1}, "main").status == "correct"
    pair = "def f(n):\n    return (n, n)\n"
    assert given("1", pair, [1, 1]).status == "correct"
    assert given("1", pair, "[1, 1]").status == "wrong"
    assert given("1", "def f(n):\n    return n == 1\n", "1").status == "wrong"


@pytest.mark.parametrize("recorded", [{}, {"input": "2 + 2"}])
def test_a_literal_input_is_needed_to_render_but_not_to_grade(recorded):
    gold = json.dumps({"program": DOUBLE, "function": "f", "output": "8", **recorded})
    assert load_reward("code_io_output").score("<answer>8</answer>", gold).status == "correct"
    with pytest.raises(GroundTruthError):
        load_reward("code_io_input").render(gold)
    assert load_reward("code_io_input").score("<answer>4</answer>", gold).status == "correct"


@pytest.mark.parametrize(
    "fields",
    [
        {"program": "", "function": "f", "output": "1"},
        {"program": DOUBLE, "function": "f()", "output": "1"},
        {"program": DOUBLE, "function": "f"},
        {"program": DOUBLE, "function": "f", "output": "x"},
        {"program": DOUBLE, "function": "f", "output": float("nan")},
        {"program": DOUBLE, "function": "f", "output": "[float('nan')]"},
        {"program": DOUBLE, "function": "f", "output": "1", "more": 1},
    ],
)
@pytest.mark.parametrize("name", ["code_io_output", "code_io_input"])
def test_golds_that_cannot_be_graded_are_refused(name, fields):
    with pytest.raises(GroundTruthError):
        load_reward(name).canonical(json.dumps(fields))
    assert load_reward(name).score("<answer>1</answer>", json.dumps(fields)).status == "undecided"
