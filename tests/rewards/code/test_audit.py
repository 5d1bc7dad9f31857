"""The audit of suites: what passes, what is weak, what the tests tell apart."""

import json

import pytest

from rewards import GroundTruthError, load_reward
from rewards.code.audit import audit, kept_tests
from rewards.code.conditions import CandidateCall, Target
from rewards.code.fences import fenced
from rewards.code.pool import near_calls, near_texts

LARGEST = "n = int(input())\nbest = 0\nfor _ in range(n):\n    x = int(input())\n"
LARGEST += "    if x > best and x % 2 == 0:\n        best = x\nprint(best)\n"
SIGN = "def sign(n):\n    if n > 0:\n        return 1\n"
SIGN += "    if n < 0:\n        return -1\n    return 0\n"


def stdio(cases: list[tuple[str, str]]) -> str:
    return json.dumps({"inputs": [a for a, _ in cases], "outputs": [b for _, b in cases]})


def calls(inputs: list[int]) -> str:
    outputs = [(n > 0) - (n < 0) for n in inputs]
    return json.dumps({"fn_name": "sign", "inputs": [[n] for n in inputs], "outputs": outputs})


def test_a_strong_suite_of_a_script():
    cases = [("3\n4\n8\n6\n", "8"), ("2\n5\n2\n", "2"), ("1\n7\n", "0"), ("2\n9\n1\n", "0")]
    found = audit(load_reward("code_stdio"), stdio(cases), None, LARGEST)
    assert found.passes
    assert found.weak == ()
    assert found.strength is not None
    assert found.strength.proven >= 8
    assert found.strength.kill_rate is not None
    assert found.strength.kill_rate >= 0.8


def test_a_weak_suite_is_named_so():
    found = audit(load_reward("code_stdio"), stdio([("1\n2\n", "2")]), None, LARGEST)
    assert found.passes
    assert set(found.weak) == {"constant", "first_test_only"}
    assert found.strength is not None
    assert found.strength.survivors
    assert found.strength.killed < found.strength.proven
    echo = audit(load_reward("code_stdio"), stdio([("1", "1"), ("2", "2")]), None, "print(input())")
    assert echo.weak == ("echo",)


def test_more_tests_tell_more_mutants_apart():
    reward = load_reward("code_call")
    few, many = (
        audit(reward, calls(inputs), None, SIGN).strength for inputs in ([5], [5, -5, 0, 1, -1])
    )
    assert few is not None
    assert many is not None
    assert few.kill_rate is not None
    assert many.kill_rate is not None
    assert few.kill_rate < many.kill_rate == 1.0
    assert many.mutants == few.mutants > 8


def test_the_tests_that_tell_are_kept():
    reward = load_reward("code_call")
    gold = calls([5, 6, 7, -5, 8, 0, 9, 1])
    strength = audit(reward, gold, None, SIGN, max_tests=4).strength
    assert strength is not None
    kept = strength.reduction
    assert (kept.tests, len(kept.kept), kept.kept_killed) == (8, 4, kept.killed)
    smaller = kept_tests(gold, kept.kept)
    assert {-5, 0} <= {arguments[0] for arguments in json.loads(smaller)["inputs"]}
    again = audit(reward, smaller, None, SIGN)
    assert again.passes
    assert again.strength is not None
    assert again.strength.killed == strength.killed
    with pytest.raises(GroundTruthError):
        kept_tests(json.dumps({"functional": "assert f(1)"}), [0])


def test_suites_of_asserts():
    reward = load_reward("code_assert")
    gold = json.dumps({"functional": "".join(f"assert sign({n}) == {(n > 0) - (n < 0)}\n"
                                             for n in (5, -5, 0, 1, -1))})  # fmt: skip
    found = audit(reward, gold, None, SIGN)
    assert found.weak == ()
    assert found.strength is not None
    assert found.strength.kill_rate == 1.0
    truthy = audit(
        reward, json.dumps({"functional": "assert sign(3)\nassert sign(-3)"}), None, SIGN
    )
    assert {"returns_true", "always_equal", "constant"} <= set(truthy.weak)
    boxed = json.dumps({"functional": "x = [2, 1]\nsort(x)\nassert x == [1, 2]"})
    two_boxes = audit(reward, boxed, None, "def sort(x): x.sort()")
    assert two_boxes.passes
    assert two_boxes.strength is None


def test_a_wrong_reference_does_not_pass():
    found = audit(load_reward("code_call"), calls([5, 0]), None, "def sign(n): return 1")
    assert not found.passes
    assert not found.undecided
    assert found.detail.startswith("wrong: 1 of 2 tests: test 2")
    assert found.strength is None


def test_references_that_never_end_nearby_and_mutants_that_never_end_are_bounded():
    program = "def f(n):\n    steps = 0\n    while n != 1:\n"
    program += "        n = n // 2 if n % 2 == 0 else 3 * n + 1\n"
    program += "        steps += 1\n    return steps\n"
    gold = json.dumps({"fn_name": "f", "inputs": [[6], [7]], "outputs": [8, 16]})
    strength = audit(load_reward("code_call"), gold, None, program).strength
    assert strength is not None
    assert strength.killed == strength.proven > 5


def test_answers_by_chance_prove_nothing():
    program = "import random\nn = int(input())\nprint(n)\nif n > 3:\n    print(random.random())\n"
    strength = audit(
        load_reward("code_stdio"), stdio([("1", "1"), ("2", "2")]), None, program
    ).strength
    assert strength is not None
    assert all(not survivor.startswith("return") for survivor in strength.survivors)


def test_trouble_of_the_box_is_undecided(monkeypatch):
    from rewards.code import audit as module
    from rewards.sandbox import Run

    monkeypatch.setattr(module, "run_tests", lambda *a, **k: [Run("infra_error", error="lost")])
    found = audit(load_reward("code_call"), calls([5, 0]), None, SIGN)
    assert found.undecided
    assert found.strength is None


def test_inputs_near_the_suites():
    texts = [b"3\n1 2 3\n", b"1\n5\n"]
    near = near_texts(texts, 20)
    assert near == near_texts(texts, 20)
    assert len(set(near)) == len(near) >= 10
    assert not set(near) & set(texts)
    assert all(text.count(b"\n") in (1, 2) for text in near)
    some = [CandidateCall(Target("f"), ([1, 2], "ab"), {"k": 3})]
    changed = near_calls(some, 20)
    assert len(changed) >= 10
    assert all([type(a) for a in call.positional] == [list, str] for call in changed)
    assert near_calls([CandidateCall(Target("f"), (), {})], 5) == []
    assert near_texts([], 5) == []


def test_a_reference_is_what_render_shows():
    reward = load_reward("code_call")
    assert reward.render(calls([5]), {"reference": SIGN}) == fenced(SIGN)
