"""Programs graded over the box: which are paid, and which are not."""

import json
from typing import Any

import pytest

from rewards import GroundTruthError, Verdict, load_reward
from rewards.code.fences import fenced

SUM = {"inputs": ["1 2\n", "3 4\n"], "outputs": ["3\n", "7\n"]}


def stdio(program: str, gold: dict[str, Any] | None = None, **spec: Any) -> Verdict:
    return load_reward("code_stdio").score(fenced(program), json.dumps(gold or SUM), spec)


def call(program: str, outputs: list[Any], inputs: list[Any] | None = None, **more: Any) -> Verdict:
    gold = {"fn_name": "f", "inputs": inputs or [[n] for n in range(len(outputs))], **more}
    return load_reward("code_call").score(fenced(program), json.dumps({**gold, "outputs": outputs}))


def asserts(program: str, functional: str, entry: str | None = None, **spec: Any) -> Verdict:
    gold = {"functional": functional, **({"entry_point": entry} if entry else {})}
    return load_reward("code_assert").score(fenced(program), json.dumps(gold), spec)


@pytest.mark.parametrize(
    "program",
    [
        "print(sum(map(int, input().split())))",
        "import sys\nprint(sum(map(int, sys.stdin.read().split())), end='')",
        "a, b = map(int, open(0).read().split())\nprint(a + b)\nexit()",
        "if __name__ == '__main__':\n    print(sum(map(int, input().split())))",
        "from __future__ import annotations\nprint(sum(map(int, input().split())))",
        "print(sum(map(int, input().split())))\nraise SystemExit(0)",
        "x = '\\d'\nprint(sum(map(int, input().split())))",
    ],
)
def test_right_scripts_are_paid(program):
    assert stdio(program).status == "correct"


@pytest.mark.parametrize(
    "program",
    [
        "print(3)",
        "print(3 if input() == '1 2' else '')",
        "print(sum(map(int, input().split())), 'ok')",
        "print(sum(map(int, input().split())))\nraise ValueError",
        "print(sum(map(int, input().split())))\nexit(1)",
        "import sys\nprint(sum(map(int, input().split())), file=sys.stderr)",
        "print('3 7')",
        "print(float(sum(map(int, input().split()))))",
        "def f(:",
        "import os\nos._exit(0)",
        "input(); input()",
    ],
)
def test_wrong_scripts_are_not(program):
    verdict = stdio(program)
    assert (verdict.value, verdict.status) == (0.0, "wrong"), verdict


def test_a_script_that_never_ends_is_wrong():
    assert "time" in stdio("while True: pass", cpu_s=0.2).detail
    assert stdio("while True: pass", cpu_s=0.2).status == "wrong"
    assert stdio("x = [0] * 10**9", memory_mb=256).status == "wrong"


def test_state_left_behind_by_one_test_costs_the_next_nothing():
    program = "import math\nmath.n = getattr(math, 'n', 0) + 1\n"
    program += "print(sum(map(int, input().split())) if math.n == 1 else 'again')"
    assert stdio(program).status == "correct"
    gold, spec = json.dumps(SUM), {}
    assert load_reward("partial_code_stdio").score(fenced(program), gold, spec).value == 1.0


def test_a_partial_reward_pays_the_share_of_tests():
    gold = {"inputs": list("1234"), "outputs": ["1", "x", "3", "4"]}
    verdict = load_reward("partial_code_stdio").score(fenced("print(input())"), json.dumps(gold))
    assert (verdict.value, verdict.status) == (0.75, "wrong")
    assert verdict.detail.startswith("3 of 4 tests: test 2: ")
    assert stdio("print(input())", gold).value == 0.0
    calls = json.dumps({"fn_name": "f", "inputs": [[1], [2]], "outputs": [1, 5]})
    program = fenced("def f(x): return x")
    assert load_reward("partial_code_call").score(program, calls).value == 0.5
    suite = json.dumps({"functional": "assert f(1) == 1\nassert f(2) == 5"})
    assert load_reward("partial_code_assert").score(program, suite).value == 0.5


