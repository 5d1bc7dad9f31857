"""The published rules that turn pass counts into keep or drop, by name.

A rule counts correct answers among a fixed number of draws. Only rules whose numbers are known
stand here: Polaris drops what is "too easy" without a count that we could read, so it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Decision: TypeAlias = Literal["keep", "too_easy", "too_hard", "unmeasured"]
Role: TypeAlias = Literal["weak", "strong"]
Level: TypeAlias = Literal["low", "mid", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: the draws of each model, and the counts at which a problem is dropped.

    `*_max`: too easy at this many correct draws or more. `*_min`: too hard at this many or fewer.
    None: this model's count says nothing at that end. `strong_k` 0: a rule of one model, "weak".
    """

    name: str
    source: str
    """Where the numbers come from, and what the rule leaves to its user."""
    weak_k: int
    strong_k: int = 0
    weak_max: int | None = None
    weak_min: int | None = None
    strong_max: int | None = None
    strong_min: int | None = None
    hard_needs_both: bool = False
    """Too hard only when both models are at or under their minimum; else either is enough."""

    def __post_init__(self) -> None:
        _check_model(self, "weak", self.weak_k, self.weak_min, self.weak_max)
        _check_model(self, "strong", self.strong_k, self.strong_min, self.strong_max)
        if self.weak_k == 0:
            raise ValueError(f"rule {self.name!r}: weak_k is 0; a rule of one model calls it weak")
        if self.hard_needs_both and None in (self.weak_min, self.strong_min):
            raise ValueError(f"rule {self.name!r}: hard_needs_both needs weak_min and strong_min")

    def k(self, role: Role) -> int:
        """Planned draws of this model."""
        return self.weak_k if role == "weak" else self.strong_k

    def level(self, role: Role, correct: int) -> Level:
        """Where `correct` of all k draws puts this model: at the easy end, the hard end, between.

        A model that the rule does not draw is always between.
        """
        low, high = self.bounds(role)
        if correct >= high:
            return "high"
        return "low" if correct <= low else "mid"

    def bounds(self, role: Role) -> tuple[int, int]:
        """(greatest count at the hard end, least count at the easy end); -1 and k+1 if none."""
        weak = role == "weak"
        low = self.weak_min if weak else self.strong_min
        high = self.weak_max if weak else self.strong_max
        return (-1 if low is None else low, self.k(role) + 1 if high is None else high)

    def combine(self, weak: Level, strong: Level) -> Decision:
        """The decision from both final levels. Too easy is looked at first, as it is drawn first.

        The order matters only for contradictory rows, such as weak 16 of 16 and strong 0 of 16.
        """
        if "high" in (weak, strong):
            return "too_easy"
        low = (weak == "low", strong == "low")
        return "too_hard" if (all(low) if self.hard_needs_both else any(low)) else "keep"


def _check_model(rule: Rule, role: Role, k: int, low: int | None, high: int | None) -> None:
    if k < 0:
        raise ValueError(f"rule {rule.name!r}: {role}_k is {k}, it must not be negative")
    for end, value in (("min", low), ("max", high)):
        if value is not None and not 0 <= value <= k:
            raise ValueError(f"rule {rule.name!r}: {role}_{end} is {value}, outside 0..{k}")
        if value is not None and k == 0:
            raise ValueError(f"rule {rule.name!r}: {role}_{end} is given, but {role}_k is 0")
    if low is not None and high is not None and low >= high:
        raise ValueError(f"rule {rule.name!r}: {role}_min {low} is not under {role}_max {high}")


_PRESETS = (
    Rule(
        name="guru",
        source="Guru (arXiv 2506.14965): Qwen2.5-7B-Instruct and Qwen3-30B-A3B, 16 draws each; "
        "kept are weak <= 14/16 and strong >= 1/16, as its published columns show",
        weak_k=16,
        strong_k=16,
        weak_max=15,
        strong_min=0,
    ),
    Rule(
        name="guru_weak",
        source="the weak half of Guru's rule, for the `local` profile: it drops only what is too "
        "easy, since a 135M model is no yardstick for hard",
        weak_k=16,
        weak_max=15,
    ),
    Rule(
        name="skywork",
        source="Skywork-OR1 (or1_scripts/data_preprocess): 16 draws of the R1-Distill-Qwen model "
        "of the size to be trained; kept are 1..15 of 16",
        weak_k=16,
        weak_min=0,
        weak_max=16,
    ),
    Rule(
        name="dapo",
        source="DAPO (arXiv 2503.14476), dynamic sampling: groups with accuracy 0 or 1 carry no "
        "gradient. DAPO asks the policy online; here the same band is asked of 16 draws before",
        weak_k=16,
        weak_min=0,
        weak_max=16,
    ),
    Rule(
        name="big_math",
        source="Big-Math (arXiv 2502.17387): Llama-3.1-8B 64 draws, 405B 8 draws; dropped when "
        "neither solves it once. Big-Math does not apply it to HARP, Omni-MATH, MATH and GSM8K: "
        "that exception is by source, so it is the caller's",
        weak_k=64,
        strong_k=8,
        weak_min=0,
        strong_min=0,
        hard_needs_both=True,
    ),
)
RULES: dict[str, Rule] = {rule.name: rule for rule in _PRESETS}


def load_rule(name: str) -> Rule:
    """The preset of that name; ValueError that lists the known names otherwise."""
    if name not in RULES:
        raise ValueError(f"unknown difficulty rule {name!r}; known: {_listed(RULES)}")
    return RULES[name]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
