"""selftest: every row's reward must pay its gold and none of a set of wrong answers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, ClassVar, NamedTuple

import pyarrow as pa

from filters.guard import guard
from filters.text import tokens
from rewards import Negative, Reward, Verdict, load_reward
from rewards.base import Spec
from rewards.negatives import UNPAID_STATUSES, common_negatives, unpaid_shells
from rewards.pool import worker_count

from ..fingerprint import canonical_json
from ..schema import PROBLEM
from ..stage import Dropped, MapStage, Outcome

_COLUMNS = [
    "id", "data_source", "source_row", "prompt", "reward", "ground_truth", "spec", "reference",
    "meta",
]  # fmt: skip


# Many inputs may bring about one output, and 2.61 atm are 264 kPa: another row's answer may be
# right by chance, so one of a few that is refused is enough. A reward that pays whatever it is
# given pays them all.
_MANY_RIGHT = frozenset({"code_io_input"})
_TRIES = 3
_DIGITS = re.compile(r"\d+|\D+")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_QUOTIENT = re.compile(
    r"\\[dt]?frac\s*\{(\d{1,40})\}\s*\{(\d{1,40})\}|(\d{1,40})/(\d{1,40})", re.ASCII
)
# Longer ones are compared as they are written: Python reads no text of thousands of digits.
_MAX_VALUE_CHARS = 100
_PAID = "wrong_answer_paid"


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
    # A suite of tests takes seconds.
    batch_rows: ClassVar[int] = 64

    def kernel(self, batch: pa.RecordBatch, state: None) -> Outcome:
        """Test the rows side by side; the golds of the batch are each other's wrong answers."""
        rows = batch.select(_COLUMNS).to_pylist()
        # Threads: what takes long (programs, symbolic comparisons) runs in other processes.
        with ThreadPoolExecutor(worker_count()) as threads:
            # All golds are looked at before the first serves as another row's wrong answer.
            unfit = (
                list(threads.map(examine, rows)) if self.config["examine"] else [None] * len(rows)
            )
            tested = list(threads.map(lambda n: _tested(rows, n, unfit[n]), range(len(rows))))
        drops = [
            Dropped(
                row["id"], row["data_source"], row["source_row"], failure.reason,
                json.dumps(failure._asdict(), ensure_ascii=False),
            )
            for row, (failure, _) in zip(rows, tested, strict=True) if failure
        ]  # fmt: skip
        for name in ("ground_truth", "meta"):
            column = pa.array([row[name] for row in rows], PROBLEM.field(name).type)
            batch = batch.set_column(batch.schema.get_field_index(name), name, column)
        passed = pa.array([failure is None for failure, _ in tested], pa.bool_())
        return Outcome(batch.filter(passed), drops, sum((each for _, each in tested), Counter()))


def _tested(
    rows: Sequence[Mapping[str, Any]], number: int, unfit: Failure | None
) -> tuple[Failure | None, Counter[str]]:
    """How a row of a batch fails, or None, and what was tried on it."""
    counts: Counter[str] = Counter()
    return unfit or check(rows[number], _other_golds(rows, number), counts), counts


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
    row: Mapping[str, Any], others: Iterable[Mapping[str, Any]], counts: Counter[str]
) -> Failure | None:
    """The first failure of a row, or None. Counts each kind of case that applied.

    `others`: rows whose answers are wrong here.
    """
    reward = load_reward(row["reward"])
    gold, spec = row["ground_truth"], row["spec"]
    right = _answer(reward, row)
    verdict = reward.score(right, gold, spec)
    counts["gold"] += 1
    if verdict.status != "correct":
        return Failure("gold_not_paid", "gold", right, verdict.status, verdict.detail)
    for negative in _negatives(reward, row, right):
        counts[f"negative:{negative.kind}"] += 1
        if failure := _failure(reward, row, negative):
            return failure
    return _next_gold(reward, row, others, counts)


def _next_gold(
    reward: Reward[Any],
    row: Mapping[str, Any],
    others: Iterable[Mapping[str, Any]],
    counts: Counter[str],
) -> Failure | None:
    """How the first answer of another row fails that says something of this one."""
    failure, own = None, _answer(reward, row)
    for tried, other in enumerate(others):
        counts["negative:next_gold"] += not tried
        answer = _answer(reward, other)
        failure = _failure(reward, row, Negative("next_gold", answer))
        by_chance = reward.name in _MANY_RIGHT or _units_differ(own, answer)
        # One that is undecided is odd itself, and no sign against the row: others are tried.
        if not failure or (failure.reason == _PAID and not by_chance):
            return failure
    counts["next_gold_not_applicable"] += failure is None
    return failure


