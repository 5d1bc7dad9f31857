"""The audit of rewards as the command runs it: over their own golds, or over a release's."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from rewards import UnknownRewardError, known_rewards, load_reward
from rewards.audit import Report, audit
from rewards.audit.target import Row

from .errors import StoreError, UsageError

_COLUMNS = ["reward_model.ground_truth", "extra_info.index", "extra_info.reward", "extra_info.spec"]


def run(
    names: Sequence[str], release: Path | None, limit: int, tell: Callable[[str], None]
) -> list[Report]:
    """One report per reward, in the order of the names; no names: all rewards, or the release's.

    `limit`: golds per reward out of a release. `tell` gets a line per reward. Raises UsageError
    for a name that no reward has, or that the release does not use.
    """
    golds = release_golds(release, limit) if release else None
    chosen = list(names) or (sorted(golds) if golds else list(known_rewards()))
    try:
        for name in chosen:
            load_reward(name)
    except UnknownRewardError as error:
        raise UsageError(str(error)) from error
    if golds is not None and (missing := sorted(set(chosen) - set(golds))):
        raise UsageError(f"{release} has no rows of {missing}; it uses {sorted(golds)}")
    reports = []
    for name in chosen:
        tell(f"auditing {name}")
        reports.append(audit(load_reward(name), golds[name] if golds else None))
    return reports


def release_golds(release: Path, limit: int) -> dict[str, list[Row]]:
    """Golds and specs by reward, of each the `limit` rows of lowest index (a hash: a sample)."""
    files = sorted(release.glob("data/*/*.parquet"))
    if not files:
        raise StoreError(f"{release} is no release: it has no data/<domain>/*.parquet")
    sampled: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for file in files:
        for batch in pq.ParquetFile(file).iter_batches(columns=_COLUMNS):
            for row in batch.to_pylist():
                info = row["extra_info"]
                gold = row["reward_model"]["ground_truth"]
                # A heap of the lowest: what leaves it first is the highest.
                item = (-info["index"], gold, info["spec"])
                push = heapq.heappush if len(sampled[info["reward"]]) < limit else heapq.heappushpop
                push(sampled[info["reward"]], item)
    return {
        name: [(gold, spec) for _, gold, spec in sorted(rows, reverse=True)]
        for name, rows in sampled.items()
    }
