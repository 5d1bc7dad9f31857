"""Steps on the commands of a walker on a grid, the walk itself, and what is asked of the path."""

from __future__ import annotations

from ._pipelines import WEIGHTS, Pool


def repeat_last(text: str, k: int) -> str:
    """Write the last {k} commands (all, if there are fewer) once more at the end."""
    return text + text[-k:]


def mirror(text: str, k: int) -> str:
    """In the first {k} commands, exchange L and R."""
    return text[:k].translate(str.maketrans("LR", "RL")) + text[k:]


def drop_every(text: str, k: int) -> str:
    """Leave out every {k}th command, counted from 1."""
    return "".join(c for i, c in enumerate(text, 1) if i % k)


def go_back(text: str, k: int) -> str:
    """Add, at the end, the commands so far in the opposite order, but at most the first {k} of
    these.
    """
    return text + text[::-1][:k]


def double_step(text: str, k: int) -> str:
    """Write every F whose place (counted from 0) is a multiple of {k} twice."""
    return "".join("FF" if c == "F" and i % k == 0 else c for i, c in enumerate(text))


def walk_wrapping(text: str, width: int, height: int) -> list[list[int]]:
    """Walk on a grid with x from 0 to {width} - 1 and y from 0 to {height} - 1, from [0, 0],
    facing greater y: L turns left, R turns right (with greater x on the right at first), F goes
    one cell ahead; who leaves the grid on one side comes back in on the opposite side. The path is
    the list of [x, y] at the start and after each F.
    """
    x, y, dx, dy = 0, 0, 0, 1
    path = [[x, y]]
    for c in text:
        if c == "F":
            x, y = (x + dx) % width, (y + dy) % height
            path.append([x, y])
        else:
            dx, dy = (-dy, dx) if c == "L" else (dy, -dx)
    return path


def walk_walled(text: str, width: int, height: int) -> list[list[int]]:
    """Walk on a grid with x from 0 to {width} - 1 and y from 0 to {height} - 1, from [0, 0],
    facing greater y: L turns left, R turns right (with greater x on the right at first), F goes
    one cell ahead, or, if that would leave the grid, stays and turns around. The path is the list
    of [x, y] at the start and after each F, also where one stays.
    """
    x, y, dx, dy = 0, 0, 0, 1
    path = [[x, y]]
    for c in text:
        if c != "F":
            dx, dy = (-dy, dx) if c == "L" else (dy, -dx)
            continue
        if 0 <= x + dx < width and 0 <= y + dy < height:
            x, y = x + dx, y + dy
        else:
            dx, dy = -dx, -dy
        path.append([x, y])
    return path


def walk_striding(text: str, stride: int, turn: int) -> list[list[int]]:
    """Walk on an endless grid, from [0, 0], facing greater y: L turns left, R turns right (with
    greater x on the right at first), F goes {stride} cells ahead at once; after every {turn}th F
    one also turns right. The path is the list of [x, y] at the start and after each F.
    """
    x, y, dx, dy, steps = 0, 0, 0, 1, 0
    path = [[x, y]]
    for c in text:
        if c == "F":
            x, y, steps = x + stride * dx, y + stride * dy, steps + 1
            path.append([x, y])
        if c == "R" or (c == "F" and steps % turn == 0):
            dx, dy = dy, -dx
        elif c == "L":
            dx, dy = -dy, dx
    return path


def drop_visited(path: list[list[int]]) -> list[list[int]]:
    """Keep only the first visit of every cell."""
    return [cell for i, cell in enumerate(path) if cell not in path[:i]]


def every_kth(path: list[list[int]], k: int) -> list[list[int]]:
    """Keep the first cell of the path and every {k}th one after it."""
    return path[::k]


def beyond(path: list[list[int]], k: int) -> list[list[int]]:
    """Keep only the cells with x + y of at least {k}."""
    return [[x, y] for x, y in path if x + y >= k]


def last_cell(path: list[list[int]], k: int) -> int:
    """Return {k} * x + y of the last cell (0 if there is none)."""
    return k * path[-1][0] + path[-1][1] if path else 0


def cell_sum(path: list[list[int]], a: int, b: int) -> int:
    """Return the sum of {a} * x + {b} * y over all cells that are left."""
    return sum(a * x + b * y for x, y in path)


def busiest(path: list[list[int]], k: int) -> int:
    """Return {k} times the greatest number of times that one cell stands there, plus the number of
    different cells.
    """
    counts = [path.count(cell) for cell in path]
    return k * max(counts, default=0) + len({(x, y) for x, y in path})


COMMANDS: Pool = {
    repeat_last: {"k": range(2, 8)}, mirror: {"k": range(3, 12)}, drop_every: {"k": range(3, 9)},
    go_back: {"k": range(3, 10)}, double_step: {"k": range(2, 7)},
}  # fmt: skip
WALKS: Pool = {
    walk_wrapping: {"width": range(3, 9), "height": range(3, 9)},
    walk_walled: {"width": range(3, 9), "height": range(3, 9)},
    walk_striding: {"stride": range(1, 6), "turn": range(2, 6)},
}
PATHS: Pool = {drop_visited: {}, every_kth: {"k": range(2, 5)}, beyond: {"k": range(0, 5)}}
RESULTS: Pool = {
    last_cell: {"k": WEIGHTS}, busiest: {"k": WEIGHTS},
    cell_sum: {"a": range(2, 300), "b": range(2, 300)},
}  # fmt: skip
