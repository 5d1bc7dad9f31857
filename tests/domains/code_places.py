"""Steps on intervals and walks, by other means than the references: cells and complex numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from tests.domains.code_reading import remainder, rule

# Intervals, as the unit cells between their ends.


def cells(spans):
    return {cell for start, end in spans for cell in range(start, end)}


def stretches(covered):
    """The intervals of cells, where cells follow one another."""
    starts = sorted(cell for cell in covered if cell - 1 not in covered)
    ends = sorted(cell + 1 for cell in covered if cell + 1 not in covered)
    return [list(ends_of) for ends_of in zip(starts, ends, strict=True)]


@rule("Sort the intervals and merge those that overlap, or have a gap of at most # between them")
def merged(spans, gap):
    near = (span for span in between(spans) if span[1] - span[0] <= gap)
    return stretches(cells(spans) | cells(near))


@rule("Cut off what lies before # or after #; intervals of which no length remains go")
def clipped(spans, low, high):
    inside = set(range(low, high))
    return [part for span in spans for part in stretches(cells([span]) & inside)]


@rule(r"Leave out the intervals that are shorter than #\.")
def not_shorter(spans, k):
    return [span for span in spans if len(cells([span])) >= k]


@rule("Let every interval start # earlier and end # later")
def widened(spans, k, _):
    return [stretches({c + by for c in cells([span]) for by in range(-k, k + 1)})[0]
            for span in spans]  # fmt: skip


@rule(r"Move every interval whose start is even to the right, by #\.")
def shifted(spans, k):
    return [[end + k * (1 - span[0] & 1) for end in span] for span in spans]


@rule("Cut every interval at #, if # lies inside")
def cut(spans, k, _):
    sides = range(-(10**9), k), range(k, 10**9)
    return [part for span in spans for side in sides
            for part in stretches({c for c in cells([span]) if c in side})]  # fmt: skip


@rule("Replace the intervals by the gaps of positive length between them")
def between(spans):
    covered = cells(spans)
    return stretches(set(range(min(covered), max(covered))) - covered) if covered else []


@rule("Leave out every interval that lies within another one that is longer")
def outermost(spans):
    sets = [cells([span]) for span in spans]
    return [span for span, own in zip(spans, sets, strict=True) if not any(own < o for o in sets)]


@rule("Sort the intervals by end, then by start; .* keep each that starts at least # after the end")
def chosen(spans, k):
    left = sorted(sorted(spans), key=lambda span: span[1])
    found = []
    while left:
        found.append(left[0])
        left = [span for span in left[1:] if span[0] >= found[-1][1] + k]
    return found


@rule("Return # times the length that is covered by at least one interval")
def length_covered(spans, k):
    return k * len(cells(spans))


@rule("Return # times the greatest number of intervals that share a stretch of positive length")
def shared(spans, k):
    depth = Counter(cell for span in spans for cell in range(*span))
    return k * max(depth.values(), default=0) + len(spans)


@rule("Return the sum of # times the length plus the start, over all intervals")
def lengths_and_starts(spans, k):
    return k * sum(end for _, end in spans) - (k - 1) * sum(start for start, _ in spans)


# Walks: commands, and paths of [x, y].


@rule("Write the last # commands .* once more at the end")
def last_again(text, k):
    return re.sub(rf"(.{{1,{k}}})$", r"\1\1", text)


@rule(r"In the first # commands, exchange L and R\.")
def turned_first(text, k):
    swap = {"L": "R", "R": "L"}
    return "".join(swap.get(c, c) if place < k else c for place, c in enumerate(text))


@rule("Add, at the end, the commands so far in the opposite order, but at most the first # of")
def and_back(text, k):
    return text + "".join(itertools.islice(reversed(text), k))


@rule(r"Write every F whose place \(counted from 0\) is a multiple of # twice\.")
def doubled(text, k):
    return "".join(f"{c:F<2}" if c == "F" and not place % k else c for place, c in enumerate(text))


def walked(text, go):
    """The path; `go` gives the place and the direction after a step ahead."""
    place, ahead = 0j, 1j
    path = [place]
    for c in text:
        if c == "F":
            place, ahead = go(place, ahead, len(path))
            path.append(place)
        ahead *= {"L": 1j, "R": -1j, "F": 1}[c]
    return [[int(p.real), int(p.imag)] for p in path]


GRID = "Walk on a grid with x from 0 to # - 1 and y from 0 to # - 1, from .0, 0., facing greater y"


@rule(f"{GRID}.* comes back in on the opposite side")
def torus(text, width, height):
    def go(place, ahead, _):
        to = place + ahead
        return complex(remainder(int(to.real), width), remainder(int(to.imag), height)), ahead

    return walked(text, go)


@rule(f"{GRID}.* stays and turns around")
def walls(text, width, height):
    grid = {complex(x, y) for x in range(width) for y in range(height)}

    def go(place, ahead, _):
        return (place + ahead, ahead) if place + ahead in grid else (place, -ahead)

    return walked(text, go)


@rule("Walk on an endless grid, .* F goes # cells? ahead at once; after every #th F one also")
def strides(text, stride, every_turn):
    def go(place, ahead, number):
        return place + stride * ahead, ahead * (1 if number % every_turn else -1j)

    return walked(text, go)


@rule(r"Keep only the cells with x \+ y of at least #\.")
def far_cells(path, k):
    return [cell for cell in path if sum(cell) >= k]


@rule(r"Return # \* x \+ y of the last cell \(0 if there is none\)\.")
def end_of(path, k):
    x, y = path[-1] if path else (0, 0)
    return k * x + y


@rule(r"Return the sum of # \* x \+ # \* y over all cells that are left\.")
def weighed_cells(path, a, b):
    return a * sum(x for x, _ in path) + b * sum(y for _, y in path)


@rule("Return # times the greatest number of times that one cell stands there, plus the number of")
def visits(path, k):
    times = Counter(map(tuple, path))
    return k * max(times.values(), default=0) + len(times)
