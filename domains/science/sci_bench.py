"""SciBench: a benchmark, never a training source.

What: 692 problems of ten university textbooks (physics, chemistry, mathematics), 112 of them with
a worked solution; the answer is a number, mostly with a unit. As in its own evaluation, an answer
may be 5 % off: the golds come of rounded steps and constants.

Where from: mandyyyyii/scibench at commit e14e0ca3d3db0f02928a18d435b9c3d15656a7c5,
dataset/original/*.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"problem_text": "Calculate the work needed for a $65 \\\\mathrm{~kg}$ person to climb ...",
     "answer_latex": "$2.6 \\\\times 10^3$", "answer_number": "2600", "unit": "$\\\\mathrm{J}$",
     "source": "atkins", "problemid": " e2.1(a)(a)", "comment": " "}
"""

from __future__ import annotations

import re

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import by_file, json_array
from rewards import GroundTruthError, load_reward

COMMIT = "e14e0ca3d3db0f02928a18d435b9c3d15656a7c5"
_POWER = re.compile(r"(?:\\mathrm\{)?10\^")
_NUMBER = re.compile(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?")


@source(
    location=Github("mandyyyyii/scibench", COMMIT, paths=("dataset/original/*.json",)),
    reader=by_file(json_array),
    license="MIT",
    reward="science",
    template="science_boxed",
    url=f"https://github.com/mandyyyyii/scibench/tree/{COMMIT}/dataset/original",
    profiles=("guru",),
    use="evaluation",
)
def sci_bench(row: RawRow) -> Problem | Drop:
    """The item of one row; a power of ten beside the unit belongs to the number.

    Where the reward does not know the unit, the question names it and the gold is the number.
    """
    number = row.data["answer_number"].strip().replace("−", "-")
    if not _NUMBER.fullmatch(number):
        return Drop("no_number", f"answer_number is {row.data['answer_number']!r}")
    number = number.removeprefix("+")
    unit = row.data["unit"].replace("$", " ").strip().removesuffix(".")
    question = row.data["problem_text"].replace("\r\n", "\n")
    joint = r" \times " if _POWER.match(unit) else " "
    spec = {"relative": "0.05"} if float(number) else {}
    gold = f"{number}{joint}{unit}".strip()
    try:
        load_reward("science").read_gold(gold, spec)
    except GroundTruthError:
        gold, question = number, f"{question}\n\nThe unit of the answer is ${unit}$."
    return Problem(
        question=question,
        ground_truth=gold,
        spec=spec,
        answer_type="quantity",
        reference=row.data.get("solution", ""),
        meta={"book": row.data["source"], "problem": row.data["problemid"].strip()},
    )
