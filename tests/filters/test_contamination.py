"""Contamination: form, structure and parts; no guard here."""

from __future__ import annotations

from filters.contamination import Index


def index() -> Index:
    found = Index()
    found.add("bench", "item 1", "text", (), "What is $3 + 4$?")
    found.add("grids", "item 2", "structure:abc", ("pair:1", "task:x"), "Input: [[1]]")
    return found


def test_the_same_form_is_found_and_the_item_named():
    hit = index().find("text", (), "what is 3 + 4")
    assert hit is not None
    assert (hit.how, hit.benchmark, hit.item) == ("text", "bench", "item 1")
    assert hit.shared == "what is 3 4"


def test_a_changed_sign_is_still_contaminated():
    assert index().find("text", (), "What is 3 - 4?") is not None


def test_another_text_is_clean():
    assert index().find("text", (), "What is 3 + 5?") is None


def test_structure_and_parts_are_found():
    for key, parts, how in (
        ("structure:abc", (), "structure"),
        ("structure:other", ("pair:0", "pair:1"), "part"),
        ("structure:other", ("task:x",), "part"),
    ):
        hit = index().find(key, parts, "anything")
        assert hit is not None
        assert (hit.how, hit.item) == (how, "item 2")


def test_texts_of_structured_rows_do_not_count():
    assert index().find("structure:other", ("pair:9",), "Input: [[1]]") is None
    assert index().find("text", (), "Input: [[1]]") is None


def test_an_empty_text_matches_nothing():
    found = Index()
    found.add("bench", "blank", "text", (), "?!")
    assert found.find("text", (), "...") is None
