"""The join against brute force; signatures against datasketch."""

from __future__ import annotations

import os
import random
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from datasketch import MinHash

from filters import signatures
from filters.kernels import announced
from filters.minhash import pairs, pairs_with_similarity
from filters.shingles import shingles

TOKEN = re.compile("[a-z0-9_\u0080-\U0010ffff]+")


def sets(texts: list[str]) -> list[set[tuple[str, ...]]]:
    found = [TOKEN.findall(re.sub("[A-Z]", lambda m: m[0].lower(), text)) for text in texts]
    return [{tuple(t[k : k + 3]) for k in range(max(1, len(t) - 2))} if t else set() for t in found]


def brute_force(texts: list[str], threshold: float) -> dict[tuple[int, int], float]:
    known = sets(texts)
    found = {}
    for one, other in combinations(range(len(texts)), 2):
        union = len(known[one] | known[other])
        if union and len(known[one] & known[other]) >= threshold * union - 1e-9:
            found[one, other] = len(known[one] & known[other]) / union
    return found


def variants(seed: int, count: int) -> list[str]:
    """Texts that repeat, shuffle, cut and change each other's words."""
    rng = random.Random(seed)
    alphabet = [f"w{n}" for n in range(30)] + ["Über", "中文", "x_1"]
    texts = [" ".join(rng.choice(alphabet) for _ in range(rng.randint(0, 25))) for _ in range(20)]
    while len(texts) < count:
        words = rng.choice(texts).split(" ")
        for _ in range(rng.randint(0, 2)):
            spot = rng.randrange(len(words))
            words[spot : spot + rng.randint(0, 1)] = [rng.choice(alphabet)]
        texts.append(rng.choice([" ", ", ", "! "]).join(words).upper())
    return texts


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 0.95, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_no_pair_is_missed_and_none_is_made_up(seed, threshold):
    texts = variants(seed, 160)
    expected = brute_force(texts, threshold)
    found, similar = pairs_with_similarity(texts, threshold)
    assert [tuple(pair) for pair in found.tolist()] == sorted(expected)
    assert similar.tolist() == pytest.approx([expected[pair] for pair in sorted(expected)])


def test_pairs_at_exactly_the_threshold_count():
    """4 of 5, 8 of 10, ...: the bound of a float must not lose them."""
    for size in range(4, 200, 4):
        shared = " ".join(f"w{n}" for n in range(size + 2))
        texts = [f"{shared} {' '.join(f'x{n}' for n in range(size // 4))}", shared]
        assert pairs(texts, 0.8).tolist() == [[0, 1]], size
        assert pairs([f"{texts[0]} more", shared], 0.8).tolist() == [], size


def test_nothing_is_near_nothing():
    assert pairs(["", "!", " "]).tolist() == []
    assert pairs([]).tolist() == []
    assert pairs(["a", "A", "a b", "b a"]).tolist() == [[0, 1]]


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_a_threshold_is_a_share(threshold):
    with pytest.raises(ValueError, match="threshold"):
        pairs(["a"], threshold)


@pytest.mark.skipif("TOUCHSTONE_CHECKS" not in os.environ, reason="TOUCHSTONE_CHECKS is not set")
def test_the_labelled_corpus_exactly():
    folder = Path(os.environ["TOUCHSTONE_CHECKS"])
    texts = pq.read_table(folder / "dedup_20k.parquet")["text"].to_pylist()
    expected = np.sort(np.load(folder / "dedup_20k_pairs.npy"), axis=1)
    assert {*map(tuple, pairs(texts).tolist())} == {*map(tuple, expected.tolist())}


def test_signatures_are_those_of_datasketch(tmp_path):
    texts = ["What is the sum of one and two?", "", "Another text of some words, é and all."]
    signed = signatures.sign(texts)
    for row, text in enumerate(texts):
        known = MinHash(128, seed=1, scheme="affine32", hashfunc=lambda value: value)
        for value in shingles([text.replace("é", "é")]).values.tolist():
            known.update(value & 0xFFFFFFFF)
        assert signed.values[row].tolist() == known.hashvalues.tolist()
    signatures.write(tmp_path / "s.parquet", ["a", "b", "c"], signed)
    names, back = signatures.read(tmp_path / "s.parquet")
    assert names == ["a", "b", "c"]
    assert (back.values == signed.values).all()
    assert (back.guards == signed.guards).all()
    read = MinHash(hashvalues=back.values[0], scheme="affine32")
    assert read.jaccard(MinHash(hashvalues=signed.values[0], scheme="affine32")) == 1.0


def test_signatures_match_the_same_problem_alone():
    old = ["A farmer sells 12 eggs and 3 hens at the market on Monday morning before noon. " * 2]
    same = old[0].replace("farmer", "Farmer") + "Really?"
    other = old[0].replace("12", "13")
    found, alike = signatures.match(
        signatures.sign([same, other, "Something else altogether."]), signatures.sign(old), 0.8
    )
    assert found.tolist() == [0, -1, -1]
    assert alike[0] > 0.8


def test_other_files_are_no_signatures(tmp_path):
    import pyarrow as pa

    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "x.parquet")
    (tmp_path / "y.parquet").write_text("no")
    for name in ("x.parquet", "y.parquet", "z.parquet"):
        with pytest.raises(ValueError, match="no signatures"):
            signatures.read(tmp_path / name)


def test_compiling_is_told_once():
    from numba import njit

    one, other, told = njit(lambda x: x + 1), njit(lambda x: x - 1), []
    with announced(told.append):
        one(other(1))
    with announced(told.append):
        one(1)
    assert len(told) == 1
