"""An event loop in a thread of its own: where engines that are bound to one loop live.

A sampler may be called from several event loops, one after the other; connections and engines
belong to the loop that made them. So they get one that lasts as long as they do.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs coroutines for callers in any thread or loop, until it is closed."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await `work` there; cancelling this call cancels it there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def wait(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Block until `work` is done there; TimeoutError after `timeout` seconds."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def close(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """Cancel what still runs, wait for it, do `last` there, and end the thread."""
        self.wait(_cancel_others())
        if last is not None:
            self.wait(last)
        self.wait(_settle())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _settle() -> None:
    """Closed connections leave the loop in its next rounds."""
    for _ in range(3):
        await asyncio.sleep(0)
