"""HiTab: questions on hierarchical tables of statistical reports and Wikipedia.

What: 7,417 training questions on 3,597 tables with headers of several levels; lookup, comparison
and arithmetic. An answer is a number as the table has it, or a text; several are a list.

Where from: microsoft/HiTab, questions at commit e04267b2ce641163dfafd907c46afd378a8f40ac (90 shards
of data/processed_input/no_split), tables at 469b5c7e32998b1eb2131ce2363778fadc207ac3
(data/tables/raw/<table>.json).
License: C-UDA-1.0 (LICENSE of the repository): computational use, terms to be passed on.

One row, abbreviated:
    {"id": "822d...", "context": "0_totto74-1", "question": "in 2016 season, how many rushes ...",
     "answer": [51.0], "aggregation": ["none"], "table": {"title": "...", ...}}
"""

from __future__ import annotations

from domains.base import Drop, Github, Joined, Problem, RawRow, source
from domains.row_filters import question_tokens

from ._hitab import joined, problem_of

COMMIT = "e04267b2ce641163dfafd907c46afd378a8f40ac"
URL = f"https://github.com/microsoft/HiTab/tree/{COMMIT}"
# The tables as single files stand in another commit than the questions.
TABLES = Github(
    "microsoft/HiTab", "469b5c7e32998b1eb2131ce2363778fadc207ac3", paths=("data/tables/raw/*.json",)
)


@source(
    location=Github(
        "microsoft/HiTab", COMMIT,
        paths=("data/processed_input/no_split/train_split_shard_90-*.jsonl",),
    ),
    reader=Joined(joined, beside=(TABLES,)),
    license="C-UDA-1.0",
    reward="table",
    template="table",
    url=URL,
    profiles=("guru",),
    priority=30,
    row_filters=(question_tokens(4096),),
)  # fmt: skip
def hitab(row: RawRow) -> Problem | Drop:
    """The problem of one question with its table."""
    return problem_of(row)
