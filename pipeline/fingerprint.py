"""Identity by content: canonical JSON, its hash, and the digest of the code behind a stage."""

from __future__ import annotations

import ast
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGES = ("pipeline", "domains", "rewards", "filters")
ROOT = Path(__file__).resolve().parent.parent


def canonical_json(value: Any) -> str:
    """The one JSON text of a value; raises TypeError for what has no stable serialization."""
    _check(value, "value")
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _check(value: Any, where: str) -> None:
    if value is None or isinstance(value, bool | int | str):
        return
    if isinstance(value, float) and math.isfinite(value):
        return
    if isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _check(item, f"{where}[{number}]")
    elif isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        for key, item in value.items():
            _check(item, f"{where}.{key}")
    else:
        raise TypeError(
            f"{where} is a {type(value).__name__} ({value!r:.80}), which has no stable "
            "serialization; give text, numbers, booleans, None, lists, or mappings with text "
            "keys (a set: sort it into a list; a function: name its module)"
        )


def digest(value: Any, size: int = 16) -> str:
    """Hex blake2b of the canonical JSON of a value; `size` in bytes."""
    return hashlib.blake2b(canonical_json(value).encode(), digest_size=size).hexdigest()


def code_digest(modules: Iterable[str]) -> str:
    """Digest of all code of our packages that the modules reach by import, themselves included.

    Comments, docstrings and layout do not count. An import inside a function counts; a module
    that is only named in text (a reward, a source, a sampler) must be among `modules`.
    """
    reached: set[str] = set()
    waiting = sorted(set(modules))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(_imports(name))
    return digest({name: _module_digest(name) for name in sorted(reached)})


@cache
def _module_digest(name: str) -> str:
    tree = _parse(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not _is_text(part)]
    return hashlib.blake2b(ast.dump(tree).encode(), digest_size=16).hexdigest()


def _is_text(node: ast.stmt) -> bool:
    """A docstring, or a text below a field that documents it."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@cache
def _imports(name: str) -> tuple[str, ...]:
    found: set[str] = set()
    for node in _running(_parse(name)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(name, node)
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    with_parents = {parent for module in found for parent in _with_parents(module)}
    with_parents.update(_with_parents(name))
    return tuple(sorted(m for m in with_parents if _path(m) is not None))


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those below `if TYPE_CHECKING:`, which never run."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        is_typing = (
            isinstance(child, ast.If)
            and isinstance(child.test, ast.Name)
            and child.test.id == "TYPE_CHECKING"
        )
        if not is_typing:
            yield from _running(child)


def _with_parents(module: str) -> Iterator[str]:
    parts = module.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _absolute(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    path = _path(name)
    is_package = path is not None and path.name == "__init__.py"
    package = name.split(".")
    base = package[: len(package) - node.level + (1 if is_package else 0)]
    return ".".join([*base, node.module] if node.module else base)


@cache
def _parse_file(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _parse(name: str) -> ast.Module:
    path = _path(name)
    if path is None:
        raise TypeError(f"{name} is not a module of {', '.join(PACKAGES)}: declare one that is")
    return ast.parse(_parse_file(path))


@cache
def _path(name: str) -> Path | None:
    """The file of a module of our packages, or None for any other."""
    if name.split(".")[0] not in PACKAGES:
        return None
    base = ROOT.joinpath(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def forget_code() -> None:
    """Read the code from disk again: for tests that change it while they run."""
    for cached in (_module_digest, _imports, _parse_file, _path):
        cached.cache_clear()


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """Installed versions of libraries whose behavior shows in the data."""
    return {name: metadata.version(name) for name in sorted(set(names))}
