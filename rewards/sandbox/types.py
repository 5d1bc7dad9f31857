"""What goes into a sandbox and what comes out: limits, tests, runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

RunStatus: TypeAlias = Literal[
    "ok", "failed", "timeout", "memory", "output_limit", "crashed", "infra_error"
]
RUN_STATUSES: tuple[str, ...] = get_args(RunStatus)


class SandboxError(RuntimeError):
    """The sandbox cannot be had as asked: what is missing, and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one test may use. Time is CPU time, so that a busy machine changes no verdict."""

    cpu_s: float = 2.0
    """CPU seconds per test on the reference machine; multiplied by the calibration of this one."""
    memory_mb: int = 1024
    """Address space of the box, MiB (the numpy flavor gets 512 more for its libraries)."""
    output_mb: int = 16
    """Size of standard output, of a result and of any one file, MiB."""
    wall_factor: float = 5.0
    """The wall cap, as a multiple of the scaled CPU limit: ends what sleeps."""


@dataclass(frozen=True, slots=True)
class Stdin:
    """Run the program as a script with this text as standard input."""

    text: str | bytes

    def data(self) -> bytes:
        """The input as bytes (UTF-8)."""
        return (
            self.text.encode("utf-8", "surrogateescape")
            if isinstance(self.text, str)
            else (self.text)
        )


@dataclass(frozen=True, slots=True)
class Call:
    """Call a function of the program, or a method of a new instance of `class_name`."""

    function: str
    args: tuple[object, ...] = ()
    class_name: str | None = None


Test: TypeAlias = Stdin | Call


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value of a type that has no plain form: it equals nothing that a test can expect."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Handle:
    """An object that stays in the box of a session; may be given back to it as an argument."""

    number: int
    type_name: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What one test did. Not a verdict: exit status 0 is no evidence of a right answer."""

    status: RunStatus
    stdout: bytes = b""
    value: object = None
    """Result of a Call, of exact builtin types; Opaque where the type has no plain form."""
    error: str = ""
    """One line for people. Written in the box, so it proves nothing."""
    cpu_s: float = field(default=0.0, compare=False)

    @property
    def ok(self) -> bool:
        """True if the program came to a normal end within its limits."""
        return self.status == "ok"
