"""`touchstone dedup`: one row of every problem in a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from filters import duplicates, evidence, signatures
from filters.kernels import announced

from ..errors import RowError, UsageError
from ..progress import progress
from ..stages.dedup import reason
from .tables import Drop, Output, Table, drops_path, open_table, tell


class Columns(NamedTuple):
    """Which columns hold what; None: there is none."""

    text: str
    id: str | None = None
    answer: str | None = None
    priority: str | None = None


class Rules(NamedTuple):
    """What makes a duplicate."""

    threshold: float = duplicates.THRESHOLD
    guarded: bool = True


@dataclass(frozen=True)
class Job:
    """What the command was asked for."""

    source: Table
    columns: Columns
    rules: Rules
    against: Path | None = None
    signatures: Path | None = None


class Rows(NamedTuple):
    """What of all rows is in memory."""

    texts: list[str]
    ids: list[str]
    answers: list[str | None] | None
    priorities: list[float]


def job(
    source: Path, columns: Columns, rules: Rules, against: Path | None, signed: Path | None
) -> Job:
    """Check what was asked for; raises UsageError for a file or a column that is not there."""
    table = open_table(source, "IN").require(
        {f"--{name}": column for name, column in columns._asdict().items()}
    )
    if against is not None and not against.is_file():
        raise UsageError(f"--against {against}: no such file")
    if signed is not None and not signed.parent.is_dir():
        raise UsageError(f"--signatures {signed}: no folder {signed.parent}")
    return Job(table, columns, rules, against, signed)


def run(job: Job, out: Path) -> list[str]:
    """Write OUT, its drops and the signatures; returns the funnel and where everything is."""
    with Output(job.source, out) as output, announced(tell):
        rows = _read(job)
        drops = _drops(job, rows)
        with progress("write", len(rows.ids), "rows") as bar:
            for batch in job.source.batches():
                numbers = range(batch.start, batch.start + len(batch))
                output.keep(batch, [number not in drops for number in numbers])
                output.drop(drops[number] for number in numbers if number in drops)
                bar.update(len(batch))
    lines = [*output.funnel("dedup"), "", f"kept      {out}", f"dropped   {drops_path(out)}"]
    if job.signatures is not None:
        kept = [row for row in range(len(rows.ids)) if row not in drops]
        signed = signatures.sign([rows.texts[row] for row in kept])
        waiting = job.signatures.with_name(f".{job.signatures.name}.tmp")
        signatures.write(waiting, [rows.ids[row] for row in kept], signed)
        waiting.replace(job.signatures)
        lines.append(f"signed    {job.signatures}")
    return lines


def _read(job: Job) -> Rows:
    columns = job.columns
    rows = Rows([], [], [] if columns.answer else None, [])
    with progress("read", job.source.rows, "rows") as bar:
        for batch in job.source.batches():
            rows.texts.extend(batch.texts(columns.text))
            rows.ids.extend(batch.ids(columns.id))
            if columns.answer and rows.answers is not None:
                rows.answers.extend(map(_answer, batch.values(columns.answer)))
            values = batch.values(columns.priority) if columns.priority else [0] * len(batch)
            rows.priorities.extend(
                _priority(job, value, batch.start + number) for number, value in enumerate(values)
            )
            bar.update(len(batch))
    return rows


def _answer(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, default=str)


def _priority(job: Job, value: Any, row: int) -> float:
    """A missing priority is the last."""
    if value is None:
        return float("inf")
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise RowError(
            f"{job.source.path}, row {row}: {job.columns.priority} is {value!r:.60}; numbers are "
            "allowed (the row with the lowest stays)"
        )
    return float(value)


def _drops(job: Job, rows: Rows) -> dict[int, Drop]:
    """The drop of each row that goes, by its number."""
    gone = {} if job.against is None else _released(job, job.against, rows)
    order = np.array([row for row in _order(rows) if row not in gone], np.int64)
    # Numbers within what is left.
    place = np.full(len(rows.ids), -1, np.int64)
    left = np.sort(order)
    place[left] = np.arange(len(left))
    decided = duplicates.decide(
        [rows.texts[row] for row in left] if gone else rows.texts,
        place[order],
        [rows.answers[row] for row in left] if rows.answers and gone else rows.answers,
        threshold=job.rules.threshold, guarded=job.rules.guarded,
    )  # fmt: skip
    for number in np.flatnonzero(decided.match >= 0).tolist():
        row, other = int(left[number]), int(left[decided.match[number]])
        rule = duplicates.RULES[decided.rule[number]]
        found = _evidence(rows, row, other, rule, float(decided.similarity[number]))
        gone[row] = Drop(row, rows.ids[row], reason(rule), found)
    return gone


def _order(rows: Rows) -> list[int]:
    """Row numbers by priority, id (numbers by value) and text."""
    numeric = all(name.isascii() and name.isdigit() for name in rows.ids)
    ids: Sequence[Any] = [int(name) for name in rows.ids] if numeric else rows.ids
    keys = list(zip(rows.priorities, ids, rows.texts, strict=True))
    return sorted(range(len(keys)), key=keys.__getitem__)


def _released(job: Job, path: Path, rows: Rows) -> dict[int, Drop]:
    """Rows that an earlier release had, by its signatures."""
    try:
        names, against = signatures.read(path)
    except ValueError as error:
        raise UsageError(f"--against {error}") from None
    signed = signatures.sign(rows.texts)
    if not job.rules.guarded:
        # Without the guard, all have the same.
        none = np.zeros_like
        signed = signed._replace(guards=none(signed.guards))
        against = against._replace(guards=none(against.guards))
    found, alike = signatures.match(signed, against, job.rules.threshold)
    gone = {}
    for row in np.flatnonzero(found >= 0).tolist():
        jaccard = float(alike[row])
        said = {
            "matched": names[found[row]], "in": path.name, "by": "minhash",
            "estimated_jaccard": round(jaccard, 4),
            "standard_error": round((jaccard * (1 - jaccard) / signatures.PERMUTATIONS) ** 0.5, 4),
        }  # fmt: skip
        gone[row] = Drop(row, rows.ids[row], "released", json.dumps(said, ensure_ascii=False))
    return gone


def _evidence(rows: Rows, row: int, other: int, rule: str, similarity: float) -> str:
    found: dict[str, Any] = {"matched": rows.ids[other], "matched_row": other, "rule": rule}
    if rule == "conflict" and rows.answers is not None:
        found |= {"answer": rows.answers[row], "other_answer": rows.answers[other]}
    elif rule != "exact":
        here, there = evidence.differing(rows.texts[row], rows.texts[other])
        found |= {"similarity": round(similarity, 4), "here": here, "there": there}
    return json.dumps(found, ensure_ascii=False)
