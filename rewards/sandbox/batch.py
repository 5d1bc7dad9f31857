"""The tests of one problem, in as few forks as honesty allows.

One fork runs test after test. A test that is not accepted counts only if it was the first of its
fork: else it is run again in a fork of its own, because what earlier tests left behind (state of
modules, threads, memory) must not cost a right program anything. Where that helps, the tests after
it get forks of their own at once: what the first ones left behind costs one time limit, not one
per test.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from .fork import Fork
from .pool import Pool, pool
from .types import Limits, Run, Test
from .zygote import Zygote, ZygoteError

Accept = Callable[[int, Run], bool]

ATTEMPTS = 2
"""Tries before trouble of the infrastructure is reported as such."""


def run_tests(
    program: str, tests: Sequence[Test], *, limits: Limits | None = None,
    accept: Accept | None = None, minimum_level: int | None = None, level: int | None = None,
) -> list[Run]:  # fmt: skip
    """Run a program against tests; one Run per test, in order.

    Args:
        program: Python source.
        tests: `Stdin` or `Call`; they hold inputs only, expected values never enter the box.
        limits: per test.
        accept: called here, in the trusted process, with the number of a test and its Run. At the
            first test that is not accepted the list ends. Without it all tests are run.
        minimum_level: least containment level; else TOUCHSTONE_SANDBOX_LEVEL, else 2.
        level: exactly this level, for tests and comparisons.

    Raises SandboxError if there is no sandbox of that level. Infrastructure trouble is retried
    once, then it is the status `infra_error` of the test, which says nothing about the program.
    """
    return Batch(program, tests, limits or Limits(), accept, pool(level, minimum_level)).results()


async def arun_tests(
    program: str, tests: Sequence[Test], *, limits: Limits | None = None,
    accept: Accept | None = None, minimum_level: int | None = None, level: int | None = None,
) -> list[Run]:  # fmt: skip
    """`run_tests` in a thread, for event loops; `accept` is called in that thread."""
    return await asyncio.to_thread(
        run_tests, program, tests, limits=limits, accept=accept, minimum_level=minimum_level,
        level=level,
    )  # fmt: skip


class Batch:
    """The state of one `run_tests`."""

    def __init__(
        self, program: str, tests: Sequence[Test], limits: Limits, accept: Accept | None,
        boxes: Pool,
    ) -> None:  # fmt: skip
        self.program, self.tests, self.limits = program, tests, limits
        self.accept, self.boxes = accept, boxes
        self.runs: list[Run] = []
        self.done = not tests
        self.doubted = False
        self.sharing = True

    def results(self) -> list[Run]:
        """Fork after fork, until every test has its run or one is not accepted."""
        failures = 0
        while not self.done:
            before = len(self.runs)
            try:
                self.boxes.run(self.program, self._fork)
            except ZygoteError as error:
                failures = 1 if len(self.runs) > before else failures + 1
                if failures >= ATTEMPTS:
                    self._keep(Run("infra_error", error=str(error)), first=True)
                    failures = 0
        return self.runs

    def _fork(self, lent: Zygote) -> tuple[None, bool]:
        """Tests in one fork, from the next one on, as long as the fork is good for more."""
        left = len(self.tests) - len(self.runs)
        fork = Fork(lent, self.program, self.limits, left, self.boxes.scale)
        try:
            first = True
            while not self.done:
                answer = fork.ask(self.tests[len(self.runs)])
                kept = self._keep(answer.run, first)
                if not (kept and answer.reusable and self.sharing):
                    break
                first = False
        finally:
            fit = fork.close()
        return None, fit

    def _keep(self, run: Run, first: bool) -> bool:
        """Take a run as the result of the next test; False if it must be run again alone."""
        good = run.ok if self.accept is None else self.accept(len(self.runs), run)
        if not good and not first:
            self.doubted = True
            return False
        if good and self.doubted:
            self.sharing = False
        self.doubted = False
        self.runs.append(run)
        self.done = len(self.runs) == len(self.tests) or (self.accept is not None and not good)
        return True
