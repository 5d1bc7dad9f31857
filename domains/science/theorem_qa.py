"""TheoremQA: a benchmark, never a training source.

What: 800 questions that apply theorems of mathematics, physics, electrical engineering and finance;
answers are numbers, lists, truth values or options. 53 questions show a picture and are dropped.
Floats are golds that were rounded: an answer may be 4 % off.

Where from: wenhuchen/TheoremQA at commit 585c960f647b3cae8b37ff71fd9dac45ce4b4e91,
theoremqa_test.json.
License: MIT (LICENSE of the repository).

One row, abbreviated:
    {"Question": "How many ways are there to divide a set of 8 elements into 5 non-empty ...",
     "Answer": 11760, "Answer_type": "integer", "Picture": null, "theorem": "lah number",
     "subfield": "Combinatorics", "field": "Math", "id": "jianyu_xu/Lah_number_6.json", ...}
"""

from __future__ import annotations

import json
from typing import Any

from domains.base import Drop, Github, Problem, RawRow, source
from domains.readers import json_array

COMMIT = "585c960f647b3cae8b37ff71fd9dac45ce4b4e91"
_TRUTH: dict[bool, list[str]] = {True: ["yes"], False: ["no"]}


@source(
    location=Github("wenhuchen/TheoremQA", COMMIT, paths=("theoremqa_test.json",)),
    reader=json_array,
    license="MIT",
    reward=("science", "text_exact", "multiple_choice", "table"),
    template="science_boxed",
    url=f"https://github.com/wenhuchen/TheoremQA/blob/{COMMIT}/theoremqa_test.json",
    profiles=("guru",),
    use="evaluation",
)
def theorem_qa(row: RawRow) -> Problem | Drop:
    """The item of one row, graded by the type of its answer."""
    if row.data["Picture"]:
        return Drop("image", f"picture {row.data['Picture']!r:.80}")
    reward, gold, spec = _graded(row.data["Answer_type"], row.data["Answer"])
    return Problem(
        question=row.data["Question"],
        ground_truth=gold,
        reward=reward,
        spec=spec,
        answer_type=row.data["Answer_type"],
        meta={"theorem": row.data["theorem"], "subject": row.data["subfield"]},
    )


def _graded(kind: str, answer: Any) -> tuple[str, str, dict[str, Any]]:
    """Reward, gold and spec."""
    if kind == "bool":
        return "text_exact", str(answer), {"aliases": _TRUTH[answer]}
    if kind == "option":
        return "multiple_choice", answer.strip("()").upper(), {}
    if kind.startswith("list"):
        return "table", json.dumps(answer), {"ordered": True}
    return "science", str(answer), {"relative": "0.04"} if kind == "float" and answer else {}
