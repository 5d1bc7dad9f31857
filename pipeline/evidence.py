"""What a measurement leaves beside its rows: rows to review, and verified traces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

import pyarrow as pa

from filters.difficulty import labels
from filters.difficulty.cascade import Measured
from filters.difficulty.outcomes import CORRECT, Outcomes

from .drawing import Drawer
from .schema import MESSAGES

Traces: TypeAlias = Literal["none", "shortest", "first", "all"]
TRACES: Final[tuple[Traces, ...]] = get_args(Traces)

_text: pa.DataType = pa.string()
_WHICH: list[tuple[str, pa.DataType]] = [
    ("id", _text),
    ("data_source", _text),
    ("source_row", _text),
]
REVIEW: Final = pa.schema(
    [
        *_WHICH, ("reason", _text), ("score", pa.float64()), ("role", _text),
        ("ground_truth", _text), ("evidence", _text),
    ]
)  # fmt: skip
"""Rows whose label, question or verifier may be wrong, the strongest sign of each kind."""
TRACE: Final = pa.schema(
    [
        *_WHICH, ("messages", MESSAGES), ("role", _text), ("model", _text), ("sample", pa.int32()),
        ("tokens", pa.int32()),
    ]
)  # fmt: skip
"""Correct answers: the prompt and one turn of the assistant, as fine-tuning reads them."""


def review(row: Mapping[str, Any], result: Measured) -> Iterator[dict[str, Any]]:
    """One row per sign that something is wrong with a problem; most problems have none."""
    for found in labels.suspicions(result.weak, result.strong):
        told = {
            role: labels.evidence(outcomes)
            for role, outcomes in (("weak", result.weak), ("strong", result.strong))
            if outcomes.outcomes
        }
        yield {
            **_which(row), "reason": found.reason, "score": found.score, "role": found.role,
            "ground_truth": row["ground_truth"], "evidence": json.dumps(told, ensure_ascii=False),
        }  # fmt: skip


def traces(
    row: Mapping[str, Any], key: str, result: Measured, drawer: Drawer, which: Traces
) -> Iterator[dict[str, Any]]:
    """Correct answers of each model: none, the shortest, the first, or all of them."""
    for role, outcomes in (("weak", result.weak), ("strong", result.strong)):
        for sample in _chosen(outcomes, which):
            text = drawer.stored(key, role, sample)
            turn = {"role": "assistant", "content": text}
            yield {
                **_which(row), "messages": [*row["prompt"], turn], "role": role,
                "model": drawer.models[role].identity, "sample": sample,
                "tokens": outcomes.tokens[sample],
            }  # fmt: skip


def _chosen(outcomes: Outcomes, which: Traces) -> list[int]:
    right = [n for n, letter in enumerate(outcomes.outcomes) if letter == CORRECT]
    if which == "none" or not right:
        return []
    if which == "shortest":
        return [min(right, key=lambda n: (outcomes.tokens[n], n))]
    return right[:1] if which == "first" else right


def _which(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in ("id", "data_source", "source_row")}
