"""HiTab, test questions: a benchmark, never a training source.

What: 1,584 questions on tables that the training part does not have, of the same kinds: lookup,
comparison and arithmetic over headers of several levels. Questions on one table share a
group, as there.

Where from: microsoft/HiTab, questions at commit e04267b2ce641163dfafd907c46afd378a8f40ac
(data/test_samples.jsonl), tables at 469b5c7e32998b1eb2131ce2363778fadc207ac3
(data/tables/raw/<table>.json).
License: C-UDA-1.0 (LICENSE of the repository): computational use, terms to be passed on.

One row, abbreviated:
    {"id": "a41f...", "table_id": "1_nsf...", "question": "which year had ...", "answer": [2016],
     "aggregation": ["argmax"],
     "table": {"title": "...", "texts": [["", "2016", ...], ...], "merged_regions": [...],
               "top_header_rows_num": 2}}
"""

from __future__ import annotations

from domains.base import Drop, Github, Joined, Problem, RawRow, source

from ._hitab import joined, problem_of
from .hitab import COMMIT, TABLES, URL


@source(
    location=Github("microsoft/HiTab", COMMIT, paths=("data/test_samples.jsonl",)),
    reader=Joined(joined, beside=(TABLES,)),
    license="C-UDA-1.0",
    reward="table",
    template="table",
    url=URL,
    profiles=("guru",),
    # Named in data/benchmarks.toml, so that no profile that names it trains on these.
    use="evaluation",
)
def hitab_test(row: RawRow) -> Problem | Drop:
    """The item of one question with its table, in the form of a training row."""
    return problem_of(row)
