"""The programs of the simulation families, executed by Python in the sandbox."""

from __future__ import annotations

import json
import re
from ast import literal_eval
from collections import Counter
from functools import cache

import pytest

from domains.registry import find_source
from domains.simulation._statements import Change, For, Function, If, Program, Return, Set, While
from domains.simulation._tree import (
    Binary,
    Call,
    Choose,
    Item,
    Logic,
    Many,
    Method,
    Name,
    Slice,
    TooLongError,
    Value,
)  # fmt: skip
from domains.simulation.containers import containers
from domains.simulation.loops import loops
from domains.simulation.machines import machines
from domains.simulation.recursion import recursion
from domains.simulation.strings import strings
from rewards import load_reward
from rewards.sandbox import Call as Run
from rewards.sandbox import run_tests
from tests.domains.conftest import problems_of

FAMILIES = (containers, loops, machines, recursion, strings)
LEVELS = ("easy", "medium", "hard", "extreme")
ROWS, ALL_ROWS, CHECKED, PAID = 300, 2000, 30, 3

each_level = pytest.mark.parametrize("level", LEVELS)
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@cache
def _rows(name, level, seed, count):
    return problems_of(find_source(f"simulation__{name}"), level, count, seed)


def rows(family, level, seed=42, count=ROWS):
    return _rows(family.name, level, seed, count)


def forms(problems):
    return [" ".join(re.findall(r"\w+", p.question)) for p in problems]


@each_family
@each_level
def test_rows_differ_and_nothing_is_guessable(family, level):
    check_rows(family, level, ROWS)


@pytest.mark.bench
@each_family
@each_level
def test_all_rows_differ_and_nothing_is_guessable(family, level):
    check_rows(family, level, ALL_ROWS)


def check_rows(family, level, count):
    found = rows(family, level, 42, count)
    assert len(set(forms(found))) == len({p.match_key for p in found}) == count
    assert not set(forms(found)) & set(forms(rows(family, level, 43, count // 4)))
    for kind in ("output", "input"):
        golds = Counter(json.loads(p.ground_truth)[kind] for p in found if p.answer_type == kind)
        share = golds.most_common(1)[0][1] / count if golds else 0
        assert share <= 0.1
    for problem in found:
        gold = json.loads(problem.ground_truth)
        if problem.answer_type == "output":
            shown = rf"(?<!\w){re.escape(gold['output'])}(?!\w)"
            assert not re.search(shown, gold["program"] + gold["input"])


@each_family
@each_level
def test_python_returns_the_same(family, level):
    check_execution(rows(family, level)[:CHECKED])


@pytest.mark.bench
@each_family
@each_level
def test_python_returns_the_same_for_more(family, level):
    check_execution(rows(family, level, 42, ALL_ROWS))


def check_execution(problems):
    for problem in problems:
        gold = json.loads(problem.ground_truth)
        arguments = literal_eval(f"({gold['input']},)")
        (run,) = run_tests(gold["program"], [Run(gold["function"], arguments)])
        assert run.ok, (gold, run.error)
        assert repr(run.value) == gold["output"], gold["program"]
        assert gold["program"].strip() in problem.question


@each_family
@each_level
def test_golds_are_paid_and_near_misses_are_not(family, level):
    found = rows(family, level)
    chosen = [
        p
        for kind in ("output", "input")
        for p in [p for p in found if p.answer_type == kind][:PAID]
    ]
    for problem in chosen:
        reward = load_reward(problem.reward)
        gold = problem.ground_truth
        assert reward.score(reward.render(gold), gold).value == 1.0
        for negative in reward.negatives(gold):
            assert reward.score(negative.response, gold).value == 0.0, negative


@each_family
def test_programs_grow_with_the_level(family):
    sizes = [sum(len(p.question) for p in rows(family, level)) for level in LEVELS]
    assert sizes == sorted(sizes)


A, B = Name("a"), Name("b")


@pytest.mark.parametrize(
    ("tree", "source"),
    [
        (Binary("-", A, Binary("-", B, Value(1))), "a - (b - 1)"),
        (Binary("-", Binary("-", A, B), Value(1)), "a - b - 1"),
        (Binary("*", Binary("+", A, B), Value(2)), "(a + b) * 2"),
        (Binary("%", A, Binary("*", B, Value(2))), "a % (b * 2)"),
        (Binary("-", A, Value(-1)), "a - (-1)"),
        (Binary("<", Binary("<", A, B), Value(2)), "(a < b) < 2"),
        (Logic("and", Logic("or", A, B), A), "(a or b) and a"),
        (Logic("or", Logic("and", A, B), A), "a and b or a"),
        (Binary("+", Choose(A, B, Value(3)), Value(1)), "(b if a else 3) + 1"),
        (Choose(A, Choose(B, A, B), Value(3)), "(a if b else b) if a else 3"),
        (Slice(Many([A, B, A], list), Value(1)), "[a, b, a][1:]"),
        (Slice(Value("abc"), None, None, Value(-1)), "'abc'[::-1]"),
        (Item(Binary("+", Value("xy"), Value("z")), Value(2)), "('xy' + 'z')[2]"),
        (Method(Binary("*", Value("x"), A), "upper"), "('x' * a).upper()"),
    ],
)  # fmt: skip
def test_brackets_are_those_that_python_needs(tree, source):
    assert tree.source() == source
    program = Program([Function("f", ["a", "b"], [Return(tree)])])
    calls = [(5, 3), (2, 7), (0, 1)]
    runs = run_tests(program.source(), [Run("f", call) for call in calls])
    assert [run.value for run in runs] == [program.call(call, 100) for call in calls]


def test_what_leaves_a_loop():
    body = [
        Set(A, Value(0)),
        While(Binary("<", A, Value(100)), [
            Change(A, "+", Value(7)),
            For(["i"], Call("range", [Value(5)]), [
                If([(Binary("==", Binary("%", A, Value(5)), Name("i")), [Return(A)])]),
            ]),
        ]),
    ]  # fmt: skip
    program = Program([Function("f", [], body)])
    assert program.call([], 100) == 7
    with pytest.raises(TooLongError):
        program.call([], 3)


def test_endless_recursion_is_cut():
    program = Program([Function("f", ["a"], [Return(Call("f", [A]))])])
    with pytest.raises(TooLongError):
        program.call([1], 10_000)
