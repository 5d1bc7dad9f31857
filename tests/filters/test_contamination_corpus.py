"""The corpus of the benchmark: real evaluation items, clean rows, planted rows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.decontamination import any_gram, ours
from benchmarks.decontamination_corpus import KINDS, PLANTED, Corpus, load

MIRROR = os.environ.get("TOUCHSTONE_MIRROR")
pytestmark = pytest.mark.skipif(not MIRROR, reason="TOUCHSTONE_MIRROR names no mirror of sources")

RECALL_AT_LEAST = {
    "exact": 0.99, "whitespace": 0.99, "affixed": 0.99, "embedded": 0.99, "one number": 0.99,
    "latex": 0.98, "renamed": 0.93, "all numbers": 0.7, "first half": 0.9,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load(Path(MIRROR or ""))


def share(flags: list[bool]) -> float:
    return sum(flags) / len(flags)


def test_few_clean_rows_are_flagged_and_less_than_by_any_8_gram(corpus):
    flagged = share(ours(corpus.items, corpus.clean))
    assert flagged <= 0.03
    assert share(any_gram(8)(corpus.items, corpus.clean)) > 3 * flagged


@pytest.mark.parametrize("kind", KINDS)
def test_planted_rows_are_found(corpus, kind):
    rows = corpus.planted[kind]
    assert len(rows) == PLANTED
    assert share(ours(corpus.items, rows)) >= RECALL_AT_LEAST[kind]
