"""In the box: a warm interpreter that forks one process per run. Plain standard library.

Started by exec as `python -s -P -S zygote.py FD`. It gets its settings and its orders on a
SOCK_SEQPACKET socket, and never sees a program, an input or an output: those go straight to the
fork. Orders: R (run, with three file descriptors), K (kill the run). Answers: E (it ended).
"""

# Paths by os.path: the zygote imports as little as it can.
# ruff: noqa: PTH100, PTH106, PTH108, PTH118, PTH120

import gc
import importlib
import importlib.util
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
from typing import Any

CHANNEL, STDIN, STDOUT, NULL, FIRST_FREE = 3, 4, 5, 6, 7
LIMIT_NAMES = ("AS", "FSIZE", "CPU", "NOFILE", "CORE", "NPROC")
MAX_LEFT_FILES = 2_000


def neighbor(name: str) -> Any:
    """A module that stands next to this file; the path itself stays off sys.path."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Set up, say so, serve until the parent hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(control.recv(1 << 20))
    confine = neighbor("confine")
    neighbor("values")
    worker = neighbor("worker")
    warm = neighbor("warm")
    try:
        preamble = warm.prepare(settings["modules"], settings["search"])
        seconds = warm.calibrate()
        confine.enter(settings)
    except Exception as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return
    for name in ("zygote", "confine", "worker", "values", "warm"):
        sys.modules.pop(name, None)
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": True, "calibration_s": seconds}).encode())
    serve(control, settings, confine, worker, preamble, null)


def serve(
    control: socket.socket, settings: dict[str, Any], confine: Any, worker: Any,
    preamble: dict[str, Any], null: int,
) -> None:  # fmt: skip
    """One run after another."""
    alone = os.getpid() == 1
    inner = bytes.fromhex(settings["inner_filter"])
    mark = struct.pack("<I", settings["pid_mark"])
    writable = settings["writable"]
    while True:
        order, fds, _, _ = socket.recv_fds(control, 1 << 16, 3)
        if not order:
            return
        if order[:1] != b"R" or len(fds) != 3:
            continue  # an order to kill that crossed the end of its run
        limits = json.loads(order[1:])
        pid = os.fork()
        if not pid:
            try:
                run(fds, null, limits, confine, inner, mark, worker, preamble)
            finally:
                os._exit(1)
        for fd in fds:
            os.close(fd)
        status, used = supervise(control, pid, alone)
        clean = tidy(writable) if writable else True
        control.send(b"E" + json.dumps([status, used, clean]).encode())
        if not clean:
            return


def run(
    fds: list[int], null: int, limits: dict[str, int], confine: Any, inner: bytes, mark: bytes,
    worker: Any, preamble: dict[str, Any],
) -> None:  # fmt: skip
    """In the fork: nothing of the zygote stays open, then limits, filter, work."""
    # Past the targets first, so that none of the moves overwrites a source.
    high = [os.dup(fd) if fd < FIRST_FREE else fd for fd in [*fds, null]]
    high = [fd if fd >= FIRST_FREE else os.dup(os.dup(fd)) for fd in high]
    for source, target in zip(high, (CHANNEL, STDIN, STDOUT, NULL), strict=True):
        os.dup2(source, target)
    os.closerange(FIRST_FREE, 256)
    for name in LIMIT_NAMES:
        if name in limits:
            kind = getattr(resource, "RLIMIT_" + name)
            resource.setrlimit(kind, (limits[name], limits[name]))
    threading.stack_size(worker.STACK_BYTES)
    if inner:
        confine.install(inner.replace(mark, struct.pack("<I", os.getpid())))
    worker.Worker(preamble).serve()
    os._exit(0)


def supervise(control: socket.socket, pid: int, alone: bool) -> tuple[int, float]:
    """Wait for the end of a run, or for the parent's order to end it. Status and CPU seconds."""
    pidfd = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    poll.register(control, select.POLLIN)
    ready = dict(poll.poll())
    hung_up = False
    if control.fileno() in ready and pidfd not in ready:
        hung_up = not control.recv(64)
    # As first process of its namespace this ends everything else in it, whatever became of it.
    os.kill(-1 if alone else pid, signal.SIGKILL)
    os.close(pidfd)
    _, status, usage = os.wait4(pid, 0)
    while alone:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    if hung_up:
        os._exit(0)
    return status, usage.ru_utime + usage.ru_stime


def tidy(folder: str) -> bool:
    """Empty the box's folder. False: too much or too odd, and the box is to be thrown away."""
    left = 0
    pending = [folder]
    found: list[str] = []
    try:
        while pending:
            path = pending.pop()
            for entry in os.scandir(path):
                left += 1
                if left > MAX_LEFT_FILES:
                    return False
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                    found.append(entry.path)
                else:
                    os.unlink(entry.path)
        for path in reversed(found):
            os.rmdir(path)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
