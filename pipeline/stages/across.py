"""across: of a question that two domains have, one row; the domain of the better source keeps it.

Rows of one domain are not compared anew: their own `dedup` has done so, and what it kept stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from ..schema import SELECTED
from ..stage import Resolution
from .dedup import Dedup


@dataclass(frozen=True)
class Across(Dedup):
    """Config as that of `dedup`. Inputs: `select` of every domain."""

    name: ClassVar[str] = "across"
    schema: ClassVar[pa.Schema] = SELECTED

    def incoming(self) -> Iterator[pa.RecordBatch]:
        """The rows of all domains."""
        for artifact in self.inputs:
            yield from artifact.batches()

    def resolve(self, parts: Sequence[pa.RecordBatch]) -> Resolution:
        """Who goes for a row of another domain. All that these rows match stay."""
        going, _ = super().resolve(parts)
        sources = [str(name) for part in parts for name in part["data_source"].to_pylist()]
        domains = [name.split("__", 1)[0] for name in sources]
        apart = {row: edge for row, edge in going.items() if domains[row] != domains[edge.other]}
        return Resolution(apart)

    def amend(self, batch: pa.RecordBatch, start: int, state: object) -> pa.RecordBatch:
        """The rows as they are: their groups are those of their domain."""
        return batch
