"""Duplicates and conflicts: who stays does not depend on the order of arrival."""

from __future__ import annotations

import random
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from filters.exact import Candidate, Edge, edges, resolve


def candidate(row: int, priority: int, answer: str = "1", identity: str = "") -> Candidate:
    return Candidate(row, (priority, identity or f"id{row}", str(row)), answer)


def dropped(group: list[Candidate]) -> dict[int, Edge]:
    return resolve(group, edges(group))


def test_the_source_of_lower_number_stays():
    group = [candidate(0, 50), candidate(1, 10), candidate(2, 30)]
    assert dropped(group) == {0: Edge(0, 1, "duplicate"), 2: Edge(2, 1, "duplicate")}


def test_among_equals_the_smaller_id_stays():
    group = [candidate(0, 50, identity="b"), candidate(1, 50, identity="a")]
    assert set(dropped(group)) == {0}


def test_different_answers_are_all_quarantined():
    group = [candidate(0, 10, "1"), candidate(1, 50, "1"), candidate(2, 50, "2")]
    found = dropped(group)
    assert {row: edge.kind for row, edge in found.items()} == dict.fromkeys(
        range(3), "answer_conflict"
    )
    assert found[0].other == found[1].other == 2
    assert found[2].other == 0


def test_a_row_alone_stays():
    assert dropped([candidate(0, 50)]) == {}


def test_a_row_goes_only_against_a_row_that_stays():
    """a ~ b ~ c, but a and c are no duplicates: b goes for a, c stays."""
    rows = [candidate(0, 10), candidate(1, 20), candidate(2, 30)]
    found = resolve(rows, [Edge(1, 0, "duplicate"), Edge(2, 1, "duplicate")])
    assert found == {1: Edge(1, 0, "duplicate")}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.sampled_from("12"))),
       st.randoms(use_true_random=False))  # fmt: skip
def test_order_of_arrival_does_not_matter(rows, rng: random.Random):
    """Rows are (question, priority, answer); what stays is the same under any shuffle."""
    made = [
        (question, candidate(n, priority, answer))
        for n, (question, priority, answer) in enumerate(rows)
    ]

    def outcome(order: list[tuple[int, Candidate]]) -> dict[int, Edge]:
        ordered = sorted(order, key=lambda pair: pair[0])
        found = [
            edge
            for _, group in groupby(ordered, key=lambda pair: pair[0])
            for edge in edges([member for _, member in group])
        ]
        return resolve([member for _, member in order], found)

    shuffled = made[:]
    rng.shuffle(shuffled)
    first, second = outcome(made), outcome(shuffled)
    assert {r: e.kind for r, e in first.items()} == {r: e.kind for r, e in second.items()}
    for row, edge in first.items():
        assert edge.kind == "answer_conflict" or edge.other not in first, row
    for question in {q for q, _ in made}:
        group = [c for q, c in made if q == question]
        kept = [c for c in group if c.row not in first]
        assert len(kept) == (1 if len({c.answer for c in group}) == 1 else 0)
