"""The pool: a task is over at its deadline whatever it does, and no place in the pool is lost."""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import rewards
from rewards import pool as pool_module

# A task module that does what the message says; it stands in a renamed copy of the package.
MISCHIEF = """
import os, sys, time

KEPT = []

def prepare(need):
    if need == "slow":
        time.sleep(1.5)
    if need == "absent":
        raise ImportError("no such library")
    if need == "fatal":
        os._exit(4)

def run(request):
    what, value = request
    if what == "square":
        return value * value
    if what == "pid":
        return os.getpid()
    if what == "burn in C":
        return len(str(7 ** (7 ** (7 ** 7))))
    if what == "burn":
        while True:
            pass
    if what == "sleep":
        time.sleep(value)
    if what == "die":
        os._exit(3)
    if what == "fill":
        return len([bytearray(1 << 26) for _ in range(value)])
    if what == "keep":
        KEPT.append(bytes(1) * (value << 26))
    if what == "raise":
        raise ValueError(value)
    if what == "print":
        print("noise" * 10_000, flush=True)
        os.write(1, b"noise")
    if what == "main":
        return sys.modules["__main__"].__dict__.get("TRAINER", "nothing of the caller's")
    return "done"
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """The folder above a copy of `rewards` under the name that it travels with."""
    folder = tmp_path_factory.mktemp("renamed")
    copy = folder / "touchstone_rewards"
    shutil.copytree(
        Path(rewards.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    (copy / "mischief.py").write_text(MISCHIEF)
    return folder


@pytest.fixture(scope="module")
def renamed(package):
    sys.path.insert(0, str(package))
    try:
        yield importlib.import_module("touchstone_rewards.pool")
    finally:
        sys.path.remove(str(package))


@pytest.fixture
def pool(renamed):
    made = renamed.WorkerPool("mischief", 2)
    yield made
    assert made.idle() == made.size == 2  # whatever a test did, no place is lost
    made.close()


def run_script(package: Path, code: str, **options) -> str:
    """Runs a program given on standard input: there is no `__main__` that could be imported."""
    head = f"import sys; sys.path.insert(0, {str(package)!r})\n"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-"],
        input=head + textwrap.dedent(code),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_tasks_return_values(pool):
    assert [pool.call(["square", n], 1.0).value for n in range(4)] == [0, 1, 4, 9]


@pytest.mark.parametrize("what", ["burn", "burn in C"])
def test_the_deadline_ends_a_task_inside_c_too(pool, what):
    reply = pool.call([what, 0], 0.3)
    assert (reply.status, reply.value) == ("deadline", None)
    assert pool.call(["square", 3], 1.0).value == 9


def test_a_sleeping_task_ends_at_the_cap_on_wall_time(pool):
    reply = pool.call(["sleep", 600], 0.1)
    assert reply.status == "deadline"
    assert "wall" in reply.detail


def test_sleep_does_not_count_as_cpu_time(pool):
    reply = pool.call(["sleep", 0.6], 0.3)
    assert (reply.status, reply.value) == ("done", "done")
    assert reply.cpu < 0.3


def test_preparing_does_not_count_against_the_deadline(pool):
    assert pool.call(["square", 2], 0.1, "slow").value == 4


@pytest.mark.parametrize(
    ("request_", "detail"),
    [
        (["die", 0], "exit code 3"),
        (["raise", "no luck"], "ValueError: no luck"),
        (["fill", 40], "MemoryError"),
    ],
)
def test_what_goes_wrong_is_failed_and_the_next_task_runs(pool, request_, detail):
    reply = pool.call(request_, 5.0)
    assert reply.status == "failed"
    assert detail in reply.detail
    assert pool.call(["square", 5], 1.0).value == 25


def test_what_cannot_be_prepared_is_named(pool):
    reply = pool.call(["square", 2], 1.0, "absent")
    assert reply.status == "failed"
    assert "no such library" in reply.detail
    assert pool.call(["square", 2], 1.0).value == 4


def test_workers_that_die_before_they_begin_are_given_up(pool):
    assert pool.call(["square", 2], 1.0, "fatal").status == "failed"


def test_a_task_module_that_does_not_exist_is_named(renamed):
    missing = renamed.WorkerPool("no_such_module", 1)
    reply = missing.call(1, 1.0)
    assert reply.status == "failed"
    assert "no_such_module" in reply.detail
    assert missing.idle() == 1


def test_printing_does_not_disturb_the_replies(pool):
    assert pool.call(["print", 0], 1.0).value == "done"
    assert pool.call(["square", 4], 1.0).value == 16


def test_a_worker_killed_while_idle_costs_no_task(pool):
    os.kill(pool.call(["pid", 0], 1.0).value, signal.SIGKILL)
    assert pool.call(["square", 6], 1.0).value == 36


def test_workers_are_replaced_after_some_tasks(pool, package):
    assert len({pool.call(["pid", 0], 1.0).value for _ in range(4)}) == 1
    worker = package / "touchstone_rewards" / "pool_worker.py"
    text = worker.read_text()
    worker.write_text(text.replace("MAX_TASKS = 5_000", "MAX_TASKS = 2"))
    try:
        pool.close()
        assert len({pool.call(["pid", 0], 1.0).value for _ in range(6)}) >= 3
    finally:
        worker.write_text(text)


def test_workers_of_a_caller_that_holds_much_memory_stay(package):
    """What the caller holds is not to be taken for the worker's own."""
    out = run_script(
        package,
        """
        from touchstone_rewards.pool import WorkerPool
        from touchstone_rewards.pool_worker import MAX_RESIDENT_BYTES
        ballast = b"x" * (MAX_RESIDENT_BYTES + (50 << 20))
        pool = WorkerPool("mischief", 1)
        print(len({pool.call(["pid", 0], 1.0).value for _ in range(4)}))
        """,
    )
    assert out == "1"


