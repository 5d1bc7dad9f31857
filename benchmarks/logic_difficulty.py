"""Pass rate of a small model over the difficulty parameters of the logic families.

    python benchmarks/logic_difficulty.py --weights FILE.gguf [--problems 60] [--samples 2]

Each family is swept along the parameter that sets its size, all else held at its easiest; every
problem is drawn `samples` times from SmolLM2-135M-Instruct at temperature 0.7 and graded by the
family's reward. That model does not follow a described form, so each prompt comes after two worked
examples of the same size. Writes docs/logic-difficulty.md and docs/logic-difficulty.svg.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from domains.base import Problem, RawRow
from domains.registry import find_source
from domains.templates import render
from filters.difficulty.outcomes import Counts
from filters.difficulty.passrate import interval
from filters.difficulty.samplers.base import Message, Sampler, SamplingParams
from filters.difficulty.samplers.embedded import create
from rewards import load_reward

DOCS = Path(__file__).parent.parent / "docs"
SHOTS = 2
SEED, SHOT_SEED = 42, 43
PARAMS = SamplingParams(temperature=0.7, top_p=1.0, max_tokens=96)


class Sweep(NamedTuple):
    """One family, what is varied, and the parameters of each step."""

    family: str
    axis: str
    steps: Mapping[int, Mapping[str, Any]]


_KNIGHTS = {"depth": 1, "forms": ["kind", "alike", "tally"]}
_GRAPH = {
    "depth": [1, 1], "width": [1, 1], "merge": 0.0, "others": 0, "crossings": 0, "pairs": 0,
    "excludes": 0, "questions": ["is"],
}  # fmt: skip
_ZEBRA = {"attributes": [2, 2], "tokens": 260, "clues": {"at": 3, "same": 2}}
_ORDERING = {"relations": ["before", "directly", "at", "end"], "anchors": 1, "weak": 2}
SWEEPS = (
    Sweep("graph_logic", "choices", {n: _GRAPH | {"choices": n} for n in (2, 3, 4, 6, 8)}),
    Sweep("knights_and_knaves", "people", {n: _KNIGHTS | {"people": [n, n]} for n in range(2, 7)}),
    Sweep("ordering", "things", {n: _ORDERING | {"things": [n, n]} for n in range(3, 7)}),
    Sweep("zebra", "houses", {n: _ZEBRA | {"houses": [n, n]} for n in range(2, 5)}),
)


class Point(NamedTuple):
    """Draws of one step, and how many of them were right or gave no answer at all."""

    family: str
    axis: str
    value: int
    correct: int
    silent: int
    drawn: int

    @property
    def rate(self) -> float:
        """Share of draws that are right."""
        return self.correct / self.drawn

    @property
    def ends(self) -> tuple[float, float]:
        """The 95 % interval of the pass rate."""
        return interval(Counts(self.correct, self.drawn - self.correct, 0)) or (0.0, 1.0)


def problem(family: str, parameters: Mapping[str, Any], seed: int, index: int) -> Problem:
    """Problem `index` of a family under parameters that belong to no level."""
    data = {"seed": seed, "level": "sweep", "index": index, "parameters": dict(parameters)}
    made = find_source(f"logic__{family}").normalize(RawRow(f"{seed}/{index}", data))
    if not isinstance(made, Problem):
        raise SystemExit(f"{family} {parameters}: {made}")
    return made


def chat(family: str, parameters: Mapping[str, Any], asked: Problem) -> list[Message]:
    """Two solved problems of the same size, then the one that is asked."""
    source = find_source(f"logic__{family}")
    reward = load_reward(source.reward)
    messages: list[Message] = []
    for index in range(SHOTS):
        shot = problem(family, parameters, SHOT_SEED, index)
        answer = reward.render(shot.ground_truth, shot.spec)
        messages += _user(source.template, shot)
        messages.append({"role": "assistant", "content": answer})
    return messages + _user(source.template, asked)


def _user(template: str, asked: Problem) -> list[Message]:
    return [
        {"role": turn["role"], "content": turn["content"]}
        for turn in render(template, asked.question, asked.context)
    ]


async def measure(sampler: Sampler, sweep: Sweep, value: int, problems: int, draws: int) -> Point:
    """Draw and grade one step."""
    parameters = sweep.steps[value]
    reward = load_reward(find_source(f"logic__{sweep.family}").reward)
    gate = asyncio.Semaphore(sampler.concurrency)

    async def grade(index: int) -> list[str]:
        asked = problem(sweep.family, parameters, SEED, index)
        async with gate:
            prompt = sampler.render(chat(sweep.family, parameters, asked))
            texts = [await sampler.sample(prompt, draw, PARAMS) for draw in range(draws)]
        for text in texts:
            if text.finish_reason == "error":
                raise SystemExit(f"{sweep.family} {value}: {text.error}")
        return [reward.score(t.text, asked.ground_truth, asked.spec).status for t in texts]

    found = [
        status for each in await asyncio.gather(*map(grade, range(problems))) for status in each
    ]
    correct, silent = found.count("correct"), found.count("no_answer")
    return Point(sweep.family, sweep.axis, value, correct, silent, len(found))


def table(points: Sequence[Point]) -> str:
    """The points as a Markdown table with 95 % intervals."""
    lines = [
        "| family | parameter | draws | right | pass rate | 95 % interval | no answer |",
        "|---|---|---|---|---|---|---|",
    ]
    for p in points:
        low, high = p.ends
        lines.append(
            f"| {p.family} | {p.axis} {p.value} | {p.drawn} | {p.correct} | {p.rate:.3f} "
            f"| {low:.3f} to {high:.3f} | {p.silent} |"
        )
    return "\n".join(lines)


PANEL, HEIGHT, MARGIN, COLUMNS = 340, 220, 46, 2


def drawing(points: Sequence[Point]) -> str:
    """One panel per family: pass rate over the parameter, with intervals, in any color scheme."""
    families = list(dict.fromkeys(point.family for point in points))
    top = max(point.ends[1] for point in points)
    panels = [
        _panel([p for p in points if p.family == family], i, top)
        for i, family in enumerate(families)
    ]
    rows = -(-len(families) // COLUMNS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PANEL * COLUMNS} {HEIGHT * rows}" '
        'role="img" font-family="system-ui, sans-serif" font-size="12">'
        "<title>Pass rate of SmolLM2-135M over the size of the logic families</title>"
        "<style>text{fill:#57606a}.line{stroke:#0969da;fill:none;stroke-width:2}.dot{fill:#0969da}"
        ".bar{stroke:#0969da;opacity:.45}.axis{stroke:#8c959f;opacity:.6}"
        "@media(prefers-color-scheme:dark){text{fill:#9198a1}.line,.bar{stroke:#4493f8}"
        ".dot{fill:#4493f8}}</style>" + "".join(panels) + "</svg>\n"
    )


def _panel(points: Sequence[Point], number: int, top: float) -> str:
    left, up = (number % COLUMNS) * PANEL, (number // COLUMNS) * HEIGHT
    width, height = PANEL - 2 * MARGIN, HEIGHT - 2 * MARGIN
    values = [point.value for point in points]

    def place(value: int, rate: float) -> tuple[float, float]:
        share = (value - values[0]) / max(1, values[-1] - values[0])
        return round(left + MARGIN + share * width, 1), round(
            up + MARGIN + (1 - rate / top) * height, 1
        )

    start, base = left + MARGIN, up + MARGIN + height
    middle = start + width / 2
    parts = [
        f'<text x="{start}" y="{up + 24}" font-weight="600">{points[0].family}</text>',
        f'<path class="axis" fill="none" d="M{start} {up + MARGIN}V{base}h{width}"/>',
        f'<text x="{middle}" y="{base + 34}" text-anchor="middle">{points[0].axis}</text>',
    ]
    for rate in (0.0, round(top / 2, 2), round(top, 2)):
        x, y = place(values[0], rate)
        parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{rate:.0%}</text>')
    for point in points:
        x, y = place(point.value, point.rate)
        low, high = point.ends
        parts.append(f'<path class="bar" d="M{x} {place(0, low)[1]}V{place(0, high)[1]}"/>')
        parts.append(f'<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>')
        parts.append(f'<text x="{x}" y="{base + 17}" text-anchor="middle">{point.value}</text>')
    path = "L".join("{} {}".format(*place(p.value, p.rate)) for p in points)
    return "".join([*parts, f'<path class="line" d="M{path}"/>'])


PAGE = """# Pass rate over difficulty, logic families

