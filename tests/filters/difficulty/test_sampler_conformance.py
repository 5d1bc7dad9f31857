"""One contract for all sampling engines; a new engine is one more line in `ENGINES`.

`openai` runs against a server inside the test and against llama.cpp's own. The vLLM engines need
an environment of their own: they are here when TOUCHSTONE_VLLM names a folder with a model for
them, and then a vLLM that is missing is a failure.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from filters.difficulty.samplers import base, recorded
from filters.difficulty.samplers.base import Sampler, SamplerError, SamplingParams

from .engines import (
    open_embedded,
    open_fleet,
    open_llama_server,
    open_openai,
    open_recorded,
    open_vllm,
)

MESSAGES = [{"role": "user", "content": "What is 2 + 2? Ünïcode too."}]
PARAMS = SamplingParams(temperature=0.7, max_tokens=12)

ENGINES = [
    pytest.param(open_recorded, id="recorded"),
    pytest.param(open_openai, id="openai"),
    pytest.param(open_llama_server, id="openai-llama.cpp", marks=pytest.mark.integration),
    pytest.param(open_embedded, id="embedded", marks=pytest.mark.integration),
]
if os.environ.get("TOUCHSTONE_VLLM"):
    ENGINES += [pytest.param(open_vllm, id="vllm"), pytest.param(open_fleet, id="vllm-2-replicas")]
pytestmark = pytest.mark.timeout(600)
if os.environ.get("TOUCHSTONE_VLLM"):
    # vLLM and torch warn of themselves, at import and when an engine's sockets are collected.
    pytestmark = [pytestmark, pytest.mark.filterwarnings("default")]


@pytest.fixture(params=ENGINES, scope="module")
def shared(request, tmp_path_factory) -> Iterator[Sampler]:
    """The engine, opened once for all tests; at the end: a closed sampler is an outage."""
    opened = request.param(tmp_path_factory.mktemp("engine"), MESSAGES)
    prompt = opened.render(MESSAGES)
    yield opened
    opened.close()
    opened.close()
    with pytest.raises(SamplerError, match="closed"):
        draws(opened, prompt, [0])


def draws(sampler, prompt, indices, params=PARAMS):
    async def together():
        return await asyncio.gather(*(sampler.sample(prompt, i, params) for i in indices))

    return asyncio.run(together())


def test_names_itself(shared):
    assert isinstance(shared, Sampler)
    assert shared.engine in base.engines()
    assert shared.model.count("@") == 1
    assert shared.concurrency >= 1


def test_renders_the_same_text_each_time_with_the_message_in_it(shared):
    prompt = shared.render(MESSAGES)
    assert prompt == shared.render(list(MESSAGES))
    assert MESSAGES[0]["content"] in prompt
    assert prompt.endswith("<|im_start|>assistant\n")
    assert prompt != shared.render([{"role": "user", "content": "Other"}])


def test_samples_are_complete_and_several_at_once(shared):
    results = draws(shared, shared.render(MESSAGES), range(4))
    for result in results:
        assert result.finish_reason in ("stop", "length")
        assert result.text
        assert result.error == ""
        assert 0 <= result.completion_tokens <= PARAMS.max_tokens
        assert result.prompt_tokens >= 0
    assert len({result.text for result in results}) > 1


def test_each_sample_has_a_stream_of_its_own(shared):
    """Other prompts and other indices at the same time: no two draws share their random numbers."""
    prompt = shared.render(MESSAGES)
    together = draws(shared, prompt, [3, 0, 1, 2])
    assert len({one.text for one in together}) > 1
    assert [one.prompt_tokens for one in together] == [together[0].prompt_tokens] * 4


def test_top_k_is_in_force(shared):
    """Of one token there is no choice, however hot."""
    if shared.engine == "recorded" or shared.model == "fake@1":
        return  # nothing is sampled there
    only = SamplingParams(temperature=1.5, max_tokens=6, top_k=1)
    found = draws(shared, shared.render(MESSAGES), range(4), only)
    assert len({one.text for one in found}) == 1
    free = draws(shared, shared.render(MESSAGES), range(4), SamplingParams(1.5, max_tokens=6))
    assert len({one.text for one in free}) > 1


def test_several_event_loops_one_after_the_other(shared):
    prompt = shared.render(MESSAGES)
    for index in range(3):
        assert draws(shared, prompt, [index])[0].text


def test_cancelling_leaves_the_sampler_usable(shared):
    prompt = shared.render(MESSAGES)

    async def cancel_then_sample():
        tasks = [asyncio.create_task(shared.sample(prompt, i, PARAMS)) for i in range(4)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return await shared.sample(prompt, 1, PARAMS)

    assert asyncio.run(cancel_then_sample()).text


def test_a_prompt_that_no_context_takes_is_told_and_not_answered(shared):
    if shared.engine in ("recorded",) or shared.model == "fake@1":
        return  # a recording and a test server have no context
    (result,) = draws(shared, "word " * 4000, [0])
    assert (result.finish_reason, result.text) == ("error", "")
    assert result.error
    assert draws(shared, shared.render(MESSAGES), [0])[0].finish_reason != "error"


def test_unknown_engine_lists_the_known():
    with pytest.raises(ValueError, match="embedded, openai, recorded, vllm"):
        base.load_sampler("telepathy")


def test_every_file_is_an_engine():
    folder = Path(base.__file__).parent
    files = {path.stem for path in folder.glob("[!_]*.py")} - {"base"}
    assert set(base.engines()) == files


def test_draw_seeds_are_spread_and_stable():
    seeds = [base.draw_seed(f"p{p}", s, r) for p in range(50) for s in range(16) for r in (0, 1)]
    assert max(Counter(seeds).values()) == 1
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert base.draw_seed("prompt", 3) == base.draw_seed("prompt", 3, 0)
    assert base.draw_seed("a", 11) != base.draw_seed("1\0a", 1)


def test_a_missing_vllm_names_feature_and_install_line(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "vllm", None)
    with pytest.raises(SamplerError, match=r"vllm sampler.*touchstone-rl\[vllm\]"):
        base.load_sampler("vllm", model="x@1")


def test_recorded_and_real_engines_render_alike_for_chatml(shared):
    if shared.engine == "recorded" or shared.model == "fake@1":
        assert shared.render(MESSAGES) == recorded.chatml(MESSAGES)
    else:
        assert shared.render(MESSAGES).endswith(recorded.chatml(MESSAGES))