def _failure(reward: Reward[Any], row: Mapping[str, Any], negative: Negative) -> Failure | None:
    """What is wrong with the verdict on a wrong answer, or None.

    Anything but a clear "not right" fails: `undecided` or `error` on a plain wrong answer would be
    counted as unknown in training.
    """
    verdict = reward.score(negative.response, row["ground_truth"], row["spec"])
    paid = _pays(reward, verdict)
    if not paid and verdict.status in UNPAID_STATUSES:
        return None
    return Failure(
        _PAID if paid else "wrong_answer_undecided",
        negative.kind, negative.response, verdict.status, verdict.detail,
    )  # fmt: skip


def _pays(reward: Reward[Any], verdict: Verdict) -> bool:
    """Nothing may be paid for a wrong answer; a partial reward may pay a part, but not all."""
    return verdict.value >= 1.0 if reward.partial else verdict.value != 0.0


def _negatives(reward: Reward[Any], row: Mapping[str, Any], right: str) -> Iterator[Negative]:
    yield from reward.negatives(row["ground_truth"], _for_render(reward, row))
    yield from common_negatives("\n\n".join(message["content"] for message in row["prompt"]))
    yield from unpaid_shells(right)


def _answer(reward: Reward[Any], row: Mapping[str, Any]) -> str:
    """The response that gives the gold of a row."""
    return reward.render(row["ground_truth"], _for_render(reward, row))


def _for_render(reward: Reward[Any], row: Mapping[str, Any]) -> Spec | str | None:
    """The spec with the row's own solution, where the reward renders golds by one."""
    if "reference" not in reward.spec_keys or not row.get("reference"):
        spec: Spec | str | None = row["spec"]
        return spec
    return {**reward.read_spec(row["spec"]), "reference": row["reference"]}


def _other_golds(rows: Sequence[Mapping[str, Any]], number: int) -> Iterator[Mapping[str, Any]]:
    """The next rows of the batch, around its end, of the same reward and of clearly other answers.

    Answers are compared, not golds: programs that differ may return the same. _TRIES at most.
    """
    own = rows[number]
    reward = load_reward(own["reward"])
    answer = _answer(reward, own)
    others = (rows[(number + step) % len(rows)] for step in range(1, len(rows)))
    clear = (
        row
        for row in others
        if row["reward"] == own["reward"] and _apart(answer, _answer(reward, row))
    )
    return islice(clear, _TRIES)


def _apart(answer: str, other: str) -> bool:
    """Whether each has a word more than the other: 120 and 120 degrees may be the same answer.

    So may be 1100 mg and 1.10 g, whose digits are the same but for the zeros around them, and 1/2
    and 0.5. The rule must not be the reward's own: a reward that takes everything for equal would
    then find no other gold, and pass.
    """
    words, others = _words(answer), _words(other)
    figures = _figures(answer)
    scaled = bool(figures) and figures == _figures(other)
    alike = scaled or _value(answer) == _value(other) is not None
    return bool(words - others) and bool(others - words) and not alike


def _units_differ(answer: str, other: str) -> bool:
    """Whether both begin with a number and differ in the words after it: 2.61 atm and 264 kPa."""
    found, another = _NUMBER.search(answer), _NUMBER.search(other)
    if not found or not another:
        return False
    if answer[: found.start()].rstrip("-") != other[: another.start()].rstrip("-"):
        return False
    return _WORD.findall(answer, found.end()) != _WORD.findall(other, another.end())


def _figures(answer: str) -> list[str]:
    """The digits of each number without its point and the zeros around them, sorted."""
    return sorted(found.replace(".", "").strip("0") for found in _NUMBER.findall(answer))


def _value(answer: str) -> Fraction | None:
    """The one number in an answer, or the quotient of its two; None for others."""
    if quotient := _QUOTIENT.search(answer):
        above, below = quotient[1] or quotient[3], quotient[2] or quotient[4]
        rest = answer.replace(quotient[0], "", 1)
        return None if _NUMBER.search(rest) or not int(below) else Fraction(int(above), int(below))
    found = _NUMBER.findall(answer)
    short = len(found) == 1 and len(found[0]) <= _MAX_VALUE_CHARS
    return Fraction(found[0]) if short else None


def _words(answer: str) -> Counter[str]:
    """Tokens and guard of an answer, counted: what differs here differs in any order of parts."""
    words = [*tokens(answer), *guard(answer).split()]
    return Counter(part for word in words for part in _DIGITS.findall(word))
