"""Killable worker processes: a task gets its CPU seconds, and then it is over, whatever it does.

A call in C (a power tower, a factorial) cannot be interrupted from inside a process, neither by a
signal handler nor by a thread. So a task runs in a worker that the kernel ends: the worker arms a
timer on its own CPU time whose signal kills it. CPU time does not pass while the machine is busy
with something else, so that load cannot change what a task returns; a cap on wall time, five times
as long, is for tasks that sleep.

Workers are started with a fresh interpreter, never forked and never importing the caller's
`__main__`; the caller needs no signal, and waits with the GIL released. They end when their pipe
closes, so also when the caller is killed. (A parent-death signal would be wrong: it fires when the
*thread* that started the worker ends.)
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple

WALL_FACTOR = 5
"""The cap on wall time, in deadlines."""
# Importing sympy takes seconds on a busy machine, and a worker that never comes up must not hang.
START_SECONDS = 300.0
_PYTHON = sys.executable or "python3"  # empty where Python is embedded in another program
_HEADER = struct.Struct(">I")
_PACKAGE = Path(__file__).parent
# The package is loaded by its folder: the worker needs neither its name nor what stands above it.
_BOOTSTRAP = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
name, folder = "touchstone_worker", sys.argv[1]
spec = spec_from_file_location(name, folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules[name] = module_from_spec(spec)
spec.loader.exec_module(sys.modules[name])
from touchstone_worker.pool_worker import main
main(sys.argv[2])
"""


class Reply(NamedTuple):
    """What became of a task."""

    status: Literal["done", "deadline", "failed"]
    """`failed`: the task raised, or its worker died or could not be started."""
    value: Any
    """What the task returned; None unless done."""
    detail: str
    cpu: float
    """CPU seconds that the task took; the whole deadline if it was killed."""


class _DiedError(Exception):
    """The worker's pipe closed."""


class _NotBegunError(Exception):
    """The pipe closed before the task began."""


