"""The driver: many problems in flight, each drawn round by round until its decision is settled.

Neutral to engines: the caller gives `draw`, which finds a stored completion or samples one, and
scores it. Outcomes count in submission order, whatever order they finish in: short answers finish
first and are more often right, so counting the first to finish would call problems too easy.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias, TypeVar

from .outcomes import UNKNOWN, Draw, Outcomes
from .rules import Decision, Role, Rule
from .samplers.base import SamplerError
from .stopping import check_plan, decide, next_draws

DrawFunction: TypeAlias = Callable[[str, Role, int], Awaitable[Draw]]
"""(problem key, model, sample index from 0) -> the scored draw."""

OUTAGES: Final = (SamplerError, OSError)
"""What `draw` may raise for an outage (OSError has TimeoutError and ConnectionError). Anything
else is a bug of the caller: read as unknown, it would turn a whole build unmeasured in silence."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """One finished problem."""

    key: str
    weak: Outcomes
    strong: Outcomes
    decision: Decision
    errors: tuple[str, ...] = ()
    """One line per draw that failed: model, sample index, what happened."""


async def measure(
    problems: Iterable[str],
    draw: DrawFunction,
    *,
    rule: Rule,
    round_size: int = 2,
    undecided_max: int | None = None,
    top_up: int = 0,
    concurrency: int = 64,
) -> AsyncIterator[Measured]:
    """Measure the problems of these keys; yields each as it finishes, so in no fixed order.

    `concurrency` problems are in flight, each with at most `round_size` draws; keys are taken from
    `problems` as places get free. An outage of `draw` is an unknown outcome and is told in
    `errors`; any other exception ends everything and is raised. Close the iterator (`aclosing`)
    when leaving early: then all running draws are cancelled and awaited.
    """
    check_plan(round_size, top_up)
    if concurrency < 1:
        raise ValueError(f"concurrency is {concurrency}; at least one problem must be in flight")

    def next_round(weak: Outcomes, strong: Outcomes) -> tuple[Role, int] | None:
        return next_draws(
            rule,
            weak.outcomes,
            strong.outcomes,
            round_size=round_size,
            undecided_max=undecided_max,
            top_up=top_up,
        )

    async def one(key: str) -> Measured:
        weak, strong, errors = Outcomes(), Outcomes(), []
        while (step := next_round(weak, strong)) is not None:
            role, count = step
            first = len((weak if role == "weak" else strong).outcomes)
            draws = await _together(
                [_guarded(draw, key, role, first + offset) for offset in range(count)]
            )
            errors += [entry.error for entry in draws if entry.error]
            if role == "weak":
                weak = weak.extended(draws)
            else:
                strong = strong.extended(draws)
        decision = decide(rule, weak.outcomes, strong.outcomes, undecided_max=undecided_max)
        return Measured(key, weak, strong, decision, tuple(errors))

    work = _as_finished(map(one, problems), concurrency)
    try:
        async for result in work:
            yield result
    finally:
        await work.aclose()


async def _guarded(draw: DrawFunction, key: str, role: Role, index: int) -> Draw:
    """The draw, an outage made an unknown outcome that says where it came from."""
    try:
        result = await draw(key, role, index)
    except OUTAGES as problem:
        return Draw(UNKNOWN, "error", 0, 0, f"{role} {index}: {type(problem).__name__}: {problem}")
    return replace(result, error=f"{role} {index}: {result.error}") if result.error else result


async def _together(works: list[Awaitable[Draw]]) -> list[Draw]:
    """The results in the order given; if one fails the others are cancelled and awaited."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return await asyncio.gather(*tasks)
    finally:
        await _cancel(tasks)


async def _as_finished(works: Iterator[Awaitable[T]], concurrency: int) -> AsyncGenerator[T, None]:
    """Results as they finish, `concurrency` at a time; closing it cancels what is running."""
    finished: asyncio.Queue[asyncio.Future[T]] = asyncio.Queue()
    active: set[asyncio.Future[T]] = set()
    try:
        while True:
            for work in islice(works, concurrency - len(active)):
                started = asyncio.ensure_future(work)
                active.add(started)
                started.add_done_callback(finished.put_nowait)
            if not active:
                return
            task = await finished.get()
            active.discard(task)
            yield task.result()
    finally:
        await _cancel(active)


async def _cancel(tasks: Iterable[asyncio.Future[T]]) -> None:
    """Cancel what still runs and wait for it; finished tasks have their exception looked at."""
    waiting = list(tasks)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
