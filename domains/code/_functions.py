"""Functions under asserts: what a suite calls, and which of it the task says."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Sequence

FENCE = "```python\n{}\n```"
_ALWAYS = frozenset(dir(builtins))


def fenced(program: str) -> str:
    """A program as a block."""
    return FENCE.format(program.strip("\n"))


def free_calls(tests: Sequence[str], prelude: str = "") -> list[str] | None:
    """What tests and prelude read and do not define, in order; None: no Python.

    One name is the function that is asked for; more are helpers that nobody was told of.
    """
    try:
        trees = [ast.parse(text) for text in (*tests, prelude)]
    except (SyntaxError, ValueError, RecursionError):
        return None
    given = _ALWAYS.union(*map(_defined, trees))
    read = [
        node.id
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    ]
    return [name for name in dict.fromkeys(read) if name not in given]


def _defined(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
    return names
