"""Whether two mathematical texts mean the same, decided in killable workers.

    compare_expressions("\\\\frac{3\\\\pi}{4}", "3\\\\pi/4").status  # "equal"

A guard refuses what is too large unread. A worker reads both texts with this package's parser into
trees (never with a program's parser: nothing of a text is executed) and compares their values at
fixed points; what only math-verify's parser reads, integrals and limits above all, goes to it.
No verdict depends on time: it is the same on a busy machine, or undecided.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from ..pool import WorkerPool, deadline, worker_count
from .guard import refusal
from .verdict import Comparison, undecided

__all__ = ["Comparison", "compare_expressions", "compare_within", "pool", "warm"]

NEEDS = ("", "library")
"""The ways of reading a pair, in turn."""
CACHED = 10_000
"""Pairs whose comparison is kept: many responses to one problem give the same answer."""
MIN_SECONDS = 0.1
_POOL = WorkerPool("symbolic.task", worker_count())


def pool() -> WorkerPool:
    """The workers that all comparisons of this process share; started when first needed."""
    return _POOL


def warm() -> None:
    """Starts the workers ahead of the first comparison; optional."""
    _POOL.warm()


def compare_expressions(gold: str, answer: str) -> Comparison:
    """Equal, different, or undecided, as it is after the deadline; never raises.

    Args:
        gold: LaTeX or plain mathematics.
        answer: the same.
    """
    return _guarded(gold, answer, "")


def compare_within(one: str, other: str, within: Fraction) -> Comparison:
    """Equal if two constants are less than `within` apart, different, or undecided."""
    return _guarded(one, other, str(within))


def _guarded(gold: str, answer: str, within: str) -> Comparison:
    for name, text in (("gold", gold), ("answer", answer)):
        reason = refusal(text)
        if reason:
            return undecided(f"{name}: {reason}")
    try:
        return _decided(gold, answer, within)
    except _NoReplyError as error:
        return undecided(str(error))


class _NoReplyError(Exception):
    """The worker gave no verdict; unlike a verdict, that is not kept."""


@lru_cache(maxsize=CACHED)
def _decided(gold: str, answer: str, within: str) -> Comparison:
    """What a worker says, within one deadline for both ways of reading."""
    left = deadline()
    for need in NEEDS:
        reply = _POOL.call([gold, answer, need, within], left, need)
        if reply.status != "done":
            raise _NoReplyError(f"{reply.status}: {reply.detail}")
        status, detail = reply.value
        if status != "unread":
            break
        left = max(left - reply.cpu, MIN_SECONDS)
    return Comparison(status, detail)
