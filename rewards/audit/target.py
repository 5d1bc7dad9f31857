"""One gold under attack: its right response, the slot where the answer stands, wrong answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from ..base import GroundTruthError, Reward, Spec
from ..extract.marks import CUT_OFF, boxes, fences, tags

Row: TypeAlias = tuple[str, Spec | str | None]
"""A gold and its spec."""
_FINDERS = (("tag", tags), ("box", boxes), ("fence", fences))
_MAX_WRONG = 3
_INTEGER = re.compile(r"-?\d{1,15}")


class Slot(NamedTuple):
    """A rendered gold, cut where its answer begins and ends."""

    before: str
    inside: str
    after: str
    how: str
    """tag, box or fence."""


@dataclass(frozen=True)
class Target:
    """What an attack sees. `wrong` are texts for the slot, right for other golds or for none."""

    reward: Reward[Any]
    gold: str
    spec: Spec | str | None
    right: str
    slot: Slot | None
    wrong: tuple[str, ...]

    @property
    def is_program(self) -> bool:
        """Whether the answer is a program in a fence; text around a program says nothing."""
        return self.slot is not None and self.slot.how == "fence"

    @property
    def inside(self) -> str:
        """The answer's text; empty where it has no slot that text can be put into."""
        return self.slot.inside if self.slot and not self.is_program else ""

    def put(self, text: str) -> str:
        """The right response with another text in its slot."""
        assert self.slot
        return f"{self.slot.before}{text}{self.slot.after}"

    @property
    def competing(self) -> list[str]:
        """Wrong texts that neither hold the right one nor are part of it, even without spaces."""
        right = _squashed(self.inside)
        found = ((text, _squashed(text)) for text in self.wrong)
        return [text for text, bare in found if bare not in right and right not in bare]


def make_target(reward: Reward[Any], row: Row, others: Sequence[Row]) -> Target:
    """The target of one gold; raises GroundTruthError if the gold cannot be graded."""
    gold, spec = row
    right = reward.render(gold, spec)
    slot = find_slot(right)
    wrong = [*_neighbors(slot.inside if slot else ""), *_other_slots(reward, row, others)]
    return Target(reward, gold, spec, right, slot, tuple(dict.fromkeys(wrong)))


def find_slot(response: str) -> Slot | None:
    """Where the answer stands in a rendered gold; None if nothing marks it."""
    for how, find in _FINDERS:
        marks = find(response)
        if marks and marks[-1].end != CUT_OFF:
            start, end = marks[-1].start, marks[-1].end
            return Slot(response[:start], response[start:end], response[end:], how)
    return None


def _neighbors(inside: str) -> list[str]:
    """Integers for an integer, neither of which is it but for rounding."""
    return [str(int(inside) + 7), f"{inside}3"] if _INTEGER.fullmatch(inside) else []


def _other_slots(reward: Reward[Any], row: Row, others: Sequence[Row]) -> list[str]:
    """The answers to other golds, which differ in canonical form and are asked for alike."""
    own, found = reward.canonical(*row), []
    for gold, spec in others:
        try:
            differs = reward.canonical(gold, spec) != own
            slot = find_slot(reward.render(gold, spec)) if differs else None
        except GroundTruthError:
            continue
        if slot:
            found.append(slot.inside)
        if len(found) == _MAX_WRONG:
            break
    return found


def _squashed(text: str) -> str:
    return "".join(text.split()).lower()
