"""Measuring rows under one configuration: through the cascade, or from the store alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, cast

from filters.difficulty.cascade import Measured, measure
from filters.difficulty.outcomes import Outcomes
from filters.difficulty.passrate import Plan, pass_rate
from filters.difficulty.rules import Role, Rule, load_rule
from filters.difficulty.stopping import decide, next_draws

from . import models
from .drawing import Drawer, Model
from .errors import MeasureError
from .progress import Progress

if TYPE_CHECKING:
    from .locations import Locator

ROLES: tuple[Role, Role] = ("weak", "strong")
LEAST_OUTAGES: Final = 64
"""So many rows in a row that all met an outage: the engine is gone, and sampling ends."""
LACKING: Final = "draws are lacking"


@dataclass
class Measurement:
    """Models, rule and store of one measurement; use it as a context manager.

    `config` is the settings of `measure` as plain values. Rows have `prompt`, `reward`,
    `ground_truth` and `spec`, and are known by a key.
    """

    config: Mapping[str, Any]
    rows: Mapping[str, Mapping[str, Any]]
    folder: Path
    locator: Locator
    concurrency: int

    def __post_init__(self) -> None:
        self.rule: Rule = load_rule(self.config["rule"])
        self.drawer = Drawer(self.folder, self._models(), self.rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.drawer.close()

    def _models(self) -> dict[str, Model]:
        found: dict[str, Model] = {}
        for role in ROLES:
            if given := self.config[role]:
                engine, name, options = given["engine"], given["model"], given["options"]
                # A model may override how it is sampled: strong ones need longer answers.
                merged = {**self.config["sampling"], **(given.get("sampling") or {})}
                # What is switched off stands in no key: what was sampled before it could be set
                # is found again.
                sampling = {name: value for name, value in merged.items() if value is not None}
                start = partial(
                    models.open_sampler, engine, name, options, sampling["seed"], self.locator
                )
                found[role] = Model(
                    models.identity(engine, name), start, sampling,
                    models.rendering(engine, options),
                )  # fmt: skip
        return found

    def sample(self, progress: Progress) -> dict[str, Measured]:
        """All rows through the cascade. MeasureError when an engine is gone for good."""
        return asyncio.run(self._collect(self._cascade(), progress))

    def rescore(self, progress: Progress) -> dict[str, Measured]:
        """All rows from stored completions, graded as rewards are now; no engine starts.

        Sampling is replayed until a draw is not stored: such a row is unmeasured, and says so.
        """
        return asyncio.run(self._collect(self._replay(), progress))

    def _cascade(self) -> AsyncGenerator[Measured, None]:
        stream = measure(
            self.rows, cast(Any, self.drawer.draw), rule=self.rule,
            round_size=self.config["round_size"], undecided_max=self.config["undecided_max"],
            top_up=self.config["top_up"], concurrency=self.concurrency,
        )  # fmt: skip
        return cast(AsyncGenerator[Measured, None], stream)

    async def _replay(self) -> AsyncGenerator[Measured, None]:
        keys = iter(self.rows)
        while batch := list(islice(keys, self.concurrency)):
            for result in await asyncio.gather(*map(self._replayed, batch)):
                yield result

    async def _replayed(self, key: str) -> Measured:
        drawn: dict[Role, Outcomes] = {"weak": Outcomes(), "strong": Outcomes()}
        while step := self._next(drawn["weak"], drawn["strong"]):
            role, count = step
            first = len(drawn[role].outcomes)
            samples = range(first, first + count)
            if any(self.drawer.stored(key, role, sample) is None for sample in samples):
                return self._measured(key, drawn, (f"{role}: {LACKING}",))
            draws = await asyncio.gather(*(self.drawer.draw(key, role, n) for n in samples))
            drawn[role] = drawn[role].extended(draws)
        return self._measured(key, drawn, ())

    def _next(self, weak: Outcomes, strong: Outcomes) -> tuple[Role, int] | None:
        return next_draws(
            self.rule, weak.outcomes, strong.outcomes, round_size=self.config["round_size"],
            undecided_max=self.config["undecided_max"], top_up=self.config["top_up"],
        )  # fmt: skip

    def _measured(
        self, key: str, drawn: Mapping[Role, Outcomes], errors: tuple[str, ...]
    ) -> Measured:
        weak, strong = drawn["weak"], drawn["strong"]
        most = self.config["undecided_max"]
        decision = decide(self.rule, weak.outcomes, strong.outcomes, undecided_max=most)
        return Measured(key, weak, strong, decision, errors)

    async def _collect(
        self, stream: AsyncGenerator[Measured, None], progress: Progress
    ) -> dict[str, Measured]:
        """Results by key; ends early when one row after another meets nothing but outages."""
        results: dict[str, Measured] = {}
        lost = 0
        async with aclosing(stream) as finished:
            async for result in finished:
                results[result.key] = result
                lost = lost + 1 if _all_lost(result) else 0
                if lost >= max(LEAST_OUTAGES, 2 * self.concurrency):
                    raise self.outage(result.errors)
                progress.note(_saving(self.rule, len(results), self.drawer))
                progress.update()
        return results

    def decision_draws(self, results: Iterable[Measured]) -> int:
        """Draws that the decisions alone took: those of a top-up are left out."""
        most = self.config["undecided_max"]
        return decision_draws(self.rule, results, self.config["round_size"], most)

    def outage(self, errors: Sequence[str]) -> MeasureError:
        """What to tell when draws failed."""
        return MeasureError(
            f"measure: {len(errors)} draws failed, the first: {errors[0]}. What was sampled is "
            "kept: the same command goes on from it. To leave such rows unmeasured: "
            "--set measure.outages=leave"
        )

    def columns(self, result: Measured) -> dict[str, Any]:
        """The measured columns of a row, by name; null for a model without draws."""
        found: dict[str, Any] = {}
        for role, outcomes in zip(ROLES, (result.weak, result.strong), strict=True):
            found |= self._of_model(role, outcomes, result) if outcomes.outcomes else nothing(role)
        return found

    def _of_model(self, role: Role, outcomes: Outcomes, result: Measured) -> dict[str, Any]:
        counts = outcomes.counts
        return {
            f"{role}_model": self.drawer.models[role].identity,
            f"{role}_outcomes": outcomes.outcomes,
            f"{role}_finish": outcomes.finishes,
            f"{role}_tokens": list(outcomes.tokens),
            f"pass_rate_{role}": self._pass_rate(role, result),
            f"n_{role}": counts.drawn,
            f"correct_{role}": counts.correct,
            f"undecided_{role}": counts.unknown,
        }

    def _pass_rate(self, role: Role, result: Measured) -> float | None:
        """The unbiased estimate; None where sampling could not go on to an end of its plan."""
        if is_lacking(result):
            return None
        plan = Plan(
            self.rule, self.config["round_size"], self.config["undecided_max"],
            self.config["top_up"],
        )  # fmt: skip
        return pass_rate(plan, role, result.weak.outcomes, result.strong.outcomes)


def nothing(role: Role) -> dict[str, Any]:
    """The columns of a model that was not drawn."""
    names = ("pass_rate", "n", "correct", "undecided")
    own = ("model", "outcomes", "finish", "tokens")
    return dict.fromkeys([*(f"{role}_{name}" for name in own), *(f"{n}_{role}" for n in names)])


def is_lacking(result: Measured) -> bool:
    """Whether stored draws did not suffice."""
    return any(error.endswith(LACKING) for error in result.errors)


def decision_draws(
    rule: Rule, results: Iterable[Measured], round_size: int = 1, undecided_max: int | None = None
) -> int:
    """Draws that the decisions alone took, in rounds of this size: no top-up beyond them."""
    return sum(_until_decided(rule, r, round_size, undecided_max) for r in results)


def _until_decided(rule: Rule, result: Measured, round_size: int, most: int | None) -> int:
    """The sampling of a row once more, from its outcomes, without a top-up."""
    weak, strong = result.weak.outcomes, result.strong.outcomes
    n_weak = n_strong = 0
    while step := next_draws(
        rule, weak[:n_weak], strong[:n_strong], round_size=round_size, undecided_max=most
    ):
        role, count = step
        n_weak, n_strong = n_weak + count * (role == "weak"), n_strong + count * (role == "strong")
        if n_weak > len(weak) or n_strong > len(strong):
            return len(weak) + len(strong)  # not all of it was there to be drawn
    return n_weak + n_strong


def _all_lost(result: Measured) -> bool:
    finishes = result.weak.finishes + result.strong.finishes
    return bool(finishes) and set(finishes) == {"e"}


def _saving(rule: Rule, rows: int, drawer: Drawer) -> str:
    """What was drawn so far, beside all k draws of both models on as many rows."""
    saved = 1 - (drawer.sampled + drawer.reused) / (rows * (rule.weak_k + rule.strong_k))
    return f"{drawer.sampled} sampled, {drawer.tokens} tokens, {max(saved, 0):.0%} of draws saved"
