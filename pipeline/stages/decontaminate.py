"""decontaminate: no row that gives away an item of a benchmark of the profile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa

from filters.contamination import Document, Hit, Index, Rules

from ..errors import LocationError
from ..schema import PROBLEM
from ..stage import Dropped, MapStage, Outcome

_COLUMNS = [
    "data_source", "source_row", "match_key", "match_parts", "question", "context", "reference",
]  # fmt: skip
# Of the shared text; the whole of it can be found again by its spans.
_SHARED_MOST = 500


@dataclass(frozen=True)
class Decontaminate(MapStage):
    """Inputs: the rows, then the normalized benchmarks.

    Config: `benchmarks` (their names), `contaminated` and `suspect` (scores from which on a row is
    that), `suspects` ("drop", or "keep": such rows stay, with the evidence in their `meta`).
    """

    name: ClassVar[str] = "decontaminate"
    schema: ClassVar[pa.Schema] = PROBLEM

    def prepare(self) -> Index:
        """The index of all benchmark items; a benchmark without items stops the build."""
        index = Index(Rules(self.config["contaminated"], self.config["suspect"]))
        items: dict[str, int] = dict.fromkeys(self.config["benchmarks"], 0)
        for artifact in self.inputs[1:]:
            for row in artifact.table(_COLUMNS).to_pylist():
                found = index.add(row["data_source"], row["source_row"], document(row))
                items[row["data_source"]] += found
        empty = [name for name, number in items.items() if not number]
        if empty:
            raise LocationError(
                f"benchmarks without items: {', '.join(empty)}; a build without them would claim "
                "what was not checked. Mend their sources, or leave them out of "
                "decontaminate.benchmarks: the card then does not name them"
            )
        return index

    def kernel(self, batch: pa.RecordBatch, state: Index) -> Outcome:
        """Part clean rows from those that give an item away."""
        rows = batch.select(["id", "meta", *_COLUMNS]).to_pylist()
        hits = state.find([document(row) for row in rows])
        stay = [hit is None or self._stays(hit) for hit in hits]
        drops = [
            Dropped(row["id"], row["data_source"], row["source_row"], hit.verdict, evidence(hit))
            for row, hit in zip(rows, hits, strict=True)
            if hit and not self._stays(hit)
        ]
        meta = [_flagged(row["meta"], hit) for row, hit in zip(rows, hits, strict=True)]
        column = batch.schema.get_field_index("meta")
        flagged = batch.set_column(column, batch.schema.field(column), pa.array(meta, pa.string()))
        kept = sum(hit is not None and self._stays(hit) for hit in hits)
        return Outcome(
            flagged.filter(pa.array(stay, pa.bool_())),
            drops,
            {"suspects_kept": kept} if kept else None,
        )

    def _stays(self, hit: Hit) -> bool:
        return hit.verdict == "suspect" and self.config["suspects"] == "keep"


def document(row: Mapping[str, Any]) -> Document:
    """What of a row is compared: a question with the table or passage that it is about.

    Without it, all rows that ask the same of different tables would be one question.
    """
    text = "\n\n".join(part for part in (row["context"], row["question"]) if part)
    return Document(row["match_key"], row["match_parts"], text, row["reference"] or "")


def evidence(hit: Hit) -> str:
    """The drop's evidence, as JSON: the item, how it was found, the scores, the shared text."""
    found: dict[str, Any] = {
        "benchmark": hit.benchmark, "item": hit.item, "by": hit.how,
        # Lone surrogates, which JSON can spell, are no UTF-8.
        "shared": hit.shared.encode("utf-8", "replace").decode(),
    }  # fmt: skip
    if hit.also:
        found["also_in"] = list(hit.also)
    if hit.how not in ("structure", "part"):
        found |= {
            "shared": found["shared"][:_SHARED_MOST],
            "item_in_row": round(hit.item_in_row, 3), "row_in_item": round(hit.row_in_item, 3),
            "row_spans": hit.row_spans, "item_spans": hit.item_spans,
        }  # fmt: skip
    return json.dumps(found, ensure_ascii=False)


def _flagged(meta: str, hit: Hit | None) -> str:
    """The row's `meta`, with the evidence if it is suspect."""
    if hit is None:
        return meta
    known: dict[str, Any] = json.loads(meta)
    return json.dumps(known | {"suspect": json.loads(evidence(hit))}, ensure_ascii=False)
