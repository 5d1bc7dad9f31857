"""Outputs against expected ones, by mode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.code.outputs import difference, parse_mode


def same(printed: str | bytes, expected: str | bytes, mode: str = "tokens") -> bool:
    both = [each.encode() if isinstance(each, str) else each for each in (printed, expected)]
    return difference(both[0], both[1], parse_mode(mode)) is None


@pytest.mark.parametrize(
    ("printed", "expected", "equal"),
    [
        ("1 2\n3\n", "1 2\n3\n", True),
        ("1 2 \n3", "1 2\n3\n", True),
        ("1\r\n2\r\n", "1\n2\n", True),
        ("1\n\n2\n\n", "1 2", True),
        ("", "", True),
        ("\n", "", True),
        ("1 2", "1 2 3", False),
        ("1 2 3 4", "1 2 3", False),
        ("1 2 3 ", "1 2 3", True),
        ("12", "1 2", False),
        ("", "1", False),
        ("1", "", False),
        ("1.0", "1", False),
        ("01", "1", False),
        ("YES", "Yes", False),
        ("a\u00a0b", "a b", False),
        ("\x1b[2K1", "1", False),
        ("1\x00", "1", False),
        ("é", "e\u0301", False),
        (b"\xff", "\ufffd", False),
        ("Ünï 日本", "Ünï  日本\n", True),
    ],
)
def test_tokens(printed, expected, equal):
    assert same(printed, expected) is equal


@pytest.mark.parametrize(
    ("printed", "expected", "equal"),
    [
        ("a b\n", "a b\n", True),
        ("a b", "a b\n", True),
        ("a b\r\nc", "a b\nc\n", True),
        ("a  b\n", "a b\n", False),
        ("a b \n", "a b\n", False),
        ("a b\n\n", "a b\n", False),
        ("a\n", "a\nb\n", False),
        (" a\n", "a\n", False),
    ],
)
def test_exact(printed, expected, equal):
    assert same(printed, expected, "exact") is equal


def test_nocase():
    assert same("Yes nO ÄÖ", "YES no äö", "nocase")
    assert not same("yes", "no", "nocase")
    assert not same(b"\xff", b"\xfe", "nocase")
    assert not same("yes yes", "yes", "nocase")


@pytest.mark.parametrize(
    ("printed", "expected", "equal"),
    [
        ("0.3333333", "0.33333333", True),
        ("1e-7", "0.0", True),
        ("-0.0", "0.0", True),
        ("-0", "0", True),
        ("3", "3.0", True),
        (".5", "0.5", True),
        ("5.", "5", True),
        ("+1.5", "1.5", True),
        ("1000000.4", "1000000", True),
        ("1000002.5", "1000000", False),
        ("1.00001", "1", False),
        ("1000000007", "1000000008", False),
        ("100000000000000001", "100000000000000000", False),
        ("007", "7", True),
        ("nan", "1.0", False),
        ("nan", "0.0", False),
        ("inf", "1.0", False),
        ("1.0", "inf", False),
        ("1e999", "1.0", False),
        ("1e999", "2e999", False),
        ("1_0", "10.0", False),
        ("0x10", "16.0", False),
        ("١.5", "1.5", False),
        ("x", "1.5", False),
        ("abc 1.5", "abc 1.5000001", True),
        ("abd 1.5", "abc 1.5", False),
        ("1.5", "1.5 1.5", False),
        ("1.5 1.5", "1.5", False),
        ("1.0000000" + "0" * 500, "1.0", False),
    ],
)
def test_float_tolerance(printed, expected, equal):
    assert same(printed, expected, "float:1e-6") is equal


@pytest.mark.parametrize(
    "bad",
    ["", "float", "float:", "float:0", "float:1", "float:x", "float:nan", "float:-1e-6", "TOKENS"],
)
def test_unknown_modes_are_refused(bad):
    with pytest.raises(ValueError, match="compare"):
        parse_mode(bad)


def test_the_difference_names_its_place():
    assert difference(b"1 2", b"1 3", parse_mode("tokens")) == "word 2 is '2', not '3'"
    assert difference(b"1", b"1 3", parse_mode("tokens")) == "fewer words than the 2 expected"
    assert difference(b"1\n2\n", b"1\n3\n", parse_mode("exact")) == "line 2 is '2', not '3'"
    shown = difference(b"9" * 10**6, b"1", parse_mode("tokens"))
    assert shown is not None
    assert len(shown) < 100


@pytest.mark.parametrize("mode", ["tokens", "exact", "nocase", "float:1e-6"])
def test_big_outputs_are_compared(mode):
    """Finishes at all: the quadratic reading of a number of five million digits would not."""
    assert not same("9" * 5_000_000, "1.5", mode)
    assert not same("1 " * 2_500_000, "1", mode)
    assert not same(" " * 5_000_000, "1", mode)
    words = "12345 " * 400_000
    assert same(words, words, mode)


@given(
    st.lists(st.text(alphabet="ab1.-", min_size=1)), st.lists(st.text(alphabet="ab1.-", min_size=1))
)
def test_tokens_agree_with_lists_of_words(words, others):
    assert same(" ".join(words), "\n".join(others)) is (words == others)
