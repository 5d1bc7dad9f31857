"""Statements, functions, classes and whole programs as trees; see `_tree`."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ._tree import (
    MAX_DEPTH,
    OPERATORS,
    Attribute,
    Expression,
    Frame,
    Instance,
    Item,
    Machine,
    Name,
    TooLongError,
)

INDENT = "    "


@dataclass(frozen=True)
class Leave:
    """Why a block ends early: `break`, or `return` with a value."""

    word: str
    value: Any = None


class Statement(Protocol):
    """A node that does something."""

    def lines(self) -> list[str]:
        """Python, line by line."""

    def run(self, frame: Frame) -> Leave | None:
        """Do it; something else than None leaves the block. Raises what Python would raise."""


def block(statements: Sequence[Statement]) -> list[str]:
    """The indented lines of a body."""
    return [INDENT + line for statement in statements for line in statement.lines()]


def run_block(statements: Sequence[Statement], frame: Frame) -> Leave | None:
    """One after another, until one leaves."""
    for statement in statements:
        frame.machine.step()
        left = statement.run(frame)
        if left is not None:
            return left
    return None


def store(target: Expression, value: Any, frame: Frame) -> None:
    """Set a variable, an item or an attribute."""
    match target:
        case Name(name=name):
            frame.values[name] = value
        case Item(of=of, index=index):
            of.run(frame)[index.run(frame)] = value
        case Attribute(of=of, name=name):
            of.run(frame).values[name] = value
        case _:
            raise TypeError(f"{target.source()} cannot be set")


@dataclass(frozen=True)
class Set:
    """`target = value`."""

    target: Expression
    value: Expression

    def lines(self) -> list[str]:
        """One line."""
        return [f"{self.target.source()} = {self.value.source()}"]

    def run(self, frame: Frame) -> Leave | None:
        """Value first."""
        store(self.target, self.value.run(frame), frame)
        return None


@dataclass(frozen=True)
class Change:
    """`target += value` and the like, for values that are replaced, not changed in place."""

    target: Expression
    sign: str
    value: Expression

    def lines(self) -> list[str]:
        """One line."""
        return [f"{self.target.source()} {self.sign}= {self.value.source()}"]

    def run(self, frame: Frame) -> Leave | None:
        """The old value first."""
        old = self.target.run(frame)
        store(self.target, OPERATORS[self.sign][1](old, self.value.run(frame)), frame)
        return None


@dataclass(frozen=True)
class Do:
    """An expression for its effect."""

    value: Expression

    def lines(self) -> list[str]:
        """One line."""
        return [self.value.source()]

    def run(self, frame: Frame) -> Leave | None:
        """Its value is dropped."""
        self.value.run(frame)
        return None


@dataclass(frozen=True)
class Return:
    """`return value`."""

    value: Expression

    def lines(self) -> list[str]:
        """One line."""
        return [f"return {self.value.source()}"]

    def run(self, frame: Frame) -> Leave | None:
        """Leave the call."""
        return Leave("return", self.value.run(frame))


@dataclass(frozen=True)
class Break:
    """`break`."""

    def lines(self) -> list[str]:
        """One line."""
        return ["break"]

    def run(self, frame: Frame) -> Leave | None:
        """Leave the loop."""
        return Leave("break")


@dataclass(frozen=True)
class If:
    """`if`, `elif` for each further branch, and perhaps `else`."""

    branches: Sequence[tuple[Expression, Sequence[Statement]]]
    otherwise: Sequence[Statement] = ()

    def lines(self) -> list[str]:
        """Branch after branch."""
        found = []
        for number, (condition, body) in enumerate(self.branches):
            found.append(f"{'elif' if number else 'if'} {condition.source()}:")
            found += block(body)
        return [*found, "else:", *block(self.otherwise)] if self.otherwise else found

    def run(self, frame: Frame) -> Leave | None:
        """The first branch whose condition holds."""
        for condition, body in self.branches:
            if condition.run(frame):
                return run_block(body, frame)
        return run_block(self.otherwise, frame)


@dataclass(frozen=True)
class While:
    """`while`."""

    condition: Expression
    body: Sequence[Statement]

    def lines(self) -> list[str]:
        """Head and body."""
        return [f"while {self.condition.source()}:", *block(self.body)]

    def run(self, frame: Frame) -> Leave | None:
        """As long as the condition holds."""
        while self.condition.run(frame):
            left = run_block(self.body, frame)
            if left is not None:
                return None if left.word == "break" else left
        return None


@dataclass(frozen=True)
class For:
    """`for names in values`."""

    names: Sequence[str]
    values: Expression
    body: Sequence[Statement]

    def lines(self) -> list[str]:
        """Head and body."""
        return [f"for {', '.join(self.names)} in {self.values.source()}:", *block(self.body)]

    def run(self, frame: Frame) -> Leave | None:
        """Item by item; several names take an item apart."""
        for item in self.values.run(frame):
            parts = [item] if len(self.names) == 1 else item
            frame.values.update(zip(self.names, parts, strict=True))
            left = run_block(self.body, frame)
            if left is not None:
                return None if left.word == "break" else left
        return None


@dataclass(frozen=True)
class Function:
    """`def`; the methods of a class have `self` as their first parameter."""

    name: str
    parameters: Sequence[str]
    body: Sequence[Statement]

    def lines(self) -> list[str]:
        """Head and body."""
        return [f"def {self.name}({', '.join(self.parameters)}):", *block(self.body)]

    def call(self, machine: Machine, arguments: list[Any]) -> Any:
        """What it returns; None without a return."""
        machine.depth += 1
        if machine.depth > MAX_DEPTH:
            raise TooLongError
        frame = Frame(machine, dict(zip(self.parameters, arguments, strict=True)))
        left = run_block(self.body, frame)
        machine.depth -= 1
        return left.value if left else None


@dataclass(frozen=True)
class Class:
    """`class`; an `__init__` without return is among its methods."""

    name: str
    methods: Sequence[Function]

    def lines(self) -> list[str]:
        """Methods with blank lines between them."""
        found = [f"class {self.name}:"]
        for number, method in enumerate(self.methods):
            found += [*([""] if number else []), *(INDENT + line for line in method.lines())]
        return found

    def make(self, machine: Machine, arguments: list[Any]) -> Instance:
        """A new object."""
        made = Instance(self.name)
        machine.functions[f"{self.name}.__init__"](machine, [made, *arguments])
        return made


@dataclass(frozen=True)
class Program:
    """Classes and functions; the last function is the one that is called."""

    parts: Sequence[Function | Class]

    @property
    def function(self) -> str:
        """The name of the last function."""
        return self.parts[-1].name

    def source(self) -> str:
        """The whole program, as PEP 8 would space it."""
        return "\n\n\n".join("\n".join(part.lines()) for part in self.parts) + "\n"

    def call(self, arguments: Sequence[Any], steps: int) -> Any:
        """What the last function returns for a copy of the arguments.

        Raises TooLongError, and what Python would raise.
        """
        functions: dict[str, Callable[[Machine, list[Any]], Any]] = {}
        for part in self.parts:
            if isinstance(part, Function):
                functions[part.name] = part.call
                continue
            functions[part.name] = part.make
            functions |= {f"{part.name}.{method.name}": method.call for method in part.methods}
        machine = Machine(functions, steps)
        return functions[self.function](machine, copy.deepcopy(list(arguments)))
