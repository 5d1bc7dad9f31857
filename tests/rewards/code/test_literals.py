"""Literals of answers, read without evaluation."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.code.literals import LiteralError, parse_arguments, parse_literal
from rewards.code.values import same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), (" -1 ", -1), ("1.5e3", 1500.0), ("1+2j", 1 + 2j), ("1 - 2j", 1 - 2j),
        ("'a'", "a"), ('"a"', "a"), ("b'x'", b"x"), ("'a' 'b'", "ab"), (r"'\d'", "\\d"),
        ('"\\u00e9"', "é"), ("True", True), ("true", True), ("null", None), ("None", None),
        ("[1, true, null]", [1, True, None]), ("(1,)", (1,)), ("1, 2", (1, 2)), ("()", ()),
        ("{}", {}), ("set()", set()), ("{1, 2}", {1, 2}), ("set([1])", {1}),
        ("frozenset({1})", frozenset({1})), ("{'a': (1, [2])}", {"a": (1, [2])}),
        ("float('inf')", float("inf")), ("-inf", float("-inf")), ("Infinity", float("inf")),
        ("[1,\n 2,\n]", [1, 2]), ("{1: 2, '1': 3}", {1: 2, "1": 3}),
    ],
)  # fmt: skip
def test_literals_are_read(text, value):
    assert same(parse_literal(text), value)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "f(1)", "1+1", "2**9", "-'a'", "[1", "1]", "[x]", "{**{}}", "{[1]: 2}",
        "{[]: 1}",
        "{{1}}", "[*[1]]", "lambda: 1", "[i for i in [1]]", "__import__('os')", "().__class__",
        "f'{1}'", "...", "1 if 1 else 2", "a.b", "'a' * 9", "\x00", "set(1)", "float('1')",
        "float(1)", "[" * 5000 + "]" * 5000, "(" * 90 + "1" + ",)" * 90 + "]", "9" * 5000,
        "-" * 5000 + "1", "[" * 150 + "]" * 150, "1 # " + "x" * 200_000, "open('a')", "1; 2",
    ],
)  # fmt: skip
def test_what_is_no_literal_is_refused(text):
    with pytest.raises(LiteralError):
        parse_literal(text)


@pytest.mark.parametrize(
    ("text", "positional", "keyword"),
    [
        ("1, [2]", (1, [2]), {}),
        ("(1, 2)", ((1, 2),), {}),
        ("1, k='a'", (1,), {"k": "a"}),
        ("f(1, k=2)", (1,), {"k": 2}),
        ("assert f(1) == 2", (1,), {}),
        ("f([1]) == [2]", ([1],), {}),
        ("", (), {}),
        ("f()", (), {}),
        ("'f(1)'", ("f(1)",), {}),
        ("(1, ), (1, 2)", ((1,), (1, 2)), {}),
        ("1,\n2 # two", (1, 2), {}),
    ],
)
def test_arguments_are_read(text, positional, keyword):
    found = parse_arguments(text, "f")
    assert same(found.positional, positional)
    assert same(found.keyword, keyword)


@pytest.mark.parametrize(
    "text", ["1) + f(2", "g(1)", "f(1) + f(2)", "*[1]", "**{'a': 1}", "1, k=2, k=3", "f(f(1))", "x",
             "1)", "f(1) == f(2) == 3", "k=1, 2", "lambda: 1"],
)  # fmt: skip
def test_what_are_no_arguments_is_refused(text):
    with pytest.raises(LiteralError):
        parse_arguments(text, "f")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
        | st.binary() | st.complex_numbers(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner)
        | st.sets(st.integers()),
        max_leaves=10,
    )
)  # fmt: skip
def test_the_representation_of_a_value_is_read_as_the_value(value):
    assert same(parse_literal(repr(value)), value)
    assert same(parse_arguments(f"{value!r}, k={value!r}", "f").keyword["k"], value)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for parse in (parse_literal, lambda each: parse_arguments(each, "f")):
        with contextlib.suppress(LiteralError):
            parse(text)
