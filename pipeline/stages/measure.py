"""measure: how often do the models solve each row? Draws no sample that cannot matter.

Completions and verdicts stand in the store of the data folder; this stage is a view of it, so a
build that was killed goes on where it was, and the same store gives the same bytes.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

import pyarrow as pa

from filters.difficulty.cascade import Measured, measure
from filters.difficulty.outcomes import Outcomes
from filters.difficulty.passrate import Plan, pass_rate
from filters.difficulty.rules import Role, Rule, load_rule

from .. import models
from ..drawing import Drawer, Model
from ..errors import MeasureError
from ..progress import Progress
from ..schema import MEASURED
from ..stage import Sink, Stage
from ..store import Folder

if TYPE_CHECKING:
    from ..context import Context

ROLES: tuple[Role, Role] = ("weak", "strong")
_COLUMNS = ["id", "prompt", "reward", "ground_truth", "spec"]


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
        results = self._measure(chosen, context) if chosen else {}
        start = 0
        for batch in self.inputs[0].batches():
            rows = batch.to_pylist()
            for number, row in enumerate(rows, start):
                row |= self._columns(results.get(str(number)), reasons.get(number), sink)
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

    def _measure(self, rows: Mapping[str, Any], context: Context) -> dict[str, Measured]:
        drawer = Drawer(context.completions, self._models(context), rows)
        try:
            with context.progress(self.name, len(rows), "problems") as progress:
                results = asyncio.run(self._drive(drawer, context.concurrency, progress))
        finally:
            drawer.close()
        context.say(f"  measure: {drawer.sampled} completions sampled, {drawer.reused} reused")
        errors = [line for result in results.values() for line in result.errors]
        if errors and self.config["outages"] == "stop":
            raise MeasureError(
                f"measure: {len(errors)} draws failed, the first: {errors[0]}. What was sampled "
                "is kept: the same command goes on from it. To leave such rows unmeasured: "
                "--set measure.outages=leave"
            )
        return results

    def _models(self, context: Context) -> dict[str, Model]:
        return {
            role: Model(
                models.identity(given["engine"], given["model"]),
                partial(
                    models.open_sampler, given["engine"], given["model"], given["options"],
                    self.config["sampling"]["seed"], context.locator,
                ),
                self.config["sampling"],
            )
            for role in ROLES
            if (given := self.config[role])
        }  # fmt: skip

    async def _drive(
        self, drawer: Drawer, concurrency: int, progress: Progress
    ) -> dict[str, Measured]:
        """All rows through the cascade."""
        results: dict[str, Measured] = {}
        rule = load_rule(self.config["rule"])
        stream = measure(
            drawer.rows, cast(Any, drawer.draw), rule=rule,
            round_size=self.config["round_size"], undecided_max=self.config["undecided_max"],
            top_up=self.config["top_up"], concurrency=concurrency,
        )  # fmt: skip
        async with aclosing(cast(Any, stream)) as finished:
            async for result in finished:
                results[result.key] = result
                progress.note(_saving(rule, len(results), drawer))
                progress.update()
        return results

    def _columns(self, result: Measured | None, reason: str | None, sink: Sink) -> dict[str, Any]:
        """The columns of one row; nulls where nothing is known."""
        if result is None:
            sink.count(f"unmeasured: {reason}")
            return {**_nothing("weak"), **_nothing("strong"), "unmeasured": reason}
        sink.count("measured")
        columns: dict[str, Any] = {"unmeasured": ""}
        for role, outcomes in (("weak", result.weak), ("strong", result.strong)):
            sink.count(f"draws_{role}", len(outcomes.outcomes))
            sink.count(f"tokens_{role}", sum(outcomes.tokens))
            columns |= (
                self._of_model(role, outcomes, result) if outcomes.outcomes else _nothing(role)
            )
        return columns

    def _of_model(self, role: str, outcomes: Outcomes, result: Measured) -> dict[str, Any]:
        given, counts = self.config[role], outcomes.counts
        plan = Plan(
            load_rule(self.config["rule"]), self.config["round_size"],
            self.config["undecided_max"], self.config["top_up"],
        )  # fmt: skip
        return {
            f"{role}_model": models.identity(given["engine"], given["model"]),
            f"{role}_outcomes": outcomes.outcomes,
            f"{role}_finish": outcomes.finishes,
            f"{role}_tokens": list(outcomes.tokens),
            f"pass_rate_{role}": pass_rate(
                plan, cast(Role, role), result.weak.outcomes, result.strong.outcomes
            ),
            f"n_{role}": counts.drawn,
            f"correct_{role}": counts.correct,
            f"undecided_{role}": counts.unknown,
        }


def _saving(rule: Rule, rows: int, drawer: Drawer) -> str:
    """What was drawn so far, beside all k draws of both models on as many rows."""
    saved = 1 - (drawer.sampled + drawer.reused) / (rows * (rule.weak_k + rule.strong_k))
    return f"{drawer.sampled} sampled, {drawer.tokens} tokens, {max(saved, 0):.0%} of draws saved"


def _nothing(role: str) -> dict[str, Any]:
    return {name: None for name in MEASURED.names if role in name.split("_")}
