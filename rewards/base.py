"""What a reward is: a verdict, a status, and the contract that every reward file fulfils.

This package imports nothing of the rest of Touchstone and uses only relative imports, because it
travels with every release under the name `touchstone_rewards`.
"""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from .extract import clip_response

Status: TypeAlias = Literal["correct", "wrong", "no_answer", "undecided", "error"]
STATUSES: tuple[str, ...] = get_args(Status)

Spec: TypeAlias = Mapping[str, Any]

Gold = TypeVar("Gold")
"""What a reward parses its ground truth into."""

# A response longer than this is graded on its tail: answers stand at the end, and a reward that is
# called a million times must not be slowed down by a runaway generation.
MAX_RESPONSE_CHARS = 1_000_000
# Longer golds and specs are parsed anew each time: the kept ones stay small.
_MAX_KEPT_CHARS = 2_000
_PLAIN = (str, int, bool)


class GroundTruthError(ValueError):
    """A gold or a spec that this reward cannot grade: what was seen, and what is allowed."""


class Negative(NamedTuple):
    """A response that must not be paid, and the kind of mistake that it makes."""

    kind: str
    response: str


class Examined(NamedTuple):
    """What a look at a gold with its reference solution found, once, when a corpus is built."""

    reason: str = ""
    """Why the row must go, as a short constant; empty if it may stay."""
    detail: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})
    """What to keep of it in the row: JSON-able."""
    ground_truth: str | None = None
    """The gold cut to what is worth keeping of it; None: as it is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reward says of one response.

    `value` is 1.0 or 0.0 (between only in rewards that are named partial). `undecided` (deadline,
    outage, ungradable gold) and `error` have the value 0.0 and are never to be counted as wrong.
    """

    value: float
    status: Status
    extracted: str | None = None
    """The answer that was found in the response, as text; None when there is none."""
    layer: str = ""
    """The layer that decided: `extract`, `parse`, `compare`, ..."""
    detail: str = ""
    """One line for people: why."""

    def as_dict(self) -> dict[str, float]:
        """The same keys for every row, all floats: what trainers that index by key need."""
        return {
            "score": self.value,
            "acc": 1.0 if self.status == "correct" else 0.0,
            "no_answer": float(self.status == "no_answer"),
            "undecided": float(self.status == "undecided"),
            "error": float(self.status == "error"),
        }


def correct(extracted: str, detail: str = "") -> Verdict:
    """The response is right."""
    return Verdict(1.0, "correct", extracted, "compare", detail)


def wrong(extracted: str, detail: str, layer: str = "compare") -> Verdict:
    """The response gives an answer, and it is not the right one."""
    return Verdict(0.0, "wrong", extracted, layer, detail)


def no_answer(detail: str) -> Verdict:
    """The response commits itself to nothing."""
    return Verdict(0.0, "no_answer", None, "extract", detail)


def load_json(text: str, what: str) -> object:
    """Parsed JSON; raises GroundTruthError that names `what` (too deep a nesting included)."""
    if not isinstance(text, str):
        raise GroundTruthError(f"{what} is a {type(text).__name__}; JSON text is allowed")
    try:
        return json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise GroundTruthError(f"{what} is not JSON: {error}") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; raises ValueError if a key stands twice, as only one could be graded."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _checked(verdict: Verdict) -> Verdict:
    """The verdict, or an error if its value is no share of 1."""
    if math.isfinite(verdict.value) and 0.0 <= verdict.value <= 1.0:
        return verdict
    return Verdict(0.0, "error", None, "grade", f"value {verdict.value!r} outside 0..1")


def _spec_text(spec: Spec | str | None) -> str | None:
    """The text that stands for a spec; None for specs whose text may not give them back."""
    if spec is None:
        return ""
    if isinstance(spec, str):
        return spec if len(spec) <= _MAX_KEPT_CHARS else None
    if not isinstance(spec, dict):
        return None
    if any(type(key) is not str or type(value) not in _PLAIN for key, value in spec.items()):
        return None
    return json.dumps(spec, sort_keys=True) if spec else ""


