"""dedup: one row of every question, the one of the best source; answer conflicts quarantined.

Template siblings (the same words, other numbers) stay and share a `group_id`, so that a split keeps
them on one side.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa

from filters import duplicates, evidence
from filters.exact import TEXT
from filters.reading import forms

from ..schema import PROBLEM
from ..stage import Dropped, GlobalStage, Resolution

_COLUMNS = [
    "match_key", "question", "context", "priority", "id", "data_source", "source_row", "canonical",
    "several_golds", "group_id",
]  # fmt: skip


class Edge(NamedTuple):
    """Why a row goes: the row that it matched, by which rule, and how similar they are."""

    row: int
    other: int
    rule: str
    similarity: float


@dataclass(frozen=True)
class Dedup(GlobalStage):
    """Config: `guard` (numbers, operators and answers count), `threshold` (Jaccard)."""

    name: ClassVar[str] = "dedup"
    schema: ClassVar[pa.Schema] = PROBLEM
    libraries: ClassVar[tuple[str, ...]] = ("numpy",)

    def collect(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What tells rows apart, and what decides who stays."""
        return batch.select(_COLUMNS)

    def resolve(self, parts: Sequence[pa.RecordBatch]) -> Resolution:
        """Decide all rows; those that stay get the group of their family."""
        if not parts:
            return Resolution({}, [])
        table = pa.Table.from_batches(parts)
        columns: dict[str, list[Any]] = {name: table[name].to_pylist() for name in _COLUMNS}
        # Where a structure decides, it is all that is compared.
        questions = [
            question if key == TEXT else key
            for question, key in zip(columns["question"], columns["match_key"], strict=True)
        ]
        decided = duplicates.decide(
            questions, _order(columns), columns["canonical"],
            threshold=self.config["threshold"], guarded=self.config["guard"], families=True,
            contexts=_contexts(columns), canonical=True,
            several=np.array(columns["several_golds"], bool),
        )  # fmt: skip
        going = {
            row: Edge(
                row, int(decided.match[row]), duplicates.RULES[decided.rule[row]],
                float(decided.similarity[row]),
            )
            for row in np.flatnonzero(decided.match >= 0).tolist()
        }  # fmt: skip
        return Resolution(going, _united(columns["group_id"], decided.family.tolist(), going))

    def amend(self, batch: pa.RecordBatch, start: int, state: list[str]) -> pa.RecordBatch:
        """The rows with the names of their groups."""
        column = batch.schema.get_field_index("group_id")
        names = pa.array(state[start : start + batch.num_rows], pa.string())
        return batch.set_column(column, batch.schema.field(column), names)

    def explain(self, edges: Mapping[int, Edge], rows: Mapping[int, Any]) -> dict[int, Dropped]:
        """The row that it matched, how, and what differs."""
        return {
            row: Dropped(
                rows[row]["id"], rows[row]["data_source"], rows[row]["source_row"],
                reason(edge.rule), _evidence(edge, rows[row], rows[edge.other]),
            )
            for row, edge in edges.items()
        }  # fmt: skip


def reason(rule: str) -> str:
    """What a drop by a rule of `filters.duplicates` is called."""
    return {"conflict": "answer_conflict", "exact": "duplicate"}.get(rule, "near_duplicate")


def _order(columns: Mapping[str, Sequence[Any]]) -> Any:
    """Row numbers by priority, id and source row: who stays, whatever the order of arrival."""
    names = zip(columns["data_source"], columns["source_row"], strict=True)
    keys = list(zip(columns["priority"], columns["id"], map("/".join, names), strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _contexts(columns: Mapping[str, Sequence[Any]]) -> Any:
    """A number for what must be the same beside the question: 0, or the form of the context."""
    found = np.zeros(len(columns["context"]), np.uint64)
    both = zip(columns["context"], columns["match_key"], strict=True)
    given = [row for row, (context, key) in enumerate(both) if context and key == TEXT]
    if given:
        found[given] = forms([columns["context"][row] for row in given])
    return found


def _united(groups: list[str], family: list[int], going: Mapping[int, Edge]) -> list[str]:
    """The group of every row: groups that share a family are one, named by their smallest name."""
    names = {group: group for group in groups}

    def root(group: str) -> str:
        while names[group] != group:
            names[group] = names[names[group]]
            group = names[group]
        return group

    first: dict[int, str] = {}
    for row, group in enumerate(groups):
        if row not in going:
            one, other = sorted((root(group), root(first.setdefault(family[row], group))))
            names[other] = one
    return [root(group) for group in groups]


def _evidence(edge: Edge, row: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    found: dict[str, Any] = {
        "matched": other["id"],
        "matched_row": f"{other['data_source']}/{other['source_row']}",
        "by": TEXT if row["match_key"] == TEXT else row["match_key"],
    }
    if edge.rule == "conflict":
        found |= {"answer": row["canonical"], "other_answer": other["canonical"]}
    elif edge.rule != "exact":
        here, there = evidence.differing(row["question"], other["question"])
        found |= {
            "rule": edge.rule, "similarity": round(edge.similarity, 4), "here": here,
            "there": there,
        }  # fmt: skip
    return json.dumps(found, ensure_ascii=False)
