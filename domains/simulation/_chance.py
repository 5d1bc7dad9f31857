"""Programs that draw chance or read the clock: what they return is no one's to predict.

Running twice finds most of them, but not those that return one of few values; so the text decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from domains.base import Drop

_MODULES = frozenset({"random", "numpy.random", "secrets", "uuid", "time", "tempfile"})
_METHODS = frozenset({"now", "today", "utcnow", "urandom", "getpid"})


def chance(program: str, generator: str = "") -> Drop | None:
    """A Drop that names the first use in a program, or in the generator that stands before it.

    A generator of inputs may draw from its own argument, whatever that is called.
    """
    try:
        tree, before = ast.parse(program), ast.parse(generator)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # it does not run either
    names = _imported(tree) | _imported(before)
    given = {node.arg for node in ast.walk(before) if isinstance(node, ast.arg)}
    for found in (*_uses(tree, names, set()), *_uses(before, names - given, given)):
        return Drop("draws_chance", ast.unparse(found)[:100])
    return None


def _imported(tree: ast.Module) -> set[str]:
    """The names under which modules of chance, or things of them, are known."""
    names = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.asname or alias.name for alias in aliases if alias.name in _MODULES}
            case ast.ImportFrom(module="numpy", names=aliases):
                names |= {alias.asname or alias.name for alias in aliases if alias.name == "random"}
            case ast.ImportFrom(module=str(module), names=aliases) if module in _MODULES:
                names |= {alias.asname or alias.name for alias in aliases}
    return names


def _uses(tree: ast.Module, names: set[str], given: set[str]) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in names:
                yield node
            case ast.Attribute(attr="random", value=ast.Name(id=name)) if name not in given:
                yield node
            case ast.Attribute(attr=method) if method in _METHODS:
                yield node
