"""Reads a table with a header from JSON, a Markdown table, or lines with separators.

Forms: `{"header": [...], "rows": [[...]]}`, a JSON list of row objects, a JSON list of rows whose
first is the header, Markdown tables and other lines with pipes, tabs, semicolons or commas. Nothing
is evaluated; everything is linear in the length of the text. Cells come out in their normal form
(`normal_cell`), in which equal cells are equal texts.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias

from .extract import unwrap

Row: TypeAlias = tuple[str, ...]

# Longer cells are no values; the bound keeps Unicode composition cheap on hostile text.
MAX_CELL_CHARS = 200
# Emphasis and quotes around a cell carry no meaning.
_MARKUP = "*_`\"'“”‘’ \t\r\n"
_SEPARATORS = ("|", "\t", ";", ",")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE_CELL = re.compile(r"\s*:?-+:?\s*")
_BORDER = re.compile(r"\+[-=+]+")
_LABEL = re.compile(r"[*#\s]{0,6}([A-Za-z ]{1,40}?)\*{0,2}\s{0,3}:\*{0,2}(?=\s|[\[{|])")
_LABEL_WORDS = frozenset(
    ("the", "my", "final", "answer", "solution", "table", "completed", "is", "result", "here")
)


class TableError(ValueError):
    """The answer is no table of the allowed size; the message says where it stops being one."""


class Table(NamedTuple):
    """A header and rows of the same length, cells in normal form."""

    header: Row
    rows: tuple[Row, ...]


def normal_cell(text: str) -> str:
    """A cell without emphasis, quotes, outer and doubled spaces, composed and case-folded."""
    if len(text) > MAX_CELL_CHARS:
        return text
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.strip(_MARKUP).split())


def read_table(text: str, max_rows: int, columns: int) -> Table:
    """The one table that the text is; raises TableError if it is none or has another size."""
    text = unwrap(_without_label(unwrap(text)))
    if text.startswith(("{", "[")):
        header, rows = _json_lines(text)
    else:
        header, *rows = _text_lines(text, max_rows)
    if len(rows) > max_rows:
        raise TableError(f"more than {max_rows} rows")
    for number, row in enumerate((header, *rows)):
        if len(row) != columns:
            where = f"row {number}" if number else "the header"
            raise TableError(f"{where} has {len(row)} cells instead of {columns}")
    cells = [tuple(map(normal_cell, row)) for row in (header, *rows)]
    return Table(cells[0], tuple(cells[1:]))


def _without_label(text: str) -> str:
    """The text without a label such as "Final table:"; unknown words are no label."""
    label = _LABEL.match(text)
    known = label and _LABEL_WORDS.issuperset(label[1].lower().split())
    return text[label.end() :] if label and known else text


def _json_lines(text: str) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Header and rows of a JSON text; raises TableError."""
    try:
        # Integers stay text, so that 1 and "1" are the same and no digit costs a conversion.
        found = json.loads(
            text.removesuffix("."),
            object_pairs_hook=_object, parse_int=str, parse_float=_refuse, parse_constant=_refuse,
        )  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise TableError(f"no JSON table: {str(error)[:80]}") from error
    if isinstance(found, dict):
        named = {key.strip().casefold(): value for key, value in found.items()}
        if len(found) != 2 or set(named) != {"header", "rows"}:
            raise TableError("a JSON object has exactly the keys header and rows")
        return _texts(named["header"]), [_texts(row) for row in _list(named["rows"])]
    rows = _list(found)
    if rows and isinstance(rows[0], dict):
        return _object_lines(rows)
    lines = [_texts(row) for row in rows]
    if not lines:
        raise TableError("the table is empty")
    return lines[0], lines[1:]


def _object_lines(rows: list[object]) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Header and rows of a list of objects, which must all have the same keys."""
    normal: list[dict[str, object]] = []
    for row in rows:
        if not isinstance(row, dict):
            raise TableError("rows are objects and other values at once")
        normal.append({normal_cell(key): value for key, value in row.items()})
        if len(normal[-1]) != len(row) or set(normal[-1]) != set(normal[0]):
            raise TableError("the row objects differ in their keys")
    header = list(normal[0])
    return header, [_texts([row[key] for key in header]) for row in normal]


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TableError(f"a list is needed, not {str(value)[:30]!r}")
    return value


def _texts(value: object) -> list[str]:
    cells = [cell for cell in _list(value) if isinstance(cell, str)]
    if len(cells) != len(_list(value)):
        raise TableError("cells are texts and integers only")
    return cells


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _refuse(text: str) -> object:
    raise ValueError(f"{text[:30]!r} is no integer")


def _text_lines(text: str, max_rows: int) -> list[list[str]]:
    """The cells of all lines, header first; raises TableError without header or with more rows."""
    lines = [line.strip(" \r") for line in text.split("\n")]
    lines = [line for line in lines if line.strip() and not _BORDER.fullmatch(line)]
    if not lines:
        raise TableError("the table is empty")
    # The header and the rule below it stand beside the rows; more lines need not be split.
    if len(lines) > max_rows + 2:
        raise TableError(f"more than {max_rows} rows")
    separator = next((mark for mark in _SEPARATORS if mark in lines[0]), None)
    if separator is None:
        raise TableError("the first line is no header with several columns")
    rows = [_pipe_cells(line) for line in lines] if separator == "|" else _csv(lines, separator)
    if separator == "|" and len(rows) > 1 and all(map(_RULE_CELL.fullmatch, rows[1])):
        del rows[1]
    return rows


def _pipe_cells(line: str) -> list[str]:
    """The cells of `| a | b |` or `a | b`; a pipe inside a cell is written `\\|`."""
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|") for cell in _PIPE.split(inner)]


def _csv(lines: list[str], separator: str) -> list[list[str]]:
    try:
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        rows = list(islice(reader, len(lines)))
    except csv.Error as error:
        raise TableError(f"no table of lines: {error}") from error
    if not rows:
        raise TableError("the table is empty")
    return rows
