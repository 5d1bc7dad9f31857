"""Rows to read and rows to review, for the report."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from rewards import GroundTruthError, Reward, load_reward

from ..contamination_report import Piece, pieces
from ..measurement import ROLES
from .figures import Parts
from .report_drops import question, rows_of

PER_SOURCE, MOST = 3, 36
"""Rows to read: of each source, and in all."""
REVIEWED = 40
"""Rows to review; all are in the config of that name."""
_LONGEST, _GIST = 2000, 300
_NEGATIVES = 4
_DRAWS: Final[Mapping[str, tuple[str, str]]] = {
    "1": ("right", "●"), "0": ("wrong", "○"), "-": ("none", "–"), "?": ("unknown", "?"),
}  # fmt: skip
_COLUMNS = [
    "id", "data_source", "source_row", "question", "prompt", "reward", "ground_truth", "spec",
    "reference", "difficulty_band", "license", "url", "template", "answer_type",
    *(f"{role}_{name}" for role in ROLES for name in ("model", "outcomes")),
    *(f"pass_rate_{role}" for role in ROLES),
]  # fmt: skip


class Graded(NamedTuple):
    """A response and its verdict."""

    kind: str
    response: str
    status: str
    detail: str


class Drawn(NamedTuple):
    """What one model made of a row."""

    model: str
    rate: float | None
    draws: list[tuple[str, str]]
    """Class and sign of each draw."""


class Row(NamedTuple):
    """A published row to read."""

    name: str
    gist: str
    """The beginning of the question, on one line."""
    facts: dict[str, str]
    prompt: list[tuple[str, list[Piece]]]
    """Role and text of each message."""
    gold: str
    verdicts: list[Graded]
    drawn: list[Drawn]
    trace: str
    """An answer of a model that was paid, or nothing."""


class Suspect(NamedTuple):
    """A row that may be wrong."""

    name: str
    reason: str
    score: float
    question: list[Piece]
    gold: str
    answers: list[tuple[str, str, int, bool]]
    """Role, answer, how many draws gave it, and whether it was paid."""


def samples(parts: Parts) -> list[Row]:
    """Of every source the rows of the lowest ids, which are hashes."""
    ids = parts.selected.table(["data_source", "id"])
    by_source: dict[str, list[str]] = {}
    for row in ids.to_pylist():
        by_source.setdefault(row["data_source"], []).append(row["id"])
    # Round by round, so that a corpus of many sources shows one row of each first.
    lowest = [heapq.nsmallest(PER_SOURCE, by_source[name]) for name in sorted(by_source)]
    rounds = [some[turn] for turn in range(PER_SOURCE) for some in lowest if len(some) > turn]
    wanted = rounds[:MOST]
    rows = parts.selected.table(_COLUMNS, pc.field("id").isin(_texts(wanted))).to_pylist()
    traces = _traces(parts, wanted)
    rows.sort(key=lambda row: (row["data_source"], row["id"]))
    return [_row(row, traces.get(row["id"], "")) for row in rows]


def _texts(values: list[str]) -> pa.StringArray:
    """For `isin`, which takes the type from the values: of none there is none."""
    return pa.array(values, pa.string())


def _traces(parts: Parts, ids: list[str]) -> dict[str, str]:
    table = parts.measured.folder.table("traces", filters=pc.field("id").isin(_texts(ids)))
    return {row["id"]: row["messages"][-1]["content"] for row in table.to_pylist()}


def _row(row: Mapping[str, Any], trace: str) -> Row:
    names = ("reward", "difficulty_band", "template", "answer_type", "license")
    return Row(
        f"{row['data_source']} · {row['source_row']}",
        " ".join(row["question"][:_GIST].split()),
        {"id": row["id"], **{name: row[name] for name in names if row[name]}},
        [(turn["role"], short(turn["content"])) for turn in row["prompt"]],
        _cut(row["ground_truth"]), list(verdicts(row)), list(_drawn(row)), _cut(trace),
    )  # fmt: skip


def verdicts(row: Mapping[str, Any]) -> Iterator[Graded]:
    """The rendered gold and some wrong answers with what the row's reward says of each."""
    reward: Reward[Any] = load_reward(row["reward"])
    gold, spec = row["ground_truth"], row["spec"]
    full: Any = spec
    if "reference" in reward.spec_keys and row["reference"]:
        full = {**reward.read_spec(spec), "reference": row["reference"]}
    try:
        cases = [("gold", reward.render(gold, full))]
        cases += [(n.kind, n.response) for n in reward.negatives(gold, full)][:_NEGATIVES]
    except GroundTruthError:  # this reward cannot write its gold out
        return
    for kind, response in cases:
        verdict = reward.score(response, gold, spec)
        yield Graded(kind, _cut(response), verdict.status, verdict.detail)


def _drawn(row: Mapping[str, Any]) -> Iterator[Drawn]:
    for role in ROLES:
        if outcomes := row[f"{role}_outcomes"]:
            draws = [_DRAWS[letter] for letter in outcomes]
            yield Drawn(row[f"{role}_model"], row[f"pass_rate_{role}"], draws)


def suspects(parts: Parts) -> list[Suspect]:
    """The rows with the strongest signs against them."""
    table = parts.measured.folder.table("review")
    rows = table.sort_by([("score", "descending"), ("id", "ascending")]).to_pylist()[:REVIEWED]
    known = rows_of(parts.gradable, [(row["data_source"], row["source_row"]) for row in rows])
    return [
        Suspect(
            f"{row['data_source']} · {row['source_row']}", row["reason"], row["score"],
            short(question(known[row["data_source"], row["source_row"]])),
            _cut(row["ground_truth"]), list(_answers(row["evidence"])),
        )
        for row in rows
    ]  # fmt: skip


def _answers(evidence: str) -> Iterator[tuple[str, str, int, bool]]:
    for role, told in json.loads(evidence).items():
        for answer, count, correct in told["answers"]:
            yield role, _cut(str(answer)), count, correct


def short(text: str) -> list[Piece]:
    """A text for the page, its middle cut out if it is long."""
    return pieces(text, ())


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} [... {len(text) - _LONGEST:,} more characters]"