@pytest.mark.parametrize(
    ("body", "outputs"),
    [
        ("return (n, n)", [[0, 0], [1, 1]]),
        ("return {n: {'a': (n,)}}", [{"0": {"a": [0]}}]),
        ("return {True: None}", [{"true": None}]),
        ("return n / 1", [0, 1]),
        ("return n == 1", [False, True]),
        ("return 10 ** 400 + n", [10**400, 10**400 + 1]),
        ("import numpy\n    return numpy.int64(n)", [0, 1]),
        ("import numpy\n    return numpy.arange(3), numpy.float64(0.5)", [[[0, 1, 2], 0.5]]),
        ("class I(int): pass\n    return I(n)", [0, 1]),
        ("return Counter('aab')", [{"a": 2, "b": 1}]),
        ("return 'é\\u2028' * n", ["", "é\u2028"]),
        ("global f; f = None\n    return n", [0]),
    ],
)
def test_results_that_equal_the_gold(body, outputs):
    assert call(f"def f(n):\n    {body}", outputs).status == "correct"


SAME = "class Same(int):\n    __eq__ = lambda s, o: True\n    __hash__ = lambda s: 0\n"


@pytest.mark.parametrize(
    ("body", "outputs"),
    [
        ("return n == 1", [0, 1]),
        ("return n", [False, True]),
        ("return str(n)", [0]),
        ("return float('nan')", [0]),
        ("return [n]", [0]),
        ("return {n}", [[0]]),
        ("return [0, 1][:n]", [[0], [0]]),
        ("return {0: n, '0': n}", [{"0": 0}]),
        ("return None", [0]),
        ("return Same(5)", [0]),
        ("return [Same(5)]", [[0]]),
        ("class A:\n        __eq__ = lambda s, o: True\n    return A()", [0]),
        ("import builtins\n    builtins.all = lambda x: True\n    return 5", [0]),
        ("raise SystemExit(0)", [0]),
        ("yield n", [[0]]),
        ("return 0.1 + 0.2", [0.3]),
        ("return 10 ** 400", [10**400 + 1]),
        ("import sys\n    return sys._getframe(1).f_locals.get('expected', 1)", [0]),
    ],
)
def test_results_that_do_not(body, outputs):
    verdict = call(f"{SAME}def f(n):\n    {body}", outputs)
    assert (verdict.value, verdict.status) == (0.0, "wrong"), verdict


def test_methods_are_called_on_a_new_object_each_time():
    program = "class Solution:\n    def __init__(self): self.n = 0\n"
    program += "    def f(self, x):\n        self.n += x\n        return self.n"
    assert call(program, [2, 3], [[2], [3]], **{"class": "Solution"}).status == "correct"
    assert call("def f(x): return x", [2], [[2]], **{"class": "Solution"}).status == "wrong"


def test_floats_of_calls_have_a_tolerance_if_the_gold_says_so():
    program = "def f(n): return [0.1 + 0.2, n]"
    assert call(program, [[0.3, 0]], compare="float:1e-9").status == "correct"
    assert call(program, [[0.3001, 0]], compare="float:1e-9").status == "wrong"
    assert call(program, [[0.3, True]], [[1]], compare="float:1e-9").status == "wrong"


@pytest.mark.parametrize("name", ["add", "gcd", "product", "Counter", "reduce"])
def test_what_the_box_offers_does_not_answer_for_the_program(name):
    gold = json.dumps({"fn_name": name, "inputs": [[4, 6]], "outputs": [{}]})
    verdict = load_reward("code_call").score(fenced("pass"), gold)
    assert verdict.status == "wrong"
    assert "attribute" in verdict.detail
    right = f"def {name}(a, b): return {{}}"
    assert load_reward("code_call").score(fenced(right), gold).status == "correct"


