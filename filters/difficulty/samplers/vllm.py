"""vLLM in this process: one request per sample, so that a settled problem frees its place at once.

One AsyncLLM drives one device, or one group of devices that share the weights (`tensor_parallel`).
With `replicas` > 1 each group gets a server process of its own (`_fleet`) behind the `openai`
sampler: the groups then share nothing, one that dies takes no other along, and the mixture-of-
experts models that vLLM's own data parallelism keeps in lockstep run freely.

The CPU build of vLLM is found as well: what counts is the module, not the name of its package.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final

from ._chat import ChatTemplate, check_identity
from ._loop import LoopThread
from ._reaper import Reaper, children
from .base import Completion, Message, Sampler, SamplerError, SamplingParams, draw_seed, finished

CONCURRENCY: Final = 256
"""Requests worth having in flight: vLLM's default `max_num_seqs` on most devices."""
CPU_BLOCK: Final = 32
"""On CPUs a block must be a multiple of it; the default leaves short prompts uncached."""
_ENVIRONMENT: Final[Mapping[str, str]] = {
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    # What a command prints on stdout is its own.
    "VLLM_LOGGING_STREAM": "ext://sys.stderr",
    # We have threads, which a fork would break.
    "VLLM_WORKER_MULTIPROCESSING_METHOD": "spawn",
}


class VLLMSampler:
    """One engine and its processes; build it with `create`."""

    engine = "vllm"

    def __init__(
        self,
        engine_args: Mapping[str, Any],
        *,
        model: str,
        template: ChatTemplate,
        concurrency: int,
        run_seed: int,
    ) -> None:
        self.model = model
        self.concurrency = concurrency
        self._template, self._run_seed = template, run_seed
        self._vllm = import_vllm()
        self._numbers = count()
        self._engine: Any = None
        self._loop = LoopThread("vllm-sampler")
        before = children()
        try:
            self._loop.wait(self._start(engine_args))
            self._reaper = Reaper(before)
        except Exception as problem:  # whatever its many libraries raise
            self._loop.close()
            raise SamplerError("vLLM does not start", f"{type(problem).__name__}: {problem}") from (
                problem
            )

    async def _start(self, engine_args: Mapping[str, Any]) -> None:
        """In the loop that the engine is bound to from then on."""
        engine = importlib.import_module("vllm.v1.engine.async_llm")
        arguments = self._vllm.AsyncEngineArgs(**engine_args)
        self._engine = engine.AsyncLLM.from_engine_args(arguments)
        self._most_tokens = int(self._engine.model_config.max_model_len)
        self._dead_error = importlib.import_module("vllm.v1.engine.exceptions").EngineDeadError

    def render(self, messages: Sequence[Message]) -> str:
        """The messages through the model's own chat template."""
        return self._template.render(messages)

    async def sample(self, prompt: str, sample_index: int, params: SamplingParams) -> Completion:
        """One sample. Cancelling aborts the request, and the engine frees its place."""
        if self._engine is None:
            raise SamplerError("the vllm sampler is closed", how="open it again")
        return await self._loop.run(self._sample(prompt, sample_index, params))

    async def _sample(self, prompt: str, sample_index: int, params: SamplingParams) -> Completion:
        ids = self._template.token_ids(prompt)
        if len(ids) >= self._most_tokens:
            error = f"a prompt of {len(ids)} tokens, the context has {self._most_tokens}"
            return Completion("", "error", 0, len(ids), error)
        settings = self._settings(prompt, sample_index, params)
        try:
            output = await self._generate(list(ids), settings)
        except self._dead_error as problem:
            raise SamplerError("the vLLM engine died", str(problem), "run it again") from problem
        except ValueError as problem:  # what vLLM says of a request that it does not take
            return Completion("", "error", 0, len(ids), f"vLLM refuses it: {problem}")
        except RuntimeError as problem:
            raise SamplerError("the vLLM engine failed", str(problem)) from problem
        choice = output.outputs[0]
        if choice.finish_reason not in ("stop", "length"):
            raise SamplerError("vLLM ended a sample", f"finish reason {choice.finish_reason}")
        return finished(choice.text, choice.finish_reason, len(choice.token_ids), len(ids), params)

    def _settings(self, prompt: str, sample_index: int, params: SamplingParams) -> Any:
        """Every setting that changes the distribution; a model's own defaults are not asked for."""
        return self._vllm.SamplingParams(
            n=1,
            temperature=params.temperature,
            top_p=params.top_p,
            top_k=params.top_k or -1,
            min_p=0.0,
            repetition_penalty=1.0,
            max_tokens=params.max_tokens,
            seed=draw_seed(prompt, sample_index, self._run_seed),
            output_kind=importlib.import_module(
                "vllm.sampling_params"
            ).RequestOutputKind.FINAL_ONLY,
        )

    async def _generate(self, ids: list[int], settings: Any) -> Any:
        request = f"sample-{next(self._numbers)}"
        prompt = {"type": "token", "prompt_token_ids": ids}
        stream = self._engine.generate(prompt, settings, request)
        try:
            async for output in stream:
                return output
        finally:
            await stream.aclose()
        raise SamplerError("the vLLM engine gave no output")

    def close(self) -> None:
        """End the engine and its processes."""
        if self._engine is not None:
            engine, self._engine = self._engine, None
            self._loop.close(_shut(engine))
            self._reaper.dismiss()


