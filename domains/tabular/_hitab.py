"""HiTab's tables and questions, shared by its training part and its test part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from domains.base import Drop, Opener, Problem, RawRow, SourceRowError

from ._tables import MAX_CELLS, cells, markdown


def joined(files: Mapping[str, Opener]) -> Iterator[RawRow]:
    """Each question with its table, opened when it is asked for."""
    tables = {PurePath(name).stem: name for name in files if name.endswith(".json")}
    for name in (name for name in files if name.endswith(".jsonl")):
        with files[name]() as lines:
            for line in lines:
                question = json.loads(line)
                table_id = question.get("context") or question.get("table_id")
                if table_id not in tables:
                    raise SourceRowError(f"question {question['id']}: no table {table_id!r}")
                with files[tables[table_id]]() as file:
                    table = json.load(file)
                wanted = ("id", "question", "answer", "aggregation")
                data = {key: question[key] for key in wanted} | {"table_id": table_id}
                yield RawRow(question["id"], data | {"table": _slim(table)})


def _slim(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: table[key] for key in ("title", "texts", "merged_regions", "top_header_rows_num")}


def problem_of(row: RawRow) -> Problem | Drop:
    """Question, table as Markdown, answers as a list of cells."""
    table = row.data["table"]
    rows = _filled(table)
    if cells(rows) > MAX_CELLS:
        return Drop("large_table", f"{cells(rows)} cells, at most {MAX_CELLS} are kept")
    answers = row.data["answer"]
    if any(isinstance(each, float) and not _is_short(each) for each in answers):
        return Drop("needs_rounding", f"{answers}; the question does not say how to round")
    return Problem(
        question=row.data["question"],
        context=markdown(rows, table["title"]),
        ground_truth=json.dumps([_cell(each) for each in answers], ensure_ascii=False),
        answer_type="cells",
        # All questions on one table: a split that parts them would show the table to both sides.
        group_id=f"hitab:{row.data['table_id']}",
        meta={"aggregation": row.data["aggregation"]},
    )


def _filled(table: Mapping[str, Any]) -> list[list[str]]:
    """The cells; a merged region says in each of its header cells what it says in the first."""
    rows = [[str(cell) for cell in row] for row in table["texts"]]
    for region in table["merged_regions"]:
        first, last = region["first_row"], region["last_row"]
        left, right = region["first_column"], region["last_column"]
        if first < table["top_header_rows_num"]:
            for row in rows[first : last + 1]:
                row[left : right + 1] = [rows[first][left]] * (right + 1 - left)
    return rows


def _is_short(value: float) -> bool:
    """Whether a float is a number as people write it, not the quotient of two."""
    return len(repr(value).partition(".")[2]) <= 6 and "e" not in repr(value)


def _cell(value: str | float) -> str | int | float:
    return int(value) if isinstance(value, float) and value.is_integer() else value