@pytest.mark.parametrize(
    ("program", "functional"),
    [
        ("def f(x): return x + 1", "assert f(1) == 2\nassert f(2) == 3"),
        ("def f(a, b=2): return [a, b]", "assert f(a=1) == [1, 2]\nassert f(1, b=3) == [1, 3]"),
        ("def f(x):\n    yield x", "assert list(f(3)) == [3]"),
        ("def f(x):\n    return map(str, x)", "assert sorted(f([2, 1])) == ['1', '2']"),
        ("def f(x): x.append(len(x))", "x = []\nf(x)\nf(x)\nassert x == [0, 1]"),
        (
            "def f(x): x[1].clear(); x.pop(0)",
            "y = [1]\nx = [y, y]\nf(x)\nassert x == [[]]\nassert not y",
        ),
        ("def f(d): d['k'] = d; return d", "d = {}\nassert f(d) is d\nassert d['k'] is d"),
        (
            "def f(x):\n    if x < 0: raise ValueError('negative')\n    return x",
            "try:\n    f(-1)\n    assert 0\nexcept ValueError as e:\n    assert 'neg' in str(e)",
        ),
        (
            "class Bag:\n    def __init__(self, *items): self.items = list(items)\n"
            "    def __len__(self): return len(self.items)\n"
            "    def __getitem__(self, k): return self.items[k]\n"
            "    def add(self, x): self.items.append(x); return self",
            "b = Bag(1)\nb.add(2).add(3)\nassert len(b) == 3\nassert b[-1] == 3\n"
            "assert list(b) == [1, 2, 3]\nassert b.items == [1, 2, 3]\n"
            "b.tag = 'x'\nassert b.tag == 'x'",
        ),
        (
            "def f(n):\n    return lambda x: x + n",
            "g = f(2)\nassert g(3) == 5\nassert f(1)(1) == 2",
        ),
        ("def f(k): return isinstance(1, k)", "assert f(int)\nassert not f(str)"),
        (
            "def f(n): return [0] * n",
            "import random as r\nn = r.randint(1, 9)\nassert len(f(n)) == n",
        ),
        ("def f(x): return x", "def test_a():\n    for x in [[1], {2}]:\n        assert f(x) == x"),
    ],
)
def test_right_programs_under_asserts_are_paid(program, functional):
    verdict = asserts(program, functional)
    assert verdict.status == "correct", verdict


ALWAYS = (
    "class Same:\n    __eq__ = __ne__ = __lt__ = __gt__ = __contains__ = lambda s, o: True\n"
    "    __hash__ = lambda s: 0\n    __sub__ = lambda s, o: 0\n    __len__ = lambda s: 2\n"
)
MUTATED = "x = [3, 1]\nf(x)\nassert x == [1, 3]"


@pytest.mark.parametrize(
    ("program", "functional"),
    [
        ("def f(x): return Same()", "assert f(1) == 2"),
        ("def f(x): return Same()", "assert 2 == f(1)"),
        ("def f(x): return Same()", "assert 2 in f(1)"),
        ("def f(x): return Same()", "assert f(1) in [2]"),
        ("def f(x): return Same()", "assert abs(f(1) - 2) < 1"),
        ("def f(x): return [Same()]", "assert f(1) == [2]"),
        ("def f(x): return Same()", "y = [f(1)]\nassert y == [2]"),
        ("def f(x): x[:] = [Same(), Same()]", MUTATED),
        ("def f(x): raise SystemExit(0)", MUTATED),
        ("def f(x):\n    import os; os._exit(0)", MUTATED),
        ("import sys\nsys.exit(0)", MUTATED),
        ("def f(x): return x", MUTATED),
        (
            "def f(x): raise AssertionError",
            "try:\n    f(1)\nexcept AssertionError:\n    assert 1 == 2",
        ),
        ("def f(x):\n    import builtins as b\n    b.sorted = list; x.sort(reverse=True)", MUTATED),
        ("def _ts_serve(*a): return ['value', [], 1, []]\ndef f(x): pass", MUTATED),
        ("def f(x): return True", "assert f(1) == 1"),
        ("def f(x): return (1, 2)", "assert f(1) == [1, 2]"),
        (
            "def f(x): raise KeyError",
            "try:\n    f(1)\nexcept KeyError:\n    pass\nelse:\n    assert 0",
        ),
        ("def g(x): return 2", "assert f(1) == 2"),
        ("def f(x): return x", "for x in [f(1)][1:]:\n    assert x"),
        ("while True: pass", "x = []\nf(x)\nassert x == []"),
    ],
)
def test_wrong_programs_under_asserts_are_not(program, functional):
    verdict = asserts(f"{ALWAYS}{program}", functional, cpu_s=0.5)
    assert (verdict.value, verdict.status) == (0.0, "wrong"), verdict


TREE = """
from collections import deque
class Node:
    def __init__(self, val, next=None):
        self.val, self.next = val, next
def chain(values):
    head = None
    for value in reversed(values):
        head = Node(value, head)
    return head
def same_chain(a, b):
    while a and b and a.val == b.val:
        a, b = a.next, b.next
    return not a and not b
"""
REVERSED = "def check(candidate):\n    assert same_chain(candidate(head=chain(range(2000))), "
REVERSED += "chain(range(1999, -1, -1)))"


