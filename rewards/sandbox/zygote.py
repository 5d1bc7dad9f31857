"""One warm interpreter, seen from the trusted side: started by exec, forks one box per run."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
from pathlib import Path
from typing import Any

from . import levels
from .levels import Plan
from .types import Limits, SandboxError

START_S = 60.0
"""Wall seconds that a start may take on a busy machine."""
END_S = 20.0
"""Wall seconds that the end of a run may take: a kill and a wait."""

NUMPY_EXTRA_MB = 512
MAX_THREADS = 128
# Unusual numbers, so that limits per user count the box alone.
_FIRST_UID, _UIDS = 60_100, 4_000


class ZygoteError(RuntimeError):
    """The zygote is lost or never came; the run that saw this counts as infrastructure trouble."""


class Zygote:
    """A process to fork boxes from, one at a time. Not thread-safe: a pool lends it out."""

    def __init__(self, plan: Plan, modules: tuple[str, ...] = ()) -> None:
        self.plan = plan
        self.modules = modules
        self.runs = 0
        self.process: subprocess.Popen[bytes] | None = None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        try:
            self.process = subprocess.Popen(
                levels.command(plan, modules, theirs.fileno()),
                pass_fds=(theirs.fileno(),), env=levels.ENVIRONMENT, cwd="/",
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                start_new_session=True,
            )  # fmt: skip
            theirs.close()
            self._introduce()
        except BaseException as error:  # an interrupt, too, must not leave a process
            theirs.close()
            self.close()
            if isinstance(error, OSError):
                raise ZygoteError(f"a box cannot be started: {error}") from error
            raise

    def _introduce(self) -> None:
        assert self.process is not None
        uid = _FIRST_UID + self.process.pid % _UIDS
        told = levels.settings(self.plan, self.modules, uid)
        try:
            self.control.send(json.dumps(told).encode())
            answer = self._receive(START_S)
        except OSError:
            answer = None
        if answer is None:
            raise ZygoteError(f"a box did not start: {self._complaint()}")
        if "error" in answer:
            raise ZygoteError(f"a box cannot be confined: {answer['error']}")
        self.calibration_s = float(answer["calibration_s"])
        self.processes = _process_limit(self.plan)

    def _complaint(self) -> str:
        """Last line that the command wrote before it ended."""
        assert self.process is not None
        assert self.process.stderr is not None
        self.process.kill()
        lines = self.process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended without a word ({self.process.wait()})"

    def start_run(self, limits: Limits, tests: int, cpu_s: float, fds: tuple[int, ...]) -> None:
        """Fork a box that owns these descriptors (channel, stdin, stdout)."""
        memory = limits.memory_mb + (NUMPY_EXTRA_MB if "numpy" in self.modules else 0)
        order = {
            "AS": memory << 20,
            "FSIZE": limits.output_mb << 20,
            "CPU": int(cpu_s * tests * 2) + 5,
            "NOFILE": 64,
            "CORE": 0,
        }
        if self.processes:
            order["NPROC"] = self.processes
        self.runs += 1
        try:
            socket.send_fds(self.control, [b"R" + json.dumps(order).encode()], list(fds))
        except OSError as error:
            raise ZygoteError(f"a zygote is gone: {error}") from error

    def kill_run(self) -> None:
        """End the box that runs now, if it does."""
        with contextlib.suppress(OSError):
            self.control.send(b"K")

    def end_run(self) -> tuple[int, float, bool]:
        """Wait status, CPU seconds, and whether the zygote is fit for more."""
        answer = self._receive(END_S)
        if answer is None:
            raise ZygoteError("a zygote was lost during a run")
        return int(answer[0]), float(answer[1]), bool(answer[2])

    def has_news(self, seconds: float) -> bool:
        """Wait so long for the end of the run, or of the zygote."""
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        return bool(poll.poll(seconds * 1000 + 1))

    def _receive(self, seconds: float) -> Any:
        """One message; None if the zygote is gone or silent."""
        if not self.has_news(seconds):
            return None
        try:
            message = self.control.recv(1 << 16)
            return json.loads(message.removeprefix(b"E")) if message else None
        except (OSError, ValueError):
            return None

    def alive(self) -> bool:
        """False if the process has ended."""
        return self.process is not None and self.process.poll() is None

    def abandon(self) -> None:
        """Let go without a word: in a fork of the process that owns it."""
        self.control.close()
        if self.process is not None:
            if self.process.stderr is not None:
                self.process.stderr.close()
            self.process.returncode = 0  # not ours to wait for

    def close(self) -> None:
        """End it and everything in it."""
        self.control.close()  # the zygote ends when it reads this
        if self.process is None:
            return
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()


def _process_limit(plan: Plan) -> int:
    """Threads that the box's user may have, in all: its own, or those there now and some more."""
    if plan.drops_user or plan.user_namespace:
        return MAX_THREADS
    return _threads_of_user() + 4 * MAX_THREADS if os.geteuid() else 0


def _threads_of_user() -> int:
    """Threads of this user on the machine; the limit per user counts them all."""
    count = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if folder.stat().st_uid == os.getuid():
                    # Links of the folder of tasks: one for each, and two of its own.
                    count += (folder / "task").stat().st_nlink - 2
    return count


def start(level: int, modules: tuple[str, ...] = ()) -> Zygote:
    """A zygote at exactly this level; raises SandboxError that says why there is none."""
    reasons = [levels.why_not(level)] if levels.why_not(level) else []
    for plan in levels.plans(level):
        try:
            return Zygote(plan, modules)
        except ZygoteError as error:
            reasons.append(str(error))
    raise SandboxError(f"sandbox level {level} is not to be had here: {'; '.join(reasons)}")
