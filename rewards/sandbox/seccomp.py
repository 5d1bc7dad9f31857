"""Seccomp filters as classic BPF, assembled here and installed by the zygote.

Two filters stack. The outer one, on the zygote, is an allowlist: files, memory, threads, clocks,
and forking. The inner one, on each run, denies new processes and pins signals to the run itself.
So the box is one process: its address space is all of its memory, one kill ends all of it.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterable, Sequence

from . import syscalls

Instruction = tuple[int, int, int, int]
"""code, jump if true, jump if false, constant: the fields of `struct sock_filter`."""

_LOAD, _RETURN = 0x20, 0x06
_EQUAL, _GREATER, _AT_LEAST, _ANY_BIT = 0x15, 0x25, 0x35, 0x45
_NUMBER, _ARCHITECTURE, _ARGUMENT = 0, 4, (16, 24, 32)

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000

# Marks the place of the process id, which is known only in the fork.
PID_MARK = 0x7A5B3C1D

_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020080
_FIRST_NEW = 424  # from here on all architectures number alike; absent calls read ENOSYS

# FIONREAD, FIONBIO, FIOCLEX, FIONCLEX. No terminal is there to answer the others.
_IOCTLS = (0x541B, 0x5421, 0x5451, 0x5450)
# Duplicates, flags, locks, seals read. Not: owners of signals, leases, directory notices.
_FCNTLS = (*range(8), 36, 37, 38, 1030, 1032, 1034)
# Names of threads and of anonymous memory, and a further filter.
_PRCTLS = (15, 16, 22, 0x53564D41)


def outer_filter(machine: str) -> bytes:
    """The allowlist that the zygote and all its forks live under."""
    numbers = syscalls.conditional(machine)
    special = {
        "clone": [_load(0), (_ANY_BIT, 0, 1, _CLONE_NAMESPACES), _refuse(errno.EPERM), _allow()],
        "ioctl": _argument_in(1, _IOCTLS, errno.ENOTTY),
        "fcntl": _argument_in(1, _FCNTLS, errno.EPERM),
        "prctl": _argument_in(0, _PRCTLS, errno.EPERM),
        "prlimit64": _argument_in(0, (0,), errno.EPERM),
        "clone3": [_refuse(errno.ENOSYS)],
        **{name: [_allow()] for name in ("kill", "tgkill", "tkill", "fork", "vfork")},
    }
    program = _head(machine)
    for name, number in numbers.items():
        program += _case(number, special[name])
    for first, last in _ranges(syscalls.allowed(machine)):
        program += [(_AT_LEAST, 0, 2, first), (_GREATER, 1, 0, last), _allow()]
    program += [(_AT_LEAST, 0, 1, _FIRST_NEW), _refuse(errno.ENOSYS), _refuse(errno.EPERM)]
    return _pack(program)


def inner_filter(machine: str) -> bytes:
    """What each run adds; the fork writes its process id over PID_MARK."""
    numbers = syscalls.conditional(machine)
    thread = [_load(0), (_ANY_BIT, 0, 1, _CLONE_THREAD), _allow(), _refuse(errno.EPERM)]
    own = [_load(0), (_EQUAL, 0, 1, PID_MARK), _allow(), _refuse(errno.EPERM)]
    cases = {
        "clone": thread, "kill": own, "tgkill": own, "tkill": own,
        "fork": [_refuse(errno.EPERM)], "vfork": [_refuse(errno.EPERM)],
    }  # fmt: skip
    program = _head(machine)
    for name, body in cases.items():
        if name in numbers:
            program += _case(numbers[name], body)
    return _pack([*program, _allow()])


def _head(machine: str) -> list[Instruction]:
    """Refuses foreign architectures (x32 has numbers of its own, which no range holds)."""
    architecture = syscalls.ARCHITECTURES[machine][1]
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        _refuse(errno.ENOSYS),
        (_LOAD, 0, 0, _NUMBER),
    ]


def _case(number: int, body: Sequence[Instruction]) -> list[Instruction]:
    return [(_EQUAL, 0, len(body), number), *body]


def _argument_in(index: int, values: Iterable[int], error: int) -> list[Instruction]:
    """Allow if the low half of an argument (these are ints) is one of the values."""
    tests = [line for value in values for line in ((_EQUAL, 0, 1, value), _allow())]
    return [_load(index), *tests, _refuse(error)]


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _load(index: int) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENT[index])


def _allow() -> Instruction:
    return (_RETURN, 0, 0, _ALLOW)


def _refuse(error: int) -> Instruction:
    return (_RETURN, 0, 0, _ERRNO | error)


def _pack(program: Sequence[Instruction]) -> bytes:
    return b"".join(struct.pack("<HBBI", *line) for line in program)
