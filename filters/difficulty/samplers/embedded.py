"""llama.cpp in this process, through `xllamacpp`: a GGUF file, no torch, no hub.

Meant for the 135M demonstration model of the `local` profile. Measured on 2 cores with 110-token
prompts and up to 48 new tokens, SmolLM2-135M Q4_1, 4 samples of each prompt:

- One thread per core that is idle when the engine starts, at most 4. 2 threads on 2 idle cores do
  0.99 two-sample problems per second, 1 thread 0.53; but llama.cpp's threads spin while they wait
  for each other: with one other busy process on the 2 cores a single 12-token sample took over
  12 s with 2 threads, and 0.3 s with 1.
- More slots decode no faster (4 slots at once 2.4 requests per second, one at a time 2.4). What
  counts is reading a prompt only once, so samples of one prompt wait for each other and find it in
  their slot's cache: 78 % of the prompt tokens are cached then and 2.4 requests per second done,
  against 18 to 39 % and 1.5 to 1.7 when they run side by side in 4 to 16 slots. A driver should
  have as many problems in flight as there are slots.
- With the prompt cache a sample is not reproducible to the letter: 18 to 57 of 64 texts with the
  same seeds were equal between two runs that differed in slots, threads or what else ran. Without
  it (`cache_prompts=False`) all 64 were equal, alone and in 4 slots at once, at twice the cost or
  more. The completion store is what makes a build repeatable, so the cache is the default.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener
from weakref import WeakValueDictionary

from .base import Completion, Message, SamplerError, SamplingParams, draw_seed, finished

SLOTS = 4
SLOT_CONTEXT = 1024
"""Tokens of prompt and answer together; about 25 MiB of memory per slot for 135M weights."""
MOST_THREADS = 4
"""More were not measured, and graders want cores too."""
RENDER_TIMEOUT_S = 60.0
# Tasks come and go; one that runs at every reading is there to stay.
_LOAD_READINGS, _LOAD_INTERVAL_S = 5, 0.05


class _Server(Protocol):
    """What is used of xllamacpp.Server."""

    listening_address: str

    def handle_completions(self, request: dict[str, Any], /) -> dict[str, Any]: ...


class EmbeddedSampler:
    """One GGUF model in this process; build it with `create`."""

    engine = "embedded"

    def __init__(
        self, server: _Server, *, model: str, slots: int, run_seed: int, cache_prompts: bool
    ) -> None:
        self.model = model
        self.concurrency = slots
        self._run_seed = run_seed
        self._cache_prompts = cache_prompts
        self._server: _Server | None = server
        self._pool = ThreadPoolExecutor(slots, thread_name_prefix="embedded-sampler")
        # A lock lives as long as a sample of its prompt holds it or waits for it.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def render(self, messages: Sequence[Message]) -> str:
        """The messages through the chat template in the GGUF, which may add a system message.

        Asked of the server's loopback address (127.0.0.1, never a proxy): it is the only place
        where llama.cpp offers it.
        """
        body = json.dumps({"messages": list(messages)}).encode()
        address = f"{self._open_server().listening_address}/apply-template"
        request = Request(address, data=body, headers={"Content-Type": "application/json"})
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=RENDER_TIMEOUT_S) as answer:
                return str(json.load(answer)["prompt"])
        except HTTPError as problem:
            why = problem.read().decode("utf-8", "replace")
            problem.close()
            raise SamplerError("the chat template refuses these messages", why) from problem
        except (URLError, OSError) as problem:
            raise SamplerError("the embedded engine does not answer", str(problem)) from problem

    async def sample(self, prompt: str, sample_index: int, params: SamplingParams) -> Completion:
        """One sample. Cancelling frees the caller at once; the engine still ends the sample."""
        self._open_server()
        request = {
            "prompt": prompt,
            "max_tokens": params.max_tokens,
            "temperature": params.temperature,
            "top_p": params.top_p,
            # llama.cpp's own defaults (40 and 0.05) would change the distribution unsaid.
            "top_k": params.top_k or 0,
            "min_p": 0.0,
            "seed": draw_seed(prompt, sample_index, self._run_seed),
            "cache_prompt": self._cache_prompts,
        }
        turn = self._turns.setdefault(prompt, asyncio.Lock())
        async with turn:
            loop = asyncio.get_running_loop()
            reply = await loop.run_in_executor(self._pool, self._ask, request)
        return _completion(reply, params)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._open_server().handle_completions(request)
        except (RuntimeError, ValueError) as problem:
            raise SamplerError("the embedded engine failed", str(problem)) from problem

    def _open_server(self) -> _Server:
        if self._server is None:
            raise SamplerError("the embedded sampler is closed", how="open it again")
        return self._server

    def close(self) -> None:
        """Wait for running samples, then free the model. Leaving it to the process end works."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._server = None


