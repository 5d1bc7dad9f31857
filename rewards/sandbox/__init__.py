"""The sandbox: untrusted programs run here, and nothing they say is believed.

    runs = run_tests(program, [Stdin("1 2\\n"), Stdin("3 4\\n")], accept=lambda i, run: ...)
    runs = run_tests(program, [Call("add", (1, 2))])

Inputs go in, outputs and values come out; expected values never enter. The caller compares, in
its own process, with exact types. `Run.status` is not a verdict: `ok` says only that the program
came to a normal end, and `infra_error` says nothing about it and must never be scored as wrong.

- Programs called by `Call` find typing, collections, itertools, math, ... imported, as LeetCode
  does; their `__name__` is `solution`. Programs run by `Stdin` are `__main__` and find nothing.
- Values: int, float, str, bytes, list, tuple, set, frozenset, dict, None, bool, complex, by exact
  type; subclasses and numpy values come as these; anything else is `Opaque` (in a session, a
  `Handle`).
- Time is CPU time, scaled by a calibration of the machine; the wall cap ends what sleeps.
- Programs may import the standard library, and numpy and sortedcontainers if they are installed.
- A program is one process without children, network, other files or devices; threads are allowed.
"""

from .batch import Accept, arun_tests, run_tests
from .fork import Relay
from .pool import close
from .session import Session, open_session
from .types import (
    RUN_STATUSES,
    Call,
    Handle,
    Limits,
    Opaque,
    Run,
    RunStatus,
    SandboxError,
    Stdin,
    Test,
)
from .zygote import ZygoteError

__all__ = [
    "RUN_STATUSES", "Accept", "Call", "Handle", "Limits", "Opaque", "Relay", "Run", "RunStatus",
    "SandboxError", "Session", "Stdin", "Test", "ZygoteError", "arun_tests", "close",
    "open_session", "run_tests",
]  # fmt: skip
