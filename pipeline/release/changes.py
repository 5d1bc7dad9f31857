"""What changed between two versions of a corpus, row by row, for the card of the newer one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from ..errors import StoreError
from .corpus import MANIFEST

Told = tuple[str, str, str]
"""What of a row a trainer would notice: the prompt's template, the gold, the reward's version."""
_COLUMNS = ["id", "template", "reward_model", "extra_info"]


class Changes(NamedTuple):
    """Rows by what became of them."""

    version: str
    """Of the corpus before."""
    added: int
    removed: int
    changed: int
    """Same problem, but another template, gold text or version of its reward."""
    same: int


def since(previous: Path, corpus: Path) -> Changes:
    """Compare the rows of two corpus folders; raises StoreError if the first is none."""
    try:
        version = json.loads((previous / MANIFEST).read_text("utf-8"))["version"]
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"release.previous = {previous} is no corpus folder ({MANIFEST}: {error}); give the "
            "folder of the version before, or leave it out"
        ) from None
    return compare(version, rows(previous), rows(corpus))


def compare(version: str, before: Mapping[str, Told], after: Mapping[str, Told]) -> Changes:
    """Count what differs."""
    both = before.keys() & after.keys()
    changed = sum(before[row] != after[row] for row in both)
    return Changes(
        version, len(after) - len(both), len(before) - len(both), changed, len(both) - changed
    )


def rows(corpus: Path) -> dict[str, Told]:
    """What is compared of each row, by id."""
    found: dict[str, Told] = {}
    for file in sorted(corpus.glob("data/*/*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(columns=_COLUMNS):
            for row in batch.to_pylist():
                gold = row["reward_model"]["ground_truth"]
                version = row["extra_info"]["reward_version"]
                found[row["id"]] = (row["template"], gold, version)
    return found
