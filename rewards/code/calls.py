"""Calls of the candidate as tests of the box."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..sandbox import Call, Handle, Opaque, Test
from .conditions import CandidateCall, Target

_FUTURE = re.compile(r"^from[ \t]+__future__[ \t]+import[ \t]+(?:\([^)]*\)|[^\n]*)", re.MULTILINE)
_SHIM = "touchstone_call_{number}"


def call_tests(program: str, calls: Sequence[CandidateCall]) -> tuple[str, list[Test]]:
    """The program, and a test per call.

    The box passes positions alone: for calls with keywords, a function per target that takes them
    from a dict is put after the program. It lives with the candidate and decides nothing.
    """
    shims: dict[Target, str] = {}
    tests: list[Test] = []
    for call in calls:
        function, class_name = call.target
        if not call.keyword:
            tests.append(Call(function, call.positional, class_name))
            continue
        name = shims.setdefault(call.target, _SHIM.format(number=len(shims)))
        tests.append(Call(name, (call.positional, call.keyword)))
    for target, name in shims.items():
        method = f"().{target.function}" if target.class_name else ""
        program += f"\n\ndef {name}(positional, keyword):\n"
        program += f"    return globals()[{_root(target)!r}]{method}(*positional, **keyword)\n"
    return its_own(program, sorted({_root(call.target) for call in calls})), tests


def _root(target: Target) -> str:
    return target.class_name or target.function


def its_own(program: str, names: Iterable[str]) -> str:
    """The program without names that the box gives to every program, where it must define them.

    The box offers `operator.add`, `math.gcd` and the like for use; they must not answer for a
    function of that name that the program lacks.
    """
    return with_prelude(program, "".join(f"globals().pop({name!r}, None)\n" for name in names))


def with_prelude(program: str, prelude: str | None) -> str:
    """The program after a prelude; its `__future__` imports stay first."""
    if not prelude:
        return program
    program = program.removeprefix("\ufeff")
    cut = max((found.end() for found in _FUTURE.finditer(program)), default=0)
    return f"{program[:cut]}\n{prelude}\n{program[cut:]}"


def holds_opaque(value: object) -> bool:
    """Whether a result has a part without a plain form."""
    if isinstance(value, dict):
        return any(map(holds_opaque, [*value.keys(), *value.values()]))
    if isinstance(value, list | tuple | set | frozenset):
        return any(map(holds_opaque, value))
    return isinstance(value, Opaque | Handle)