async def _shut(engine: Any) -> None:
    engine.shutdown()
    await asyncio.sleep(0)


def import_vllm() -> Any:
    """The module; SamplerError that names the install line without it."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        return importlib.import_module("vllm")
    except ImportError as problem:
        raise SamplerError(
            "the vllm sampler needs vLLM",
            why=str(problem),
            how="pip install 'touchstone-rl[vllm]'",
        ) from problem


def create(
    *,
    model: str,
    weights: str | None = None,
    tokenizer: str | None = None,
    template_options: Mapping[str, Any] | None = None,
    tensor_parallel: int = 1,
    replicas: int = 1,
    engine_args: Mapping[str, Any] | None = None,
    concurrency: int = CONCURRENCY,
    run_seed: int = 0,
) -> Sampler:
    """Start vLLM on `model` (`name@revision`).

    Args:
        model: what completions are stored under, and what is loaded unless `weights` is given.
        weights: a folder with the model.
        tokenizer: a folder or Hub name, where it is not that of the model.
        template_options: for the chat template, as `{"enable_thinking": false}`.
        tensor_parallel: devices that share the weights of one engine.
        replicas: engines; each takes the next `tensor_parallel` of the visible devices.
        engine_args: more of vLLM's engine arguments, as `{"max_model_len": 8192}`.
        concurrency: requests in flight per engine.
        run_seed: part of every sample's seed.
    """
    check_identity(model)
    if replicas < 1 or tensor_parallel < 1:
        raise ValueError("replicas and tensor_parallel must be 1 or more")
    name, _, revision = model.partition("@")
    given: dict[str, Any] = {
        "model": weights or name,
        **({} if weights else {"revision": revision, "tokenizer_revision": revision}),
        "tensor_parallel_size": tensor_parallel,
        "enable_prefix_caching": True,
        **_platform_args(import_vllm()),
        **(engine_args or {}),
    }
    template = ChatTemplate(model, tokenizer or weights, template_options or {})
    if replicas == 1:
        return VLLMSampler(
            given, model=model, template=template, concurrency=concurrency, run_seed=run_seed
        )
    from ._fleet import FleetSampler

    return FleetSampler(
        given,
        replicas=replicas,
        model=model,
        template=template,
        concurrency=concurrency,
        run_seed=run_seed,
    )


def _platform_args(vllm: Any) -> dict[str, Any]:
    """What the device at hand needs beyond vLLM's defaults."""
    platform = importlib.import_module(f"{vllm.__name__}.platforms").current_platform
    if platform.device_type != "cpu":
        return {}
    # A seeded request whose prompt is read in two parts ends the engine on CPUs (vLLM 0.32:
    # "CPU Generator does not use offset").
    return {"block_size": CPU_BLOCK, "enable_chunked_prefill": False}
