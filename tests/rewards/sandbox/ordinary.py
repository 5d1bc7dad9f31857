"""Some of the attacks, as a script for another user: exit status 1 names what was not contained."""

from __future__ import annotations

import sys
from pathlib import Path

from rewards.sandbox import SandboxError, close
from rewards.sandbox.pool import pool

from . import harness

# One of each kind; all of them run in this way under `make bench`.
NAMES = frozenset(
    [
        "fork_bomb",
        "daemon_double_fork",
        "kill_parent",
        "kill_all",
        "stop_parent",
        "mem_bytes",
        "read_passwd",
        "read_parent_environ",
        "net_loopback",
        "unix_socket_abstract",
        "unshare_userns",
        "rlimit_raise",
        "int_subclass_eq",
        "forge_call_value",
        "replay_first_answer",
        "signal_zygote_all",
        "sigio_to_zygote",
        "delete_everything",
        "symlinks_out",
        "deep_dirs",
        "thread_bomb",
        "raw_clone_variants",
        "x32_numbers",
        "dangerous_syscalls",
    ]
)


def main() -> None:
    """Arguments: level, folder for the canaries."""
    level, folder = int(sys.argv[1]), Path(sys.argv[2])
    try:
        pool(level)
    except SandboxError as error:
        print(error)
        sys.exit(77)
    watch = harness.Watch(folder)
    watch.listen()
    failed = []
    for attack in harness.rows("attacks.jsonl") + harness.rows("own_attacks.jsonl"):
        if attack["name"] not in NAMES:
            continue
        mode = "stdio" if attack["mode"] == "stdio" else "call"
        good, runs = harness.paid(attack["program"], mode, level)
        found = watch.complaints(runs)
        if good and attack["expect"] == "reward 0":
            found.append("paid")
        if not harness.paid(harness.HONEST, mode, level)[0]:
            found.append("an honest program after it failed")
        failed += [f"{attack['name']}: {found}"] if found else []
    close()
    left = harness.box_processes()
    print("\n".join(failed), f"survivors: {left}" if left else "")
    sys.exit(bool(failed or left))
