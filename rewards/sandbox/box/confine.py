"""In the box: giving up rights, for good. Plain standard library and raw system calls.

Order matters: mount, own user, no new privileges, Landlock, seccomp.
"""

# Paths by os.path: the zygote imports as little as it can.
# ruff: noqa: PTH112

import ctypes
import os
import struct
from typing import Any

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 4, 8, 22, 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, PR_CAPBSET_DROP = 47, 4, 24
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
CAPSET = {"x86_64": 126, "aarch64": 91}

READ = 0b1101  # execute, read file, read directory
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
NET_TCP = 0b11
SCOPES = 0b11  # abstract unix sockets, signals


def enter(settings: dict[str, Any]) -> None:
    """Everything that the level asks for; raises OSError if the kernel refuses any of it."""
    if settings["tmpfs"]:
        mount(settings["writable"], settings["tmpfs"])
    if settings["uid"] or settings["drop_capabilities"]:
        become(settings["uid"], settings["capabilities"], settings["machine"])
    if settings["chdir"]:
        os.chdir(settings["chdir"])
    if settings["outer_filter"]:
        check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
        check(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    if settings["landlock_abi"]:
        landlock(settings["landlock_abi"], settings["readable"], settings["writable"])
    if settings["outer_filter"]:
        install(bytes.fromhex(settings["outer_filter"]))


def check(result: int, what: str) -> int:
    """The result of a system call; raises OSError that names it."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def mount(folder: str, options: str) -> None:
    """A private tmpfs, capped in bytes and in files."""
    nosuid_nodev_noexec = 2 | 4 | 8
    check(
        libc.mount(b"tmpfs", folder.encode(), b"tmpfs", nosuid_nodev_noexec, options.encode()),
        "mount",
    )


def become(uid: int, capabilities: int, machine: str) -> None:
    """Another user, for good; of all rights of root only `capabilities` (a mask) stay."""
    for number in range(64):
        if not capabilities >> number & 1:
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    if uid:
        check(libc.prctl(PR_SET_KEEPCAPS, 1 if capabilities else 0, 0, 0, 0), "keepcaps")
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    low, high = capabilities & 0xFFFFFFFF, capabilities >> 32
    header = struct.pack("<II", 0x20080522, 0)
    data = struct.pack("<6I", low, low, 0, high, high, 0)
    check(libc.syscall(CAPSET[machine], header, data), "capset")


def landlock(abi: int, readable: list[str], writable: str) -> None:
    """Only these paths; no TCP; no signal or abstract socket to anything outside."""
    bits = {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)
    handled = (1 << bits) - 1
    attributes = struct.pack("<QQQ", handled, NET_TCP, SCOPES)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    rules = check(libc.syscall(LANDLOCK_CREATE, attributes[:size], size, 0), "landlock_create")
    for path in readable:
        allow(rules, path, READ)
    allow(rules, "/dev/null", READ | WRITE_FILE | TRUNCATE & handled)
    if writable:
        allow(rules, writable, handled)
    check(libc.syscall(LANDLOCK_RESTRICT, rules, 0), "landlock_restrict")
    os.close(rules)


def allow(rules: int, path: str, access: int) -> None:
    """One rule: these rights at and below a path."""
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    if not os.path.isdir(path):
        access &= ~0b1000  # read directory
        access &= 0b111 | TRUNCATE
    rule = struct.pack("<Qi", access, fd)
    check(libc.syscall(LANDLOCK_ADD, rules, 1, rule, 0), f"landlock_add {path}")
    os.close(fd)


def install(program: bytes) -> None:
    """A seccomp filter on this process and all its children."""
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    check(libc.prctl(PR_SET_SECCOMP, 2, head, 0, 0), "seccomp")
