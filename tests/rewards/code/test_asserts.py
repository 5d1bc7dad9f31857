"""Asserts rewritten to calls with literal arguments and conditions on their results."""

import ast
import math
from typing import Any

import pytest

from rewards.code.asserts import parse_target, rewrite
from rewards.code.conditions import Suite, Target
from rewards.code.expressions import UnsupportedError
from rewards.code.literals import LiteralError


def rewritten(tests: str, entry: str | None = None, opaque: frozenset[str] = frozenset()) -> Suite:
    return rewrite(ast.parse(tests), parse_target(entry) if entry else None, opaque)


def holds(condition: str, *results: Any) -> bool:
    """Whether all asserts hold when the calls of `f`, in their order, give these results."""
    suite = rewritten(condition)
    assert len(suite.calls) == len(results)
    return all(check.holds(results) for check in suite.checks)


@pytest.mark.parametrize(
    ("tests", "right", "wrong"),
    [
        ("assert f(1) == 2", [2], [3, "2", None, True, [2], math.nan]),
        ("assert f(1) == 1", [1, 1.0], [True]),
        ("assert f(1) == True", [True], [1, 1.0, "True"]),
        ("assert 2 == f(1)", [2], [3]),
        ("assert f(1) != 2", [3], [2]),
        ("assert f(1) in [1, (2,)]", [1, (2,)], [2, [2], True]),
        ("assert f(1) not in {1, 2}", [3], [1]),
        ("assert 'b' in f(1)", ["abc", ["b"]], ["ac", [], 3]),
        ("assert f(1) is None", [None], [0, "", False]),
        ("assert f(1) is True", [True], [1, "x"]),
        ("assert f(1) is not None", [0], [None]),
        ("assert f(1)", [1, "x", [0]], [0, "", [], None]),
        ("assert not f(1)", [0, None, []], [1]),
        ("assert f(1) == [1, 2]", [[1, 2]], [(1, 2), [1], [1, 2, 3], [2, 1], {1, 2}]),
        ("assert f(1) == (1, 2)", [(1, 2)], [[1, 2]]),
        ("assert f(1) == {1, 3}", [{3, 1}, frozenset({1, 3})], [{1}, [1, 3]]),
        ("assert set(f(1)) == {1, 2}", [[2, 1, 1], (1, 2)], [[1], 1, [[1]]]),
        ("assert set(f(1)) == set([1, 2])", [[1, 2]], [[1]]),
        ("assert sorted(f(1)) == [1, 2]", [[2, 1], (1, 2)], [[1], [1, "2"], None]),
        ("assert len(f(1)) == 2", ["ab", [0, 0]], ["a", 2]),
        ("assert f(1) == {'a': [1]}", [{"a": [1]}], [{"a": (1,)}, {"a": [1], "b": 2}]),
        ("assert f(1) == [2+1j, float('inf'), 0.0]", [[2 + 1j, math.inf, -0.0]], [[2 + 1j, 0, 0]]),
        ("assert abs(f(1) - 0.5) < 1e-6", [0.5, 0.5000001], [0.6, math.nan, math.inf, "0.5", None]),
        ("import math\nassert math.isclose(f(1), 2.0, rel_tol=1e-3)", [2.001], [2.1, math.nan]),
        ("assert round(f(1), 2) == 0.33", [1 / 3], [0.34]),
        ("assert f(1) > 2 and f(2) < 3", [], []),
        ("assert 1 < f(1) <= 3", [2, 3], [1, 4, "2"]),
        ("assert isinstance(f(1), (list, tuple))", [[1], ()], [1, {}]),
        ("assert f(1)[0] == 1", [[1, 2], (1,), {0: 1}], [[2], [], 1]),
        ("assert f(1)[:2] == [1, 2]", [[1, 2, 3]], [[1]]),
        ("assert f(1) == 'a' * 3 + 'b'", ["aaab"], ["aab"]),
        ("assert f(1) == -1 if True else 0", [-1], [0]),
        ("x = f(1)\nassert x == 2\nassert x + 1 == 3", [2], [3]),
        ("x = sorted(f(1))\ny = x\nassert y == [1, 2]", [[2, 1]], [[1]]),
        ("assert all([f(1) == 2])", [2], [3]),
        ("assert f(1) == 2, 'message'", [2], [3]),
    ],
)
def test_conditions_hold_of_right_results_alone(tests, right, wrong):
    for result in right:
        assert holds(tests, result), result
    for result in wrong:
        assert not holds(tests, result), result


def test_two_calls_in_one_assert():
    assert holds("assert f(1) == f(2)", 5, 5)
    assert not holds("assert f(1) == f(2)", 5, 6)
    assert not holds("assert f(1) > 2 and f(2) < 3", 3, 3)


def calls(tests: str, entry: str | None = None) -> list[tuple[Target, tuple[Any, ...], Any]]:
    return [tuple(call) for call in rewritten(tests, entry).calls]


