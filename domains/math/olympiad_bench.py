"""OlympiadBench, mathematics in English, text only: a benchmark, never a training source.

What: 675 open-ended competition problems; several have more than one answer.

Where from: QwenLM/Qwen2.5-Math at commit a45202bd16f1ec06f433442dc1152d0074773465,
evaluation/data/olympiadbench/test.jsonl.
License: MIT (evaluation/LICENSE).

One row, abbreviated:
    {"id": 1606, "subfield": "Combinatorics", "context": null, "question": "Xenia and Sergey ...",
     "solution": ["Sergey can determine ..."], "final_answer": ["2"],
     "is_multiple_answer": false, "unit": null, ...}
"""

from __future__ import annotations

from domains.base import Github, Problem, RawRow, source
from domains.readers import jsonl

COMMIT = "a45202bd16f1ec06f433442dc1152d0074773465"
FILE = "evaluation/data/olympiadbench/test.jsonl"


@source(
    location=Github("QwenLM/Qwen2.5-Math", COMMIT, paths=(FILE,)),
    reader=jsonl,
    license="MIT",
    reward="math",
    template="math_boxed",
    url=f"https://github.com/QwenLM/Qwen2.5-Math/blob/{COMMIT}/{FILE}",
    profiles=("guru",),
    use="evaluation",
)
def olympiad_bench(row: RawRow) -> Problem:
    """The item of one row; several answers are one list."""
    return Problem(
        question=row.data["question"],
        context=row.data["context"] or "",
        ground_truth=", ".join(row.data["final_answer"]),
        reference="\n".join(row.data["solution"]),
        meta={"subject": row.data["subfield"]},
    )
