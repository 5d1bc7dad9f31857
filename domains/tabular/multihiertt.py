"""MultiHiertt, training questions: calculations over several hierarchical tables of reports.

What: 7,830 questions. As Guru does, only those of arithmetic that need no text are kept, with all
tables of the document. A result that is no whole number is rounded, in question and gold.

Where from: yilunzhao/MultiHiertt on the Hub, multihiertt_data/train.json; Guru takes the same rows
from a folder of Google Drive.
License: MIT (dataset card).

One row, abbreviated:
    {"uid": "a4d...", "paragraphs": ["..."], "tables": ["<table><tr><td></td><td>2009</td>..."],
     "qa": {"question": "What is the sum of ...?", "answer": 1234.5, "text_evidence": [],
            "table_evidence": ["0-2-1", ...], "program": "...", "question_type": "arithmetic"}}
"""

from __future__ import annotations

import json

from domains.base import Drop, Hub, Problem, RawRow, source
from domains.readers import json_array
from domains.row_filters import question_tokens

from ._html import html_rows
from ._tables import MAX_CELLS, cells, markdown

REPO = "yilunzhao/MultiHiertt"
# Shares and ratios are small; amounts are given in thousands or millions.
PLACES, PLACES_BELOW_ONE = 2, 4


@source(
    location=Hub(REPO, "main", files=("multihiertt_data/train.json",)),
    reader=json_array,
    license="MIT",
    reward="table",
    template="table",
    url=f"https://huggingface.co/datasets/{REPO}",
    profiles=("guru",),
    row_filters=(question_tokens(4096),),
)
def multihiertt(row: RawRow) -> Problem | Drop:
    """The problem of one question with the tables of its document."""
    asked = row.data["qa"]
    if asked["question_type"] != "arithmetic":
        return Drop("question_type", f"{asked['question_type']}; kept: arithmetic")
    if asked["text_evidence"]:
        return Drop("needs_text", f"text_evidence {asked['text_evidence']}")
    tables = [rows for rows in map(html_rows, row.data["tables"]) if rows]
    size = sum(map(cells, tables))
    if not 0 < size <= MAX_CELLS:
        return Drop("table_size", f"{size} cells; 1 to {MAX_CELLS} are kept")
    try:
        answer = float(str(asked["answer"]).replace(",", ""))
    except ValueError:
        return Drop("no_number", f"answer {asked['answer']!r:.100}")
    whole = answer.is_integer() and abs(answer) < 10**15
    places = PLACES if abs(answer) >= 1 else PLACES_BELOW_ONE
    request = "" if whole else f" (Answer rounded to {places} decimal places.)"
    return Problem(
        question=asked["question"].strip() + request,
        context="\n\n".join(markdown(rows) for rows in tables),
        ground_truth=json.dumps([int(answer) if whole else round(answer, places)]),
        spec={} if whole else {"round": places},
        answer_type="number",
        # All questions on one document: a split that parts them would show the tables to both.
        group_id=f"multihiertt:{row.data['uid']}",
    )
