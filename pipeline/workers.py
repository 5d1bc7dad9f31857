"""All cores for map stages: batches go out to processes, outcomes come back in their order."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from .errors import StoreError

if TYPE_CHECKING:
    from .stage import MapStage, Outcome

# A worker takes about a second to start and import; below this many rows that is no gain. Of rows
# that come in small batches, since each takes milliseconds, a tenth is enough.
PARALLEL_ROWS = 20_000
# Batches under way per worker: enough to keep it busy, few enough to stay in memory.
_AHEAD = 2

_stage: MapStage
_state: Any


def outcomes(stage: MapStage, batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[Outcome]:
    """The kernel's outcome of every batch, in order; in this process where that is quicker."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    enough = PARALLEL_ROWS // 10 if stage.batch_rows else PARALLEL_ROWS
    if workers == 1 or rows < enough:
        state = stage.prepare()
        yield from (stage.kernel(batch, state) for batch in batches)
        return
    # Spawned, not forked: this process has threads (Arrow's), which a fork would break.
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(stage,)
    )
    with pool:
        try:
            yield from _in_order(pool, batches, workers * _AHEAD)
        except BrokenProcessPool as error:
            raise StoreError(
                f"{stage.name}: a worker process died (out of memory?); the same command starts "
                "this stage again, what is complete is kept"
            ) from error


def _in_order(
    pool: ProcessPoolExecutor, batches: Iterator[pa.RecordBatch], ahead: int
) -> Iterator[Outcome]:
    waiting: deque[Future[Outcome]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_work, batch))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin(stage: MapStage) -> None:
    """Once per worker: the stage, and what all its batches share."""
    global _stage, _state
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # There is a process per core already: no threads or helpers of graders beyond one each.
    os.environ.setdefault("TOUCHSTONE_REWARD_WORKERS", "1")
    _stage, _state = stage, stage.prepare()


def _end_with_parent() -> None:
    """A worker waits for work for ever, also after its parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work(batch: pa.RecordBatch) -> Outcome:
    return _stage.kernel(batch, _state)