def _completion(reply: dict[str, Any], params: SamplingParams) -> Completion:
    if "error" in reply:
        error = reply["error"]
        seen = int(error.get("n_prompt_tokens", 0))
        return Completion("", "error", 0, seen, str(error.get("message", error)))
    choice, usage = reply["choices"][0], reply["usage"]
    tokens, prompt_tokens = int(usage["completion_tokens"]), int(usage["prompt_tokens"])
    return finished(choice["text"], choice["finish_reason"], tokens, prompt_tokens, params)


def create(
    *,
    weights: Path | str,
    model: str,
    slots: int = SLOTS,
    slot_context: int = SLOT_CONTEXT,
    threads: int | None = None,
    run_seed: int = 0,
    cache_prompts: bool = True,
) -> EmbeddedSampler:
    """Load a GGUF file. `model` is the `name@revision` that completions are stored under.

    SamplerError when xllamacpp or the weights are missing, or the file cannot be loaded.
    """
    try:
        import xllamacpp
    except ImportError as problem:
        raise SamplerError(
            "the embedded sampler needs xllamacpp",
            why=str(problem),
            how="pip install 'touchstone-rl[embedded]'",
        ) from problem
    if not Path(weights).is_file():
        raise SamplerError(
            f"no weights at {weights}", how="run `touchstone models fetch`, or give a GGUF file"
        )
    settings = _settings(
        xllamacpp.CommonParams(), weights, slots, slot_context, threads or idle_cores()
    )
    try:
        server = xllamacpp.Server(settings)
        # Its loop starts beside us; a server that is freed before the loop runs waits for ever.
        # One served request shows that it runs.
        server.handle_completions({"prompt": "a", "max_tokens": 1})
    except (RuntimeError, ValueError) as problem:
        raise SamplerError(
            f"cannot load {weights}", why=str(problem), how="give a whole GGUF file"
        ) from problem
    return EmbeddedSampler(
        server, model=model, slots=slots, run_seed=run_seed, cache_prompts=cache_prompts
    )


def _settings(
    settings: Any,
    weights: Path | str,
    slots: int,
    slot_context: int,
    threads: int,
) -> Any:
    settings.model.path = str(weights)
    settings.n_parallel = slots
    settings.n_ctx = slots * slot_context
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = threads
    settings.cache_ram_mib = 0  # a second prompt cache of up to 8 GiB: measured, no gain
    settings.fit_params = False  # the context is what was asked for, on every machine
    settings.port = 0  # any free one; the host is 127.0.0.1
    settings.warmup = False
    settings.verbosity = 0
    return settings


def idle_cores() -> int:
    """Cores that no other process keeps busy just now: 1 to MOST_THREADS."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    loads = []
    for _ in range(_LOAD_READINGS):
        loads.append(_running())
        time.sleep(_LOAD_INTERVAL_S)
    return max(1, min((cores or 1) - min(loads), MOST_THREADS))


def _running() -> int:
    """How many other tasks run or wait for a core; 0 where the system does not say."""
    try:
        running = Path("/proc/loadavg").read_text().split()[3].split("/")[0]
    except (OSError, IndexError):
        return 0
    return max(0, int(running) - 1)
