"""Equality of plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.code.values import same, same_json

NAN = float("nan")
BIG = 10**4000


@pytest.mark.parametrize(
    ("value", "other", "equal"),
    [
        (1, 1, True), (1, 1.0, True), (0.0, -0.0, True), (1, True, False), (0, False, False),
        (True, True, True), (1.0, True, False), (NAN, NAN, False), (1 + 0j, 1, True),
        (2**53 + 1, float(2**53), False), (BIG, BIG, True), (BIG, BIG + 1, False),
        (BIG, float("inf"), False), (0.1 + 0.2, 0.3, False),
        ("a", "a", True), ("a", b"a", False), ("1", 1, False), ("", None, False),
        (None, None, True),
        (None, False, False), (0, None, False), ([], (), False), ([1], (1,), False),
        ((1, 2), (1, 2), True), ((1,), (1, 2), False), ([1, [True]], [1, [1]], False),
        ([NAN], [NAN], False), ({1, 2}, {2, 1}, True), ({1}, {True}, False), (set(), {}, False),
        ({1}, frozenset({1}), True), ({(1, True)}, {(1, 1)}, False), ({1}, [1], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True), ({1: "x"}, {True: "x"}, False),
        ({"a": 1}, {"a": True}, False), ({1: 2}, {1: 2, 3: 4}, False), ({1: 2}, {"1": 2}, False),
        ("é", "e\u0301", False), ({1: 2}, {1.0: 2}, True),
    ],
)  # fmt: skip
def test_same(value, other, equal):
    assert same(value, other) is equal
    assert same(other, value) is equal


@pytest.mark.parametrize(
    ("value", "gold", "equal"),
    [
        ((1, 2), [1, 2], True), ([(1, 2)], [[1, 2]], True), ([1, 2], [2, 1], False),
        ([1, 2], [1, 2, 3], False), ([1, 2, 3], [1, 2], False), (True, 1, False), (1, True, False),
        (1.0, 1, True), (1, 1.0, True), (NAN, 1, False), ({1, 2}, [1, 2], False),
        ({1: 2}, {"1": 2}, True), ({True: 2}, {"true": 2}, True), ({None: 2}, {"null": 2}, True),
        ({1.5: 2}, {"1.5": 2}, True), ({1: 2, "1": 2}, {"1": 2}, False), ({}, [], False),
        ({"a": (1,)}, {"a": [1]}, True), ({"a": 1}, {"b": 1}, False), (None, None, True),
        ("1", 1, False), (b"a", "a", False), (1 + 0j, 1, True), (0.1 + 0.2, 0.3, False),
    ],
)  # fmt: skip
def test_same_json(value, gold, equal):
    assert same_json(value, gold) is equal


@pytest.mark.parametrize(
    ("value", "gold", "equal"),
    [
        (0.1 + 0.2, 0.3, True), ([1.0000001], [1], True), (1.1, 1, False), (NAN, 1.0, False),
        (float("inf"), 1.0, False), (10**9 + 1, 10**9, False), (True, 1.0, False),
        ("1.0", 1.0, False),
        (BIG, 1.0, False), ({"a": 1.0000001}, {"a": 1.0}, True), (1.0, NAN, False),
    ],
)  # fmt: skip
def test_a_tolerance_is_for_floats_alone(value, gold, equal):
    assert same_json(value, gold, 1e-6) is equal


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
def test_same_is_the_equality_of_types_and_text(value, other):
    def form(each: object) -> object:
        if isinstance(each, dict):
            return ("dict", *sorted((key, form(item)) for key, item in each.items()))
        if isinstance(each, list):
            return ("list", *map(form, each))
        return (type(each).__name__, each)

    assert same(value, value)
    assert same_json(value, value)
    assert same(value, other) is (repr(form(value)) == repr(form(other)))
    assert same_json(value, other) is same(value, other)
