"""Grids of integers (ARC and its kin), compared cell by cell.

Gold: JSON list of lists of integers, rectangular, not empty. An answer may be written as nested
lists or tuples (commas or spaces between cells, trailing commas), as lines of numbers separated
by spaces or commas, in a fence, with a short label ahead. Rows of run-together digits ("012")
are read as cells only where all gold cells are 0 to 9: there a longer number could never be
right, so that this reading takes no other answer's place. Floats, leading zeros, ragged rows
and anything beside the one grid are wrong; a failure never turns into some default grid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple, TypeAlias

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
from .extract import extract_answer, unwrap

Grid: TypeAlias = tuple[tuple[int, ...], ...]

# ARC's largest grid has 30 x 30 = 900 cells; above ten times that, a response is runaway text.
MAX_CELLS = 10_000
# A grid of one column has up to six tokens per cell: brackets, number, commas.
MAX_TOKENS = 6 * MAX_CELLS
# Cells are colors or counts; a bound on digits keeps `int` linear.
MAX_DIGITS = 18
_INTEGER = re.compile(rf"0|-?[1-9][0-9]{{0,{MAX_DIGITS - 1}}}")
_TOKEN = re.compile(r"[\[\](),]|[^\s\[\](),]+")
_SEPARATOR = re.compile(r"[ \t]*,[ \t]*|[ \t]+")
_CLOSER = {"[": "]", "(": ")"}
_LABEL = re.compile(r"[*#\s]{0,6}([A-Za-z ]{1,40}?)\*{0,2}\s{0,3}[:=]\*{0,2}")
_LABEL_WORDS = frozenset(
    (
        "the",
        "my",
        "final",
        "predicted",
        "test",
        "output",
        "answer",
        "result",
        "solution",
        "grid",
        "is",
    )
)


class _UnreadableError(ValueError):
    """The answer is no grid; the message says where it stops being one."""


class _Gold(NamedTuple):
    grid: Grid
    digits: bool
    """All cells are 0 to 9, so that rows of run-together digits can be read."""


class GridReward(Reward[_Gold]):
    """Exact equality of two grids."""

    name: ClassVar[str] = "grid"
    version: ClassVar[str] = "2"
    examples: ClassVar[tuple[tuple[str, Spec], ...]] = (
        ("[[0]]", {}),
        ("[[1,2],[3,4]]", {}),
        ("[[0,1,2],[3,4,5]]", {}),
        ("[[7],[7],[8]]", {}),
        ("[[12,-3,0]]", {}),
    )

    def parse_gold(self, ground_truth: str, spec: Spec) -> _Gold:
        """The gold grid; raises GroundTruthError unless it is a rectangle of integers."""
        rows = load_json(ground_truth, "grid")
        if not (isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows)):
            raise GroundTruthError("a grid is a JSON list of at least one list")
        grid = tuple(tuple(row) for row in rows)
        if not grid[0] or len({len(row) for row in grid}) != 1:
            raise GroundTruthError(f"rows of {sorted({len(row) for row in grid})} cells; one width")
        if len(grid) * len(grid[0]) > MAX_CELLS:
            raise GroundTruthError(f"more than {MAX_CELLS} cells")
        cells = [cell for row in grid for cell in row]
        for cell in cells:
            if type(cell) is not int or abs(cell) >= 10**MAX_DIGITS:
                raise GroundTruthError(f"cell {cell!r}; integers below 10^{MAX_DIGITS} are allowed")
        return _Gold(grid, all(0 <= cell <= 9 for cell in cells))

    def grade(self, response: str, gold: _Gold) -> Verdict:
        """Correct if the response's one grid equals the gold."""
        found = extract_answer(response)
        if found is None:
            return no_answer("no complete final answer")
        try:
            grid = _read(found.text, gold.digits)
        except _UnreadableError as error:
            return wrong(found.text, str(error), "parse")
        if grid == gold.grid:
            return correct(found.text)
        return wrong(found.text, _difference(grid, gold.grid))

    def canonical(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """Compact JSON."""
        return json.dumps(self.read_gold(ground_truth, spec).grid, separators=(",", ":"))

    def render(self, ground_truth: str, spec: Spec | str | None = None) -> str:
        """The grid as a JSON list of lists in answer tags."""
        return _render(self.read_gold(ground_truth, spec).grid)

    def negatives(self, ground_truth: str, spec: Spec | str | None = None) -> Iterator[Negative]:
        """Grids near the gold, each different from it, and two grids at once."""
        gold: Grid = self.read_gold(ground_truth, spec).grid
        near = [(kind, grid) for kind, grid in _near(gold) if grid and grid[0] and grid != gold]
        for kind, grid in near:
            yield Negative(kind, _render(grid))
        right, other = json.dumps(gold), json.dumps(near[0][1])
        yield Negative("hedge", f"<answer>{right} or {other}</answer>")
        yield Negative("two_grids", f"<answer>{right}\n{other}</answer>")
        yield Negative("nested_deeper", f"<answer>[{right}]</answer>")
        yield Negative("ragged", f"<answer>{right[:-2]}, 0], [0]]</answer>")


def _read(text: str, digits: bool) -> Grid:
    """The one grid that the text is; raises _UnreadableError."""
    text = unwrap(_without_label(unwrap(text)))
    lists = text.startswith(("[", "("))
    tokens = _TOKEN.findall(text.removesuffix(".") if lists else text)
    if len(tokens) > MAX_TOKENS:
        raise _UnreadableError(f"more than {MAX_CELLS} cells")
    rows = _list_rows(tokens) if lists else _line_rows(text, digits)
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise _UnreadableError("the rows differ in length or are empty")
    return tuple(rows)


def _without_label(text: str) -> str:
    """The text without a label such as "Output:"; unknown words are no label."""
    label = _LABEL.match(text)
    known = label and _LABEL_WORDS.issuperset(label[1].lower().split())
    return text[label.end() :] if label and known else text


def _list_rows(tokens: list[str]) -> list[tuple[int, ...]]:
    """Rows of `[[1, 2], [3, 4]]` in tokens: two levels of brackets, nothing after them."""
    rows: list[tuple[int, ...]] = []
    row: list[str] = []
    closers: list[str] = []
    comma_allowed = False
    for index, token in enumerate(tokens):
        if token in _CLOSER and len(closers) < 2 and (closers or index == 0):
            closers.append(_CLOSER[token])
            comma_allowed = False
        elif closers and token == closers[-1]:
            if len(closers) == 2:
                rows.append(_cells(row))
                row = []
            closers.pop()
            comma_allowed = True
        elif len(closers) == 2 and token not in "[](),":
            row.append(token)
            comma_allowed = True
        elif token == "," and closers and comma_allowed:
            comma_allowed = False
        else:
            raise _UnreadableError(f"unexpected {_shown(token)} in the grid")
    if closers:
        raise _UnreadableError("the grid does not close")
    return rows


def _line_rows(text: str, digits: bool) -> list[tuple[int, ...]]:
    """Rows written one per line; a blank line between rows would begin a second grid."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if digits and all(re.fullmatch("[0-9]+", line) for line in lines):
        return [tuple(int(digit) for digit in line) for line in lines]
    return [_cells(_SEPARATOR.split(line.removesuffix(","))) for line in lines]


def _cells(words: list[str]) -> tuple[int, ...]:
    """Words as integers; raises _UnreadableError for "1.0", "01", "+1" and the like."""
    for word in words:
        if not _INTEGER.fullmatch(word):
            raise _UnreadableError(f"{_shown(word)} is no integer")
    return tuple(int(word) for word in words)


def _difference(grid: Grid, gold: Grid) -> str:
    """Where a grid first differs from the gold, rows and columns counted from 1."""
    shape, gold_shape = (len(grid), len(grid[0])), (len(gold), len(gold[0]))
    if shape != gold_shape:
        return f"{shape[0]}x{shape[1]} cells instead of {gold_shape[0]}x{gold_shape[1]}"
    cells = ((r, c) for r in range(shape[0]) for c in range(shape[1]) if grid[r][c] != gold[r][c])
    row, column = next(cells)
    return f"differs first at row {row + 1}, column {column + 1}"


def _near(gold: Grid) -> Iterator[tuple[str, Grid]]:
    """Grids that a careless solver or grader would take for the gold; some may equal it."""
    first = gold[0]
    yield "cell_changed", (*gold[:-1], (*gold[-1][:-1], (gold[-1][-1] + 1) % 10))
    yield "first_cell_changed", ((first[0] + 1, *first[1:]), *gold[1:])
    yield "transposed", tuple(zip(*gold, strict=True))
    yield "mirrored", tuple(row[::-1] for row in gold)
    yield "upside_down", gold[::-1]
    yield "rows_all_equal", (first,) * len(gold)
    yield "missing_row", gold[:-1]
    yield "extra_row", (*gold, gold[-1])
    yield "missing_column", tuple(row[:-1] for row in gold)
    yield "extra_column", tuple((*row, row[-1]) for row in gold)
    yield "default_grid", ((0,),)


def _render(grid: Grid) -> str:
    return f"<answer>{json.dumps(grid)}</answer>"


def _shown(word: str) -> str:
    """A word as it may stand in a one-line detail."""
    return repr(word[:30])


REWARD = GridReward()
