"""select: keep or drop by the stored outcomes, under any rule, without a model."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pyarrow as pa

from filters.difficulty.bands import band
from filters.difficulty.flags import flags
from filters.difficulty.lacking import lacking
from filters.difficulty.outcomes import Counts
from filters.difficulty.rules import Decision, Rule, load_rule
from filters.difficulty.stopping import decide
from filters.difficulty.weights import sampling_weight, target_length

from .. import schema
from ..stage import Dropped, MapStage, Outcome


@dataclass(frozen=True)
class Select(MapStage):
    """Config: `rule` (name of a preset), `drop` (the decisions for which a row goes)."""

    name: ClassVar[str] = "select"
    schema: ClassVar[pa.Schema] = schema.SELECTED

    def prepare(self) -> Rule:
        """The rule by its name."""
        return load_rule(self.config["rule"])

    def kernel(self, batch: pa.RecordBatch, state: Rule) -> Outcome:
        """Replay the outcomes of each row."""
        keep, drops = [], []
        counts: Counter[str] = Counter()
        for row in batch.to_pylist():
            decision = _decision(state, row)
            counts[f"decision:{decision}"] += 1
            if decision == "unmeasured":
                _count_lacking(state, row, counts)
            keep.append(decision not in self.config["drop"])
            if not keep[-1]:
                drops.append(_dropped(row, decision, state))
        rows = annotate(pa.Table.from_batches([batch]), state.name)
        return Outcome(rows.filter(pa.array(keep, pa.bool_())), drops, counts)


def annotate(rows: pa.Table, rule_name: str) -> pa.Table:
    """Measured rows with their difficulty band and flags under a rule."""
    rule = load_rule(rule_name)
    return pa.Table.from_pylist(
        [row | _notes(rule, row) for row in rows.to_pylist()], schema.SELECTED
    )


def _decision(rule: Rule, row: Mapping[str, Any]) -> Decision:
    return decide(rule, row["weak_outcomes"] or "", row["strong_outcomes"] or "")


def _notes(rule: Rule, row: Mapping[str, Any]) -> dict[str, Any]:
    weak = Counts.from_outcomes(row["weak_outcomes"] or "")
    strong = Counts.from_outcomes(row["strong_outcomes"] or "")
    return {
        "difficulty_band": band(
            _decision(rule, row), row["pass_rate_weak"], row["pass_rate_strong"]
        ),
        "flags": list(flags(weak, strong)),
        "target_length": _length(row, "strong") or _length(row, "weak"),
        # Of the weak model, which is the nearer to one that is to be trained.
        "sampling_weight": sampling_weight(weak if weak.decided else strong),
    }


def _length(row: Mapping[str, Any], role: str) -> int | None:
    return target_length(row[f"{role}_outcomes"] or "", row[f"{role}_tokens"] or [])


def _count_lacking(rule: Rule, row: Mapping[str, Any], counts: Counter[str]) -> None:
    """How many draws the rule still needs on rows that were sampled under another one."""
    if row["unmeasured"]:
        return
    missing = lacking(rule, row["weak_outcomes"] or "", row["strong_outcomes"] or "")
    counts["lacking_rows"] += 1
    for name, number in missing._asdict().items():
        counts[f"lacking_{name}"] += number


def _dropped(row: Mapping[str, Any], decision: str, rule: Rule) -> Dropped:
    evidence = {
        "rule": rule.name,
        **{
            f"{role}_{what}": row[f"{role}_{what}"]
            for role in ("weak", "strong")
            for what in ("model", "outcomes")
            if row[f"{role}_model"]
        },
    }
    return Dropped(row["id"], row["data_source"], row["source_row"], decision, json.dumps(evidence))
