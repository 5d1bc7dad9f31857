"""selftest: every row's reward must pay its gold and none of a set of wrong answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa

from filters.guard import guard
from filters.text import tokens
from rewards import Negative, Reward, Verdict, load_reward
from rewards.base import Spec
from rewards.negatives import common_negatives, unpaid_shells

from ..fingerprint import canonical_json
from ..schema import PROBLEM
from ..stage import Dropped, MapStage, Outcome

_COLUMNS = [
    "id", "data_source", "source_row", "prompt", "reward", "ground_truth", "spec", "reference",
    "meta",
]  # fmt: skip


class Failure(NamedTuple):
    """The first case that a row's reward got wrong."""

    reason: str
    case: str
    response: str
    status: str
    detail: str


@dataclass(frozen=True)
class Selftest(MapStage):
    """Config: `examine` (look at golds with their reference solutions: suites of tests).

    Rewards are named in the rows; the runner declares their modules.
    """

    name: ClassVar[str] = "selftest"
    schema: ClassVar[pa.Schema] = PROBLEM

    def kernel(self, batch: pa.RecordBatch, state: None) -> Outcome:
        """Test row by row; the golds of the batch serve as each other's wrong answers."""
        rows = batch.select(_COLUMNS).to_pylist()
        passed, drops = [], []
        counts: Counter[str] = Counter()
        for number, row in enumerate(rows):
            failure = examine(row) if self.config["examine"] else None
            failure = failure or check(row, _other_gold(rows, number), counts)
            passed.append(failure is None)
            if failure:
                drops.append(
                    Dropped(
                        row["id"], row["data_source"], row["source_row"], failure.reason,
                        json.dumps(failure._asdict(), ensure_ascii=False),
                    )
                )  # fmt: skip
        for name in ("ground_truth", "meta"):
            column = pa.array([row[name] for row in rows], PROBLEM.field(name).type)
            batch = batch.set_column(batch.schema.get_field_index(name), name, column)
        return Outcome(batch.filter(pa.array(passed, pa.bool_())), drops, counts)


def examine(row: dict[str, Any]) -> Failure | None:
    """Why a row's gold is not worth keeping, or None; what was found enters the row.

    A gold that is cut (a suite of thousands of tests) keeps its row's id: the problem is the same.
    """
    reward = load_reward(row["reward"])
    found = reward.examine(row["ground_truth"], row["spec"], row["reference"] or "")
    if found.reason:
        return Failure(found.reason, "reference", row["reference"], "", found.detail)
    if found.facts:
        row["meta"] = canonical_json(json.loads(row["meta"] or "{}") | dict(found.facts))
    row["ground_truth"] = found.ground_truth or row["ground_truth"]
    return None


def check(
    row: Mapping[str, Any], other: Mapping[str, Any] | None, counts: Counter[str]
) -> Failure | None:
    """The first failure of a row, or None. Counts each kind of case that applied."""
    reward = load_reward(row["reward"])
    gold, spec = row["ground_truth"], row["spec"]
    right = reward.render(gold, _for_render(reward, row))
    verdict = reward.score(right, gold, spec)
    counts["gold"] += 1
    if verdict.status != "correct":
        return Failure("gold_not_paid", "gold", right, verdict.status, verdict.detail)
    if other is None:
        counts["next_gold_not_applicable"] += 1
    for negative in _negatives(reward, row, other, right):
        verdict = reward.score(negative.response, gold, spec)
        counts[f"negative:{negative.kind}"] += 1
        # Anything but a clear "not right" fails: `undecided` or `error` on a plain wrong answer
        # would be counted as unknown in training.
        if _pays(reward, verdict) or verdict.status not in ("wrong", "no_answer"):
            return Failure(
                "wrong_answer_paid" if _pays(reward, verdict) else "wrong_answer_undecided",
                negative.kind, negative.response, verdict.status, verdict.detail,
            )  # fmt: skip
    return None


def _pays(reward: Reward[Any], verdict: Verdict) -> bool:
    """Nothing may be paid for a wrong answer; a partial reward may pay a part, but not all."""
    return verdict.value >= 1.0 if reward.partial else verdict.value != 0.0


def _negatives(
    reward: Reward[Any], row: Mapping[str, Any], other: Mapping[str, Any] | None, right: str
) -> Iterator[Negative]:
    yield from reward.negatives(row["ground_truth"], _for_render(reward, row))
    yield from common_negatives("\n\n".join(message["content"] for message in row["prompt"]))
    yield from unpaid_shells(right)
    if other is not None:
        yield Negative(
            "next_gold", reward.render(other["ground_truth"], _for_render(reward, other))
        )


def _for_render(reward: Reward[Any], row: Mapping[str, Any]) -> Spec | str | None:
    """The spec with the row's own solution, where the reward renders golds by one."""
    if "reference" not in reward.spec_keys or not row.get("reference"):
        spec: Spec | str | None = row["spec"]
        return spec
    return {**reward.read_spec(row["spec"]), "reference": row["reference"]}


def _other_gold(rows: Sequence[Mapping[str, Any]], number: int) -> Mapping[str, Any] | None:
    """The next row of the batch, around its end, with the same reward and clearly another gold."""
    own = rows[number]
    words = _words(own["ground_truth"])
    for step in range(1, len(rows)):
        row = rows[(number + step) % len(rows)]
        if row["reward"] == own["reward"] and _words(row["ground_truth"]) != words:
            return row
    return None


def _words(gold: str) -> list[str]:
    """Tokens and guard of a gold, sorted: golds that differ here differ in any order of parts.

    The rule must not be the reward's own: a reward that takes everything for equal would then
    find no other gold, and pass.
    """
    return sorted([*tokens(gold), *guard(gold).split()])
