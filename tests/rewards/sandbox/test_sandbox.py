"""The interface: statuses, values, reruns, sessions, pools."""

import asyncio
import enum
import math
import os
import re
import threading

import pytest

from rewards.sandbox import (
    Call,
    Handle,
    Limits,
    Opaque,
    SandboxError,
    Stdin,
    arun_tests,
    close,
    open_session,
    run_tests,
)
from rewards.sandbox import pool as pools
from rewards.sandbox.levels import BOX
from rewards.sandbox.values import MAX_BRACKETS, ValueFormatError, decode, encode, loads

SHORT = Limits(cpu_s=0.3, wall_factor=2.0)
ECHO = "def f(x):\n    return x\n"


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("print(1)", "ok"),
        ("import sys; sys.exit(0)", "ok"),
        ("import sys; sys.exit(3)", "failed"),
        ("import sys; sys.exit('no')", "failed"),
        ("1/0", "failed"),
        ("def f(:", "failed"),
        ("raise KeyboardInterrupt", "failed"),
        ("import os; os._exit(1)", "failed"),
        ("while True: pass", "timeout"),
        ("import time; time.sleep(100)", "timeout"),
        ("x = bytearray(2 << 30)", "memory"),
        ("while True: print('x' * 99999)", "output_limit"),
        ("import os; os.abort()", "crashed"),
        ("import ctypes; ctypes.string_at(0)", "crashed"),
    ],
)
def test_statuses(program, status, level):
    (run,) = run_tests(program, [Stdin("")], limits=SHORT, level=level)
    assert run.status == status, run


class Color(enum.IntEnum):
    RED = 1


VALUES = [
    None, True, False, 0, -1, 1 << 62, 1 << 63, -(1 << 63), 10**5000, 0.0, 1.5, math.inf, -math.inf,
    "", "é\ud800", b"\x00\xff", [], [1, [2.0, "3"]], (1, (2,)), {1, 2}, {(1, "a")}, frozenset({1}),
    {}, {1: "a", (2, 3): [None], "x": {True: 1}}, 1 + 2j, complex(math.inf, -0.0), [1, True, 1.0],
]  # fmt: skip


@pytest.mark.parametrize(
    "value", VALUES, ids=lambda value: repr(value)[:30] if value != 10**5000 else "big"
)
def test_values_come_back_with_their_types(value, level):
    (run,) = run_tests(ECHO, [Call("f", (value,))], level=level)
    assert run.status == "ok"
    assert run.value == value
    assert shape(run.value) == shape(value)


def shape(value):
    """Types all the way down."""
    if type(value) in (list, tuple):
        return type(value), [shape(item) for item in value]
    if type(value) in (set, frozenset):
        return type(value), sorted(str(shape(item)) for item in value)
    if type(value) is dict:
        return dict, [(shape(key), shape(item)) for key, item in value.items()]
    return type(value)


def test_signs_and_nan(level):
    runs = run_tests(ECHO, [Call("f", (-0.0,)), Call("f", (math.nan,))], level=level)
    assert math.copysign(1, runs[0].value) == -1
    assert math.isnan(runs[1].value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("type('I', (int,), {'__eq__': lambda s, o: True, '__hash__': int.__hash__})(7)", 7),
        ("type('S', (str,), {'__str__': lambda s: 'evil', '__iter__': None})('abc')", "abc"),
        ("type('L', (list,), {'__iter__': lambda s: iter([9]), '__len__': len})([1, 2])", [1, 2]),
        ("type('F', (float,), {'__repr__': lambda s: '9'})(-0.5)", -0.5),
        ("type('D', (dict,), {'items': lambda s: [(1, 1)]})({2: 3})", {2: 3}),
        ("__import__('collections').Counter('aab')", {"a": 2, "b": 1}),
        ("__import__('collections').namedtuple('P', 'x y')(1, 2)", (1, 2)),
        ("__import__('enum').IntEnum('C', 'RED').RED", 1),
        ("object()", Opaque("object")),
        ("(i for i in [1])", Opaque("generator")),
        ("[range(3), 1]", [Opaque("range"), 1]),
        ("__import__('numpy').arange(3)", [0, 1, 2]),
        ("__import__('numpy').float32(0.5)", 0.5),
        ("[__import__('numpy').int64(5)]", [5]),
        ("__import__('numpy').bool_(True)", True),
    ],
)  # fmt: skip
def test_subclasses_are_their_base_and_others_are_opaque(expression, value, level):
    program = f"{'import numpy' if 'numpy' in expression else ''}\ndef f(): return {expression}\n"
    (run,) = run_tests(program, [Call("f")], level=level)
    assert (run.status, run.value) == ("ok", value)
    assert shape(run.value) == shape(value)


