"""Ends an engine's processes when the process that started them is gone, however it went.

A killed driver leaves vLLM's engine running, which keeps the device's memory: the run that goes on
from there would find no room. Run by `vllm` as `python -m ..._reaper PID@STARTED ...`; the pipe on
standard input closes with the driver. A byte on it says that the engine has ended as it should.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from contextlib import suppress
from typing import Any


class Reaper:
    """Watches over the processes that this one has started since `before` was taken."""

    def __init__(self, before: frozenset[int]) -> None:
        started = [child for child in _children() if child.pid not in before]
        names = [f"{child.pid}@{child.create_time()}" for child in started]
        self._watch = subprocess.Popen(
            [sys.executable, "-m", __name__, *names], stdin=subprocess.PIPE, start_new_session=True
        )

    def dismiss(self) -> None:
        """The engine has ended; nothing is to be killed."""
        with suppress(BrokenPipeError, subprocess.TimeoutExpired):
            self._watch.communicate(b".", timeout=10)


def children() -> frozenset[int]:
    """The processes below this one."""
    return frozenset(child.pid for child in _children())


def _children() -> list[Any]:
    # psutil comes with vLLM.
    found: list[Any] = importlib.import_module("psutil").Process().children(recursive=True)
    return found


def _kill(name: str) -> None:
    """The process of that number, if it is still the one that was started then."""
    psutil = importlib.import_module("psutil")
    pid, _, started = name.partition("@")
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(int(pid))
        if process.create_time() == float(started):
            process.kill()


if __name__ == "__main__" and not sys.stdin.buffer.read(1):
    for told in sys.argv[1:]:
        _kill(told)