def test_objects_of_a_shared_class_travel_by_content():
    right = "class Solution:\n    def turn(self, head):\n        back = None\n        while head:\n"
    right += "            head.next, back, head = back, head, head.next\n        return back"
    wrong = "class Solution:\n    def turn(self, head): return head"
    forged = "class Node:\n    __eq__ = lambda s, o: True\n" + wrong
    assert asserts(right, REVERSED, "Solution().turn", prelude=TREE).status == "correct"
    assert asserts(wrong, REVERSED, "Solution().turn", prelude=TREE).status == "wrong"
    assert asserts(forged, REVERSED, "Solution().turn", prelude=TREE).status == "wrong"


def test_a_suite_passes_only_if_one_of_its_asserts_was_reached():
    never = "def check(candidate):\n    return candidate(1)\n    assert candidate(1) == 1\ncheck(f)"
    verdict = asserts("def f(x): return x", never)
    assert verdict.status == "wrong"
    assert "no assert was reached" in verdict.detail


def test_a_prelude_stands_after_future_imports():
    program = "\ufeff'''Doc.'''\nfrom __future__ import annotations\ndef f(x): return K + x"
    assert asserts(program, "assert f(1) == 3", prelude="K = 2").status == "correct"


@pytest.mark.parametrize(
    ("name", "gold"),
    [
        ("code_stdio", {"inputs": ["1"], "outputs": []}),
        ("code_stdio", {"inputs": [], "outputs": []}),
        ("code_stdio", {"inputs": [1], "outputs": ["1"]}),
        ("code_stdio", {"inputs": ["1"], "outputs": [" \n"]}),
        ("code_stdio", {"inputs": ["1"], "outputs": ["1"], "compare": "fuzzy"}),
        ("code_stdio", {"inputs": ["1"], "outputs": ["1"], "extra": 1}),
        ("code_stdio", {"inputs": ["\ud800"], "outputs": ["1"]}),
        ("code_call", {"fn_name": "f", "inputs": [1], "outputs": [1]}),
        ("code_call", {"fn_name": "f()", "inputs": [[1]], "outputs": [1]}),
        ("code_call", {"fn_name": "f", "class": "a b", "inputs": [[1]], "outputs": [1]}),
        ("code_call", {"fn_name": "f", "inputs": [[1]], "outputs": [float("nan")]}),
        ("code_call", {"fn_name": "f", "inputs": [[1]], "outputs": [1], "compare": "tokens"}),
        ("code_assert", {"functional": "f(1)"}),
        ("code_assert", {"functional": "assert f(1"}),
        ("code_assert", {"functional": "assert f(1)", "entry_point": "f(1)"}),
        ("code_assert", {"tests": "assert f(1)"}),
    ],
)
def test_golds_that_cannot_be_graded_are_refused(name, gold):
    reward = load_reward(name)
    with pytest.raises(GroundTruthError):
        reward.canonical(json.dumps(gold))
    assert reward.score(fenced("pass"), json.dumps(gold)).status == "undecided"


@pytest.mark.parametrize(
    "spec", [{"cpu_s": 0}, {"cpu_s": "1"}, {"cpu_s": True}, {"memory_mb": 1}, {"cpu_s": 10**9},
             {"cpu_s": float("nan")}, {"reference": ""}, {"reference": 1}],
)  # fmt: skip
def test_limits_are_bounded(spec):
    with pytest.raises(GroundTruthError):
        load_reward("code_stdio").canonical(json.dumps(SUM), spec)


def test_trouble_of_the_box_is_undecided(monkeypatch):
    from rewards.code import grading, two_boxes
    from rewards.sandbox import Run

    lost = Run("infra_error", error="lost")
    monkeypatch.setattr(grading, "run_tests", lambda *a, **k: [lost])
    assert stdio("print(3)").status == "undecided"
    assert call("def f(n): return n", [0]).status == "undecided"

    class LostSession:
        def __init__(self, *arguments: object, **keywords: object) -> None: ...
        def __enter__(self) -> "LostSession":
            return self

        def __exit__(self, *arguments: object) -> None: ...
        def call(self, *arguments: object, **keywords: object) -> Run:
            return lost

    monkeypatch.setattr(two_boxes, "open_session", LostSession)
    assert asserts("def f(x): x.sort()", MUTATED).status == "undecided"