class WorkerPool:
    """A fixed number of workers, started when first needed and replaced when they end.

    Args:
        task: a module of this package, such as `symbolic.task`. It offers `run(request)`, from
            JSON to JSON, and `prepare(need)`, which imports what a request of that need uses and
            does not count against its deadline.
        size: how many workers there are at most.
    """

    def __init__(self, task: str, size: int) -> None:
        self._task = task
        self.size = size
        self._reset()
        _POOLS.add(self)

    def call(self, request: Any, seconds: float, need: str = "") -> Reply:
        """Runs one task for at most `seconds` of CPU time. Waits until a worker is free.

        Raises nothing of its own. An exception that comes from outside (an interrupt) costs the
        worker, never the place in the pool.
        """
        message = {"need": need, "seconds": seconds, "request": request}
        worker = self._places.get()
        try:
            for _ in range(2):
                worker = worker or self._start()
                try:
                    reply, alive = worker.run(message)
                except _NotBegunError:  # it ended while it was idle: nothing was asked of it yet
                    self._end(worker)
                    worker = None
                    continue
                if not alive:
                    self._end(worker)
                    worker = None
                return reply
            return Reply("failed", None, "workers end before they begin", 0.0)
        except (OSError, _DiedError) as error:
            return Reply("failed", None, f"no worker: {error}", 0.0)
        finally:
            # A worker that still holds a task is in an unknown state.
            if worker is not None and worker.busy:
                self._end(worker)
                worker = None
            self._places.put(worker)

    def warm(self, need: str = "") -> None:
        """Starts all workers and prepares them; optional, the first calls do it otherwise."""
        threads = [threading.Thread(target=self._warm_one, args=(need,)) for _ in range(self.size)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _warm_one(self, need: str) -> None:
        self.call(None, START_SECONDS, need)

    def idle(self) -> int:
        """How many workers could take a task now, started or not: `size` when none is at work."""
        return self._places.qsize()

    def close(self) -> None:
        """Kills all workers. The pool can be used again afterwards."""
        for worker in list(self._workers):
            self._end(worker)

    def _reset(self) -> None:
        self._workers: set[_Worker] = set()
        # Last in, first out: as many workers run as are needed at the same time.
        self._places: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(self.size):
            self._places.put(None)

    def _start(self) -> _Worker:
        worker = _Worker(self._task)
        self._workers.add(worker)
        try:
            worker.await_ready()
        except BaseException:  # an interrupt, too, must leave no process behind
            self._end(worker)
            raise
        return worker

    def _end(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        worker.kill()

    def _after_fork(self) -> None:
        """In a forked child: lets go of the parent's workers, and begins with none."""
        for worker in list(self._workers):
            worker.abandon()
        self._reset()


class _Worker:
    """One worker process and the pipes to it."""

    def __init__(self, task: str) -> None:
        # sympy orders some results by hash: one seed, so that all workers say the same.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            [
                sys.executable or "python3",
                "-P",
                "-W",
                "ignore",
                "-c",
                _BOOTSTRAP,
                str(_PACKAGE),
                task,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._from, select.POLLIN)
        self.busy = False

    def await_ready(self) -> None:
        """Hands over the import path and waits until the worker has loaded its task."""
        self._send([entry for entry in sys.path if entry])
        answer = self._receive(time.monotonic() + START_SECONDS)
        if answer != "ready":
            raise _DiedError(str(answer or "it did not start in time"))

    def run(self, message: dict[str, Any]) -> tuple[Reply, bool]:
        """What became of one task, and whether the worker can take another."""
        self.busy = True
        seconds: float = message["seconds"]
        try:
            self._send(message)
            started = self._receive(time.monotonic() + START_SECONDS)
        except (_DiedError, OSError) as error:
            raise _NotBegunError from error
        if started != "started":
            return Reply("failed", None, f"cannot prepare: {started}", 0.0), False
        try:
            answer = self._receive(time.monotonic() + WALL_FACTOR * seconds)
        except (_DiedError, OSError):
            return self._obituary(seconds), False
        if answer is None:
            cap = f"{WALL_FACTOR * seconds:g} s of wall time"
            return Reply("deadline", None, cap, seconds), False
        self.busy = False
        status, value, cpu, stays = answer
        return Reply("done", value, "", cpu) if status else Reply("failed", None, value, cpu), stays

    def _obituary(self, seconds: float) -> Reply:
        """Why the worker ended by itself."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        code = self._process.returncode
        if code in (-signal.SIGPROF, -signal.SIGXCPU):
            return Reply("deadline", None, f"{seconds:g} s of CPU time", seconds)
        return Reply("failed", None, f"the worker died (exit code {code})", seconds)

    def kill(self) -> None:
        """Ends the process at once and reaps it."""
        self._process.kill()
        self._process.wait()
        self._close()

    def abandon(self) -> None:
        """Closes this process's copies of the pipes; the worker belongs to another process."""
        self._process.returncode = 0  # or the object would wait for a child that is not ours
        self._close()

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _send(self, value: Any) -> None:
        data = json.dumps(value).encode()
        data = _HEADER.pack(len(data)) + data
        while data:
            data = data[os.write(self._to, data) :]

    def _receive(self, until: float) -> Any:
        """The next message; None if it does not come in time. Raises _DiedError."""
        header = self._read(_HEADER.size, until)
        body = header and self._read(_HEADER.unpack(header)[0], until)
        return json.loads(body) if body else None

    def _read(self, size: int, until: float) -> bytes | None:
        data = b""
        while len(data) < size:
            left = until - time.monotonic()
            if left <= 0 or not self._poll.poll(left * 1000):
                return None
            part = os.read(self._from, size - len(data))
            if not part:
                raise _DiedError("its pipe closed")
            data += part
        return data


def worker_count() -> int:
    """`TOUCHSTONE_REWARD_WORKERS`, or as many as there are CPUs, at most four."""
    text = os.environ.get("TOUCHSTONE_REWARD_WORKERS", "")
    return max(1, int(text)) if text.isdecimal() else min(4, os.cpu_count() or 1)


def deadline() -> float:
    """CPU seconds for one verdict: `TOUCHSTONE_REWARD_DEADLINE`, or 2."""
    with suppress(ValueError):
        seconds = float(os.environ.get("TOUCHSTONE_REWARD_DEADLINE", ""))
        if 0 < seconds < float("inf"):
            return seconds
    return 2.0


_POOLS: weakref.WeakSet[WorkerPool] = weakref.WeakSet()


def _close_all() -> None:
    for pool in list(_POOLS):
        pool.close()


def _after_fork() -> None:
    for pool in list(_POOLS):
        pool._after_fork()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_after_fork)
