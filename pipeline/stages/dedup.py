"""dedup: one row of every question, the one of the best source; answer conflicts quarantined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa

from filters import exact

from ..schema import PROBLEM
from ..stage import Dropped, Entry, GlobalStage

_COLUMNS = (
    "match_key", "question", "context", "priority", "id", "data_source", "source_row", "canonical",
)  # fmt: skip


@dataclass(frozen=True)
class Dedup(GlobalStage):
    """Config: `guard` (numbers and operators are part of the join key)."""

    name: ClassVar[str] = "dedup"
    schema: ClassVar[pa.Schema] = PROBLEM

    def entries(self, batch: pa.RecordBatch, start: int) -> Iterator[Entry]:
        """One entry per row, under the join key of its question."""
        for number, row in enumerate(batch.select(_COLUMNS).to_pylist()):
            key = exact.join_key(
                row["match_key"], row["question"], row["context"], self.config["guard"]
            )
            order = (row["priority"], row["id"], f"{row['data_source']}/{row['source_row']}")
            candidate = exact.Candidate(start + number, order, row["canonical"])
            yield Entry(key, start + number, candidate)

    def edges(self, group: Sequence[Entry]) -> Iterable[exact.Edge]:
        """Rows of one key are one question."""
        return exact.edges([entry.payload for entry in group])

    def resolve(
        self, entries: Sequence[Entry], edges: Iterable[exact.Edge]
    ) -> Mapping[int, exact.Edge]:
        """Who goes."""
        return exact.resolve((entry.payload for entry in entries), edges)

    def explain(
        self, edges: Mapping[int, exact.Edge], rows: Mapping[int, Any]
    ) -> dict[int, Dropped]:
        """The row that it matched, and both answers where they differ."""
        return {
            row: Dropped(
                rows[row]["id"], rows[row]["data_source"], rows[row]["source_row"],
                edge.kind, _evidence(edge, rows[row], rows[edge.other]),
            )
            for row, edge in edges.items()
        }  # fmt: skip


def _evidence(edge: exact.Edge, row: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    found = {
        "matched": other["id"],
        "matched_row": f"{other['data_source']}/{other['source_row']}",
        "by": "text" if row["match_key"] == exact.TEXT else row["match_key"],
    }
    if edge.kind == "answer_conflict":
        found |= {"answer": row["canonical"], "other_answer": other["canonical"]}
    return json.dumps(found, ensure_ascii=False)
