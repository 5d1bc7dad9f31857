"""A bound on boxes that run at once, over all processes of a user on this machine."""

from __future__ import annotations

import fcntl
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .types import SandboxError

SLOTS_VARIABLE = "TOUCHSTONE_SANDBOX_SLOTS"


def slot_count() -> int:
    """Boxes that may run at once: the usable cores, or what the environment says."""
    told = os.environ.get(SLOTS_VARIABLE, "")
    if told:
        if not told.isdecimal() or not int(told):
            raise SandboxError(f"{SLOTS_VARIABLE}={told!r}; a positive number is allowed")
        return int(told)
    cores = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))(0)
    return len(cores)


def _folder() -> Path:
    """A folder of this user alone; another's that stands in the way is refused."""
    path = Path(tempfile.gettempdir()) / f"touchstone-sandbox-{os.getuid()}"
    path.mkdir(mode=0o700, exist_ok=True)
    facts = path.lstat()
    if facts.st_uid != os.getuid() or facts.st_mode & 0o170077 != 0o040000:
        raise SandboxError(f"{path} is not a private folder of this user; remove it")
    return path


class Slots:
    """Locks on files, so that they fall free with the process that held them."""

    def __init__(self, count: int) -> None:
        folder = _folder()
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        self.fds = [os.open(folder / f"slot-{n}", flags, 0o600) for n in range(count)]
        self.free = list(self.fds)
        random.shuffle(self.free)
        self.lock = threading.Lock()
        self.within = threading.Semaphore(count)
        self.mine = threading.local()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold a slot for a while.

        What a thread does while it holds one (a relay that calls a second box while the first
        waits) needs no other: one box runs at a time, and nothing can wait in a circle.
        """
        if getattr(self.mine, "held", False):
            yield
            return
        fd = self.take()
        self.mine.held = True
        try:
            yield
        finally:
            self.mine.held = False
            self.give(fd)

    def take(self) -> int:
        """Wait for a slot and hold it."""
        self.within.acquire()
        pause = 0.0005
        while True:
            with self.lock:
                for fd in self.free:
                    try:
                        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except OSError:
                        continue
                    self.free.remove(fd)
                    return fd
            time.sleep(pause * random.random() * 2)
            pause = min(pause * 1.5, 0.02)

    def give(self, fd: int) -> None:
        """Let a slot go."""
        fcntl.flock(fd, fcntl.LOCK_UN)
        with self.lock:
            self.free.append(fd)
        self.within.release()

    def close(self) -> None:
        """Close the files; in a fork this leaves the locks of the parent alone."""
        for fd in self.fds:
            os.close(fd)
        self.fds, self.free = [], []
