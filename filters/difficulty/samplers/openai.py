"""Any number of OpenAI-compatible servers: `vllm serve`, SGLang, llama.cpp, or a hosted one.

Prompts are rendered here and sent as text to `/v1/completions`, each sample with its own seed. A
request goes to the server that would be through with it first, by measured seconds per token and
what is under way there. A server that dies, hangs, or answers errors or garbage is set aside with
a warning and probed again, with longer and longer pauses; its requests go to the others. When no
server is left for `patience_s` seconds, samples fail with SamplerError: an outage, which never
reads as a wrong answer.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import count
from typing import Any, Final

from ._chat import ChatTemplate, check_identity
from ._endpoint import Endpoint, FailedError, RefusedError
from ._loop import LoopThread
from .base import Completion, Message, SamplerError, SamplingParams, draw_seed

URLS_VARIABLE: Final = "TOUCHSTONE_BASE_URLS"
CONCURRENCY: Final = 64
"""Requests worth having in flight per server."""
ATTEMPTS: Final = 6
STRIKES: Final = 3
"""So many failures in a row set a server aside; one that refuses connections needs only one."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 60.0
PATIENCE_S: Final = 300.0
EXTRA: Final[Mapping[str, Any]] = {
    "top_k": -1,
    "min_p": 0.0,
    "repetition_penalty": 1.0,
    # The rendered prompt has its special tokens; a second opening one changes the distribution.
    "add_special_tokens": False,
}
"""Fields beyond OpenAI's that vLLM reads, and that switch off what a model's own generation
config would switch on. A server that refuses unknown fields needs `extra = {}`."""

_RECORDED: Final = frozenset({"temperature", "top_p", "max_tokens", "seed", "n", "prompt", "model"})

_log = logging.getLogger(__name__)


class OpenAISampler:
    """Servers that all run one model; build it with `create`."""

    engine = "openai"

    def __init__(
        self,
        endpoints: Sequence[tuple[str, str | None]],
        *,
        model: str,
        served_model: str,
        template: ChatTemplate,
        extra: Mapping[str, Any] = EXTRA,
        concurrency: int = CONCURRENCY,
        timeout_s: float | None = None,
        patience_s: float = PATIENCE_S,
        run_seed: int = 0,
    ) -> None:
        """`endpoints` are (base URL, API key); SamplerError when none of them answers in time."""
        self.model = model
        self.concurrency = concurrency * len(endpoints)
        self._template = template
        self._served_model, self._extra, self._run_seed = served_model, dict(extra), run_seed
        self._timeout_s, self._patience_s = timeout_s, patience_s
        self._closed = False
        self._endpoints: list[Endpoint] = []
        self._probes: set[asyncio.Task[None]] = set()
        self._loop = LoopThread("openai-sampler")
        with ExitStack() as undo:
            undo.callback(self.close)
            self._loop.wait(self._open(endpoints))
            undo.pop_all()

    async def _open(self, endpoints: Sequence[tuple[str, str | None]]) -> None:
        """Made in the loop that they live in; all are probed before the first sample."""
        self._endpoints = [Endpoint(url, self._served_model, key) for url, key in endpoints]
        self._change = asyncio.Condition()
        self._alone_since = 0.0
        await asyncio.gather(*(self._first_look(endpoint) for endpoint in self._endpoints))
        await self._available()

    async def _first_look(self, endpoint: Endpoint) -> None:
        try:
            await endpoint.probe()
        except FailedError as problem:
            await self._set_aside(endpoint, problem)

    def render(self, messages: Sequence[Message]) -> str:
        """The messages through the model's own chat template, on this side."""
        return self._template.render(messages)

    async def sample(self, prompt: str, sample_index: int, params: SamplingParams) -> Completion:
        """One sample. Cancelling closes the request, and the server frees its place."""
        if self._closed:
            raise SamplerError("the openai sampler is closed", how="open it again")
        request = {
            "model": self._served_model,
            "prompt": prompt,
            "n": 1,
            "temperature": params.temperature,
            "top_p": params.top_p,
            "max_tokens": params.max_tokens,
            "seed": draw_seed(prompt, sample_index, self._run_seed),
            **self._extra,
            **({"top_k": params.top_k} if params.top_k else {}),
        }
        return await self._loop.run(self._sample(request, params))

    async def _sample(self, request: Mapping[str, Any], params: SamplingParams) -> Completion:
        # Ten tokens a second is slower than any server worth waiting for.
        timeout_s = self._timeout_s or 60.0 + 0.1 * params.max_tokens
        attempt, patience = 0, time.monotonic() + self._patience_s
        while True:
            endpoint = await self._chosen()
            try:
                return await endpoint.complete(request, params, timeout_s)
            except RefusedError as problem:
                return Completion("", "error", 0, 0, f"{endpoint.url}: {problem}")
            except FailedError as problem:
                busy = problem.wait_s is not None and time.monotonic() < patience
                attempt += not busy
                await self._failed(endpoint, problem)
                if attempt >= ATTEMPTS:
                    raise SamplerError(
                        f"no completion in {ATTEMPTS} attempts", f"{endpoint.url}: {problem}"
                    ) from problem
                await asyncio.sleep(max(problem.wait_s or 0.0, _pause(attempt)))

    async def _chosen(self) -> Endpoint:
        """The server that would be through first; waits for one when all are set aside."""
        await self._available()
        up = [endpoint for endpoint in self._endpoints if endpoint.up]
        known = [e.seconds_per_token for e in up if e.seconds_per_token is not None]
        hope = min(known, default=1.0)  # of a server that has not been tried yet
        return min(
            up,
            key=lambda e: (
                (e.in_flight + 1) * (hope if (s := e.seconds_per_token) is None else s),
                e.strikes,
            ),
        )

    async def _available(self) -> None:
        """Return once a server is up; SamplerError when none was for `patience_s` seconds."""
        async with self._change:
            try:
                async with asyncio.timeout(self._patience()):
                    await self._change.wait_for(lambda: any(e.up for e in self._endpoints))
            except TimeoutError:
                told = "; ".join(f"{e.url}: {e.trouble}" for e in self._endpoints)
                raise SamplerError(
                    f"none of {len(self._endpoints)} servers answers",
                    why=told,
                    how="start them, then run the same command: what was sampled is kept",
                ) from None

    def _patience(self) -> float:
        """Seconds left to wait, counted from when the last server was set aside."""
        return max(self._alone_since + self._patience_s - time.monotonic(), 0.0)

    async def _failed(self, endpoint: Endpoint, problem: FailedError) -> None:
        if problem.wait_s is not None:
            return  # busy is not broken
        endpoint.trouble = str(problem)
        endpoint.strikes += 1
        if endpoint.up and (problem.gone or endpoint.strikes >= STRIKES):
            await self._set_aside(endpoint, problem)

    async def _set_aside(self, endpoint: Endpoint, problem: FailedError) -> None:
        endpoint.up, endpoint.trouble = False, str(problem)
        if not any(other.up for other in self._endpoints):
            self._alone_since = time.monotonic()
        _log.warning("%s is set aside and probed again: %s", endpoint.url, problem)
        task = asyncio.ensure_future(self._revive(endpoint))
        self._probes.add(task)
        task.add_done_callback(self._probes.discard)

    async def _revive(self, endpoint: Endpoint) -> None:
        """Probe until it answers; it comes back on trial, so that one failure sets it aside."""
        for pauses in count():
            await asyncio.sleep(_pause(pauses))
            try:
                await endpoint.probe()
            except FailedError as problem:
                endpoint.trouble = str(problem)
                continue
            break
        endpoint.up, endpoint.strikes = True, STRIKES - 1
        _log.warning("%s answers again", endpoint.url)
        async with self._change:
            self._change.notify_all()

    def close(self) -> None:
        """Close all connections; running samples end as cancelled."""
        if not self._closed:
            self._closed = True
            self._loop.close(self._disconnect())

    async def _disconnect(self) -> None:
        for endpoint in self._endpoints:
            await endpoint.close()