def test_workers_that_grew_are_replaced(pool):
    (small,) = {pool.call(["pid", 0], 5.0).value for _ in range(2)}
    assert pool.call(["keep", 7], 5.0).status == "done"
    assert pool.call(["pid", 0], 5.0).value != small


def test_threads_share_a_bounded_number_of_workers(pool):
    with ThreadPoolExecutor(8) as threads:
        pids = set(threads.map(lambda _: pool.call(["pid", 0], 1.0).value, range(100)))
        squares = list(threads.map(lambda n: pool.call(["square", n], 1.0).value, range(200)))
    assert squares == [n * n for n in range(200)]
    assert 1 <= len(pids) <= pool.size


def test_hostile_tasks_from_threads_leave_the_pool_whole(pool):
    requests = [["burn", 0], ["die", 0], ["square", 7], ["raise", "x"]] * 4
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda request: pool.call(request, 0.2), requests))
    assert [reply.status for reply in replies] == ["deadline", "failed", "done", "failed"] * 4
    assert {reply.value for reply in replies[2::4]} == {49}


def test_an_event_loop_goes_on_while_tasks_run(pool):
    async def main():
        calls = [asyncio.to_thread(pool.call, ["square", n], 1.0) for n in range(20)]
        return [reply.value for reply in await asyncio.gather(*calls)]

    assert asyncio.run(main()) == [n * n for n in range(20)]


def test_warm_starts_all_workers(pool):
    pool.warm()
    assert len(pool._workers) == pool.size


def test_a_program_on_standard_input_is_never_imported(package):
    out = run_script(
        package,
        """
        TRAINER = "the trainer's main module"
        from touchstone_rewards.pool import WorkerPool
        print(WorkerPool("mischief", 1).call(["main", 0], 1.0).value)
        """,
    )
    assert out == "nothing of the caller's"


def test_a_forked_child_has_workers_of_its_own(package):
    out = run_script(
        package,
        """
        import os
        from touchstone_rewards.pool import WorkerPool
        pool = WorkerPool("mischief", 2)
        before = pool.call(["pid", 0], 1.0).value
        child = os.fork()
        if child == 0:
            reply = pool.call(["pid", 0], 1.0)
            os._exit(0 if reply.status == "done" and reply.value != before else 1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, pool.call(["pid", 0], 1.0).value == before, pool.idle())
        """,
    )
    assert out == "0 True 2"


def test_a_fork_in_the_middle_of_a_task_harms_neither_side(package):
    out = run_script(
        package,
        """
        import os, threading, time
        from touchstone_rewards.pool import WorkerPool
        pool = WorkerPool("mischief", 1)
        pool.call(["pid", 0], 1.0)
        found = []
        thread = threading.Thread(target=lambda: found.append(pool.call(["sleep", 1], 5.0).status))
        thread.start()
        time.sleep(0.3)
        child = os.fork()
        if child == 0:
            os._exit(0 if pool.call(["square", 3], 1.0).value == 9 else 1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        thread.join()
        print(status, found[0], pool.idle())
        """,
    )
    assert out == "0 done 1"


def test_an_exception_from_outside_costs_the_worker_and_not_the_place(package):
    out = run_script(
        package,
        """
        import signal
        from touchstone_rewards.pool import WorkerPool

        class Alarm(Exception):
            pass

        def ring(*_):
            raise Alarm

        pool = WorkerPool("mischief", 1)
        first = pool.call(["pid", 0], 1.0).value
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            pool.call(["sleep", 60], 60.0)
        except Alarm:
            again = pool.call(["pid", 0], 1.0)
            print(pool.idle(), again.status, again.value != first)
        """,
    )
    assert out == "1 done True"


def test_workers_end_with_a_caller_that_is_killed(package):
    code = f"""
import os, sys
sys.path.insert(0, {str(package)!r})
from touchstone_rewards.pool import WorkerPool
pool = WorkerPool("mischief", 1)
print(pool.call(["pid", 0], 1.0).value, flush=True)
sys.stdin.read()
"""
    caller = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with caller:
        worker = int(caller.stdout.readline())
        caller.kill()
    assert _gone(worker)


def test_workers_end_with_a_caller_that_returns(package):
    worker = run_script(
        package,
        """
        from touchstone_rewards.pool import WorkerPool
        print(WorkerPool("mischief", 1).call(["pid", 0], 1.0).value)
        """,
    )
    assert _gone(int(worker))


def _gone(pid: int) -> bool:
    """Whether a process ends within a minute; a zombie that nobody reaps has ended."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_importing_the_pool_loads_no_library(package):
    out = run_script(
        package,
        """
        import touchstone_rewards.pool, touchstone_rewards.symbolic
        heavy = {"sympy", "mpmath", "math_verify", "antlr4", "numpy", "multiprocessing"}
        print(sorted(heavy & set(sys.modules)))
        """,
    )
    assert out == "[]"


@pytest.mark.parametrize(("text", "count"), [("3", 3), ("0", 1), ("many", None), ("", None)])
def test_the_number_of_workers_is_bounded(monkeypatch, text, count):
    monkeypatch.setenv("TOUCHSTONE_REWARD_WORKERS", text)
    assert pool_module.worker_count() == (count or min(4, os.cpu_count()))


@pytest.mark.parametrize(
    ("text", "seconds"), [("0.5", 0.5), ("0", 2), ("-1", 2), ("nan", 2), ("inf", 2), ("soon", 2)]
)
def test_the_deadline_comes_from_the_environment(monkeypatch, text, seconds):
    monkeypatch.setenv("TOUCHSTONE_REWARD_DEADLINE", text)
    assert pool_module.deadline() == seconds
