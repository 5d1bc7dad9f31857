"""Do the levels of the procedural families differ? Pass rates of a small model, or counted work.

    python benchmarks/difficulty.py logic --weights FILE.gguf [--problems 60] [--samples 2]
    python benchmarks/difficulty.py levels --weights FILE.gguf [--problems 20] [--samples 2]
    python benchmarks/difficulty.py levels

`logic` sweeps each family along the parameter that sets its size, all else held at its easiest,
and writes docs/logic-difficulty.*. `levels` goes through the levels of every family and writes
docs/difficulty.*: the work is counted (difficulty_work.py), and with weights ten easy problems of
each family that can be drawn (NEVER_DRAWN) are tried, and those families of which one is solved
are measured on every level. Every problem is drawn `samples` times from SmolLM2-135M-Instruct at
temperature 0.7 and graded by the family's reward. That model does not follow a described form, so
each prompt comes after worked examples of the same size. With `--record FILE` an ended run goes on
where it was: every point that is measured is a line of that file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

from difficulty_pages import (
    Effort,
    Point,
    drawing,
    effort_panels,
    effort_table,
    rate_panels,
    rate_table,
)
from difficulty_work import work_of

from domains.base import Generator, Problem, RawRow
from domains.registry import find_source
from domains.templates import render
from filters.difficulty.samplers.base import Message, Sampler, SamplingParams
from filters.difficulty.samplers.embedded import create
from pipeline.families import families
from rewards import load_reward

DOCS = Path(__file__).parent.parent / "docs"
MODEL = "SmolLM2-135M"
SEED, SHOT_SEED = 42, 43
PARAMS = SamplingParams(temperature=0.7, top_p=1.0, max_tokens=96)
PROBED = 10
COUNTED = {"simulation": 30}
"""Problems per level whose work is counted; others: 200."""


class Step(NamedTuple):
    """One size of one family."""

    family: str
    axis: str
    value: str
    parameters: Mapping[str, Any]
    shots: int


_KNIGHTS = {"depth": 1, "forms": ["kind", "alike", "tally"]}
_GRAPH = {
    "depth": [1, 1], "width": [1, 1], "merge": 0.0, "others": 0, "crossings": 0, "pairs": 0,
    "excludes": 0, "questions": ["is"],
}  # fmt: skip
_ZEBRA = {"attributes": [2, 2], "tokens": 260, "clues": {"at": 3, "same": 2}}
_ORDERING = {"relations": ["before", "directly", "at", "end"], "anchors": 1, "weak": 2}
LOGIC_SHOTS, LEVEL_SHOTS = 2, 1
LOGIC = [
    Step(f"logic__{family}", axis, str(n), parameters, LOGIC_SHOTS)
    for family, axis, steps in (
        ("graph_logic", "choices", {n: _GRAPH | {"choices": n} for n in (2, 3, 4, 6, 8)}),
        ("knights_and_knaves", "people", {n: _KNIGHTS | {"people": [n, n]} for n in range(2, 7)}),
        ("ordering", "things", {n: _ORDERING | {"things": [n, n]} for n in range(3, 7)}),
        ("zebra", "houses", {n: _ZEBRA | {"houses": [n, n]} for n in range(2, 5)}),
    )
    for n, parameters in steps.items()
]


# A program needs more tokens than a draw has; a guess among three options is right at every level;
# the puzzles are swept.
NEVER_DRAWN = ("code", "logic__entailment", *{step.family for step in LOGIC})


def levels() -> dict[str, list[Step]]:
    """The levels of every family, in their order."""
    return {
        name: [
            Step(name, "level", level, parameters, LEVEL_SHOTS)
            for level, parameters in source.location.levels.items()
        ]
        for name, source in families().items()
        if isinstance(source.location, Generator)
    }


def problem(step: Step, seed: int, index: int) -> Problem:
    """Problem `index` of a step."""
    data = {"seed": seed, "level": "sweep", "index": index, "parameters": dict(step.parameters)}
    made = find_source(step.family).normalize(RawRow(f"{seed}/{index}", data))
    if not isinstance(made, Problem):
        raise SystemExit(f"{step}: {made}")
    return made


def chat(step: Step, asked: Problem) -> list[Message]:
    """Solved problems of the same size and reward, then the one that is asked."""
    source = find_source(step.family)
    reward = load_reward(asked.reward or source.reward)
    messages: list[Message] = []
    index = 0
    while len(messages) < 2 * step.shots:
        shot = problem(step, SHOT_SEED, index)
        index += 1
        if shot.reward == asked.reward:
            answer = reward.render(shot.ground_truth, shot.spec)
            messages += [*_user(source.template, shot), {"role": "assistant", "content": answer}]
    return messages + _user(source.template, asked)


def _user(template: str, asked: Problem) -> list[Message]:
    return [
        {"role": turn["role"], "content": turn["content"]}
        for turn in render(asked.template or template, asked.question, asked.context)
    ]


async def measure(sampler: Sampler, step: Step, problems: int, draws: int) -> Point:
    """Draw and grade one step."""
    gate = asyncio.Semaphore(sampler.concurrency)

    async def grade(index: int) -> list[str]:
        asked = problem(step, SEED, index)
        async with gate:
            prompt = sampler.render(chat(step, asked))
            texts = [await sampler.sample(prompt, draw, PARAMS) for draw in range(draws)]
        for text in texts:
            if text.finish_reason == "error":
                raise SystemExit(f"{step}: {text.error}")
        reward = load_reward(asked.reward or find_source(step.family).reward)
        return [reward.score(t.text, asked.ground_truth, asked.spec).status for t in texts]

    graded = await asyncio.gather(*map(grade, range(problems)))
    found = [status for each in graded for status in each]
    correct, silent = found.count("correct"), found.count("no_answer")
    point = Point(step.family, step.axis, step.value, correct, silent, len(found))
    print(point, f"{time.process_time():.0f} s of CPU", flush=True)
    return point


def effort(step: Step) -> Effort:
    """The mean work of one step."""
    count = COUNTED.get(step.family.partition("__")[0], 200)
    work = work_of(step.family)
    found = Effort(
        step.family, work.unit, step.value, work.of([problem(step, SEED, i) for i in range(count)])
    )
    print(found, flush=True)
    return found


class Record:
    """Points that are measured once, each a line of a file if there is one."""

    def __init__(self, path: Path | None, sampler: Sampler) -> None:
        self._path, self._sampler = path, sampler
        lines = path.read_text("utf-8").splitlines() if path and path.exists() else []
        self._found = {key: Point(*point) for key, point in map(json.loads, lines)}

    async def point(self, step: Step, problems: int, draws: int) -> Point:
        """What was measured before, or is now."""
        made_by = find_source(step.family).location.revision
        key = f"{step.family} {made_by} {step.axis} {step.value} {problems}x{draws}"
        if key not in self._found:
            self._found[key] = await measure(self._sampler, step, problems, draws)
            if self._path:
                with self._path.open("a", encoding="utf-8") as lines:
                    print(json.dumps([key, self._found[key]]), file=lines)
        return self._found[key]


async def rates(
    given: argparse.Namespace, swept: Sequence[Sequence[Step]], probe: bool
) -> tuple[list[Point], list[Point]]:
    """Every step of the families (of which one easy problem is solved), and the easy probes."""
    sampler = create(weights=given.weights, model=f"{MODEL}-Instruct", slot_context=6144)
    record = Record(given.record, sampler)
    points: list[Point] = []
    probes: list[Point] = []
    try:
        for steps in swept:
            if probe:
                probes.append(await record.point(steps[0], PROBED, 1))
            if not probe or probes[-1].correct:
                points += [await record.point(s, given.problems, given.samples) for s in steps]
    finally:
        sampler.close()
    return points, probes


LOGIC_PAGE = """# Pass rate over difficulty, logic families

