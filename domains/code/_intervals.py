"""Steps on lists of intervals, each a list of two integers with start < end."""

from __future__ import annotations

from ._pipelines import Pool


def merge(spans: list[list[int]], gap: int) -> list[list[int]]:
    """Sort the intervals and merge those that overlap, or have a gap of at most {gap} between
    them.
    """
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] <= gap:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return found


def clip(spans: list[list[int]], low: int, high: int) -> list[list[int]]:
    """Cut off what lies before {low} or after {high}; intervals of which no length remains go."""
    cut = [[max(start, low), min(end, high)] for start, end in spans]
    return [[start, end] for start, end in cut if start < end]


def drop_short(spans: list[list[int]], k: int) -> list[list[int]]:
    """Leave out the intervals that are shorter than {k}."""
    return [[start, end] for start, end in spans if end - start >= k]


def widen(spans: list[list[int]], k: int) -> list[list[int]]:
    """Let every interval start {k} earlier and end {k} later."""
    return [[start - k, end + k] for start, end in spans]


def shift(spans: list[list[int]], k: int) -> list[list[int]]:
    """Move every interval whose start is even to the right, by {k}."""
    return [[s, e] if s % 2 else [s + k, e + k] for s, e in spans]


def split(spans: list[list[int]], k: int) -> list[list[int]]:
    """Cut every interval at {k}, if {k} lies inside, into a left and a right one, which take its
    place.
    """
    found = []
    for start, end in spans:
        found += [[start, k], [k, end]] if start < k < end else [[start, end]]
    return found


def gaps(spans: list[list[int]]) -> list[list[int]]:
    """Replace the intervals by the gaps of positive length between them, from left to right: what
    lies between the first start and the last end and in none of them.
    """
    found, reached = [], None
    for start, end in sorted(spans):
        if reached is not None and start > reached:
            found.append([reached, start])
        reached = end if reached is None else max(reached, end)
    return found


def unnested(spans: list[list[int]]) -> list[list[int]]:
    """Leave out every interval that lies within another one that is longer (ends may coincide)."""
    return [
        [s, e] for s, e in spans if not any(a <= s and e <= b and b - a > e - s for a, b in spans)
    ]


def compatible(spans: list[list[int]], k: int) -> list[list[int]]:
    """Sort the intervals by end, then by start; go through them and keep each that starts at least
    {k} after the end of the last one kept (the first is always kept).
    """
    found: list[list[int]] = []
    for end, start in sorted([end, start] for start, end in spans):
        if not found or start - found[-1][1] >= k:
            found.append([start, end])
    return found


def covered(spans: list[list[int]], k: int) -> int:
    """Return {k} times the length that is covered by at least one interval."""
    length, reached = 0, None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        length += max(0, end - begin)
        reached = end if reached is None else max(reached, end)
    return k * length


def most_at_once(spans: list[list[int]], k: int) -> int:
    """Return {k} times the greatest number of intervals that share a stretch of positive length,
    plus the number of intervals.
    """
    most = max((sum(a <= s < b for a, b in spans) for s, e in spans), default=0)
    return k * most + len(spans)


def weighted(spans: list[list[int]], k: int) -> int:
    """Return the sum of {k} times the length plus the start, over all intervals."""
    return sum(k * (end - start) + start for start, end in spans)


STEPS: Pool = {
    merge: {"gap": range(0, 6)}, clip: {"low": range(5, 30), "high": range(40, 70)},
    drop_short: {"k": range(3, 10)}, widen: {"k": range(1, 7)}, shift: {"k": range(1, 12)},
    split: {"k": range(15, 50)}, gaps: {}, unnested: {}, compatible: {"k": range(0, 7)},
}  # fmt: skip
# The steps have few values. With 9,800 factors 2 of 2,000 easy tasks came again under another seed.
_FACTORS = range(100, 999_900)
RESULTS: Pool = {
    covered: {"k": _FACTORS}, most_at_once: {"k": _FACTORS}, weighted: {"k": _FACTORS},
}  # fmt: skip
