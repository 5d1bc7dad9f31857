"""A box that stays: for tests that keep state between calls, candidate and tests in two boxes."""

from __future__ import annotations

from types import TracebackType

from .fork import Fork, Relay
from .pool import Pool, modules_of, pool
from .types import Call, Handle, Limits, Run
from .zygote import Zygote, ZygoteError


class Session:
    """One program in a fork of its own; every call sees what the calls before have done.

    What has no plain form stays in the box and comes out as a Handle, which may be an argument of
    later calls; a method of it is called by giving the handle as `on`. A session ends at the first
    call that breaks a limit or the process: all later calls are `crashed`.
    """

    def __init__(self, program: str, limits: Limits, boxes: Pool, calls: int) -> None:
        self._boxes = boxes
        self._zygote: Zygote | None = None
        self._fork: Fork | None = None
        try:
            self._zygote = boxes.lend(modules_of(program))
            self._fork = Fork(self._zygote, program, limits, calls, boxes.scale)
        except BaseException:  # an interrupt, too, must not keep the zygote
            self.close()
            raise

    def call(
        self, function: str, args: tuple[object, ...] = (), *, class_name: str | None = None,
        on: Handle | None = None, relay: Relay | None = None,
    ) -> Run:  # fmt: skip
        """Call a function (dotted names allowed), or a method of the object `on`.

        `relay` answers what the program asks by `_request(value)` while this call lasts: so tests
        in one session can call a candidate in another. It runs in the trusted process.
        """
        if self._fork is None:
            return Run("crashed", error="the session has ended")
        try:
            with self._boxes.slots.held():
                answer = self._fork.ask(Call(function, args, class_name), True, relay, on)
        except ZygoteError as error:
            self.close()
            return Run("infra_error", error=str(error))
        if not answer.reusable:
            self.close()
        return answer.run

    def close(self) -> None:
        """End the box. May be called again."""
        fork, zygote, self._fork, self._zygote = self._fork, self._zygote, None, None
        fit = fork.close() if fork is not None else False
        if zygote is not None:
            self._boxes.take_back(zygote, fit)

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()


def open_session(
    program: str, *, limits: Limits | None = None, minimum_level: int | None = None,
    level: int | None = None, calls: int = 1000,
) -> Session:  # fmt: skip
    """Start a session. `calls` bounds its CPU time in all; raises SandboxError or ZygoteError."""
    return Session(program, limits or Limits(), pool(level, minimum_level), calls)
