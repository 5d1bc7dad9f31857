"""`touchstone sources page`: every declared source on one page, with what its filters keep.

Sources whose files are at hand (cache, mirror, network) are read whole and counted; of the others
the page says that they were not. Rows count as kept where `normalize` would keep them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from domains.base import Drop, Generator, Problem, Source
from domains.registry import find_source
from rewards import GroundTruthError, load_reward

from . import pinning
from .errors import LocationError
from .locations import Locator
from .settings import SourceSettings
from .sources import describe, raw_rows

HEAD = """# Sources

Every source that Touchstone declares. *Raw* rows are what its reader gives; *kept* ones have passed
the source, its row filters, and its reward's parsing of the gold. Duplicates, benchmarks and the
self-test come later, in a build. What is for evaluation never trains.

Written by `touchstone sources page`; a `?` stands where the files were not at hand.
"""
COLUMNS = ("source", "use", "location", "license", "rewards", "raw", "kept", "dropped", "tests")
GURU_HEAD = """## What Guru trains on

The sixteen data sources of Guru's training set, and the sources here that read their origins.
"""
GURU: Mapping[str, tuple[str, ...]] = {
    "math__merged_deduped_dapo_or1_dataset": ("math__dapo_math_17k", "math__skywork_or1"),
    "math__deepscaler_preview": ("math__deepscaler",),
    "codegen__leetcode2k": ("code__leetcode",),
    "codegen__taco": ("code__taco_verified",),
    "codegen__primeintellect": ("code__primeintellect",),
    "codegen__livecodebench": ("code__livecodebench",),
    "stem_web": ("science__webinstruct_verified",),
    "logic__zebra_puzzle_dataset": ("logic__zebra",),
    "logic__ordering_puzzle_dataset": ("logic__ordering",),
    "logic__graph_logical_dataset": ("logic__graph_logic",),
    "simulation__arcagi1": ("logic__arc_agi_1_github", "logic__arc_agi_1"),
    "simulation__arcagi2": ("logic__arc_agi_2_github", "logic__arc_agi_2"),
    "simulation__barc": ("logic__barc",),
    "simulation__codeio": ("simulation__codeio_pyedu",),
    "table__hitab": ("tabular__hitab",),
    "table__multihier": ("tabular__multihiertt",),
}
_COMMIT_DIGITS = 40
_SHOWN_DIGITS = 10


class Counted(NamedTuple):
    """What the rows of a source came to."""

    raw: int
    kept: int
    drops: Mapping[str, int]
    """By reason, the most frequent first."""


def page(locator: Locator, tests: Path, tell: Callable[[str], None]) -> str:
    """The page as Markdown; `tests` is the folder whose files may import a source."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(tests.glob("test_*.py"))}
    parts = [HEAD]
    for domain, listed in groupby(pinning.listed(), lambda row: row["source"].split("__")[0]):
        tell(f"reading the sources of {domain}")
        rows = [_row(entry, locator, texts) for entry in listed]
        parts.append(f"## {domain.capitalize()}\n\n{_table(COLUMNS, rows)}\n")
    guru = [[name, ", ".join(names)] for name, names in GURU.items()]
    parts.append(f"{GURU_HEAD}\n{_table(('Guru', 'here'), guru)}\n")
    return "\n".join(parts)


def counted(source: Source, locator: Locator) -> Counted | None:
    """The counts of a source of files; None if they cannot be had."""
    try:
        description = describe(source, SourceSettings(), locator)
        files = {
            name: path for each in source.remotes for name, path in locator.named(each).items()
        }
    except LocationError:
        return None
    drops: Counter[str] = Counter()
    raw = 0
    for row in raw_rows(source, description, files):
        raw += 1
        found = source.normalize(row)
        if reason := found.reason if isinstance(found, Drop) else _reason(source, found):
            drops[reason] += 1
    return Counted(raw, raw - drops.total(), dict(drops.most_common()))


def _reason(source: Source, problem: Problem) -> str:
    """Why `normalize` would drop a problem; empty if it would not."""
    for row_filter in source.row_filters:
        if dropped := row_filter(problem):
            return dropped.reason
    try:
        load_reward(problem.reward or source.reward).canonical(problem.ground_truth, problem.spec)
    except GroundTruthError:
        return "ungradable_gold"
    return ""


def _row(entry: Mapping[str, str], locator: Locator, tests: Mapping[str, str]) -> list[str]:
    source = find_source(entry["source"])
    location, revision = entry["location"], entry["revision"]
    if revision.split()[0] not in location:
        location += f" ({revision})"
    elif revision.endswith("(unpinned)"):
        location += " (unpinned)"
    return [
        source.name, source.use, _shortened(location), source.license,
        ", ".join(source.rewards), *_counts(source, locator), ", ".join(_tests(source, tests)),
    ]  # fmt: skip


def _counts(source: Source, locator: Locator) -> tuple[str, str, str]:
    if isinstance(source.location, Generator):
        count = f"{source.location.count:,} a level"
        return count, count, f"levels: {', '.join(source.location.levels)}"
    found = counted(source, locator)
    if found is None:
        return "?", "?", "?"
    drops = "; ".join(f"{reason} {count:,}" for reason, count in found.drops.items())
    return f"{found.raw:,}", f"{found.kept:,}", drops


def _shortened(location: str) -> str:
    """A commit by its first digits: the whole one stands in the lock."""
    name, _, revision = location.partition("@")
    digits = revision.split(" ")[0]
    return location if len(digits) < _COMMIT_DIGITS else f"{name}@{digits[:_SHOWN_DIGITS]}"


def _tests(source: Source, tests: Mapping[str, str]) -> Iterator[str]:
    """The test files that import the source; the contract test finds every source by itself."""
    for name, text in tests.items():
        if f"from {source.module} import" in text or name == "test_contract_sources.py":
            yield name


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