def _pause(number: int) -> float:
    """Exponential, with a random half, so that a crowd of requests does not come back at once."""
    whole: float = min(FIRST_PAUSE_S * 2.0 ** min(number, 10), LONGEST_PAUSE_S)
    return whole * random.uniform(0.5, 1.0)


def _checked_extra(extra: Mapping[str, Any]) -> Mapping[str, Any]:
    """ValueError for what completions are stored under: `extra` is no part of their key."""
    taken = _RECORDED.intersection(extra)
    if extra.get("top_k") not in (None, -1, 0):
        taken |= {"top_k"}
    if taken:
        raise ValueError(f"extra: {', '.join(sorted(taken))}; give it in measure.sampling")
    return extra


def create(
    *,
    model: str,
    base_urls: Sequence[str] | None = None,
    served_model: str | None = None,
    tokenizer: str | None = None,
    template_options: Mapping[str, Any] | None = None,
    api_key_env: str | None = None,
    extra: Mapping[str, Any] | None = None,
    concurrency: int = CONCURRENCY,
    timeout_s: float | None = None,
    patience_s: float = PATIENCE_S,
    run_seed: int = 0,
) -> OpenAISampler:
    """Connect to servers that run `model` (`name@revision`).

    Args:
        model: what completions are stored under; its tokenizer is loaded by this name.
        base_urls: such as `http://host:8000/v1`; None: from TOUCHSTONE_BASE_URLS, separated by
            commas, which keeps host names out of the settings.
        served_model: what the servers call it; None: the name before the `@`.
        tokenizer: a folder or Hub name, where it is not that of `model`.
        template_options: for the chat template, as `{"enable_thinking": false}`.
        api_key_env: the environment variable that holds the key; the key itself is stored nowhere.
        extra: fields of the request beyond OpenAI's; None: those of vLLM.
        concurrency: requests in flight per server.
        timeout_s: for one completion; None: 60 s and 0.1 s per token that may come.
        patience_s: how long to wait while no server answers.
        run_seed: part of every sample's seed.
    """
    check_identity(model)
    extra = EXTRA if extra is None else _checked_extra(extra)
    urls = list(base_urls or filter(None, os.environ.get(URLS_VARIABLE, "").split(",")))
    if not urls:
        raise ValueError(f"give base_urls, or set {URLS_VARIABLE}, to one or more servers")
    key = os.environ.get(api_key_env, "") if api_key_env else None
    if key == "":
        raise SamplerError(f"the environment variable {api_key_env} holds no API key")
    return OpenAISampler(
        [(url.strip(), key) for url in urls],
        model=model,
        served_model=served_model or model.partition("@")[0],
        template=ChatTemplate(model, tokenizer, template_options or {}),
        extra=extra,
        concurrency=concurrency,
        timeout_s=timeout_s,
        patience_s=patience_s,
        run_seed=run_seed,
    )