Generated by `benchmarks/difficulty.py`; do not edit.

![Pass rate over the size of each family](logic-difficulty.svg)

SmolLM2-135M-Instruct (the embedded demonstration model), {draws} draws each of {problems} problems
per step, temperature {temperature}, after {shots} worked examples of the same size. Each family is
swept along the parameter that sets its size, all else at its easiest. The bars are 95 % Jeffreys
intervals. A model of this size guesses; what falls here is the chance of a well-formed guess, and
larger models fall later along the same parameters.

{table}
"""
LEVELS_PAGE = """# Difficulty of the levels

Generated by `benchmarks/difficulty.py`; do not edit. Four logic families are swept along the
parameter that sets their size on a [page of their own](logic-difficulty.md).

![What is measured of each family and level](difficulty.svg)

{said}## Counted work

Counted without a model: the mean over 200 generated problems of each level (30 where programs are
run). It orders the levels of one family; it compares no two of them.

{table}
"""
PROBES = """## Pass rates

SmolLM2-135M-Instruct (the embedded demonstration model) was drawn once for each of {probed} easy
problems of each family, at temperature {temperature}, after a worked example of the same level. Not
drawn were programs to be written (a draw has {tokens} tokens), entailment (a guess among its three
options is right at every level) and the logic families of the other page. It solved none of these:

