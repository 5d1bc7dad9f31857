"""Dropped rows beside what they matched, for the report: of every reason the first by id."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow.compute as pc

from filters.exact import TEXT

from ..contamination_report import Piece, pieces
from ..schema import RAW
from ..stage import Artifact
from ..stages.decontaminate import document
from .figures import Parts

SHOWN = 4
"""Examples of each reason. All dropped rows are in `rejected`."""
_TEXT = [
    "id", "data_source", "source_row", "question", "context", "match_key", "match_parts",
    "reference", "ground_truth",
]  # fmt: skip
Key = tuple[str, str]
"""Source and key of a row."""
Rows = Mapping[Key, Mapping[str, Any]]


class Side(NamedTuple):
    """One of two texts, in stretches that are marked or not."""

    title: str
    pieces: Sequence[Piece]


class Example(NamedTuple):
    """A dropped row, and what it was dropped for."""

    name: str
    note: str
    sides: list[Side]


class Reason(NamedTuple):
    """Rows that one stage dropped for one reason."""

    stage: str
    reason: str
    rows: int
    examples: list[Example]


def reasons(parts: Parts) -> list[Reason]:
    """Every reason for which a stage dropped rows, in the order of the stages."""
    found = []
    for before, artifact in zip(parts.stages, parts.stages[1:], strict=False):
        chosen = _chosen(artifact)
        own = rows_of(before, [_key(drop) for drops in chosen.values() for drop in drops])
        for reason, drops in sorted(chosen.items()):
            examples = [_example(parts, artifact.stage, drop, own) for drop in drops]
            number = artifact.counts["reasons"][reason]
            found.append(Reason(artifact.stage, reason, number, examples))
    return found


def _chosen(artifact: Artifact) -> dict[str, list[dict[str, Any]]]:
    """The drops to show, by reason: those of the lowest ids, which are hashes."""
    drops = artifact.drops()
    found = {}
    for reason in artifact.counts["reasons"]:
        rows = drops.filter(pc.field("reason") == reason).to_pylist()
        found[reason] = heapq.nsmallest(SHOWN, rows, key=lambda row: (row["id"], _key(row)))
    return found


def _key(row: Mapping[str, Any]) -> Key:
    return row["data_source"], row["source_row"]


def rows_of(artifact: Artifact, wanted: Iterable[Key]) -> Rows:
    """Some rows of a stage by source and key."""
    keys = set(wanted)
    if not keys:
        return {}
    columns = RAW.names if artifact.stage == "ingest" else _TEXT
    inside = pc.field("source_row").isin(sorted({key for _, key in keys}))
    rows = artifact.table(columns, inside).to_pylist()
    return {_key(row): row for row in rows if _key(row) in keys}


def _example(parts: Parts, stage: str, drop: Mapping[str, Any], own: Rows) -> Example:
    row = own[_key(drop)]
    evidence = _read(drop["evidence"])
    make = {
        "normalize": _of_normalize, "dedup": _of_dedup, "decontaminate": _of_decontaminate,
        "selftest": _of_selftest, "select": _of_select,
    }[stage]  # fmt: skip
    note, sides = make(parts, row, evidence)
    return Example(f"{drop['data_source']} · {drop['source_row']}", note, sides)


def _read(evidence: str) -> dict[str, Any]:
    """Evidence with its parts; that of sources is plain text."""
    try:
        found = json.loads(evidence)
    except ValueError:
        found = evidence
    return found if isinstance(found, dict) else {"said": evidence}


def plain(title: str, text: str) -> Side:
    """A side without marks."""
    return Side(title, pieces(text, ()))


def question(row: Mapping[str, Any]) -> str:
    """The question, then the table or passage that it is about: what is read first comes first."""
    return "\n\n".join(part for part in (row["question"], row["context"]) if part)


def _of_normalize(
    parts: Parts, row: Mapping[str, Any], evidence: dict[str, Any]
) -> tuple[str, list[Side]]:
    return "", [plain("Raw row", row["data"]), plain("What is wrong", evidence["said"])]


def _of_dedup(
    parts: Parts, row: Mapping[str, Any], evidence: dict[str, Any]
) -> tuple[str, list[Side]]:
    source, _, key = evidence["matched_row"].partition("/")
    other = rows_of(parts.problems, [(source, key)])[source, key]
    same = "the same question" if evidence["by"] == TEXT else "the same structure"
    note = evidence.get("rule", same)
    if "similarity" in evidence:
        note += f", similarity {evidence['similarity']:.2f}"
    if evidence.get("here") or evidence.get("there"):
        note += f"; only here: {_words(evidence['here'])}; only there: {_words(evidence['there'])}"
    if "other_answer" in evidence:
        note = f"the same question with another answer: {evidence['answer']:.80} here, "
        note += f"{evidence['other_answer']:.80} there"
    return note, [plain("Dropped", question(row)), plain(f"{source} · {key}", question(other))]


def _words(found: Any) -> str:
    text = found if isinstance(found, str) else " ".join(map(str, found))
    return f"“{text:.120}”" if text else "nothing"


def _of_decontaminate(
    parts: Parts, row: Mapping[str, Any], evidence: dict[str, Any]
) -> tuple[str, list[Side]]:
    benchmark, item = evidence["benchmark"], evidence["item"]
    other = _item(parts, benchmark, item)
    part = "reference" if evidence["by"] == "solution" else "question"
    both = ((row, "row_spans", "Dropped"), (other, "item_spans", f"{benchmark} · {item}"))
    sides = [
        Side(title, pieces(_compared(one, part), evidence.get(spans, ())))
        for one, spans, title in both
    ]
    how = {"text": "same words", "structure": "same structure", "part": "shared part"}
    note = how.get(evidence["by"], evidence["by"])
    if "item_in_row" in evidence:
        note += (
            f": {evidence['item_in_row']:.0%} of the item in the row, "
            f"{evidence['row_in_item']:.0%} of the row in the item"
        )
    return note, sides


def _compared(row: Mapping[str, Any], part: str) -> str:
    """The text that the spans of the evidence count in."""
    return row["reference"] or "" if part == "reference" else document(row).text


def _item(parts: Parts, benchmark: str, item: str) -> Mapping[str, Any]:
    for artifact in parts.benchmarks:
        if found := rows_of(artifact, [(benchmark, item)]):
            return found[benchmark, item]
    raise KeyError(f"{benchmark}/{item}")


def _of_selftest(
    parts: Parts, row: Mapping[str, Any], evidence: dict[str, Any]
) -> tuple[str, list[Side]]:
    gold = f"{question(row)}\n\nGold: {row['ground_truth']}"
    case = plain(f"Response: {evidence['case']}", evidence["response"])
    note = f"graded {evidence['status']}" if evidence["status"] else ""
    return ": ".join(filter(None, (note, evidence["detail"]))), [plain("Dropped", gold), case]


def _of_select(
    parts: Parts, row: Mapping[str, Any], evidence: dict[str, Any]
) -> tuple[str, list[Side]]:
    drawn = [
        f"{evidence[f'{role}_model']}: {evidence[f'{role}_outcomes']}"
        for role in ("weak", "strong")
        if f"{role}_model" in evidence
    ]
    text = "\n".join([*drawn, "", "1 right, 0 wrong, - no answer, ? undecided"])
    gold = f"{question(row)}\n\nGold: {row['ground_truth']}"
    return f"rule {evidence['rule']}", [plain("Dropped", gold), plain("Outcomes of draws", text)]
