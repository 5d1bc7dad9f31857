import asyncio
import random
from contextlib import aclosing

import pytest

from filters.difficulty.cascade import measure
from filters.difficulty.outcomes import Draw
from filters.difficulty.rules import load_rule
from filters.difficulty.samplers.base import SamplerError
from filters.difficulty.stopping import decide

GURU = load_rule("guru")


def run(problems, draw, **plan):
    async def collect():
        async with aclosing(measure(problems, draw, rule=GURU, **plan)) as results:
            return [result async for result in results]

    return asyncio.run(collect())


def letters(key, role):
    stream = random.Random(f"{key} {role}")
    p = stream.choice((0.0, 0.3, 0.97))
    return "".join("1" if stream.random() < p else "0" for _ in range(16))


def shuffled_draw(order_seed):
    """Draws that finish in an order of their own."""
    stream = random.Random(order_seed)

    async def draw(key, role, index):
        for _ in range(stream.randrange(6)):
            await asyncio.sleep(0)
        return Draw(letters(key, role)[index], "stop", index, 7)

    return draw


def test_results_do_not_hang_on_the_order_of_finishing():
    keys = [f"p{number}" for number in range(60)]
    runs = [run(keys, shuffled_draw(seed), round_size=4, concurrency=9) for seed in (1, 2)]
    first, second = ({result.key: result for result in results} for results in runs)
    assert first == second
    assert [r.key for r in runs[0]] != [r.key for r in runs[1]]
    assert set(first) == set(keys)
    for key, result in first.items():
        assert result.decision == decide(GURU, letters(key, "weak"), letters(key, "strong"))
        assert letters(key, "weak").startswith(result.weak.outcomes)
        assert result.weak.tokens == tuple(range(len(result.weak.outcomes)))
    assert {"keep", "too_easy", "too_hard"} == {result.decision for result in first.values()}


def test_concurrency_bounds_problems_and_rounds_are_concurrent():
    running, most = set(), [0, 0]

    async def draw(key, role, index):
        running.add((key, index))
        most[0] = max(most[0], len({key for key, _ in running}))
        most[1] = max(most[1], len(running))
        for _ in range(5):
            await asyncio.sleep(0)
        running.discard((key, index))
        return Draw("0", "stop", 1, 1)

    run((f"p{number}" for number in range(20)), draw, round_size=4, concurrency=3)
    assert most == [3, 12]


@pytest.mark.parametrize("outage", [SamplerError("engine gone"), TimeoutError("late")])
def test_an_outage_is_unknown_and_told(outage):
    async def draw(key, role, index):
        if role == "weak" and index == 1:
            raise outage
        return Draw("1" if role == "strong" else "0", "stop", 1, 1)

    (result,) = run(["a"], draw, round_size=2)
    assert result.weak.outcomes[:2] == "0?"
    assert result.weak.finishes[:2] == "se"
    assert result.decision == "keep"
    assert result.errors == (f"weak 1: {type(outage).__name__}: {outage}",)


def test_an_error_of_the_engine_is_told_with_its_place():
    async def draw(key, role, index):
        return Draw("?", "error", 0, 0, "prompt too long")

    (result,) = run(["a"], draw, round_size=1, undecided_max=1)
    assert (result.weak.outcomes, result.decision) == ("??", "unmeasured")
    assert result.errors == ("weak 0: prompt too long", "weak 1: prompt too long")


@pytest.mark.parametrize("problem", [TypeError("bug"), KeyboardInterrupt()])
def test_anything_else_ends_all_and_cancels_what_runs(problem):
    started, cancelled = [], []

    async def draw(key, role, index):
        if key == "bad":
            await asyncio.sleep(0)
            raise problem
        started.append(key)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(key)
            raise

    with pytest.raises(type(problem)):
        run(["a", "b", "bad"], draw, round_size=2)
    assert sorted(cancelled) == sorted(started) == ["a", "a", "b", "b"]


def test_cancelling_the_reader_cancels_every_draw():
    running = []

    async def draw(key, role, index):
        running.append((key, index))
        try:
            await asyncio.Event().wait()
        finally:
            running.remove((key, index))

    async def scenario():
        async def read():
            async with aclosing(measure(["a", "b"], draw, rule=GURU, round_size=3)) as results:
                return [result async for result in results]

        task = asyncio.create_task(read())
        while len(running) < 6:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert running == []
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scenario())


def test_leaving_early_cancels_the_rest():
    running = set()

    async def draw(key, role, index):
        running.add(key)
        if key != "quick":
            try:
                await asyncio.Event().wait()
            finally:
                running.discard(key)
        return Draw("1", "stop", 1, 1)

    async def scenario():
        async with aclosing(measure(["slow", "quick"], draw, rule=GURU)) as results:
            async for result in results:
                assert result.key == "quick"
                assert running == {"slow", "quick"}
                break
        assert running == {"quick"}

    asyncio.run(scenario())


def test_impossible_settings_are_refused():
    with pytest.raises(ValueError, match="concurrency is 0"):
        run(["a"], shuffled_draw(1), concurrency=0)
    with pytest.raises(ValueError, match="round_size is 9"):
        run(["a"], shuffled_draw(1), round_size=9)
