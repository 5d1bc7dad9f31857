"""TAT-QA's questions, shared by its training part and its test part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from domains.base import Drop, Problem, RawRow

from ._tables import markdown

MAX_SPAN = 60
"""Characters of a text span that are still a name or a figure."""
MAX_DECIMALS = 6


def questions(file: BinaryIO) -> Iterator[RawRow]:
    """Each question with its table and its paragraphs."""
    for document in json.load(file):
        texts = [each["text"] for each in sorted(document["paragraphs"], key=lambda p: p["order"])]
        for question in document["questions"]:
            data = {key: question.get(key) for key in
                    ("question", "answer", "answer_type", "scale", "derivation")}  # fmt: skip
            data |= {"table": document["table"], "paragraphs": texts}
            yield RawRow(question["uid"], data)


def problem_of(row: RawRow) -> Problem | Drop:
    """Question, table and text, answers as a list of cells with their scale."""
    answers = row.data["answer"] if isinstance(row.data["answer"], list) else [row.data["answer"]]
    if too_long := [a for a in answers if isinstance(a, str) and len(a) > MAX_SPAN]:
        return Drop("long_span", too_long[0])
    if any(isinstance(answer, str) and not answer.strip() for answer in answers):
        return Drop("no_final_answer", repr(answers))
    table = markdown(row.data["table"]["table"])
    spec: dict[str, Any] = {"scale": row.data["scale"]} if row.data["scale"] else {}
    if row.data["answer_type"] == "arithmetic":
        answer = answers[0]
        places = len(repr(float(answer)).partition(".")[2]) if isinstance(answer, float) else 0
        if places > MAX_DECIMALS:
            return Drop("needs_rounding", f"{answer}; at most {MAX_DECIMALS} decimals are kept")
        spec["round"] = 0 if repr(answer).endswith(".0") else places
    return Problem(
        question=row.data["question"] + _request(row.data, spec),
        context="\n\n".join([table, *row.data["paragraphs"]]),
        ground_truth=json.dumps(answers, ensure_ascii=False),
        spec=spec,
        answer_type=row.data["answer_type"],
        # All questions on one table: a split that parts them would show the table to both sides.
        group_id=f"tat-qa:{row.data['table']['uid']}",
        meta={"derivation": row.data["derivation"]},
    )


def _request(data: Any, spec: dict[str, Any]) -> str:
    """What the annotators were told of rounding, said to the reader."""
    if "round" not in spec:
        return ""
    unit = {"percent": " in percent", "": ""}.get(data["scale"], f" in {data['scale']}s")
    if not spec["round"]:
        return f" (Answer{unit}, rounded to a whole number.)"
    return f" (Answer{unit}, rounded to {spec['round']} decimal places.)"
