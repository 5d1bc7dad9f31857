"""WebInstruct-verified: questions of the web with short answers, which models have checked.

What: some 232,000 questions of all fields. Kept is what Guru keeps: no mathematics, university or
doctoral level, no choices and truth values, answers of at most 30 tokens with at most three
decimals. Decimal numbers are golds that were rounded: an answer may be 1 % off.

Where from: TIGER-Lab/WebInstruct-verified on the Hub, data/train-*.parquet.
License: Apache-2.0 (dataset card).

One row, abbreviated:
    {"id": 7, "question": "What is the escape velocity of a planet whose ...",
     "answer": "11.2 km/s", "answer_type": "Float", "category": "Physics",
     "difficulty": "University"}
"""

from __future__ import annotations

import re

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import parquet
from domains.row_filters import answer_types, gold_at_most, no_images, no_links, no_sentinels

REPO = "TIGER-Lab/WebInstruct-verified"
LEVELS = ("University", "PhD")
TYPES = ("Float", "Integer", "Fraction", "Percentage", "Expression", "Matrix", "List", "String",
         "Other")  # fmt: skip
_LONG_DECIMAL = re.compile(r"\d\.\d{4}")
_LETTER = re.compile(r"\W*[A-Za-z]\W*")


@source(
    location=Hub(REPO, "main", files=("data/train-*.parquet",)),
    reader=parquet,
    license="Apache-2.0",
    reward="science",
    template="science_boxed",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    # 90 characters are about 30 tokens.
    row_filters=(answer_types(*TYPES), gold_at_most(90), no_sentinels, no_images, no_links),
)
def webinstruct_verified(row: RawRow) -> Problem | Drop:
    """The problem of one row, if Guru's rules keep it."""
    data = row.data
    answer = data["answer"].strip()
    if data["category"] == "Mathematics":
        return Drop("mathematics", "category is Mathematics")
    if data["difficulty"] not in LEVELS:
        return Drop("level", f"{data['difficulty']}; kept: {', '.join(LEVELS)}")
    if _LETTER.fullmatch(answer):
        return Drop("single_letter", f"answer {answer!r}")
    if _LONG_DECIMAL.search(answer):
        return Drop("needs_rounding", f"answer {answer!r:.100}; at most 3 decimals are kept")
    return Problem(
        question=data["question"].strip(),
        ground_truth=answer,
        spec={"relative": "0.01"} if data["answer_type"] == "Float" else {},
        answer_type=data["answer_type"],
        meta={"category": data["category"], "level": data["difficulty"], "web_id": data["id"]},
    )