@pytest.mark.parametrize(
    ("tests", "entry"),
    [
        ("assert f([1], k=2) == 3", None),
        ("assert f([1], k=2) == 3", "f"),
        ("def check(candidate):\n    assert candidate([1], k=2) == 3\ncheck(f)", None),
        ("def check(candidate):\n    assert candidate([1], k=2) == 3\n", "f"),
        ("M = {}\ndef check(c):\n    'doc'\n    assert 1, 'x'\n    assert c([1], k=2) == 3", "f"),
        ("candidate = f\nassert candidate([1], k=2) == 3", None),
        ("x = [1]\nassert f(x, k=2) == 3", None),
        ("for x, y in [([1], 3)]:\n    assert f(x, k=2) == y", None),
        ("for args, y in [(([1],), 3)]:\n    assert f(*args, **{'k': 2}) == y", None),
        ("def test_it():\n    assert f([1], k=2) == 3", None),
        ("def test_it():\n    assert f([1], k=2) == 3\ntest_it()", None),
        ("if __name__ == '__main__':\n    assert f([1], k=2) == 3", None),
        ("from typing import List\nassert f([1], k=1 + 1) == 3", None),
    ],
)  # fmt: skip
def test_the_ways_to_write_one_call(tests, entry):
    assert calls(tests, entry) == [(Target("f"), ([1],), {"k": 2})]
    (check,) = rewritten(tests, entry).checks
    assert check.holds([3])
    assert not check.holds([4])


def test_methods_of_a_new_object():
    target = Target("add", "Solution")
    assert calls("assert Solution().add(1, 2) == 3") == [(target, (1, 2), {})]
    tests = "def check(candidate):\n    assert candidate(a=1, b=2) == 3\n"
    assert calls(tests, "Solution().add") == [(target, (), {"a": 1, "b": 2})]
    assert calls(f"{tests}check(Solution().add)") == [(target, (), {"a": 1, "b": 2})]


def test_a_loop_over_a_table_gives_each_turn_its_own_arguments():
    tests = "for n, wanted in zip(range(3), [0, 1, 4]):\n    assert f(n) == wanted\n"
    suite = rewritten(tests)
    assert [call.positional for call in suite.calls] == [(0,), (1,), (2,)]
    assert [check.holds([0, 1, 4]) for check in suite.checks] == [True, True, True]
    assert [check.holds([0, 1, 5]) for check in suite.checks] == [True, True, False]


def test_functions_named_like_builtins_are_the_candidate_if_they_are_the_entry():
    assert calls("assert sum(1, 2) == 3", "sum") == [(Target("sum"), (1, 2), {})]


@pytest.mark.parametrize(
    "tests",
    [
        "x = [3, 1]\nf(x)\nassert x == [1, 3]",
        "x = [3, 1]\nassert f(x) is None\nassert x == [1, 3]",
        "for x in [[1]]:\n    assert f(x) == x",
        "for case in [([1], 2)]:\n    assert f(case[0]) == case[1]",
        "m = MinStack()\nm.push(3)\nassert m.top() == 3",
        "try:\n    f(1)\n    assert False\nexcept ValueError:\n    pass",
        "import random\nassert f(random.random()) < 1",
        "assert f(f(1)) == 1",
        "assert f(g(1)) == 1",
        "assert [x for x in f(1)] == [1]",
        "assert f(1).strip() == 'a'",
        "assert all(f(x) for x in [1, 2])",
        "assert f(lambda x: x) == 1",
        "assert str.upper(f(1)) == 'A'",
        "assert helper(f(1)) == 1\ndef helper(x): return x",
        "if f(1):\n    assert f(2)",
        "while True:\n    assert f(1)",
        "for i in range(f(1)):\n    assert f(i)",
        "class A: pass\nassert f(A()) == 1",
        "import foo\nassert foo.bar(f(1))",
        "assert type(f(1)) == list",
        "assert 1 == 2\nassert f(1) == 1",
        "assert 1 == 1",
        "x = 1",
        "def check(candidate):\n    assert candidate(1) == 1",
        "def check(candidate):\n    return candidate(1)\ncheck(f)",
        "assert f(1) == 9 ** 9 ** 9",
        "x = [0] * 10**10\nassert f(x) == 0",
        "for i in range(10**12):\n    assert f(i) == 0",
        "x = 1\nfor i in range(10**7):\n    x = x + 1\nassert f(x) == 0",
        "x = [f(1)]\nassert f(x) == 2",
        "print(f(1))\nassert f(1) == 1",
        "del f\nassert f(1) == 1",
        "f = 3\nassert f(1) == 1",
        "assert f(x) == 1",
    ],
)
def test_what_cannot_be_rewritten_is_left_to_two_boxes(tests):
    with pytest.raises(UnsupportedError):
        rewritten(tests)


def test_names_that_are_defined_elsewhere_are_never_the_candidate():
    with pytest.raises(UnsupportedError):
        rewritten("assert f(tree(1)) == 1", "f", frozenset({"tree"}))
    with pytest.raises(UnsupportedError):
        rewritten("assert same(f(1), 1)", "f")
    with pytest.raises(UnsupportedError):
        rewritten("assert same(f(1), 1)", None, frozenset({"same"}))


def test_an_argument_is_a_value_of_its_own():
    suite = rewritten("for x in [[1], [1]]:\n    assert f(x) == 1")
    first, second = (call.positional[0] for call in suite.calls)
    assert first is not second


@pytest.mark.parametrize("text", ["", "f(1)", "a.b", "A().b.c", "A(1).b", "f; g", "1", "A().f()"])
def test_entry_points_name_a_function_or_a_method(text):
    with pytest.raises(LiteralError):
        parse_target(text)
    assert parse_target(" f ") == Target("f")
    assert parse_target("A().f") == Target("f", "A")
