"""Tables that solve a puzzle: a header, and rows named by their first column (zebra puzzles).

Gold: JSON `{"header": ["House", "Color"], "rows": [["1", "red"], ["2", "blue"]]}`; cells are texts
or integers, and "1" is 1. The first column is the key. Spec: `{"rows": "key"}` (default: every key
stands exactly once, and the order of the rows means nothing) or `{"rows": "order"}` (rows stand in
the gold's order, keys included).

An answer needs a header with the gold's column names; its own order of columns counts. Cells are
compared exactly, without regard to case, outer spaces and emphasis. A row or column too many or
too few is wrong, as is anything beside the one table. What is paid is all or nothing; a share of
right cells is the reward `partial_puzzle_table`. Forms of tables: see `_puzzle_table_text`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, NamedTuple, TypedDict

from ._puzzle_table_text import Row, Table, TableError, normal_cell, read_table
from .base import (
    GroundTruthError,
    Negative,
    Reward,
    Spec,
    Verdict,
    correct,
    load_json,
    no_answer,
    wrong,
)
from .extract import closing_paragraph, extract_answer

# Zebra puzzles have some dozens of cells.
MAX_CELLS = 10_000


class PuzzleTableSpec(TypedDict, total=False):
    """How the rows of answer and gold are matched."""

    rows: Literal["key", "order"]


class Gold(NamedTuple):
    """A gold table as it was written, and in normal form."""

    header: Row
    rows: tuple[Row, ...]
    normal: Table
    ordered: bool
    """Rows are matched by their order, not by their keys."""


class PuzzleTableReward(Reward[Gold]):
    """Exact equality of two tables."""

    name: ClassVar[str] = "puzzle_table"
    version: ClassVar[str] = "2"
    spec_keys: ClassVar[frozenset[str]] = PuzzleTableSpec.__optional_keys__
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ('{"header": ["House", "Color"], "rows": [["1", "red"], ["2", "blue"]]}', {}),
        (
            '{"header": ["Car", "Cargo", "Year"], '
            '"rows": [[1, "coal", 1950], [2, "green sand", 1961], [3, "salt", 1972]]}',
            {"rows": "key"},
        ),
        ('{"header": ["Day", "Who"], "rows": [["Mon", "Ann"], ["Tue", "Zoë"]]}', {"rows": "order"}),
        ('{"header": ["Place", "Runner | Team", "Time"], "rows": [["1", "A, B", "9"]]}', {}),
    )  # fmt: skip

    def parse_gold(self, ground_truth: str, spec: Spec) -> Gold:
        """The gold table; raises GroundTruthError unless it can be graded under this spec."""
        return parse_gold(ground_truth, spec)

    def grade(self, response: str, gold: Gold) -> Verdict:
        """Correct if the response's one table equals the gold."""
        text, rows = answered_rows(response, gold)
        if text is None:
            return no_answer("no complete final answer")
        if isinstance(rows, str):
            return wrong(text, rows, "parse")
        right, total = right_cells(rows, gold)
        return correct(text) if right == total else wrong(text, f"{total - right} cells differ")

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON in normal form: key column first, the other columns by name, rows by key."""
        gold: Gold = self.read_gold(ground_truth, spec)
        header = gold.normal.header
        order = [0, *sorted(range(1, len(header)), key=header.__getitem__)]
        rows = [[row[column] for column in order] for row in gold.normal.rows]
        table = {
            "header": [header[c] for c in order],
            "rows": rows if gold.ordered else sorted(rows),
        }
        if self.grade(render_table(gold.header, gold.rows), gold).status != "correct":
            raise GroundTruthError("a cell is part of the answer's grammar")
        return json.dumps(table, ensure_ascii=False, separators=(",", ":"))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Lines with pipes between the cells, in answer tags."""
        gold: Gold = self.read_gold(ground_truth, spec)
        return render_table(gold.header, gold.rows)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Tables near the gold, tables that are malformed, and answers that leave a way out."""
        gold: Gold = self.read_gold(ground_truth, spec)
        header, rows = gold.header, gold.rows
        last, rest = rows[-1], rows[:-1]
        other = f"{last[-1]}x"
        yield Negative("cell_changed", render_table(header, (*rest, (*last[:-1], other))))
        yield Negative(
            "cell_hedged", render_table(header, (*rest, (*last[:-1], f"{last[-1]} or {other}")))
        )
        turned = tuple(
            (*row[:-1], next_row[-1]) for row, next_row in zip(rows, _turned(rows), strict=True)
        )
        if any(normal_cell(a[-1]) != normal_cell(b[-1]) for a, b in zip(rows, turned, strict=True)):
            yield Negative("values_turned", render_table(header, turned))
        swapped = tuple((*row[:-2], row[-1], row[-2]) for row in rows)
        if any(normal_cell(row[-1]) != normal_cell(row[-2]) for row in rows):
            yield Negative("columns_swapped_header_not", render_table(header, swapped))
        if gold.ordered and gold.normal.rows != gold.normal.rows[::-1]:
            yield Negative("rows_reversed", render_table(header, rows[::-1]))
        yield from malformed_tables(gold)


def malformed_tables(gold: Gold) -> Iterator[Negative]:
    """Answers that are no table of the gold's shape: no reward pays any share of them."""
    header, rows = gold.header, gold.rows
    right = render_table(header, rows)
    renamed = (*header[:-1], f"{header[-1]}x")
    yield Negative("header_renamed", render_table(renamed, rows))
    yield Negative("header_missing", render_table(rows[0], rows[1:]))
    yield Negative("empty_table", render_table(header, ()))
    yield Negative("keys_alone", render_table(header[:1], [row[:1] for row in rows]))
    yield Negative("missing_row", render_table(header, rows[:-1]))
    yield Negative("extra_row", render_table(header, (*rows, (f"{rows[-1][0]}x", *rows[-1][1:]))))
    yield Negative("row_twice", render_table(header, (*rows, rows[-1])))
    yield Negative("missing_column", render_table(header[:-1], [row[:-1] for row in rows]))
    yield Negative("extra_column", render_table((*header, "x"), [(*row, "x") for row in rows]))
    inner = right.removeprefix("<answer>").removesuffix("</answer>")
    yield Negative("two_tables", f"<answer>{inner}\n{inner}</answer>")
    yield Negative("not_the_table", f"<answer>It is not this:\n{inner}</answer>")