@pytest.mark.parametrize(
    ("program", "lent"),
    [
        ("from sortedcontainers import SortedList", ("sortedcontainers",)),
        ("import heapq, numpy as np", ("numpy",)),
        ("import sortedcontainers\nimport numpy", ("numpy", "sortedcontainers")),
        ("numpy = sortedcontainers = 1", ()),
        ("import importlib\nimportlib.import_module('num' + 'py')", ("numpy", "sortedcontainers")),
    ],
)
def test_packages_are_lent_to_programs_that_import_them(program, lent):
    assert pools.modules_of(program) == tuple(n for n in lent if n in pools.packages())


def test_sorted_containers_are_there(level):
    if "sortedcontainers" not in pools.packages():
        pytest.skip("sortedcontainers is not installed")
    program = (
        "from sortedcontainers import SortedDict, SortedList\n"
        "def f(xs):\n    return [*SortedList(xs)], SortedDict({2: 'b', 1: 'a'}).peekitem(0)\n"
    )
    (run,) = run_tests(program, [Call("f", ([3, 1, 2],))], level=level)
    assert (run.status, run.value) == ("ok", ([1, 2, 3], (1, "a")))


@pytest.mark.parametrize(
    "text",
    [
        b"[", b"{}", b"[1]", b'["q"]', b'["i"]', b'["i", 5]', b'["d", 1]', b'["s", ["l"]]', b"NaN",
        b'["c", 1, 2]', b'["r", "0"]', b'["b", "0"]', b"9" * 5000, b"[" * 100_000,
        b'["l", {"a": 1}]',
    ],
)  # fmt: skip
def test_hostile_text_is_no_value(text):
    with pytest.raises(ValueFormatError):
        decode(loads(text))


def test_colliding_keys_are_refused():
    prime = (1 << 61) - 1
    with pytest.raises(ValueFormatError):
        decode(["s", *[["i", hex(prime * n)] for n in range(1, 5000)]])
    assert len(decode(["s", *range(5000)])) == 5000


def test_values_of_too_many_parts_are_refused_unparsed():
    assert loads(b"[" + b"[]," * (MAX_BRACKETS - 2) + b"[]]")
    with pytest.raises(ValueFormatError, match="parts"):
        loads(b"[" + b"[]," * MAX_BRACKETS)
    assert worker_bound() == MAX_BRACKETS, "else honest results would be taken for forgeries"


def worker_bound():
    line = re.search(r"^MAX_BRACKETS = ([0-9_]+)$", (BOX / "worker.py").read_text(), re.MULTILINE)
    return int(line[1])


def test_a_result_of_too_many_parts_is_said_to_be_too_large(level):
    program = "def f(n): return [[]] * n"
    few, many = run_tests(
        program, [Call("f", (1000,)), Call("f", (MAX_BRACKETS,))], level=level
    )  # fmt: skip
    assert few.value == [[]] * 1000
    assert (many.status, many.error) == ("failed", "the result is too large")


def test_arguments_of_unknown_types_are_refused():
    with pytest.raises(TypeError):
        encode([object()])


def test_a_test_that_fails_after_others_is_run_alone(level):
    program = "import math\nx = getattr(math, 'seen', 0)\nmath.seen = x + 1\nprint(x)"
    asked = []

    def accept(i, run):
        asked.append(i)
        return run.stdout == b"0\n"

    runs = run_tests(program, [Stdin("")] * 4, accept=accept, level=level)
    assert [run.stdout for run in runs] == [b"0\n"] * 4
    assert asked == [0, 1, 1, 2, 3], "once sharing has done harm, nothing is shared"


def test_the_first_test_that_is_not_accepted_ends_the_list(level):
    runs = run_tests(
        "print(input())", [Stdin(c) for c in "abc"], accept=lambda i, _: i < 1, level=level
    )
    assert [run.stdout for run in runs] == [b"a\n", b"b\n"]


