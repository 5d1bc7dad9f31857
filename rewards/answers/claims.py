"""What an answer states beside its value, and whether it holds: `\\ln 2 \\approx 5` is a false one.

Reading never asks the symbolic layer, which may be busy; what exact forms leave open is kept with
the answer, and is looked at only where its value would be paid.
"""

from __future__ import annotations

from dataclasses import replace

from .. import symbolic as layer
from .scalars import text_of
from .symbols import compare_scalars
from .types import Answer, Choice, Claim, Group, Named, Result, Statement


def claimed(answer: Answer, statements: list[Statement]) -> Answer:
    """The answer with statements that must hold for it to be paid; a name stays outermost."""
    if not statements:
        return answer
    if isinstance(answer, Named):
        return replace(answer, value=claimed(answer.value, statements))
    if isinstance(answer, Claim):
        return Claim(answer.value, (*answer.statements, *statements))
    return Claim(answer, tuple(statements))


def settled(answer: Answer) -> Answer:
    """The answer without its statements: what a gold states is taken as true."""
    if isinstance(answer, Claim):
        return settled(answer.value)
    if isinstance(answer, Named):
        return replace(answer, value=settled(answer.value))
    if isinstance(answer, Group):
        return replace(answer, items=tuple(map(settled, answer.items)))
    if isinstance(answer, Choice) and answer.content is not None:
        return replace(answer, content=settled(answer.content))
    return answer


def upheld(found: Result, claim: Claim) -> Result:
    """What was found of a claim's value, if it is not equal or all statements hold.

    Otherwise the first that does not hold, or else the first of which that is not known.
    """
    if found.status != "equal":
        return found
    results = [_holds(statement) for statement in claim.statements]
    for status in ("different", "undecided"):
        for result in results:
            if result.status == status:
                detail = "false" if status == "different" else "open"
                return Result(result.status, result.layer, f"a statement beside it is {detail}")
    return found


def doubted(found: Result, answer: Named) -> Result:
    """What was found of a named value, if it is not equal or its name is no answer of its own."""
    if found.status != "equal" or not answer.doubtful:
        return found
    return Result("undecided", "type", "a name that may be another answer")


def _holds(statement: Statement) -> Result:
    if statement.within is None:
        return compare_scalars(statement.one, statement.other)
    texts = text_of(statement.one), text_of(statement.other)
    found = layer.compare_within(*texts, statement.within)
    return Result(found.status, "symbolic", found.detail)
