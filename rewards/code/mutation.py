"""Small wrong changes of a right program: what a suite of tests should be able to tell apart.

Kinds, after the standard operators of mutation testing: comparison and boundary, arithmetic,
constant, boolean, condition, statement deletion, off-by-one, return value.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from .literals import LiteralError, parse_module


class Mutant(NamedTuple):
    """A changed program."""

    kind: str
    line: int
    """Line of the change in the right program, from 1."""
    program: str


_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_DELETABLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.Delete, ast.Break, ast.Continue, ast.Raise)


def mutants(program: str, limit: int) -> list[Mutant]:
    """Up to `limit` mutants, the kinds in turn, places spread over the program; no two the same.

    Empty if the program does not parse.
    """
    try:
        tree = parse_module(program)
    except LiteralError:
        return []
    by_kind: dict[str, list[Mutant]] = {}
    seen = {ast.unparse(tree)}
    for mutant in _all(tree):
        if mutant.program not in seen:
            seen.add(mutant.program)
            by_kind.setdefault(mutant.kind, []).append(mutant)
    rounds = zip_longest(*(_spread(group) for group in by_kind.values()))
    return [mutant for mutant in chain.from_iterable(rounds) if mutant is not None][:limit]


def _spread(group: list[Mutant]) -> list[Mutant]:
    """The group in an order in which every beginning is spread over the whole."""
    width = max(len(group) - 1, 1).bit_length()
    order = sorted(range(len(group)), key=lambda place: f"{place:0{width}b}"[::-1])
    return [group[place] for place in order]


def _all(tree: ast.AST) -> Iterator[Mutant]:
    """Every mutant; each change is made in place, written out and taken back."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, list):
                for place, node in enumerate(value):
                    for kind, other in _changes(node, parent):
                        value[place] = other
                        yield Mutant(kind, getattr(node, "lineno", 0), _text(tree))
                        value[place] = node
            elif isinstance(value, ast.AST):
                for kind, other in _changes(value, parent):
                    setattr(parent, field, other)
                    yield Mutant(kind, getattr(value, "lineno", 0), _text(tree))
                    setattr(parent, field, value)


def _text(tree: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _changes(node: Any, parent: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Kinds and replacements of one node."""
    match node:
        case ast.Compare(left=left, ops=[op, *ops], comparators=others):
            for other in _COMPARISONS[type(op)]:
                yield "comparison", ast.Compare(left, [other(), *ops], others)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            yield "arithmetic", ast.BinOp(left, _ARITHMETIC[type(op)](), right)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in _ARITHMETIC:
            yield "arithmetic", ast.AugAssign(target, _ARITHMETIC[type(op)](), value)
            yield "deletion", ast.Pass()
        case ast.BoolOp(op=op, values=values):
            yield "boolean", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "boolean", operand
        case ast.Constant(value=value) if not isinstance(parent, ast.Expr | ast.JoinedStr):
            yield from _constants(value)
        case ast.If(test=test, body=body, orelse=other):
            yield "condition", ast.If(ast.UnaryOp(ast.Not(), test), body, other)
            yield "condition", ast.If(ast.Constant(False), body, other)
        case ast.Return(value=value) if value is not None:
            yield "return", ast.Return(ast.Constant(None))
        case ast.Slice(lower=lower, upper=upper, step=step) if upper is not None:
            yield "off_by_one", ast.Slice(lower, _plus(upper, 1), step)
        case _ if isinstance(node, _DELETABLE):
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                yield "deletion", ast.Pass()
    yield from _ranges(node)


def _constants(value: object) -> Iterator[tuple[str, ast.AST]]:
    if type(value) is bool:
        yield "constant", ast.Constant(not value)
    elif type(value) is int:
        yield "constant", ast.Constant(value + 1)
        yield "constant", ast.Constant(value - 1)
    elif type(value) is float:
        yield "constant", ast.Constant(value * 2 + 1)
    elif type(value) is str:
        yield "constant", ast.Constant(value + "x" if value else "x")


def _ranges(node: Any) -> Iterator[tuple[str, ast.AST]]:
    """`range(n)` one shorter and one longer."""
    match node:
        case ast.Call(func=ast.Name(id="range") as function, args=[*first, last]) if len(first) < 2:
            for step in (1, -1):
                yield "off_by_one", ast.Call(function, [*first, _plus(last, step)], [])


def _plus(node: ast.expr, step: int) -> ast.expr:
    return ast.BinOp(node, ast.Add() if step > 0 else ast.Sub(), ast.Constant(abs(step)))
