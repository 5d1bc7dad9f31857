"""A long mixed life: nothing grows, nothing leaks, no verdict changes."""

import gc
import os
import resource
from pathlib import Path

import pytest

from rewards.sandbox import Call, Limits, Stdin, close, open_session, run_tests
from rewards.sandbox.pool import pool

from . import harness

RUNS = int(os.environ.get("TOUCHSTONE_SOAK_RUNS", "100000"))
LIMITS = Limits(cpu_s=0.5, wall_factor=3.0)
MIX = [
    ("print(input())", Stdin("a"), "ok", b"a\n", None),
    ("def f(x): return x * 2", Call("f", ([1, "b"],)), "ok", b"", [1, "b", 1, "b"]),
    ("1/0", Stdin(""), "failed", b"", None),
    ("import os; os._exit(3)", Stdin(""), "failed", b"", None),
    ("import os; os.abort()", Stdin(""), "crashed", b"", None),
    ("open('/dev/null', 'w').write('x'); print(1)", Stdin(""), "ok", b"1\n", None),
    ("x = bytearray(4 << 30)", Stdin(""), "memory", b"", None),
    ("import os\nos.closerange(3, 64)\nprint(2)", Stdin(""), "ok", b"2\n", None),
    ("import os\nos.write(3, b'x' * 17)", Stdin(""), "failed", b"", None),
]


def resources():
    """Open files, processes below this one, files of slots."""
    gc.collect()
    files = len(list(Path("/proc/self/fd").iterdir()))
    return files, len(harness.box_processes())


@pytest.mark.bench
@pytest.mark.timeout(0)
def test_nothing_grows(level):
    def life(runs):
        for n in range(runs):
            program, test, status, stdout, value = MIX[n % len(MIX)]
            (run,) = run_tests(program, [test], limits=LIMITS, level=level)
            assert (run.status, run.stdout, run.value) == (status, stdout, value), (n, program, run)
            if n % 1000 == 999:
                with open_session(
                    "n = 0\ndef f():\n    global n; n += 1; return n", level=level
                ) as box:
                    assert [box.call("f").value for _ in range(3)] == [1, 2, 3]

    life(500)
    before, memory = resources(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    life(RUNS)
    after, grown = resources(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print(f"\n{RUNS} runs at level {level}: files, processes {before} -> {after}; {grown} KiB more")
    assert after == before
    assert grown < 20_000
    assert len(pool(level).slots.free) == len(pool(level).slots.fds)
    close()
    assert not harness.box_processes()
