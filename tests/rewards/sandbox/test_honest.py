"""Right programs of every style that naive sandboxes fail, on idle and on busy machines."""

import math

import pytest

from rewards.sandbox import Call, Limits, Stdin, run_tests
from rewards.sandbox.pool import packages

from . import harness

ROWS = harness.rows("honest_programs.jsonl")
CALLS = {
    "set_result": [(([3, 1, 3],), {1, 3})],
    "complex_float_result": [((2,), [2 + 1j, math.inf, -0.0])],
    "assert_close": [((3,), 1.0)],
}
EXTRA = {
    "leave_by_os_exit": """
import os
print(input())
import sys
sys.stdout.flush(); os._exit(0)
""",
    "open_1_never_closed": """
f = open(1, 'w')
f.write(input())
""",
    "replaced_stdout": """
import sys, io
sys.stdout = io.TextIOWrapper(io.FileIO(1, 'w'))
print(input())
""",
    "mmap_stdin": """
import mmap
print(mmap.mmap(0, 0, prot=1)[:].decode())
""",
    "executor_left_open": """
from concurrent.futures import ThreadPoolExecutor
print(list(ThreadPoolExecutor(2).map(str, input()))[0])
""",
    "asyncio": """
import asyncio
async def f(): print(input())
asyncio.run(f())
""",
    "exit_zero": """
print(input())
exit(0)
""",
    "quit_closes_stdin": """
print(input())
quit()
""",
    "pickles_main": """
import pickle
class A: x = input()
print(pickle.loads(pickle.dumps(A())).x)
""",
    "dataclass": """
from dataclasses import dataclass
@dataclass
class A:
    x: str
print(A(input()).x)
""",
    "dev_null": """
open('/dev/null', 'w').write('x')
print(input())
""",
    "closes_descriptors": """
import os
print(input(), flush=True)
os.closerange(3, 99)
""",
    "surrogate_bytes": """
import sys
sys.stdout.buffer.write(sys.stdin.buffer.read())
""",
    "sleeps_a_little": """
import time
time.sleep(0.3)
print(input())
""",
    "five_megabytes": """
print(input() + ' ' * 5_000_000)
""",
}
"""Each prints its one line of input."""


def failures(row, level):
    if "tests" in row:
        tests = [Stdin(test["stdin"]) for test in row["tests"]]
        expected = [test["expected_stdout"] for test in row["tests"]]

        def good(i, run):
            return run.ok and same_text(run.stdout.decode(), expected[i], row["compare"])
    else:
        cases = CALLS.get(row["name"]) or list(
            zip(row["call"]["inputs"], row["call"]["outputs"], strict=True)
        )
        function = row["call"]["fn_name"] if "call" in row else "f"
        class_name = row.get("call", {}).get("class")
        tests = [Call(function, tuple(args), class_name) for args, _ in cases]

        def good(i, run):
            value = list(run.value) if type(run.value) is tuple else run.value
            return run.ok and value == cases[i][1] and type(value) is type(cases[i][1])

    runs = run_tests(row["program"], tests, accept=good, level=level)
    return [run for i, run in enumerate(runs) if not good(i, run)]


def same_text(found, expected, compare):
    if compare == "nocase":
        found, expected = found.lower(), expected.lower()
    pairs = list(zip(found.split(), expected.split(), strict=True))
    if compare.startswith("float"):
        return all(abs(float(a) - float(b)) <= 1e-6 for a, b in pairs)
    return all(a == b for a, b in pairs)


# Mutation and state between calls are for sessions, not for single calls.
SINGLE = [row for row in ROWS if row["name"] not in ("mutated_argument", "class_design_problem")]


@pytest.mark.parametrize("row", SINGLE, ids=lambda row: row["name"])
def test_honest_program_passes(row, level):
    if "numpy" in row["program"] and "numpy" not in packages():
        pytest.skip("numpy is not installed")
    assert failures(row, level) == []


@pytest.mark.parametrize("name", EXTRA)
@pytest.mark.parametrize("repeats", [1, 3])
def test_more_honest_programs(name, repeats, level):
    runs = run_tests(EXTRA[name], [Stdin("a")] * repeats, level=level)
    assert [(run.status, run.stdout.split()) for run in runs] == [("ok", [b"a"])] * repeats


def test_honest_programs_on_a_busy_machine(level):
    with harness.busy_cores():
        failed = {row["name"]: failures(row, level) for row in SINGLE}
    assert {name: runs for name, runs in failed.items() if runs} == {}


def test_time_is_cpu_time(level):
    program = "import time\nwhile time.process_time() < 0.2: pass\nprint(1)"
    limits = Limits(cpu_s=0.5, wall_factor=60)
    with harness.busy_cores():
        (run,) = run_tests(program, [Stdin("")], limits=limits, level=level)
    assert run.status == "ok"