def test_without_accept_every_test_has_its_run(level):
    program = "x = input()\nif x == 'b': raise ValueError(x)\nprint(x)"
    runs = run_tests(program, [Stdin(c) for c in "abcb"], level=level)
    assert [run.status for run in runs] == ["ok", "failed", "ok", "failed"]
    assert run_tests(program, [], level=level) == []


def test_session_keeps_state_and_objects(level):
    with open_session(
        "class A:\n n = 0\n def add(s, k): s.n += k; return s.n\ndef get(a): return a.n",
        level=level,
    ) as box:
        made = box.call("A").value
        assert made == Handle(0, "A")
        assert [box.call("add", (2,), on=made).value for _ in range(3)] == [2, 4, 6]
        assert box.call("get", (made,)).value == 6
        assert box.call("nothing").status == "failed"
        assert box.call("get", (made,)).value == 6


def test_session_ends_with_its_box(level):
    with open_session("import os\ndef f(): os._exit(0)", level=level) as box:
        assert box.call("f").status == "failed"
        assert box.call("f").status == "crashed"


def test_two_boxes_by_relay(level, monkeypatch):
    monkeypatch.setenv("TOUCHSTONE_SANDBOX_SLOTS", "1")
    close()
    tests = "def check():\n    return [_request((n, n)) for n in range(3)]\n"
    with (
        open_session("def add(a, b): return a + b", level=level) as candidate,
        open_session(tests, level=level) as runner,
    ):
        run = runner.call("check", relay=lambda args: candidate.call("add", args).value)
    close()
    assert run.value == [0, 2, 4]


def test_an_unexpected_request_is_a_forgery(level):
    (run,) = run_tests("def f(): return _request(1)", [Call("f")], level=level)
    assert run.status == "failed"


def test_threads_and_event_loops(level):
    found = {}

    def work(n):
        (run,) = run_tests("print(input())", [Stdin(str(n))], level=level)
        found[n] = run.stdout.strip()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: str(n).encode() for n in range(12)}

    async def many():
        return await asyncio.gather(
            *(arun_tests("print(1)", [Stdin("")], level=level) for _ in range(4))
        )

    assert [runs[0].stdout for runs in asyncio.run(many())] == [b"1\n"] * 4


def test_a_fork_of_the_trainer_has_a_pool_of_its_own(level):
    run_tests("print(1)", [Stdin("")], level=level)
    before = pools.pool(level)
    pid = os.fork()
    if not pid:
        code = 1
        try:
            fine = run_tests("print(2)", [Stdin("")], level=level)[0].stdout == b"2\n"
            code = 0 if fine and pools.pool(level) is not before else 2
            close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert run_tests("print(3)", [Stdin("")], level=level)[0].stdout == b"3\n"


def test_lost_zygotes_are_replaced_however_many(level):
    boxes = pools.pool(level)
    lent = [boxes.lend(()) for _ in range(3)]
    for zygote in lent:
        boxes.take_back(zygote, fit=True)
    assert len(boxes.idle[()]) >= 3
    for zygote in boxes.idle[()]:
        zygote.process.kill()
        zygote.process.wait()
    assert run_tests("print(2)", [Stdin("")], level=level)[0].stdout == b"2\n"


def test_trouble_of_the_infrastructure_is_its_own_status(level, monkeypatch):
    boxes = pools.pool(level)

    def lend(modules):
        raise pools.ZygoteError("no box today")

    monkeypatch.setattr(boxes, "lend", lend)
    (run,) = run_tests("print(1)", [Stdin("")], level=level)
    assert (run.status, run.error) == ("infra_error", "no box today")


def test_a_level_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setattr(pools.levels, "plans", lambda level: [])
    close()
    with pytest.raises(SandboxError, match="doctor"):
        run_tests("print(1)", [Stdin("")], minimum_level=1)
    close()


def test_the_environment_sets_the_minimum(monkeypatch):
    monkeypatch.setenv("TOUCHSTONE_SANDBOX_LEVEL", "5")
    with pytest.raises(SandboxError, match="allowed"):
        pools.least_level()


def test_hash_seed_and_random(level):
    program = "import random\nprint(hash('a'), {'a', 'b', 'c'})\nprint(random.random())"
    first, second = (run_tests(program, [Stdin("")], level=level)[0].stdout for _ in range(2))
    assert first.splitlines()[0] == second.splitlines()[0]
    assert first.splitlines()[1] != second.splitlines()[1]
