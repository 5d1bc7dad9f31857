"""WikiTableQuestions, training questions: questions on tables of Wikipedia.

What: 14,152 questions that people wrote on 1,679 tables; lookup, counting, comparison, dates. An
answer is one or several cells or a number. Texts with an explanation or an alias in brackets stay
as they are written.

Where from: ppasupat/WikiTableQuestions at commit 7d455a5a707b96341ef72aff9428749d443d8aa9,
data/training.tsv and csv/<folder>/<table>.csv.
License: CC-BY-SA-4.0 (LICENSE of the repository).

One row, abbreviated:
    {"id": "nt-0", "utterance": "what was the last year where this team was a part of the usl ...",
     "context": "csv/204-csv/590.csv", "targetValue": "2004", "rows": [["Year", "Division", ...]]}
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

from domains.base import Drop, Github, Joined, Opener, Problem, RawRow, source
from domains.row_filters import question_tokens

from ._tables import MAX_CELLS, cells, markdown

COMMIT = "7d455a5a707b96341ef72aff9428749d443d8aa9"
QUESTIONS = "data/training.tsv"
_ESCAPES = {r"\n": "\n", r"\p": "|", "\\\\": "\\"}
_ESCAPE = re.compile(r"\\[np\\]")


def joined(files: Mapping[str, Opener]) -> Iterator[RawRow]:
    """Each question with the rows of its table."""
    with files[QUESTIONS]() as file:
        for line in io.TextIOWrapper(file, "utf-8").read().split("\n")[1:]:
            if not line:
                continue
            key, utterance, context, target = line.split("\t")
            with files[context]() as table:
                text = io.TextIOWrapper(table, "utf-8", newline="")
                # Their own dialect: a quote inside a cell has a backslash before it.
                rows = list(csv.reader(text, doublequote=False, escapechar="\\", strict=True))
            data = {"utterance": utterance, "context": context, "targetValue": target}
            yield RawRow(key, data | {"rows": rows})


@source(
    location=Github("ppasupat/WikiTableQuestions", COMMIT, paths=(QUESTIONS, "csv/*/*.csv")),
    reader=Joined(joined),
    license="CC-BY-SA-4.0",
    reward="table",
    template="table",
    url=f"https://github.com/ppasupat/WikiTableQuestions/tree/{COMMIT}",
    profiles=("guru",),
    row_filters=(question_tokens(4096),),
)
def wiki_table_questions(row: RawRow) -> Problem | Drop:
    """The problem of one question with its table."""
    rows = row.data["rows"]
    if cells(rows) > MAX_CELLS:
        return Drop("large_table", f"{cells(rows)} cells, at most {MAX_CELLS} are kept")
    answers = [_plain(part) for part in row.data["targetValue"].split("|")]
    if any("|" in answer or "\n" in answer for answer in answers):
        return Drop("unwritable_answer", f"{answers}: bars part the cells of an answer")
    return Problem(
        question=_plain(row.data["utterance"]),
        context=markdown(rows),
        ground_truth=json.dumps(answers, ensure_ascii=False),
        answer_type="cells",
        # All questions on one table: a split that parts them would show the table to both sides.
        group_id=f"wtq:{row.data['context']}",
    )


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)
