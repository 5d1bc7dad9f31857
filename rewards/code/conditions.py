"""What the results of calls must fulfil: conditions over them, computed outside of the box."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

from .expressions import Budget, compute

PYTHON_ERRORS = (TypeError, ValueError, LookupError, ArithmeticError, RecursionError, MemoryError)
"""What computing on plain values may raise; UnsupportedError is a ValueError."""


class Target(NamedTuple):
    """What is called: a function of the program, or a method of a new object of its class."""

    function: str
    class_name: str | None = None


class CandidateCall(NamedTuple):
    """One call of the candidate; its arguments are plain values."""

    target: Target
    positional: tuple[Any, ...]
    keyword: dict[str, Any]


class Deferred(NamedTuple):
    """An expression over results of calls, with what its names stood for when it was met."""

    node: ast.expr
    names: Mapping[str, Any]
    slots: Mapping[int, int]
    """Number of the call by the identity of its node."""
    constants: Mapping[int, Any]
    """Values of the parts that no call decides, by the identity of their node."""


class Check(NamedTuple):
    """One assert: its condition, and the numbers of the calls that it needs."""

    condition: Deferred
    calls: frozenset[int]

    def holds(self, results: Mapping[int, Any]) -> bool:
        """Whether the condition holds of the results; one that fails to compute does not."""
        try:
            return bool(settle(self.condition, results, Budget()))
        except PYTHON_ERRORS:
            return False

    def shown(self) -> str:
        """The condition as it may stand in a one-line detail."""
        text = " ".join(ast.unparse(self.condition.node).split())
        return text if len(text) <= 100 else f"{text[:100]}..."


class Suite(NamedTuple):
    """A rewritten suite."""

    calls: tuple[CandidateCall, ...]
    checks: tuple[Check, ...]

    def checks_by_last_call(self) -> dict[int, list[Check]]:
        """The checks that can be decided when a call has returned, by the number of the call."""
        due: dict[int, list[Check]] = {}
        for check in self.checks:
            due.setdefault(max(check.calls), []).append(check)
        return due


class Opaque:
    """What a name stands for that this language does not know."""


def calls_of(deferred: Deferred) -> frozenset[int]:
    """The calls that an expression needs, those behind its names included."""
    own = frozenset(deferred.slots.values())
    inner = [calls_of(value) for value in deferred.names.values() if isinstance(value, Deferred)]
    return own.union(*inner)


def settle(deferred: Deferred, results: Mapping[int, Any], budget: Budget) -> Any:
    """The value of an expression, given the results of all calls."""

    def resolve(node: ast.expr) -> tuple[bool, Any]:
        if id(node) in deferred.slots:
            return True, results[deferred.slots[id(node)]]
        if id(node) in deferred.constants:
            return True, deferred.constants[id(node)]
        if isinstance(node, ast.Name) and node.id in deferred.names:
            value = deferred.names[node.id]
            if isinstance(value, Deferred):
                return True, settle(value, results, budget)
            return not isinstance(value, Opaque), value
        return False, None

    return compute(deferred.node, resolve, budget)


def expected_results(suite: Suite) -> list[Any] | None:
    """A result for every call with which all checks hold, if the asserts name them, else None."""
    results: dict[int, Any] = {}
    for check in suite.checks:
        found = _named(check.condition)
        if found is not None:
            results.setdefault(*found)
    if len(results) < len(suite.calls) or not all(check.holds(results) for check in suite.checks):
        return None
    return [results[number] for number in range(len(suite.calls))]


def _named(condition: Deferred) -> tuple[int, Any] | None:
    """The call and its result in `call == literal`, `literal == call`, `call`, `not call`."""
    slots, constants = condition.slots, condition.constants
    match condition.node:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
            for call, literal in ((left, right), (right, left)):
                if id(call) in slots and id(literal) in constants:
                    return slots[id(call)], constants[id(literal)]
        case ast.UnaryOp(op=ast.Not(), operand=call) if id(call) in slots:
            return slots[id(call)], False
        case call if id(call) in slots:
            return slots[id(call)], True
    return None
