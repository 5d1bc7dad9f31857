"""Grading a file of responses against the rows of a release, with the rewards of this Touchstone.

Responses stand in a .jsonl or .parquet file: the id of a row (or its key at its source) and what
a model wrote, as text, as messages, or several of either in a list.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from rewards import Verdict, score_row
from rewards.adapters import UNKNOWN, reply
from rewards.base import STATUSES
from rewards.pool import worker_count

from .errors import RowError, UsageError
from .standalone.tables import KINDS, open_table

_text: pa.DataType = pa.string()
VERDICTS: Final = pa.schema(
    [
        ("id", _text), ("data_source", _text), ("source_row", _text), ("sample", pa.int32()),
        ("status", _text), ("value", pa.float64()), ("extracted", _text), ("detail", _text),
    ]
)  # fmt: skip
"""One row per response; `sample` counts those of one row, from 0."""
_COLUMNS = ["id", "data_source", "source_row", "reward_model", "extra_info"]
_BATCH = 512

Rows = Mapping[str, Mapping[str, Any]]


class _Job(NamedTuple):
    row: Mapping[str, Any]
    sample: int
    response: str


@dataclass
class Summary:
    """Responses by status, in all and by source; responses whose row is not in the release."""

    statuses: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Counter[str]] = field(default_factory=dict)
    value: float = 0.0
    rows: set[str] = field(default_factory=set)
    solved: set[str] = field(default_factory=set)
    strangers: int = 0

    def add(self, row: Mapping[str, Any], verdict: Verdict) -> None:
        """Count one verdict."""
        self.statuses[verdict.status] += 1
        self.sources.setdefault(row["data_source"], Counter())[verdict.status] += 1
        self.value += verdict.value
        self.rows.add(row["id"])
        if verdict.status == "correct":
            self.solved.add(row["id"])

    def as_dict(self) -> dict[str, Any]:
        """For --json."""
        return {
            "responses": self.statuses.total(), "rows": len(self.rows),
            "rows_solved": len(self.solved), "accuracy": share(self.statuses),
            "statuses": {name: self.statuses[name] for name in STATUSES},
            "mean_value": self.value / max(1, self.statuses.total()),
            "unknown_rows": self.strangers,
            "sources": {
                name: {"accuracy": share(counts), **counts}
                for name, counts in sorted(self.sources.items())
            },
        }  # fmt: skip


def share(counts: Counter[str]) -> float | None:
    """Right answers among those that were decided; None if none was."""
    decided = counts.total() - sum(counts[status] for status in UNKNOWN)
    return counts["correct"] / decided if decided else None


def read_release(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Rows by id, by `source/key`, and by the key alone where it is the only one of its name.

    Raises UsageError for a folder that is no release. Memory: the golds of all rows.
    """
    files = sorted(folder.glob("data/*/*.parquet"))
    if not files:
        raise UsageError(f"{folder} is no release folder: it has no data/<domain>/*.parquet")
    rows = [row for file in files for row in pq.ParquetFile(file).read(_COLUMNS).to_pylist()]
    keys = Counter(row["source_row"] for row in rows)
    found = {row["source_row"]: row for row in rows if keys[row["source_row"]] == 1}
    found |= {f"{row['data_source']}/{row['source_row']}": row for row in rows}
    return found | {row["id"]: row for row in rows}


def grade(
    rows: Rows, responses: Path, identity: str, response: str, write: Callable[[pa.Table], None]
) -> Summary:
    """Grade a file in batches, side by side; raises UsageError if no response fits a row."""
    table = open_table(responses, "RESPONSES").require({"--id": identity, "--response": response})
    summary, samples = Summary(), Counter[str]()
    with ThreadPoolExecutor(worker_count()) as threads:
        for batch in table.batches(_BATCH):
            pairs = zip(batch.ids(identity), batch.values(response), strict=True)
            jobs = list(_jobs(rows, pairs, samples, summary))
            verdicts = list(threads.map(_verdict, jobs))
            for job, verdict in zip(jobs, verdicts, strict=True):
                summary.add(job.row, verdict)
            write(_as_table(jobs, verdicts))
    if not summary.rows:
        raise UsageError(
            f"no response of {responses} belongs to a row of the release: its column {identity} "
            "should hold ids, or keys of rows at their source"
        )
    return summary


def _verdict(job: _Job) -> Verdict:
    return score_row(job.row, job.response)


def _jobs(
    rows: Rows, pairs: Iterable[tuple[str, Any]], samples: Counter[str], summary: Summary
) -> Iterator[_Job]:
    for name, given in pairs:
        row = rows.get(name)
        for text in texts(given, name):
            if row is None:
                summary.strangers += 1
            else:
                yield _Job(row, samples[row["id"]], text)
                samples[row["id"]] += 1


def texts(given: Any, name: str) -> list[str]:
    """The responses in a cell; null is an empty one. Raises RowError for anything else."""
    if given is None or isinstance(given, str):
        return [given or ""]
    if isinstance(given, Sequence) and given and all(isinstance(turn, Mapping) for turn in given):
        return [reply(given)]
    if isinstance(given, Sequence):
        return [text for one in given for text in texts(one, name)]
    raise RowError(f"row {name}: a response is text, messages or a list; it is {given!r:.60}")


def _as_table(jobs: Sequence[_Job], verdicts: Sequence[Verdict]) -> pa.Table:
    found = [
        {
            "id": job.row["id"], "data_source": job.row["data_source"],
            "source_row": job.row["source_row"], "sample": job.sample, "status": verdict.status,
            "value": verdict.value, "extracted": verdict.extracted, "detail": verdict.detail,
        }
        for job, verdict in zip(jobs, verdicts, strict=True)
    ]  # fmt: skip
    return pa.Table.from_pylist(found, VERDICTS)


class Output:
    """A file of verdicts, .jsonl or .parquet; None: nothing is kept. Use as a context manager."""

    def __init__(self, path: Path | None) -> None:
        """Raises UsageError for another kind of file."""
        if path is not None and path.suffix not in KINDS:
            raise UsageError(f"--out {path}: files ending in {' or '.join(KINDS)} are allowed")
        kind = path.suffix if path else ""
        self._parquet = pq.ParquetWriter(path, VERDICTS) if path and kind == KINDS[1] else None
        self._lines = path.open("w", encoding="utf-8") if path and kind == KINDS[0] else None

    def write(self, verdicts: pa.Table) -> None:
        """Append."""
        if self._parquet:
            self._parquet.write_table(verdicts)
        if self._lines:
            for row in verdicts.to_pylist():
                self._lines.write(json.dumps(row, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Bring it to disk."""
        for file in (self._parquet, self._lines):
            if file:
                file.close()


def lines(summary: Summary) -> Iterator[str]:
    """The summary for people: a table by source, and what was left aside."""
    yield f"{'source':32} {'accuracy':>8}  " + "  ".join(f"{name:>9}" for name in STATUSES)
    for name, counts in [*sorted(summary.sources.items()), ("all", summary.statuses)]:
        found = share(counts)
        accuracy = "-" if found is None else f"{found:.1%}"
        numbers = "  ".join(f"{counts[status]:>9,}" for status in STATUSES)
        yield f"{name:32} {accuracy:>8}  {numbers}"
    yield (
        f"{summary.statuses.total():,} responses to {len(summary.rows):,} rows, "
        f"{len(summary.solved):,} of them solved at least once"
    )
    if summary.strangers:
        yield f"{summary.strangers:,} responses belong to no row of this release"
