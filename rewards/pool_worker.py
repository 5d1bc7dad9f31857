"""The other end of `pool`: a loop over tasks in a process with limits, run by `pool` alone."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import struct
import sys
import time
from contextlib import suppress
from importlib import import_module
from math import ceil
from types import ModuleType
from typing import Any, BinaryIO

MEMORY_BYTES = 1 << 30
"""Limit on a worker's address space."""
# sympy's caches grow, and so does what a hostile task leaves behind.
MAX_TASKS = 5_000
MAX_RESIDENT_BYTES = 400 << 20
_HEADER = struct.Struct(">I")
_PAGE_BYTES = resource.getpagesize()


def main(task: str) -> None:
    """Serves requests from standard input until it closes."""
    requests, replies = sys.stdin.buffer, _private_stdout()
    _set_limits()
    path = _receive(requests)
    if path is None:
        os._exit(0)
    sys.path[:] = path
    try:
        module = import_module(f".{task}", __package__)
    except Exception as error:
        _send(replies, f"{type(error).__name__}: {error}")
        os._exit(1)
    _send(replies, "ready")
    _serve(requests, replies, module)
    os._exit(0)


def _serve(requests: BinaryIO, replies: BinaryIO, module: ModuleType) -> None:
    prepared: set[str] = set()
    for count in range(1, MAX_TASKS + 1):
        message = _receive(requests)
        if message is None:
            return
        try:
            if message["need"] not in prepared:
                module.prepare(message["need"])
                gc.freeze()
                prepared.add(message["need"])
        except Exception as error:
            _send(replies, f"{type(error).__name__}: {error}")
            return
        _send(replies, "started")
        reply = _run(module, message)
        stays = count < MAX_TASKS and _resident_bytes() < MAX_RESIDENT_BYTES
        _send(replies, (*reply, stays))
        if not stays:
            return


def _run(module: ModuleType, message: dict[str, Any]) -> tuple[bool, Any, float]:
    """Whether the task returned, what it returned or why not, and its CPU seconds."""
    start = time.process_time()
    _arm(message["seconds"], start)
    try:
        reply = True, module.run(message["request"]) if message["request"] is not None else None
    except (MemoryError, RecursionError) as error:
        reply = False, type(error).__name__
    except Exception as error:
        reply = False, f"{type(error).__name__}: {error}"[:300]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return *reply, time.process_time() - start


def _arm(seconds: float, now: float) -> None:
    """The kernel ends this process after `seconds` of CPU time, inside a call in C too."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = ceil(now + seconds) + 1  # the backstop, in whole seconds
    if hard == resource.RLIM_INFINITY or soft <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _set_limits() -> None:
    """Signals as a fresh process has them (they are inherited), no interrupts, little memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF, signal.SIGXCPU})
    with suppress(ValueError, OSError):  # not offered everywhere
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _private_stdout() -> BinaryIO:
    """The reply pipe; whatever a library prints goes to standard error instead."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _resident_bytes() -> int:
    """The memory that this process holds.

    On Linux from `/proc`: the peak that `getrusage` names there begins with the caller's, which a
    child inherits through `vfork` and `exec`, so that no worker of a large caller would stay.
    """
    try:
        with open("/proc/self/statm", "rb") as pages:  # noqa: PTH123 (once per task)
            return int(pages.read().split()[1]) * _PAGE_BYTES
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def _receive(stream: BinaryIO) -> Any:
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    return json.loads(stream.read(_HEADER.unpack(header)[0]))


def _send(stream: BinaryIO, value: Any) -> None:
    data = json.dumps(value).encode()
    stream.write(_HEADER.pack(len(data)) + data)
    stream.flush()