Generated by `benchmarks/logic_difficulty.py`; do not edit.

![Pass rate over the size of each family](logic-difficulty.svg)

SmolLM2-135M-Instruct (the embedded demonstration model), {draws} draws each of {problems} problems
per step, temperature {temperature}, after {shots} worked examples of the same size. Each family is
swept along the parameter that sets its size, all else at its easiest. The bars are 95 % Jeffreys
intervals. A model of this size guesses; what falls here is the chance of a well-formed guess, and
larger models fall later along the same parameters.

{table}
"""


async def sweep_all(weights: Path, problems: int, draws: int) -> list[Point]:
    """All steps of all families, one engine."""
    sampler = create(weights=weights, model="SmolLM2-135M-Instruct", slot_context=2048)
    points: list[Point] = []
    try:
        for sweep in SWEEPS:
            for value in sweep.steps:
                points.append(await measure(sampler, sweep, value, problems, draws))
                print(points[-1], flush=True)
    finally:
        sampler.close()
    return points


def main() -> None:
    """Measure, print, write the page and its figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--problems", type=int, default=60)
    parser.add_argument("--samples", type=int, default=2)
    given = parser.parse_args()
    points = asyncio.run(sweep_all(given.weights, given.problems, given.samples))
    page = PAGE.format(
        draws=given.samples, problems=given.problems, temperature=PARAMS.temperature, shots=SHOTS,
        table=table(points),
    )  # fmt: skip
    DOCS.mkdir(exist_ok=True)
    (DOCS / "logic-difficulty.md").write_text(page, "utf-8")
    (DOCS / "logic-difficulty.svg").write_text(drawing(points), "utf-8")


if __name__ == "__main__":
    main()
