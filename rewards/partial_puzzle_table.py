"""The share of right cells of a puzzle's table: partial credit, and named so.

Gold, spec and forms of answers are those of `puzzle_table`. The value is the share of right cells
outside of the key column, which the prompt gives away; it is 1.0 exactly where `puzzle_table` says
correct. A table of another shape (empty, rows or columns missing or too many, another header, a key
twice) is worth nothing. The status is `correct` only at 1.0: `acc` is the all-or-nothing figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from .base import Negative, Reward, Spec, Verdict, correct, no_answer, wrong
from .puzzle_table import REWARD as WHOLE
from .puzzle_table import Gold, answered_rows, malformed_tables, parse_gold, right_cells


class PartialPuzzleTableReward(Reward[Gold]):
    """Share of the cells that equal the gold's."""

    name: ClassVar[str] = "partial_puzzle_table"
    version: ClassVar[str] = "2"
    partial: ClassVar[bool] = True
    spec_keys: ClassVar[frozenset[str]] = WHOLE.spec_keys
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = WHOLE.examples

    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The gold table; raises GroundTruthError unless it can be graded under this spec."""
        return parse_gold(ground_truth, spec)

    def grade(self, response: str, gold: Gold) -> Verdict:
        """The share of right cells of a table that has the gold's header and keys."""
        text, rows = answered_rows(response, gold)
        if text is None:
            return no_answer("no complete final answer")
        if isinstance(rows, str):
            return wrong(text, rows, "parse")
        right, total = right_cells(rows, gold)
        detail = f"{right} of {total} cells are right"
        if right == total:
            return correct(text, detail)
        return Verdict(right / total, "wrong", text, "compare", detail)

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """As `puzzle_table` has it."""
        return WHOLE.canonical(ground_truth, spec)

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """As `puzzle_table` has it."""
        return WHOLE.render(ground_truth, spec)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Tables of another shape alone: a near-miss in the right shape earns its share here."""
        yield from malformed_tables(self.read_gold(ground_truth, spec))


REWARD = PartialPuzzleTableReward()
