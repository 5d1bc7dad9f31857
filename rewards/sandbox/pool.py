"""Warm zygotes for one process, lent out one run at a time. Thread-safe; a fork starts anew."""

from __future__ import annotations

import atexit
import importlib.util
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TypeVar

from . import levels, zygote
from .slots import Slots, slot_count
from .types import SandboxError
from .zygote import Zygote, ZygoteError

MAX_RUNS = 2_000
"""A zygote is replaced after so many runs, so that nothing can build up in it."""

REFERENCE_S = 0.0025
"""CPU seconds of the calibrating work on the machine on which the limits were chosen."""
MAX_SCALE = 8.0

LENT = ("numpy", "sortedcontainers")
"""Packages beyond the standard library that a program may import, where they are installed."""
# Looked for in the text: no untrusted program is parsed here. One that only speaks of importing a
# package gets a box with it, which does no harm.
_BY_NAME = {name: re.compile(rf"\b(?:from|import)\b[^\n#]*\b{name}\b") for name in LENT}
_BY_ANY = re.compile(r"\b__import__\b|\bimport_module\b")
Result = TypeVar("Result")


class Pool:
    """The zygotes of one level."""

    def __init__(self, level: int) -> None:
        self.level = level
        self.pid = os.getpid()
        self.slots = Slots(slot_count())
        self.idle: dict[tuple[str, ...], list[Zygote]] = {}
        self.lock = threading.Lock()
        self.closed = False
        first = zygote.start(level)
        self.plan = first.plan
        self.scale = min(MAX_SCALE, max(1.0, first.calibration_s / REFERENCE_S))
        self.idle[()] = [first]

    def run(self, program: str, work: Callable[[Zygote], tuple[Result, bool]]) -> Result:
        """Lend a zygote to `work`, which says whether it is fit for more; ZygoteError passes."""
        with self.slots.held():
            lent = self.lend(modules_of(program))
            fit = False
            try:
                result, fit = work(lent)
            finally:
                self.take_back(lent, fit)
            return result

    def lend(self, modules: tuple[str, ...]) -> Zygote:
        """A zygote, to be taken back."""
        while True:
            with self.lock:
                waiting = self.idle.setdefault(modules, [])
                if not waiting:
                    break
                lent = waiting.pop()
            # Several can have died while they waited; that is no trouble of the run.
            if lent.alive():
                return lent
            lent.close()
        return Zygote(self.plan, modules)

    def take_back(self, lent: Zygote, fit: bool) -> None:
        """Keep it for the next run, or end it."""
        with self.lock:
            if fit and lent.runs < MAX_RUNS and not self.closed:
                self.idle[lent.modules].append(lent)
                return
        lent.close()

    def abandon(self) -> None:
        """In a fork: let go of what belongs to the parent."""
        for waiting in self.idle.values():
            for lent in waiting:
                lent.abandon()
        self.slots.close()

    def close(self) -> None:
        """End all zygotes that are not lent."""
        with self.lock:
            self.closed = True
            idle = [lent for waiting in self.idle.values() for lent in waiting]
            self.idle = {}
        for lent in idle:
            lent.close()


def modules_of(program: str) -> tuple[str, ...]:
    """Packages beyond the standard library that the program's box needs to have."""
    if _BY_ANY.search(program):
        return packages()
    return tuple(name for name in packages() if _BY_NAME[name].search(program))


@cache
def packages() -> tuple[str, ...]:
    """Of LENT those that are installed here."""
    return tuple(name for name in LENT if importlib.util.find_spec(name) is not None)


_pools: dict[int, Pool] = {}
_lock = threading.Lock()


def pool(level: int | None = None, minimum: int | None = None) -> Pool:
    """The pool of this process: of a level, or of the best one that is not below the minimum."""
    with _lock:
        if level is not None:
            return _pool_of(level)
        least = least_level() if minimum is None else minimum
        reasons = []
        for candidate in range(3, max(least, 0) - 1, -1):
            if candidate == 0 and least > 0:
                break
            try:
                return _pool_of(candidate)
            except SandboxError as error:
                reasons.append(str(error))
    raise SandboxError(
        f"no sandbox of level {least} or higher: {' | '.join(reasons)}. "
        "`touchstone doctor` says what to do"
    )


def _pool_of(level: int) -> Pool:
    if level not in _pools:
        _pools[level] = Pool(level)
    return _pools[level]


def least_level() -> int:
    """The minimum that the environment asks for, or the default."""
    told = os.environ.get(levels.LEVEL_VARIABLE, str(levels.DEFAULT_MINIMUM))
    if told not in ("0", "1", "2", "3"):
        raise SandboxError(f"{levels.LEVEL_VARIABLE}={told!r}; allowed: 0, 1, 2, 3")
    return int(told)


def close() -> None:
    """End all zygotes of this process; the next run starts anew."""
    with _lock:
        for each in _pools.values():
            with suppress(OSError):
                each.close()
        _pools.clear()


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    for each in _pools.values():
        with suppress(OSError):
            each.abandon()
    _pools.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(close)
__all__ = ["Pool", "ZygoteError", "close", "pool"]
