"""decontaminate: no row that gives away an item of a benchmark of the profile."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from filters.contamination import Index

from ..errors import LocationError
from ..schema import PROBLEM
from ..stage import Dropped, MapStage, Outcome

_COLUMNS = ["data_source", "source_row", "match_key", "match_parts", "question"]


@dataclass(frozen=True)
class Decontaminate(MapStage):
    """Inputs: the rows, then the normalized benchmarks. Config: `benchmarks` (their names)."""

    name: ClassVar[str] = "decontaminate"
    schema: ClassVar[pa.Schema] = PROBLEM

    def prepare(self) -> Index:
        """The index of all benchmark items; a benchmark without items stops the build."""
        index = Index()
        items: dict[str, int] = dict.fromkeys(self.config["benchmarks"], 0)
        for artifact in self.inputs[1:]:
            for row in artifact.table(_COLUMNS).to_pylist():
                items[row["data_source"]] += 1
                index.add(
                    row["data_source"], row["source_row"], row["match_key"], row["match_parts"],
                    row["question"],
                )  # fmt: skip
        empty = [name for name, number in items.items() if not number]
        if empty:
            raise LocationError(
                f"benchmarks without items: {', '.join(empty)}; a build without them would claim "
                "what was not checked. Mend their sources, or leave them out of "
                "decontaminate.benchmarks: the card then does not name them"
            )
        return index

    def kernel(self, batch: pa.RecordBatch, state: Index) -> Outcome:
        """Part clean rows from contaminated ones."""
        clean, drops = [], []
        for row in batch.select(["id", *_COLUMNS]).to_pylist():
            hit = state.find(row["match_key"], row["match_parts"], row["question"])
            clean.append(hit is None)
            if hit:
                evidence = json.dumps(
                    {"benchmark": hit.benchmark, "item": hit.item, "by": hit.how,
                     "shared": hit.shared}, ensure_ascii=False,
                )  # fmt: skip
                drops.append(
                    Dropped(
                        row["id"], row["data_source"], row["source_row"], "contaminated", evidence
                    )
                )
        return Outcome(batch.filter(pa.array(clean, pa.bool_())), drops)