def parse_gold(ground_truth: str, spec: Spec) -> Gold:
    """A gold table from its JSON text. Raises GroundTruthError."""
    matched = spec.get("rows", "key")
    if matched not in ("key", "order"):
        raise GroundTruthError(f"rows: {matched!r}; 'key' and 'order' are allowed")
    found = load_json(ground_truth, "table")
    if not isinstance(found, dict) or set(found) != {"header", "rows"}:
        raise GroundTruthError("a table is a JSON object with the keys header and rows")
    lines = [found["header"], *_gold_list(found["rows"])]
    written = [tuple(map(_gold_cell, _gold_list(line))) for line in lines]
    header, *rows = written
    if len(header) < 2 or not rows or {len(row) for row in rows} != {len(header)}:
        raise GroundTruthError("a table has two columns or more, and rows as long as its header")
    if len(header) * len(rows) > MAX_CELLS:
        raise GroundTruthError(f"more than {MAX_CELLS} cells")
    normal = [tuple(map(normal_cell, line)) for line in written]
    gold = Gold(header, tuple(rows), Table(normal[0], tuple(normal[1:])), matched == "order")
    if len(set(normal[0])) < len(header) or not all(cell for line in normal for cell in line):
        raise GroundTruthError("two columns have the same name, or a cell is empty")
    if not gold.ordered and len({row[0] for row in normal[1:]}) < len(rows):
        raise GroundTruthError("two rows have the same key; 'rows': 'order' may be meant")
    return gold


def _gold_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise GroundTruthError(f"header, rows and each row are JSON lists, not {str(value)[:30]!r}")
    return value


def _gold_cell(value: object) -> str:
    if type(value) is int:
        return str(value)
    if not isinstance(value, str) or "\n" in value or len(value) > 200:
        raise GroundTruthError(f"cell {str(value)[:30]!r}; integers and short texts are allowed")
    return value


def answered_rows(response: str, gold: Gold) -> tuple[str | None, tuple[Row, ...] | str]:
    """The answer's text, and its rows in the gold's order or what keeps them from being that.

    A table at the end of a response that marks no answer is one too, if it has the gold's shape.
    """
    found = extract_answer(response)
    text = found.text if found else closing_paragraph(response)
    if text is None:
        return None, ""
    try:
        return text, _aligned(read_table(text, len(gold.rows), len(gold.header)), gold)
    except TableError as error:
        return (text if found else None), str(error)


def _aligned(table: Table, gold: Gold) -> tuple[Row, ...]:
    """The rows with the gold's order of columns and rows; raises TableError without a match."""
    if sorted(table.header) != sorted(gold.normal.header):
        raise TableError(f"the header is {', '.join(table.header)[:80]!r}")
    if len(table.rows) != len(gold.rows):
        raise TableError(f"{len(table.rows)} rows instead of {len(gold.rows)}")
    order = [table.header.index(name) for name in gold.normal.header]
    rows = tuple(tuple(row[column] for column in order) for row in table.rows)
    keys = [row[0] for row in gold.normal.rows]
    if not gold.ordered:
        by_key = {row[0]: row for row in rows}
        if set(by_key) != set(keys):
            raise TableError("not every key of the first column stands exactly once")
        rows = tuple(by_key[key] for key in keys)
    if [row[0] for row in rows] != keys:
        raise TableError("the rows stand in another order")
    return rows


def right_cells(rows: Sequence[Row], gold: Gold) -> tuple[int, int]:
    """How many cells outside of the key column are right, and how many there are."""
    pairs = [
        (cell, wanted)
        for row, gold_row in zip(rows, gold.normal.rows, strict=True)
        for cell, wanted in zip(row[1:], gold_row[1:], strict=True)
    ]
    return sum(cell == wanted for cell, wanted in pairs), len(pairs)


def render_table(header: Row, rows: Sequence[Row]) -> str:
    """A table in answer tags, one line per row."""
    lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in (header, *rows)]
    return "<answer>\n" + "\n".join(lines) + "\n</answer>"


def _turned(rows: Sequence[Row]) -> Sequence[Row]:
    return (*rows[1:], rows[0])


REWARD = PuzzleTableReward()