{failed}

"""
RATES = """Of the rest, {draws} draws each of {problems} problems per level; the bars are 95 %
Jeffreys intervals.

{table}

"""


def logic_page(given: argparse.Namespace) -> None:
    """docs/logic-difficulty.*"""
    drawn, _ = asyncio.run(rates(given, [[step] for step in LOGIC], False))
    points = [point._replace(family=point.family.removeprefix("logic__")) for point in drawn]
    page = LOGIC_PAGE.format(
        draws=given.samples, problems=given.problems, temperature=PARAMS.temperature,
        shots=LOGIC_SHOTS, table=rate_table(points),
    )  # fmt: skip
    title = f"Pass rate of {MODEL} over the size of the logic families"
    _write("logic-difficulty", page, drawing(rate_panels(points), title, 2))


def levels_page(given: argparse.Namespace) -> None:
    """docs/difficulty.*"""
    swept, said = levels(), ""
    points: list[Point] = []
    if given.weights:
        drawn = [s for name, s in swept.items() if not name.startswith(NEVER_DRAWN)]
        points, probes = asyncio.run(rates(given, drawn, True))
        failed = fill(", ".join(probe.family for probe in probes if not probe.correct), 100)
        said = PROBES.format(
            probed=PROBED, temperature=PARAMS.temperature, tokens=PARAMS.max_tokens, failed=failed,
        )  # fmt: skip
        if points:
            table = rate_table(points)
            said += RATES.format(draws=given.samples, problems=given.problems, table=table)
    efforts = [effort(step) for steps in swept.values() for step in steps]
    page = LEVELS_PAGE.format(said=said, table=effort_table(efforts))
    rate = [panel._replace(axis="pass rate") for panel in rate_panels(points)]
    panels = [*rate, *effort_panels(efforts)]
    title = "Pass rate or counted work over the levels of the procedural families"
    _write("difficulty", page, drawing(panels, title, 3))


def _write(name: str, page: str, figure: str) -> None:
    (DOCS / f"{name}.md").write_text(page, "utf-8")
    (DOCS / f"{name}.svg").write_text(figure, "utf-8")


def main() -> None:
    """Measure, print, write a page and its figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("page", choices=["logic", "levels"])
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--problems", type=int, default=60)
    parser.add_argument("--samples", type=int, default=2)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    if given.page == "logic":
        if not given.weights:
            parser.error("logic needs --weights")
        logic_page(given)
    else:
        levels_page(given)


if __name__ == "__main__":
    main()
