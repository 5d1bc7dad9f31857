"""Expressions of small programs as trees: each gives its Python source and its value.

Programs are never executed as text here: `run` walks the tree, within a budget of steps, and
`source` writes what Python would do the same with.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

MAX_DEPTH = 40
"""Calls within calls."""


class TooLongError(Exception):
    """A run that takes more steps or deeper recursion than its budget allows."""


@dataclass
class Machine:
    """What all calls of one run share: the definitions, and the steps that are left."""

    functions: Mapping[str, Callable[[Machine, list[Any]], Any]]
    steps: int
    depth: int = 0

    def step(self) -> None:
        """Count a step; raises TooLongError after the last."""
        self.steps -= 1
        if self.steps < 0:
            raise TooLongError


@dataclass
class Frame:
    """The variables of one call."""

    machine: Machine
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Instance:
    """An object of a class of the program."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)


class Expression(Protocol):
    """A node with a value. `level` says how tightly it binds, as in Python's grammar."""

    @property
    def level(self) -> int:
        """Between 1 (conditional) and 9 (atom)."""

    def source(self) -> str:
        """Python, without brackets around it."""

    def run(self, frame: Frame) -> Any:
        """Its value; raises what Python would raise."""


Operator: TypeAlias = tuple[int, Callable[[Any, Any], Any]]
OPERATORS: dict[str, Operator] = {
    "==": (5, operator.eq), "!=": (5, operator.ne), "<": (5, operator.lt), ">": (5, operator.gt),
    "<=": (5, operator.le), ">=": (5, operator.ge), "in": (5, lambda a, b: a in b),
    "not in": (5, lambda a, b: a not in b),
    "+": (6, operator.add), "-": (6, operator.sub), "*": (7, operator.mul),
    "//": (7, operator.floordiv), "%": (7, operator.mod),
}  # fmt: skip
BUILTINS: dict[str, Callable[..., Any]] = {
    "len": len, "sum": sum, "max": max, "min": min, "abs": abs, "sorted": sorted, "list": list,
    "str": str, "int": int, "ord": ord, "chr": chr, "range": range, "enumerate": enumerate,
    "zip": zip, "set": set,
}  # fmt: skip


@dataclass(frozen=True)
class Value:
    """A literal."""

    value: Any
    level = 9

    def source(self) -> str:
        """Its repr."""
        return repr(self.value)

    def run(self, frame: Frame) -> Any:
        """A new object where it could be changed."""
        return self.value.copy() if isinstance(self.value, list | dict | set) else self.value


@dataclass(frozen=True)
class Name:
    """A variable."""

    name: str
    level = 9

    def source(self) -> str:
        """Its name."""
        return self.name

    def run(self, frame: Frame) -> Any:
        """What it holds."""
        return frame.values[self.name]


@dataclass(frozen=True)
class Binary:
    """Arithmetic or a comparison."""

    sign: str
    left: Expression
    right: Expression

    @property
    def level(self) -> int:
        """By the sign."""
        return OPERATORS[self.sign][0]

    def source(self) -> str:
        """With brackets where they are needed; comparisons are never chained."""
        level = self.level
        left = bracketed(self.left, level + (level == 5))
        return f"{left} {self.sign} {bracketed(self.right, level + 1)}"

    def run(self, frame: Frame) -> Any:
        """Both sides, then the operation."""
        return OPERATORS[self.sign][1](self.left.run(frame), self.right.run(frame))


@dataclass(frozen=True)
class Logic:
    """`and` or `or`, which leave out the right side where the left decides."""

    word: str
    left: Expression
    right: Expression

    @property
    def level(self) -> int:
        """`or` binds less."""
        return 3 if self.word == "and" else 2

    def source(self) -> str:
        """With brackets where they are needed."""
        level = self.level
        return f"{bracketed(self.left, level)} {self.word} {bracketed(self.right, level + 1)}"

    def run(self, frame: Frame) -> Any:
        """The value that decides, as in Python."""
        left = self.left.run(frame)
        return self.right.run(frame) if bool(left) is (self.word == "and") else left


