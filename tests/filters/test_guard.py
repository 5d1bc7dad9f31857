"""The compiled guard and lexer say what the readable ones say, of any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.exact import join_key
from filters.guard import guard, polarity
from filters.kernels.guarding import guard as compiled_guard
from filters.reading import forms, guards
from filters.shingles import shingles, tokens, utf8
from filters.spelling import normal
from filters.text import spelling
from filters.text import tokens as words

PARTS = (
    "a", "B", "7", "12", " ", "-", "!", ".", ",", "(", ")", "[", "]", "$", "\\", "~", "+", "}", "^",
    "_", "é", "e\u0301", "\\left", "\\right ", "\\quad", "\\dfrac", "\\!", "\\(", "\n", "²", "−",
    "≤", "’", "ﬁ", "ﷺ", "\u200b", "\ud800", "中", "minimum ", "one ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text(max_size=20)


def same_partition(left: list, right: list) -> bool:
    """Whether both lists tell the same rows apart."""
    return len(set(left)) == len(set(right)) == len(set(zip(left, right, strict=True)))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=30))
def test_batches_are_read_as_single_texts_are(texts):
    spelled = normal(texts)
    assert list(spelled.rows()) == [t if t.isascii() else spelling(t) for t in texts]
    found = tokens(spelled, latex=True, spans=True)
    pairs = [
        (word, value)
        for row, text in enumerate(texts)
        for word, value in zip(words(text), found.row(row).tolist(), strict=True)
    ]
    assert same_partition([w for w, _ in pairs], [v for _, v in pairs])
    hashed = [
        compiled_guard(spelled.data, *map(int, spelled.offsets[k : k + 2]))
        for k in range(len(texts))
    ]
    ordered = [guard(text) for text in texts]
    assert same_partition(ordered, [h for h, _ in hashed])
    assert same_partition([sorted_(g) for g in ordered], [u for _, u in hashed])
    with_words = [(sorted_(guard(t)), *polarity(t)) for t in texts]
    assert same_partition(with_words, guards(texts).tolist())
    assert same_partition([join_key("text", t) for t in texts], forms(texts).tolist())


def sorted_(text: str) -> tuple[str, ...]:
    return tuple(sorted(text.split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$-axis", ""), ("the x-axis at -5", "- 5"), ("$a$ - $b$", "-"),
        ("(–$2$, 3)", "( - 2 3 )"), ("5! = 120", "5 ! = 120"), ("n! + 1", "! + 1"),
        ("What a day!", ""), ("1,000.5%", "1,000.5 %"),
        ("[ $5, 6 $ )", "[ 5 6 )"), (r"\left( 3, 4 \right)", "( 3 4 )"), (r"\[ 5 \]", "5"),
        ("f(x)", ""), ("x² ≤ 3", "^ 2 3"),
    ],
)  # fmt: skip
def test_what_the_guard_holds(text, expected):
    assert guard(text) == expected


def test_spans_are_characters():
    text = "Für $x_1$: 中文 ok"
    found = tokens([text, "a b"], spans=True)
    assert [text.lower()[b:e] for b, e in found.spans[: found.offsets[1]]] == [
        "für", "x_1", "中文", "ok",
    ]  # fmt: skip
    assert found.spans[found.offsets[1] :].tolist() == [[0, 1], [2, 3]]


def test_arrow_buffers_are_read_where_they_are():
    import pyarrow as pa

    array = pa.array(["one", None, "two words", "three"], pa.large_string())
    part = array.slice(2)
    read = utf8(part)
    assert list(read.rows()) == ["two words", "three"]
    assert read.data.base is not None
    assert np.shares_memory(read.data, np.frombuffer(array.buffers()[2], np.uint8))
    chunks = pa.chunked_array([["a b c d"], [None, "a b c d"]])
    sets = shingles(chunks)
    assert sets.row(0).tolist() == sets.row(2).tolist()
    assert np.diff(sets.offsets).tolist() == [2, 0, 2]
    with pytest.raises(TypeError, match="int64"):
        utf8(pa.array([1]))


def test_shingles_are_a_set_unless_told():
    assert len(shingles(["a b c a b c"]).values) == 3
    assert len(shingles(["a b c a b c"], unique=False).values) == 4
    few = shingles(["a b", "b a", "a", "!", "a b"])
    assert np.diff(few.offsets).tolist() == [1, 1, 1, 0, 1]
    assert len(set(few.values.tolist())) == 3
