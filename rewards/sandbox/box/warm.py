"""In the box: what a fork finds already imported, and how fast this machine is."""

import builtins
import importlib
import sys
import time
from typing import Any

# Modules that programs of this kind import most; others are imported by the program itself.
MODULES = (
    "atexit", "io", "json", "threading", "bisect", "collections", "contextlib", "copy",
    "functools", "heapq", "itertools", "math", "operator", "random", "re", "string", "time",
    "typing",
)  # fmt: skip

# Star imports that solutions of class form take for granted.
STARS = ("typing", "collections", "itertools", "functools", "heapq", "bisect", "math", "operator")
NAMES = ("collections", "functools", "heapq", "itertools", "math", "random", "re", "string", "sys")


def prepare(extra: list[str], search: list[str]) -> dict[str, Any]:
    """Import; returns the names that a program which is called by function may take for granted."""
    # Packages are found now; their parent folders hold others too and do not stay on the path.
    sys.path[:0] = search
    for name in (*MODULES, *extra):
        importlib.import_module(name)
    del sys.path[: len(search)]
    sys.path_importer_cache.clear()
    quitter = importlib.import_module("_sitebuiltins").Quitter
    for name in ("exit", "quit"):
        setattr(builtins, name, quitter(name, "Ctrl-D (i.e. EOF)"))
    preamble: dict[str, Any] = {}
    for star in STARS:
        module = sys.modules[star]
        public = getattr(module, "__all__", [n for n in vars(module) if n[0] != "_"])
        preamble.update((name, getattr(module, name)) for name in public)
    for name in list(preamble):
        if hasattr(builtins, name):
            del preamble[name]  # math.pow is not pow
    preamble.update((name, sys.modules[name]) for name in NAMES)
    return preamble


def calibrate() -> float:
    """CPU seconds of a fixed piece of work: the least of five, as only noise adds to it."""
    return min(_work() for _ in range(5))


def _work() -> float:
    start = time.process_time()
    table: dict[int, int] = {}
    for i in range(20_000):
        table[i * 7919 % 1009] = table.get(i % 1009, 0) + i
    sorted(table.values())
    return time.process_time() - start