@dataclass(frozen=True)
class Choose:
    """`a if condition else b`."""

    condition: Expression
    then: Expression
    otherwise: Expression
    level = 1

    def source(self) -> str:
        """With brackets where they are needed."""
        parts = (bracketed(part, 2) for part in (self.then, self.condition, self.otherwise))
        return "{} if {} else {}".format(*parts)

    def run(self, frame: Frame) -> Any:
        """One of both."""
        return (self.then if self.condition.run(frame) else self.otherwise).run(frame)


@dataclass(frozen=True)
class Item:
    """`a[i]`."""

    of: Expression
    index: Expression
    level = 9

    def source(self) -> str:
        """With the index in square brackets."""
        return f"{bracketed(self.of, 9)}[{self.index.source()}]"

    def run(self, frame: Frame) -> Any:
        """The item."""
        return self.of.run(frame)[self.index.run(frame)]


@dataclass(frozen=True)
class Slice:
    """`a[i:j:k]`; each of the three may be None."""

    of: Expression
    start: Expression | None = None
    stop: Expression | None = None
    step: Expression | None = None
    level = 9

    def source(self) -> str:
        """Without a second colon if there is no step."""
        first, second, third = (
            "" if part is None else part.source() for part in (self.start, self.stop, self.step)
        )
        return f"{bracketed(self.of, 9)}[{first}:{second}{':' + third if third else ''}]"

    def run(self, frame: Frame) -> Any:
        """The part."""
        ends = (
            None if part is None else part.run(frame)
            for part in (self.start, self.stop, self.step)
        )  # fmt: skip
        return self.of.run(frame)[slice(*ends)]


@dataclass(frozen=True)
class Call:
    """A call of a built-in function, of one of the program's, or of a class."""

    function: str
    arguments: Sequence[Expression] = ()
    level = 9

    def source(self) -> str:
        """By positions."""
        return f"{self.function}({listed(self.arguments)})"

    def run(self, frame: Frame) -> Any:
        """What it returns."""
        values = [argument.run(frame) for argument in self.arguments]
        own = frame.machine.functions.get(self.function)
        return own(frame.machine, values) if own else BUILTINS[self.function](*values)


@dataclass(frozen=True)
class Method:
    """A call of a method: of a built-in type, or of a class of the program."""

    of: Expression
    name: str
    arguments: Sequence[Expression] = ()
    level = 9

    def source(self) -> str:
        """By positions."""
        return f"{bracketed(self.of, 9)}.{self.name}({listed(self.arguments)})"

    def run(self, frame: Frame) -> Any:
        """What it returns."""
        of = self.of.run(frame)
        values = [argument.run(frame) for argument in self.arguments]
        if isinstance(of, Instance):
            return frame.machine.functions[f"{of.kind}.{self.name}"](frame.machine, [of, *values])
        return getattr(of, self.name)(*values)


@dataclass(frozen=True)
class Attribute:
    """`a.b` of an object of the program."""

    of: Expression
    name: str
    level = 9

    def source(self) -> str:
        """With a dot."""
        return f"{self.of.source()}.{self.name}"

    def run(self, frame: Frame) -> Any:
        """What it holds."""
        return self.of.run(frame).values[self.name]


@dataclass(frozen=True)
class Many:
    """A list, or a tuple of at least two."""

    parts: Sequence[Expression]
    kind: type[list[Any]] | type[tuple[Any, ...]] = tuple
    level = 9

    def source(self) -> str:
        """In brackets of its kind."""
        return f"[{listed(self.parts)}]" if self.kind is list else f"({listed(self.parts)})"

    def run(self, frame: Frame) -> Any:
        """Part by part."""
        return self.kind(part.run(frame) for part in self.parts)


def bracketed(part: Expression, level: int) -> str:
    """Its source, in brackets if it binds less tightly than `level`, or is a negative number."""
    text = part.source()
    return f"({text})" if part.level < level or text.startswith("-") else text


def listed(parts: Sequence[Expression]) -> str:
    """With commas between them."""
    return ", ".join(part.source() for part in parts)