# Its own bookkeeping is safe under threads and forks, and it keeps no failures.
@lru_cache(maxsize=512)
def _kept_gold(reward: Reward[Any], ground_truth: str, spec: str) -> Any:
    return reward.parse_gold(ground_truth, reward.read_spec(spec))


class Reward(ABC, Generic[Gold]):
    """One way to grade: parses gold and answer into types and compares them exactly.

    A reward lives in one file named like it and is offered there as `REWARD`. It is stateless and
    is called from threads, processes and event loops: no signals, no globals that change.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    """Raised by hand with every change that can change a verdict; stored with what it graded."""
    spec_keys: ClassVar[frozenset[str]] = frozenset()
    """The keys that a `spec` of this reward may have; any other fails at build."""
    partial: ClassVar[bool] = False
    """True for rewards that may pay between 0 and 1; their names say so too."""
    several_golds: ClassVar[bool] = False
    """True where golds that differ may grade one problem, as suites of tests do: no conflict."""
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = ()
    """Small golds with their specs, from which the contract test grades every reward it finds."""

    def score(self, response: str, ground_truth: str, spec: Spec | str | None = None) -> Verdict:
        """Grade one response. Never raises: what goes wrong inside comes back as `error`.

        Args:
            response: what the model wrote, without the prompt.
            ground_truth: the gold as text, in this reward's form.
            spec: this reward's options, as a mapping or as its JSON text.
        """
        try:
            gold = self.read_gold(ground_truth, spec)
        except GroundTruthError as error:
            return Verdict(0.0, "undecided", None, "gold", f"ungradable gold: {error}")
        except Exception as error:  # the contract: a reward never raises into a trainer
            return Verdict(0.0, "error", None, "gold", f"{type(error).__name__}: {error}")
        try:
            return _checked(self.grade(clip_response(response, MAX_RESPONSE_CHARS), gold))
        except Exception as error:  # as above; counted apart from wrong answers everywhere
            return Verdict(0.0, "error", None, "grade", f"{type(error).__name__}: {error}")

    def read_gold(self, ground_truth: str, spec: Spec | str | None) -> Gold:
        """The gold as a typed value; raises GroundTruthError for a bad gold or spec.

        Many responses are graded against one gold, so the last few are kept: grading must not
        change them.
        """
        text = _spec_text(spec)
        if text is None or type(ground_truth) is not str or len(ground_truth) > _MAX_KEPT_CHARS:
            return self.parse_gold(ground_truth, self.read_spec(spec))
        found: Gold = _kept_gold(self, ground_truth, text)
        return found

    def read_spec(self, spec: Spec | str | None) -> Spec:
        """The spec as a mapping; raises GroundTruthError for what this reward does not know."""
        if spec is None or spec == "":
            return {}
        found = load_json(spec, "spec") if isinstance(spec, str) else spec
        if not isinstance(found, Mapping):
            raise GroundTruthError(f"spec is a {type(found).__name__}; a mapping is allowed")
        unknown = sorted(str(key) for key in set(found) - self.spec_keys)
        if unknown:
            allowed = ", ".join(sorted(self.spec_keys)) or "none"
            raise GroundTruthError(f"unknown spec keys {unknown}; known to {self.name}: {allowed}")
        return found

    @abstractmethod
    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The gold as a typed value. Raises GroundTruthError if it cannot be graded."""

    @abstractmethod
    def grade(self, response: str, gold: Gold) -> Verdict:
        """Grade against a parsed gold."""

    @abstractmethod
    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The gold in the one form in which equal golds are equal texts (it enters the row's id).

        Raises GroundTruthError if it cannot be graded.
        """

    @abstractmethod
    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """A response that gives the gold in the form which the prompt asks for."""

    @abstractmethod
    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Near-misses by type: responses in the right form with a wrong answer."""

    def examine(self, ground_truth: str, spec: Spec | str | None, reference: str) -> Examined:
        """Look at a gold with a reference solution; by default there is nothing to find."""
        return Examined()
