"""measure: how often do the models solve each row? Draws no sample that cannot matter.

Completions and verdicts stand in the store of the data folder; this stage is a view of it, so a
build that was killed goes on where it was, and the same store gives the same bytes. Beside its
rows it leaves `review.parquet` (rows whose label may be wrong) and `traces.parquet` (verified
answers).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa

from filters.difficulty.cascade import Measured

from .. import evidence
from ..measurement import ROLES, Measurement, nothing
from ..meter import said
from ..schema import MEASURED
from ..stage import Sink, Stage
from ..store import Folder, TableWriter

if TYPE_CHECKING:
    from ..context import Context

_COLUMNS = ["id", "data_source", "source_row", "prompt", "reward", "ground_truth", "spec"]


@dataclass(frozen=True)
class Measure(Stage):
    """Config: the settings of `measure`, but for the concurrency, which changes nothing.

    The code of an engine is no part of the key: what it sampled is in the store, under the model
    and the sampling settings. Memory: prompts and golds of the rows to be measured, and the store.
    """

    name: ClassVar[str] = "measure"
    schema: ClassVar[pa.Schema] = MEASURED

    def produce(self, folder: Folder, context: Context, sink: Sink) -> None:
        """Choose the rows, draw, then stream all rows with what is known of them."""
        reasons, chosen = self._choose()
        measurement = Measurement(
            self.config, chosen, context.completions, context.locator, context.concurrency
        )
        with measurement:
            results = self._measure(measurement, context) if chosen else {}
            sink.run["throughput"] = measurement.drawer.throughput()
            self._leave_evidence(measurement, results, folder, sink)
        start = 0
        for batch in self.inputs[0].batches():
            rows = batch.to_pylist()
            for number, row in enumerate(rows, start):
                result = results.get(str(number))
                row |= _columns(measurement, result, reasons.get(number), sink)
            start += batch.num_rows
            sink.rows_in += batch.num_rows
            sink.keep(pa.Table.from_pylist(rows, MEASURED))

    def _choose(self) -> tuple[dict[int, str], dict[str, Any]]:
        """Row number -> why it is not measured; row number as text -> the row to measure."""
        if not any(self.config[role] for role in ROLES):
            return dict.fromkeys(range(self.inputs[0].counts["kept"]), "no model"), {}
        reasons: dict[int, str] = {}
        candidates: dict[str, Any] = {}
        start = 0
        for batch in self.inputs[0].batches():
            for number, row in enumerate(batch.select(_COLUMNS).to_pylist(), start):
                if reason := self._too_long(row):
                    reasons[number] = reason
                else:
                    candidates[str(number)] = row
            start += batch.num_rows
        return reasons, self._at_most(candidates, reasons)

    def _too_long(self, row: Mapping[str, Any]) -> str:
        most = self.config["max_prompt_chars"]
        chars = sum(len(message["content"]) for message in row["prompt"])
        too_long = most is not None and chars > most
        return f"prompt of more than {most} characters" if too_long else ""

    def _at_most(self, rows: dict[str, Any], reasons: dict[int, str]) -> dict[str, Any]:
        """The rows with the smallest ids, which are hashes: an even sample of all."""
        most = self.config["max_problems"]
        if most is None or len(rows) <= most:
            return rows
        chosen = set(heapq.nsmallest(most, rows, key=lambda key: (rows[key]["id"], int(key))))
        left_out = (key for key in rows if key not in chosen)
        reasons.update(dict.fromkeys(map(int, left_out), f"beyond max_problems = {most}"))
        return {key: row for key, row in rows.items() if key in chosen}

    def _measure(self, measurement: Measurement, context: Context) -> dict[str, Measured]:
        drawer = measurement.drawer
        with context.progress(self.name, len(measurement.rows), "problems") as progress:
            results = measurement.sample(progress)
        context.say(f"  measure: {drawer.sampled} completions sampled, {drawer.reused} reused")
        for role, found in drawer.throughput().items():
            if found["completions"]:
                context.say(f"  measure: {said(role, found)}")
        errors = [line for result in results.values() for line in result.errors]
        if errors and self.config["outages"] == "stop":
            raise measurement.outage(errors)
        return results

    def _leave_evidence(
        self, measurement: Measurement, results: Mapping[str, Measured], folder: Folder, sink: Sink
    ) -> None:
        """Rows to review and verified traces, in the order of the rows."""
        review = TableWriter(folder.path / "review.parquet", evidence.REVIEW)
        traces = TableWriter(folder.path / "traces.parquet", evidence.TRACE)
        for key, row in measurement.rows.items():
            if (result := results.get(key)) is None:
                continue
            found = list(evidence.review(row, result))
            for sign in found:
                sink.count(f"review:{sign['reason']}")
            review.write(pa.Table.from_pylist(found, evidence.REVIEW))
            which = self.config.get("traces", "shortest")
            kept = evidence.traces(row, key, result, measurement.drawer, which)
            traces.write(pa.Table.from_pylist(list(kept), evidence.TRACE))
        review.close()
        traces.close()
        if results:
            sink.count("draws_to_decide", measurement.decision_draws(results.values()))


def _columns(
    measurement: Measurement, result: Measured | None, reason: str | None, sink: Sink
) -> dict[str, Any]:
    """The columns of one row; nulls where nothing is known."""
    if result is None:
        sink.count(f"unmeasured: {reason}")
        return {**nothing("weak"), **nothing("strong"), "unmeasured": reason}
    sink.count("measured")
    for role, outcomes in zip(ROLES, (result.weak, result.strong), strict=True):
        sink.count(f"draws_{role}", len(outcomes.outcomes))
        sink.count(f"tokens_{role}", sum(outcomes.tokens))
        if counts := outcomes.outcomes and outcomes.counts:
            sink.count(f"histogram_{role}:{counts.correct}/{counts.decided}")
            sink.count(f"truncated_{role}", outcomes.finishes.count("l"))
    return {"unmeasured": "", **measurement.columns(result)}
