"""Pays programs as a strict grader would, and watches the machine while they run.

Shared by the tests of attacks and honest programs. Comparison happens here, on the trusted side.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

from rewards.sandbox import Call, Limits, Run, Stdin, run_tests

DATA = Path(__file__).resolve().parents[2] / "data" / "sandbox"
SECRET = "canary-secret-1234"
TASK = json.loads((DATA / "task.json").read_text())
HONEST = (
    "def add_all(xs):\n    return sum(xs)\n"
    "if __name__ == '__main__':\n"
    "    n, *xs = open(0).read().split()\n    print(add_all(map(int, xs)))\n"
)
LIMITS = Limits(cpu_s=0.5, wall_factor=3.0)


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


def stdin_tests() -> tuple[list[Stdin], list[str]]:
    cases = TASK["stdio"]
    return [Stdin(case["stdin"]) for case in cases], [case["expected_stdout"] for case in cases]


def call_tests() -> tuple[list[Call], list[int]]:
    task = TASK["call"]
    return [Call(task["fn_name"], tuple(args)) for args in task["inputs"]], task["outputs"]


def paid(program: str, mode: str, level: int, limits: Limits = LIMITS) -> tuple[bool, list[Run]]:
    """1 if every test ended well with exactly the expected output or value."""
    tests, expected = stdin_tests() if mode == "stdio" else call_tests()

    def accept(i: int, run: Run) -> bool:
        if run.status != "ok":
            return False
        if mode == "stdio":
            return run.stdout.decode("utf-8", "replace").split() == expected[i].split()
        return type(run.value) is int and run.value == expected[i]

    runs = run_tests(program, tests, limits=limits, accept=accept, level=level)
    good = len(runs) == len(tests) and all(accept(i, run) for i, run in enumerate(runs))
    return good, runs


class Watch:
    """Canaries: a secret, files, listeners; and the processes of the machine."""

    def __init__(self, folder: Path) -> None:
        self.before: set[int] = set()
        self.connections: list[str] = []
        self.sockets: list[socket.socket] = []
        self.files = {folder / name: f"untouched {name}" for name in ("home.txt", "cwd.txt")}
        for path, text in self.files.items():
            path.write_text(text)

    def listen(self) -> None:
        for family, address in [
            *((socket.AF_INET, ("127.0.0.1", port)) for port in (8000, 8080, 29500)),
            (socket.AF_UNIX, "\0canary-abstract"),
        ]:
            sock = socket.socket(family)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                sock.bind(address)
            except OSError:  # taken; a test of another process listens there
                sock.close()
            else:
                self._serve(sock)

    def _serve(self, sock: socket.socket) -> None:
        sock.listen()
        self.sockets.append(sock)
        threading.Thread(target=self._accept, args=(sock,), daemon=True).start()

    def _accept(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                made, _ = sock.accept()
                self.connections.append(str(sock.getsockname()))
                made.close()

    def close(self) -> None:
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def complaints(self, runs: list[Run]) -> list[str]:
        """What a contained program must not have done."""
        found = []
        if any(SECRET.encode() in run.stdout or SECRET in run.error for run in runs):
            found.append("read the secret")
        if any(b"root:" in run.stdout for run in runs):
            found.append("read the password file")
        for path, text in self.files.items():
            if not path.exists() or path.read_text() != text:
                found.append(f"touched {path.name}")
        if self.connections:
            found.append(f"connected to {self.connections}")
        if any(run.status == "infra_error" for run in runs):
            found.append("brought the sandbox down")
        return found


def processes() -> set[int]:
    """Numbers of all processes of this machine."""
    return {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()}


def box_processes() -> set[int]:
    """Processes below this one, and orphans that were a box once (or the sleep of an attack)."""
    parents, lines = {}, {}
    for pid in processes():
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text()
            parents[pid] = int(stat.rpartition(")")[2].split()[1])
            lines[pid] = Path(f"/proc/{pid}/cmdline").read_bytes()
    found = {os.getpid()}
    while True:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        if not more:
            break
        found |= more
    orphans = {
        pid
        for pid, line in lines.items()
        if parents[pid] == 1 and (b"zygote.py" in line or b"sleep\x00600" in line)
    }
    return (found | orphans) - {os.getpid()}


def below(pid: int, ancestors: set[int]) -> bool:
    """True if a process descends from one of these (or is gone by now)."""
    while pid > 1:
        if pid in ancestors:
            return True
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return True
        pid = int(stat.rpartition(")")[2].split()[1])
    return False


@contextlib.contextmanager
def busy_cores() -> Iterator[None]:
    """Every core kept busy by another process."""
    pids = []
    for _ in range(os.cpu_count() or 1):
        pids.append(os.spawnlp(os.P_NOWAIT, "sh", "sh", "-c", "while :; do :; done"))
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, 9)
            os.waitpid(pid, 0)
