"""Test code of asserts, rewritten to calls with literal arguments and conditions on their results.

So the candidate's box gets arguments alone, and what its results must fulfil is decided outside.
Rewritten are: `assert` over calls of the candidate (`==`, `in`, `is`, `not`, `isclose`,
`abs(a - b) < eps`, `set(...) ==`, ...; the language of `expressions`), `check(candidate)` and its
call, loops over literal tables, names bound to literals or to results, `Solution().method(...)`.
Whatever else a suite does (mutation, exceptions, objects, randomness) is for two boxes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .conditions import (
    PYTHON_ERRORS,
    CandidateCall,
    Check,
    Deferred,
    Opaque,
    Suite,
    Target,
    calls_of,
    settle,
)
from .expressions import BUILTINS, Budget, UnsupportedError, function_named
from .literals import LiteralError, parse_source

_MAX_CALLS = 20_000
_MAX_INLINED = 5
_OUTSIDE = (
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr,
    ast.Await, ast.JoinedStr,
)  # fmt: skip


class _Function(NamedTuple):
    node: ast.FunctionDef


def target_of(node: ast.expr) -> Target | None:
    """The target that `f` or `Solution().f` names."""
    match node:
        case ast.Name(id=name):
            return Target(name)
        case ast.Attribute(
            value=ast.Call(func=ast.Name(id=owner), args=[], keywords=[]), attr=name
        ):
            return Target(name, owner)
    return None


def parse_target(text: str) -> Target:
    """The target that an entry point names; raises LiteralError."""
    tree = parse_source(text.strip(), "eval")
    target = target_of(tree.body) if isinstance(tree, ast.Expression) else None
    if target is None:
        raise LiteralError(f"entry point {text[:60]!r}; `name` or `Class().name` is allowed")
    return target


def rewrite(tree: ast.Module, entry: Target | None, opaque: frozenset[str] = frozenset()) -> Suite:
    """The suite that test code is; `opaque` names are defined elsewhere and never the candidate's.

    Raises UnsupportedError if any part of the suite cannot be rewritten.
    """
    rewriter = _Rewriter(tree, entry, opaque)
    try:
        rewriter.run(tree.body)
        rewriter.run_uncalled()
    except PYTHON_ERRORS as error:
        if isinstance(error, UnsupportedError):
            raise
        raise UnsupportedError(f"the tests fail by themselves: {error}") from error
    if not rewriter.checks:
        raise UnsupportedError("no assert depends on the candidate")
    return Suite(tuple(rewriter.calls), tuple(rewriter.checks))


class _Rewriter:
    """Walks statements once, in order, as Python would run them."""

    def __init__(self, tree: ast.Module, entry: Target | None, opaque: frozenset[str]) -> None:
        self.entry = entry
        self.names: dict[str, Any] = dict.fromkeys(opaque, Opaque())
        self.names["__name__"] = "__main__"
        self.calls: list[CandidateCall] = []
        self.checks: list[Check] = []
        self.budget = Budget()
        self.called: set[str] = set()
        self.depth = 0
        loads = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
                 and isinstance(node.ctx, ast.Load)]  # fmt: skip
        self.loaded_once = {name for name in set(loads) if loads.count(name) == 1}

    def run(self, statements: Sequence[ast.stmt]) -> None:
        for statement in statements:
            self.budget.spend(1)
            self.statement(statement)

    def run_uncalled(self) -> None:
        """Functions that the suite defines for its reader to call: `check`, or `test_...`."""
        defined = [name for name, value in self.names.items() if isinstance(value, _Function)]
        if "check" in defined:
            if not self.called:
                if self.entry is None:
                    raise UnsupportedError("`check` is never called and there is no entry point")
                self.inline(self.names["check"].node, [self.entry])
            return
        for name in defined:
            function = self.names[name].node
            if name.startswith("test") and name not in self.called and not function.args.args:
                self.inline(function, [])

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                self.imported(node, aliases)
            case ast.FunctionDef(name=name):
                self.names[name] = _Function(node)
            case ast.Assert(test=test):
                self.asserted(test)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.names[name] = self.bound(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                self.names[name] = self.bound(value)
            case ast.For(target=target, iter=table, body=body, orelse=[]):
                self.loop(target, table, body)
            case ast.If(test=test, body=body, orelse=other):
                self.run(body if self.literal(test) else other)
            case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=arguments, keywords=[])) if (
                isinstance(self.names.get(name), _Function)
            ):
                self.inline(self.names[name].node, [self.bound(each) for each in arguments])
            case _:
                raise UnsupportedError(f"the statement `{ast.unparse(node)[:60]}`")

    def imported(self, node: ast.stmt, aliases: list[ast.alias]) -> None:
        """`import math` and names of math are known; all others are names of unknown things."""
        for alias in aliases:
            name = alias.asname or alias.name.partition(".")[0]
            known = isinstance(node, ast.Import) and alias.name == name == "math"
            if isinstance(node, ast.ImportFrom) and node.module == "typing":
                known = True
            if not known:
                self.names[name] = Opaque()

    def asserted(self, test: ast.expr) -> None:
        condition = self.deferred(test)
        calls = calls_of(condition)
        if calls:
            self.checks.append(Check(condition, calls))
        elif not settle(condition, {}, self.budget):
            raise UnsupportedError("an assert fails whatever the candidate does")

    def bound(self, value: ast.expr) -> Any:
        """What a name stands for: the candidate, a value, or an expression over results."""
        target = self.target(value)
        if target is not None:
            return target
        deferred = self.deferred(value)
        return deferred if calls_of(deferred) else settle(deferred, {}, self.budget)

    def literal(self, node: ast.expr) -> Any:
        """The value of an expression that no call of the candidate decides."""
        value = self.bound(node)
        if isinstance(value, Deferred | Target):
            raise UnsupportedError("a value depends on the candidate")
        return value

    def loop(self, target: ast.expr, table: ast.expr, body: list[ast.stmt]) -> None:
        for item in list(self.literal(table)):
            self.unpack(target, item)
            self.run(body)

    def unpack(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                values = list(value)
                if len(values) != len(parts):
                    raise UnsupportedError("unpacking of another length")
                for part, each in zip(parts, values, strict=True):
                    self.unpack(part, each)
            case _:
                raise UnsupportedError("unpacking into something else than names")

    def inline(self, function: ast.FunctionDef, arguments: list[Any]) -> None:
        """Runs a function of the tests with the names of the module."""
        signature = function.args
        plain = not (signature.vararg or signature.kwarg or signature.kwonlyargs)
        if not plain or len(signature.args) != len(arguments) or self.depth >= _MAX_INLINED:
            raise UnsupportedError(f"a call of {function.name} with other arguments")
        self.called.add(function.name)
        outer = dict(self.names)
        self.names.update(zip((part.arg for part in signature.args), arguments, strict=True))
        self.depth += 1
        self.run(function.body)
        self.depth -= 1
        self.names = outer

    def deferred(self, node: ast.expr) -> Deferred:
        """An expression, with the calls of the candidate in it noted in the order of the text."""
        slots: dict[int, int] = {}
        names: dict[str, Any] = {}
        for part in self.parts(node):
            if isinstance(part, ast.Name):
                names[part.id] = self.known(part.id)
            elif isinstance(part, ast.Call):
                target = self.target(part.func)
                if target is not None:
                    slots[id(part)] = self.noted(part, target)
        known = Deferred(node, names, slots, {})
        constants: dict[int, Any] = {}
        self.fold(node, known, constants)
        return known._replace(constants=constants)

    def fold(self, node: ast.expr, known: Deferred, constants: dict[int, Any]) -> bool:
        """Whether calls decide a part; if so, what they do not decide within it is computed."""
        if id(node) in known.slots:
            return True
        if isinstance(node, ast.Name) and isinstance(known.names.get(node.id), Deferred):
            return True
        inner = self.inner(node)
        open_parts = [self.fold(part, known, constants) for part in inner]
        if any(open_parts):
            for part, is_open in zip(inner, open_parts, strict=True):
                if not is_open:
                    constants[id(part)] = settle(known._replace(node=part), {}, self.budget)
        return any(open_parts)

    def parts(self, node: ast.expr) -> Iterator[ast.expr]:
        """An expression and its parts, but not what the candidate gets."""
        yield node
        for part in self.inner(node):
            yield from self.parts(part)

    def inner(self, node: ast.expr) -> list[ast.expr]:
        """The parts that are computed here; raises UnsupportedError outside of the language."""
        match node:
            case ast.Call(func=function, args=arguments, keywords=keywords):
                if self.target(function) is not None:
                    return []
                if function_named(function) is None or self.shadowed(function):
                    raise UnsupportedError(f"a call of {ast.unparse(function)[:60]}")
                if isinstance(function, ast.Name) and function.id == "isinstance":
                    return arguments[:1]
                inner = [*arguments, *(each.value for each in keywords)]
            case ast.Attribute(value=value, attr=name):
                if not (isinstance(value, ast.Name) and value.id == "math"):
                    raise UnsupportedError(f"the attribute {name}")
                return []
            case _ if isinstance(node, _OUTSIDE):
                raise UnsupportedError(f"{type(node).__name__} is outside of the language")
            case _:
                inner = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)]
        return [each.value if isinstance(each, ast.Starred) else each for each in inner]

    def shadowed(self, function: ast.expr) -> bool:
        root = function.value if isinstance(function, ast.Attribute) else function
        return isinstance(root, ast.Name) and root.id in self.names

    def known(self, name: str) -> Any:
        value = self.names.get(name, Opaque())
        if isinstance(value, Opaque | _Function | Target):
            raise UnsupportedError(f"the name {name}")
        return value

    def target(self, node: ast.expr) -> Target | None:
        """The candidate that a name stands for, or a free name of the program."""
        if isinstance(node, ast.Name) and isinstance(self.names.get(node.id), Target):
            found: Target = self.names[node.id]
            return found
        target = target_of(node)
        if target is None:
            return None
        root = target.class_name or target.function
        if root in self.names:
            return None
        if self.entry is not None:
            return target if target == self.entry else None
        return target if root not in BUILTINS and root != "math" else None

    def noted(self, call: ast.Call, target: Target) -> int:
        """The number of a new call; raises UnsupportedError if its arguments are no literals."""
        if len(self.calls) >= _MAX_CALLS:
            raise UnsupportedError(f"more than {_MAX_CALLS} calls")
        positional: list[Any] = []
        for part in call.args:
            inner = part.value if isinstance(part, ast.Starred) else part
            value = self.argument(inner)
            positional += value if isinstance(part, ast.Starred) else [value]
        keyword: dict[str, Any] = {}
        for each in call.keywords:
            if each.arg is None:
                keyword |= self.argument(each.value)
            else:
                keyword[each.arg] = self.argument(each.value)
        self.calls.append(CandidateCall(target, tuple(positional), keyword))
        return len(self.calls) - 1

    def argument(self, node: ast.expr) -> Any:
        """An argument's value. What the candidate might change must not be looked at again."""
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id in self.names:
                value = self.names[part.id]
                if part.id not in self.loaded_once and not _is_fixed(value):
                    raise UnsupportedError(f"{part.id} is passed on and could be changed")
        return self.literal(node)


def _is_fixed(value: Any) -> bool:
    """Whether a value cannot be changed by who gets it."""
    if isinstance(value, Target | Deferred):
        return True
    if type(value) in (tuple, frozenset):
        return all(map(_is_fixed, value))
    return type(value) not in (list, dict, set)
