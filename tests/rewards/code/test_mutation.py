"""Mutants of a program, and suites held to a size by what tells them apart."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.code.mutation import mutants
from rewards.code.suites import reduce_suite

PROGRAM = '''
def f(numbers, limit=10):
    """Counts."""
    total = 0
    for i in range(len(numbers)):
        if numbers[i] < limit and not numbers[i] == 3:
            total += numbers[i] * 2
        elif numbers[i] in (7, 8):
            break
    return numbers[:total] or [-1.5, "x", True]
'''


def test_every_kind_of_change_is_made():
    found = mutants(PROGRAM, 1000)
    texts = {mutant.program for mutant in found}
    assert {mutant.kind for mutant in found} == {
        "comparison", "arithmetic", "constant", "boolean", "condition", "deletion", "return",
        "off_by_one",
    }  # fmt: skip
    for change in (
        "numbers[i] <= limit", "total -= ", "numbers[i] + 2", "range(len(numbers) - 1)", "!= 3",
        "limit=11", "or not", "not in (7, 8)", "numbers[:total + 1]", "return None", "total = 1",
        "'xx'", "[1.5,", "False]", "if False:",
    ):  # fmt: skip
        assert any(change in text for text in texts), change
    assert len(texts) == len(found)
    assert ast.unparse(ast.parse(PROGRAM)) + "\n" not in texts
    assert all("Counts." in text for text in texts)


def test_mutants_are_programs_one_change_away_and_the_same_every_time():
    right = ast.unparse(ast.parse(PROGRAM)).splitlines()
    found = mutants(PROGRAM, 1000)
    assert found == mutants(PROGRAM, 1000)
    for mutant in found:
        ast.parse(mutant.program)
        lines = mutant.program.splitlines()
        assert len(lines) == len(right)
        assert sum(a != b for a, b in zip(lines, right, strict=True)) == 1


def test_a_limit_takes_all_kinds_and_places_over_the_program():
    few = mutants(PROGRAM, 8)
    assert len(few) == len({mutant.kind for mutant in few}) == 8
    lines = [mutant.line for mutant in mutants("\n".join(f"x{i} = {i}" for i in range(64)), 16)]
    assert max(lines) - min(lines) > 40
    assert mutants("def f(:", 10) == []
    assert mutants("", 10) == []


def test_a_suite_keeps_the_tests_that_kill():
    sizes = [10, 10, 10, 10, 10]
    kills = [{1}, {1, 2}, {3}, {2}, {4}]
    kept = reduce_suite(sizes, kills, max_tests=3)
    assert kept.kept == (1, 2, 4)
    assert (kept.killed, kept.kept_killed) == (4, 4)
    assert (kept.tests, kept.bytes, kept.kept_bytes) == (5, 50, 30)
    assert reduce_suite(sizes, kills).kept == (0, 1, 2, 3, 4)


def test_a_suite_fits_its_bytes_and_is_never_empty():
    kept = reduce_suite([90, 10, 10], [{1, 2, 3}, {1}, {2}], max_bytes=50)
    assert kept.kept == (1, 2)
    assert (kept.killed, kept.kept_killed) == (3, 2)
    assert reduce_suite([90, 80], [{1}, set()], max_bytes=50).kept == (1,)
    assert reduce_suite([7], [set()], max_tests=1).kept == (0,)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.sets(st.integers(0, 9))), min_size=1, max_size=12),
    st.integers(1, 12),
    st.integers(50, 200),
)
def test_caps_hold_and_what_fits_whole_is_kept_whole(tests, max_tests, max_bytes):
    sizes, kills = [size for size, _ in tests], [each for _, each in tests]
    kept = reduce_suite(sizes, kills, max_tests, max_bytes)
    assert 1 <= len(kept.kept) <= max_tests
    assert kept.kept_bytes == sum(sizes[test] for test in kept.kept) <= max_bytes
    assert kept.kept_killed == len(set().union(*(kills[test] for test in kept.kept)))
    if len(tests) <= max_tests and sum(sizes) <= max_bytes:
        assert kept.kept == tuple(range(len(tests)))
        assert kept.kept_killed == kept.killed


@pytest.mark.parametrize(
    "program",
    [
        "x = {1: 2, **{}}\n",
        "match 1:\n    case 1:\n        y = 2\n",
        "async def f():\n    await g(*[1], **{})\n",
        "x: int = 1\n",
        "f'{1:>{2}}'\n",
        "def f(*, a=1, **k): ...\n",
    ],
)
def test_unusual_syntax_is_no_obstacle(program):
    for mutant in mutants(program, 100):
        ast.parse(mutant.program)
