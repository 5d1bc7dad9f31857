"""One fork, seen from the trusted side: its channel, its files, its clock.

Everything read from the channel is hostile. A frame counts if it answers the question that is
open, by its nonce; anything else ends the fork. Descriptors that come along are never taken.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import values
from .types import Call, Handle, Limits, Run, RunStatus, Stdin, Test
from .zygote import Zygote, ZygoteError

HEADER = struct.Struct("<8sBI")
# struct ucred: pid, uid, gid.
_CREDENTIALS = struct.Struct("3i")
_TIMEVAL = struct.Struct("@ll")
_FRAME_SLACK = 1 << 16
_LONGEST_NAP_S = 1.0

Relay = Callable[[object], object]
"""Answers a request of the program; what it raises is raised in the program as RuntimeError."""

_REPORTED: dict[str, RunStatus] = {
    "ok": "ok", "failed": "failed", "memory": "memory", "output_limit": "output_limit",
}  # fmt: skip


class _ForkEndedError(Exception):
    """The box hung up."""


class _LateError(Exception):
    """A limit on time was reached; the argument is the CPU time."""


class _ForgeryError(Exception):
    """A frame that no honest worker sends."""


@dataclass(slots=True)
class Answer:
    """A run, and whether the fork can take another test."""

    run: Run
    reusable: bool


class Fork:
    """A running box. `ask` puts one test to it; `close` ends it and gives the zygote back."""

    def __init__(
        self, zygote: Zygote, program: str, limits: Limits, tests: int, scale: float
    ) -> None:
        self.zygote = zygote
        self.limits = limits
        self.cpu_s = limits.cpu_s * scale
        self.wall_s = self.cpu_s * limits.wall_factor
        self.cap = limits.output_mb << 20
        self.pid = 0
        self.fit = True
        self.ended = False
        self.used_before = 0.0
        self.buffer = bytearray()
        self.nonces = b""
        self.stdin, self.stdout = _file("stdin"), _file("stdout")
        self.channel, theirs = socket.socketpair()
        try:
            with theirs:
                if hasattr(socket, "SO_PASSCRED"):
                    self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
                fds = (theirs.fileno(), self.stdin, self.stdout)
                zygote.start_run(limits, tests, self.cpu_s, fds)
            # Waiting in the kernel until the earliest time at which a limit can be reached.
            patience = _TIMEVAL.pack(*divmod(int(min(self.cpu_s, _LONGEST_NAP_S) * 1e6), 10**6))
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                self.channel.setsockopt(socket.SOL_SOCKET, option, patience)
            self.poll = select.poll()
            self.poll.register(self.channel, select.POLLIN)
            text = program.encode("utf-8", "surrogatepass")
            self.outgoing = HEADER.pack(bytes(8), ord("P"), len(text)) + text
        except BaseException:  # an interrupt, too, must not leave descriptors open
            self._release()
            raise

    def ask(
        self, test: Test, keep: bool = False, relay: Relay | None = None, on: Handle | None = None
    ) -> Answer:
        """Put one test and wait for its end, within the limits."""
        if not self.nonces:
            self.nonces = secrets.token_bytes(512)
        nonce, self.nonces = self.nonces[:8], self.nonces[8:]
        self.deadline = time.monotonic() + self.wall_s
        self.start_cpu = self._cpu() if self.pid else 0.0
        try:
            self._put(test, nonce, keep, on)
            while True:
                kind, payload = self._frame(nonce)
                if kind == b"R":
                    return self._result(test, payload)
                if kind != b"Q" or relay is None:
                    raise _ForgeryError("a frame that nobody asked for")
                self._answer(nonce, payload, relay)
        except _LateError:
            return Answer(
                Run("timeout", self._output(), error="time limit", cpu_s=self._spent()), False
            )
        except (_ForgeryError, values.ValueFormatError) as error:
            return Answer(
                Run("failed", error=f"a false frame: {error}", cpu_s=self._spent()), False
            )
        except (_ForkEndedError, OSError):
            return Answer(self._post_mortem(test), False)

    def _put(self, test: Test, nonce: bytes, keep: bool, on: Handle | None) -> None:
        data = test.data() if isinstance(test, Stdin) else b""
        _refill(self.stdin, data)
        _refill(self.stdout, b"")
        kind, payload = b"S", b""
        if isinstance(test, Call):
            target: Any = [on.number, test.function] if on else test.function
            arguments = [values.encode(argument) for argument in test.args]
            kind = b"C"
            payload = json.dumps([target, arguments, test.class_name, keep]).encode()
        self._send(HEADER.pack(nonce, kind[0], len(payload)) + payload)

    def _send(self, data: bytes) -> None:
        view = memoryview(self.outgoing + data)
        self.outgoing = b""
        while view:
            try:
                view = view[self.channel.send(view) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)
            self._hurry()

    def _frame(self, nonce: bytes) -> tuple[bytes, bytes]:
        """The next frame that answers this question."""
        while True:
            head = self._read(HEADER.size)
            found, kind, length = HEADER.unpack(head)
            if length > 2 * self.cap + _FRAME_SLACK:
                raise _ForgeryError("a frame over the size limit")
            payload = self._read(length)
            if kind == ord("H") and found == bytes(8) and not length and not self.greeted:
                self.greeted = True
                continue
            if found != nonce:
                raise _ForgeryError("a frame that answers nothing")
            return bytes([kind]), payload

    greeted = False

    def _read(self, size: int) -> bytes:
        while len(self.buffer) < size:
            try:
                part = self._receive()
            except BlockingIOError:
                self._wait(select.POLLIN)
                continue
            if not part:
                raise _ForkEndedError
            self._hurry()
            self.buffer += part
        found = bytes(self.buffer[:size])
        del self.buffer[:size]
        return found

    def _hurry(self) -> None:
        """A box that always has a little more to say, or to hear, never makes anyone wait."""
        if time.monotonic() > self.deadline:
            raise _LateError

    def _receive(self) -> bytes:
        if self.pid or not hasattr(socket, "SO_PASSCRED"):
            return self.channel.recv(1 << 20)
        # Written by the kernel, in our numbering of processes: whose clock to read. There is room
        # for nothing else, and the program is not running yet.
        size = socket.CMSG_LEN(_CREDENTIALS.size)
        part, extra, _, _ = self.channel.recvmsg(HEADER.size, size)
        for level, kind, data in extra:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                self.pid = _CREDENTIALS.unpack(data)[0]
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        return part

    def _wait(self, events: int) -> None:
        """Until the channel is ready; raises _LateError at a limit."""
        self.poll.modify(self.channel, events)
        while True:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise _LateError
            cpu_left = self.cpu_s - self._spent()
            if cpu_left <= 0:
                raise _LateError
            nap = min(left, max(cpu_left, 0.001), _LONGEST_NAP_S)
            if self.poll.poll(nap * 1000 + 1):
                return

    def _spent(self) -> float:
        return max(0.0, self._cpu() - self.start_cpu)

    def _cpu(self) -> float:
        """CPU seconds of all threads of the box, from the kernel; the last ones if it is gone."""
        if self.pid:
            with contextlib.suppress(OSError):
                # The clock of a process, numbered as in the kernel's posix-timers.h.
                self.used_before = time.clock_gettime(~self.pid << 3 | 2)
        return self.used_before

    def _result(self, test: Test, payload: bytes) -> Answer:
        parsed = values.loads(payload)
        if not isinstance(parsed, list) or len(parsed) != 4 or parsed[0] not in _REPORTED:
            raise _ForgeryError("no result")
        status, error = _REPORTED[parsed[0]], str(parsed[2])[:1000]
        value = None
        if status == "ok" and isinstance(test, Call):
            value = values.decode(parsed[1])
        spent = self._spent()
        if self.buffer:
            raise _ForgeryError("more than one answer")
        output = self._output()
        if len(output) >= self.cap and status == "failed":
            status = "output_limit"
        if spent > self.cpu_s:
            status, value, error = "timeout", None, "time limit"
        return Answer(Run(status, output, value, error, spent), parsed[3] is True)

    def _answer(self, nonce: bytes, payload: bytes, relay: Relay) -> None:
        request = values.decode(values.loads(payload))
        try:
            reply = {"value": values.encode(relay(request))}
        except Exception as error:  # it belongs to the program that asked
            reply = {"error": f"{type(error).__name__}: {error}"}
        text = json.dumps(reply).encode()
        self._send(HEADER.pack(nonce, ord("A"), len(text)) + text)

    def _output(self) -> bytes:
        try:
            size = min(os.fstat(self.stdout).st_size, self.cap)
            return os.pread(self.stdout, size, 0)
        except OSError:
            return b""

    def _post_mortem(self, test: Test) -> Run:
        """What a box that ended by itself in a test amounts to."""
        late = not self._wait_for_end()
        spent = self._spent()
        status, used = self._end()
        spent = max(spent, used - self.start_cpu)
        if late:
            return Run("timeout", self._output(), error="time limit", cpu_s=spent)
        output = self._output()
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            kind: RunStatus = "timeout" if number == 24 or spent >= self.cpu_s else "crashed"
            return Run(kind, output, error=f"ended by signal {number}", cpu_s=spent)
        code = os.waitstatus_to_exitcode(status)
        if spent >= self.cpu_s:
            return Run("timeout", output, error="time limit", cpu_s=spent)
        if code or isinstance(test, Call):
            return Run("failed", output, error=f"exit status {code}", cpu_s=spent)
        return Run("ok", output, cpu_s=spent)

    def _wait_for_end(self) -> bool:
        """After it hung up a box may still run, with its limits; False if they ended it."""
        while True:
            left = min(self.deadline - time.monotonic(), self.cpu_s - self._spent())
            if left <= 0:
                self.zygote.kill_run()
                return False
            if self.zygote.has_news(min(left, _LONGEST_NAP_S)):
                return True

    def _end(self) -> tuple[int, float]:
        if self.ended:
            return 0, self.used_before
        self.ended = True
        try:
            status, used, self.fit = self.zygote.end_run()
        except ZygoteError:
            self.fit = False
            raise
        return status, used

    def close(self) -> bool:
        """End the box. True if its zygote is fit for another run."""
        try:
            if not self.ended:
                self.zygote.kill_run()
                self._end()
        except ZygoteError:
            self.fit = False
        finally:
            self._release()
        return self.fit

    def _release(self) -> None:
        self.channel.close()
        os.close(self.stdin)
        os.close(self.stdout)


def _file(name: str) -> int:
    """A file in memory: seekable, mappable, and no pipe that could block."""
    if sys.platform.startswith("linux"):
        return os.memfd_create(name, os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _refill(fd: int, data: bytes) -> None:
    os.ftruncate(fd, 0)
    os.lseek(fd, 0, os.SEEK_SET)
    done = 0
    while done < len(data):
        done += os.pwrite(fd, data[done:], done)
