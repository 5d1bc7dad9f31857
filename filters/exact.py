"""Exact duplicates: rows with one join key, and what is to be done about each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from .guard import guard
from .text import normal_form

TEXT = "text"

Kind: TypeAlias = Literal["duplicate", "answer_conflict"]


class Candidate(NamedTuple):
    """A row as the duplicate filter sees it."""

    row: int
    """Its number in the build; says where it stands, never who stays."""
    order: tuple[int, str, str]
    """(priority, id, source row): the row with the smallest stays."""
    answer: str
    """The canonical gold."""


class Edge(NamedTuple):
    """Two rows that are the same question."""

    row: int
    other: int
    kind: Kind


def join_key(match_key: str, question: str, context: str = "", guarded: bool = True) -> bytes:
    """What equal questions have in common, 16 bytes.

    A `match_key` other than `text` is the canonical structure of the problem, and decides alone.
    """
    if match_key != TEXT:
        parts = [match_key]
    else:
        parts = [TEXT, normal_form(question), normal_form(context)]
        if guarded:
            parts += [guard(question), guard(context)]
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest()


def edges(group: Sequence[Candidate]) -> Iterator[Edge]:
    """The edges among rows of one join key.

    Equal answers: each row is a duplicate of the first. Different answers: no row can be trusted,
    so each is in conflict with the first row that answers otherwise.
    """
    ordered = sorted(group, key=lambda candidate: candidate.order)
    first = ordered[0]
    other = next((c for c in ordered if c.answer != first.answer), None)
    if other is None:
        yield from (Edge(c.row, first.row, "duplicate") for c in ordered[1:])
        return
    for candidate in ordered:
        rival = other if candidate.answer == first.answer else first
        yield Edge(candidate.row, rival.row, "answer_conflict")


def resolve(candidates: Iterable[Candidate], found: Iterable[Edge]) -> dict[int, Edge]:
    """Which rows go, each with the edge that says why.

    A row in conflict always goes. A duplicate goes only if it matches a row that stays; rows are
    asked in the order of priority, id and source row, so the order of arrival does not matter.
    """
    by_row: dict[int, list[Edge]] = {}
    for edge in found:
        by_row.setdefault(edge.row, []).append(edge)
        by_row.setdefault(edge.other, []).append(Edge(edge.other, edge.row, edge.kind))
    dropped: dict[int, Edge] = {}
    kept: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: c.order):
        why = _reason(by_row.get(candidate.row, ()), kept)
        if why:
            dropped[candidate.row] = why
        else:
            kept.add(candidate.row)
    return dropped


def _reason(own: Iterable[Edge], kept: set[int]) -> Edge | None:
    duplicate = None
    for edge in own:
        if edge.kind == "answer_conflict":
            return edge
        if duplicate is None and edge.other in kept:
            duplicate = edge
    return duplicate
