"""Suites that cannot be rewritten: the tests in one box, the candidate in another.

The tests never share an interpreter with the candidate. What they ask of it (a call, an attribute)
goes as plain values through this process to the candidate's box, and its reply comes back the same
way (`boxed/`). Arguments that the candidate changed are changed for the tests too. A suite passes
if it runs to its end and at least one of its asserts was reached; whatever ends the candidate's box
ends the suite.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..sandbox import Limits, Run, Session, ZygoteError, open_session
from .calls import its_own
from .conditions import Target

_SIDES = Path(__file__).parent / "boxed"
# The clock of the tests also runs while the candidate works, so it is the longer one.
_TESTS_WALL_FACTOR = 4.0
_ASKS = 100_000


class SuiteProgram(NamedTuple):
    """What the box of the tests runs."""

    text: str
    shared: tuple[str, ...]
    """Classes that the prelude gives to both boxes: their objects travel by content."""
    names: tuple[str, ...]
    """What the tests ask of the candidate by name."""


class Outcome(NamedTuple):
    """How a suite ended."""

    passed: bool
    detail: str
    undecided: bool = False


def suite_program(tests: ast.Module, prelude: ast.Module, entry: Target | None) -> SuiteProgram:
    """The tests with their asserts counted, after stand-ins for the candidate's names."""
    names = {entry.class_name or entry.function} if entry else _free_names(tests, prelude)
    shared = tuple(node.name for node in prelude.body if isinstance(node, ast.ClassDef))
    stands_in = "\n".join(f"{name} = _TsName({name!r})" for name in sorted(names))
    counted = ast.fix_missing_locations(_Counted().visit(ast.parse(ast.unparse(tests))))
    parts = (
        _side("graph"), _side("tests_side"), f"_ts_shared = {set(shared) or set()!r}", stands_in,
        ast.unparse(prelude), ast.unparse(counted), _uncalled(tests, entry),
    )  # fmt: skip
    return SuiteProgram("\n\n".join(parts), shared, tuple(sorted(names)))


def run_in_two_boxes(program: str, tests: SuiteProgram, limits: Limits) -> Outcome:
    """Run a suite against a program, which has the prelude in it already."""
    program = its_own(program, tests.names)
    candidate_program = f"{program}\n\n{_side('graph')}\n\n{_side('candidate_side')}"
    patient = Limits(
        limits.cpu_s, limits.memory_mb, limits.output_mb, limits.wall_factor * _TESTS_WALL_FACTOR
    )
    try:
        with (
            open_session(tests.text, limits=patient) as suite,
            open_session(candidate_program, limits=limits, calls=_ASKS) as candidate,
        ):
            return _relayed(suite, candidate, tests.shared)
    except ZygoteError as error:
        return Outcome(False, str(error), undecided=True)


def _relayed(suite: Session, candidate: Session, shared: tuple[str, ...]) -> Outcome:
    """Run the suite to its end, its asks answered by the candidate."""
    ended: list[Run] = []

    def relay(ask: object) -> object:
        try:
            run = candidate.call("_ts_serve", (ask, list(shared)))
        except Exception as error:  # a fault on this side of the boxes must not read as a failure
            run = Run("infra_error", error=f"{type(error).__name__}: {error}")
        if not run.ok:
            ended.append(run)
            raise RuntimeError("the candidate's box has ended")
        return run.value

    run = suite.call("_ts_result", relay=relay)
    for each in (*ended, run):
        if each.status == "infra_error":
            return Outcome(False, each.error, undecided=True)
    if ended:
        return Outcome(False, f"the candidate: {ended[0].error or ended[0].status}")
    if not run.ok:
        return Outcome(False, run.error or run.status)
    if type(run.value) is not int or run.value < 1:
        return Outcome(False, "no assert was reached")
    return Outcome(True, f"{run.value} asserts")


@cache
def _side(name: str) -> str:
    return (_SIDES / f"{name}.py").read_text("utf-8")


class _Counted(ast.NodeTransformer):
    """Puts a count after every assert."""

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        called = ast.Call(ast.Name("_ts_passed", ast.Load()), [], [])
        return [node, ast.Expr(called)]


def has_asserts(tests: ast.Module) -> bool:
    """Whether there is anything to count."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(tests))


def top_names(prelude: ast.Module) -> frozenset[str]:
    """Names that a prelude defines, apart from what it imports by star."""
    return frozenset(_bound(prelude.body))


def _free_names(tests: ast.Module, prelude: ast.Module) -> set[str]:
    """Names that the tests use and nothing but the candidate can define."""
    nodes = [*ast.walk(tests), *ast.walk(prelude)]
    used = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return used - set(_bound(nodes)) - set(dir(builtins)) - {"__name__", "__file__"}


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Names that these nodes themselves define."""
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ExceptHandler(name=str() as name):
                yield name
            case ast.Assign(targets=targets):
                yield from _bound(targets)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                for alias in aliases:
                    yield alias.asname or alias.name.partition(".")[0]


def _uncalled(tests: ast.Module, entry: Target | None) -> str:
    """Calls of what the tests define for their reader to call: `check`, or `test_...`."""
    defined = {node.name: node for node in tests.body if isinstance(node, ast.FunctionDef)}
    called = {
        node.func.id
        for statement in tests.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if "check" in defined:
        if "check" in called or entry is None:
            return ""
        owner = f"{entry.class_name}()." if entry.class_name else ""
        return f"check({owner}{entry.function})"
    alone = [name for name, node in defined.items() if not node.args.args and name not in called]
    return "\n".join(f"{name}()" for name in alone if name.startswith("test"))
