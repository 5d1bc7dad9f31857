"""How the tests open each engine, on the smallest model that it runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from filters.difficulty.samplers import base, recorded
from filters.difficulty.samplers.base import Message, Sampler

from .fake_server import FakeServer
from .tokenizers_on_disk import tokenizer_folder

VLLM_ARGS = {
    "dtype": "bfloat16",
    "max_model_len": 1024,
    "max_num_seqs": 64,
    "enforce_eager": True,
    "kv_cache_memory_bytes": 2**28,
}
"""For SmolLM2-135M on a CPU; 10,000 tokens of cache, since several engines run at once."""
SLOT_CONTEXT = 256


def open_recorded(folder: Path, messages: list[Message]) -> Sampler:
    prompt = recorded.chatml(messages)
    texts = {(prompt, index): f"answer {index}" for index in range(4)}
    return base.load_sampler("recorded", recording=texts, model="tiny@1")


def gguf() -> str:
    path = os.environ.get("TOUCHSTONE_GGUF")
    if not path:
        pytest.fail("set TOUCHSTONE_GGUF to a GGUF file, or leave out the integration tests")
    return path


def open_embedded(folder: Path, messages: list[Message], **options) -> Sampler:
    return base.load_sampler(
        "embedded", weights=gguf(), model="smollm2@q4_1", slots=2, slot_context=SLOT_CONTEXT,
        **options,
    )  # fmt: skip


def open_openai(folder: Path, messages: list[Message]) -> Sampler:
    server = FakeServer("fake")
    return _connected([server.url], folder, "fake@1", "fake", server.stop)


def open_llama_server(folder: Path, messages: list[Message]) -> Sampler:
    """llama.cpp's own OpenAI-compatible server, on the loopback."""
    engine = open_embedded(folder, messages)
    address = engine._server.listening_address  # type: ignore[attr-defined]
    return _connected([f"{address}/v1"], folder, "smollm2@q4_1", gguf(), engine.close)


def _connected(urls, folder, model, served, stop) -> Sampler:
    sampler = base.load_sampler(
        "openai", base_urls=urls, model=model, served_model=served, patience_s=20.0,
        tokenizer=tokenizer_folder(folder),
    )  # fmt: skip
    end, ended = sampler.close, []

    def close() -> None:
        end()
        if not ended:
            ended.append(True)
            stop()

    sampler.close = close  # type: ignore[method-assign]
    return sampler


def vllm_weights() -> str:
    return os.environ["TOUCHSTONE_VLLM"]


def open_vllm(folder: Path, messages: list[Message], **options) -> Sampler:
    return base.load_sampler(
        "vllm", model="smollm2@converted", weights=vllm_weights(), engine_args=VLLM_ARGS, **options
    )


def open_fleet(folder: Path, messages: list[Message]) -> Sampler:
    return open_vllm(folder, messages, replicas=2)
