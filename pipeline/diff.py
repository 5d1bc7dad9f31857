"""What changed between two release folders, row by row.

A row is known by its source and its key there, which stay when its gold or its prompt changes (its
id does not). Memory: the compared columns of both corpora, texts as digests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from .errors import UsageError

Key = tuple[str, str]
"""Data source and the row's key in it."""
_RATES = ("pass_rate_weak", "n_weak", "pass_rate_strong", "n_strong")
_COLUMNS = [
    "id", "data_source", "source_row", "prompt", "reward_model", "extra_info", "difficulty_band",
    *_RATES,
]  # fmt: skip


class Told(NamedTuple):
    """What is compared of a row."""

    id: str
    gold: str
    prompt: str
    """As a digest."""
    reward: str
    """Name, version and options."""
    band: str
    rates: tuple[float | None, ...]


class Change(NamedTuple):
    """What became of one row."""

    kind: str
    """added, removed, renamed, gold, prompt, reward, rates or band: one line per aspect."""
    row: str
    before: str
    after: str

    def __str__(self) -> str:
        arrow = f"{self.before} -> {self.after}" if self.before and self.after else ""
        return f"{self.row}  {arrow or self.before or self.after}".rstrip()


@dataclass(frozen=True)
class Corpus:
    """The rows of a release folder, and why rows are not among them."""

    rows: Mapping[Key, Told]
    reasons: Mapping[Key, str]


def read(folder: Path) -> Corpus:
    """Raises UsageError for a folder that is no release."""
    files = sorted(folder.glob("data/*/*.parquet"))
    if not files:
        raise UsageError(f"{folder} is no release folder: it has no data/<domain>/*.parquet")
    rows = {(row["data_source"], row["source_row"]): _told(row) for row in _read(files, _COLUMNS)}
    dropped = _read(
        sorted(folder.glob("rejected/*.parquet")), ["data_source", "source_row", "stage", "reason"]
    )
    reasons = {
        (row["data_source"], row["source_row"]): f"{row['stage']}: {row['reason']}"
        for row in dropped
    }
    return Corpus(rows, reasons)


def _read(files: Iterable[Path], columns: list[str]) -> Iterator[dict[str, Any]]:
    for file in files:
        with pq.ParquetFile(file) as table:
            for batch in table.iter_batches(1024, columns=columns):
                yield from batch.to_pylist()


def _told(row: Mapping[str, Any]) -> Told:
    info = row["extra_info"]
    prompt = "\0".join(f"{turn['role']}\0{turn['content']}" for turn in row["prompt"])
    return Told(
        row["id"], row["reward_model"]["ground_truth"],
        blake2b(prompt.encode(), digest_size=8).hexdigest(),
        f"{info['reward']} {info['reward_version']} {info['spec']}",
        row["difficulty_band"] or "", tuple(row[name] for name in _RATES),
    )  # fmt: skip


def changes(before: Corpus, after: Corpus) -> list[Change]:
    """Every change from one corpus to the other, sorted by kind and row."""
    found: list[Change] = []
    ids = {told.id: key for key, told in after.rows.items()}
    known = {told.id for told in before.rows.values()}
    for key, told in before.rows.items():
        if key in after.rows:
            found.extend(_aspects(_name(key), told, after.rows[key]))
        elif told.id in ids:
            found.append(Change("renamed", _name(key), _name(key), _name(ids[told.id])))
        else:
            reason = after.reasons.get(key, "not among the rows that were read")
            found.append(Change("removed", _name(key), reason, ""))
    for key in after.rows.keys() - before.rows.keys():
        if after.rows[key].id not in known:
            was = before.reasons.get(key, "")
            found.append(Change("added", _name(key), "", was and f"before: {was}"))
    return sorted(found)


def _aspects(row: str, before: Told, after: Told) -> Iterator[Change]:
    aspects: tuple[tuple[str, Callable[[Told], str]], ...] = (
        ("gold", lambda told: _clip(told.gold)),
        ("prompt", lambda told: told.prompt),
        ("reward", lambda told: told.reward),
        ("band", lambda told: told.band),
        ("rates", _rates),
    )
    for kind, of in aspects:
        old, new = of(before), of(after)
        whole = kind == "gold" and before.gold != after.gold
        if old != new or whole:
            yield Change(kind, row, old, new)


def _rates(told: Told) -> str:
    weak, n_weak, strong, n_strong = told.rates
    parts = [
        f"{role} {rate:.3f} of {n:.0f}"
        for role, rate, n in (("weak", weak, n_weak), ("strong", strong, n_strong))
        if rate is not None and n is not None
    ]
    return ", ".join(parts) or "unmeasured"


def _clip(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:77]}..."


def _name(key: Key) -> str:
    return "/".join(key)


def lines(found: list[Change], sizes: tuple[int, int], shown: int) -> Iterator[str]:
    """Counts, reasons of what is gone, and at most `shown` rows of each kind."""
    yield f"{sizes[0]:,} -> {sizes[1]:,} rows" + ("" if found else ": no difference")
    for kind, group in groupby(found, lambda change: change.kind):
        rows = list(group)
        yield f"\n{kind}  {len(rows):,}"
        if kind == "removed":
            reasons = Counter(change.before for change in rows)
            yield from (f"  {number:,}  {reason}" for reason, number in reasons.most_common())
        yield from (f"  {change}" for change in rows[:shown])
        if len(rows) > shown:
            yield f"  ... and {len(rows) - shown:,} more (--rows, or --json for all)"
