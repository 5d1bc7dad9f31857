"""The embedded engine's own ways: its context, its cache, its threads."""

import asyncio

import pytest

from filters.difficulty.samplers import base, embedded
from filters.difficulty.samplers.base import SamplerError, SamplingParams

from . import engines

MESSAGES = [{"role": "user", "content": "What is 2 + 2? Ünïcode too."}]
PARAMS = SamplingParams(temperature=0.7, max_tokens=12)


def open_embedded(**options):
    return engines.open_embedded(None, MESSAGES, **options)


def draws(sampler, prompt, indices, params=PARAMS):
    async def together():
        return await asyncio.gather(*(sampler.sample(prompt, i, params) for i in indices))

    return asyncio.run(together())


@pytest.mark.integration
class TestEmbedded:
    @pytest.fixture
    def sampler(self):
        opened = open_embedded()
        yield opened
        opened.close()

    def test_a_prompt_beyond_the_context_is_an_error_and_not_a_wrong_answer(self, sampler):
        (result,) = draws(sampler, "word " * 400, [0])
        assert (result.finish_reason, result.text) == ("error", "")
        assert "context" in result.error
        assert draws(sampler, "word", [0])[0].finish_reason != "error"

    def test_a_sample_that_the_context_cuts_is_an_error(self, sampler):
        (result,) = draws(sampler, "word " * 250, [0], SamplingParams(0.0, 1.0, 200))
        assert result.finish_reason == "error"
        assert "engine's context" in result.error

    def test_the_rendered_prompt_is_what_the_chat_endpoint_samples_from(self, sampler):
        """Special tokens are read as such and none is doubled: same count, same greedy text."""
        prompt, greedy = sampler.render(MESSAGES), SamplingParams(0.0, 1.0, 12)
        (ours,) = draws(sampler, prompt, [0], greedy)
        chat = sampler._server.handle_chat_completions(
            {"messages": MESSAGES, "temperature": 0.0, "max_tokens": 12}
        )
        assert ours.prompt_tokens == chat["usage"]["prompt_tokens"]
        assert ours.text.strip() == chat["choices"][0]["message"]["content"].strip()

    def test_without_the_cache_a_sample_is_the_same_alone_and_among_others(self):
        opened = open_embedded(cache_prompts=False)
        prompts = [opened.render([{"role": "user", "content": f"Say {n}."}]) for n in range(4)]

        async def together():
            return await asyncio.gather(*(opened.sample(p, 0, PARAMS) for p in prompts))

        alone = [draws(opened, prompt, [0])[0] for prompt in prompts]
        assert asyncio.run(together()) == alone
        opened.close()

    def test_weights_that_are_no_gguf_are_refused(self, tmp_path):
        broken = tmp_path / "broken.gguf"
        broken.write_bytes(b"GGUF no")
        with pytest.raises(SamplerError, match="cannot load"):
            embedded.create(weights=broken, model="x@1")


def test_missing_weights_name_the_command(tmp_path):
    pytest.importorskip("xllamacpp")
    with pytest.raises(SamplerError, match="touchstone models fetch"):
        embedded.create(weights=tmp_path / "none.gguf", model="x@1")


def test_a_missing_engine_names_feature_and_install_line(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xllamacpp", None)
    with pytest.raises(SamplerError, match=r"embedded sampler.*touchstone-rl\[embedded\]"):
        base.load_sampler("embedded", weights="x.gguf", model="x@1")


@pytest.mark.parametrize(("top_k", "asked"), [(None, 0), (20, 20)])
def test_no_setting_is_left_to_the_engine(top_k, asked):
    """llama.cpp has defaults of its own for top-k and min-p."""
    requests = []

    class Server:
        def handle_completions(self, request):
            requests.append(request)
            choice = {"text": "4", "finish_reason": "stop"}
            return {"choices": [choice], "usage": {"completion_tokens": 1, "prompt_tokens": 1}}

    sampler = embedded.EmbeddedSampler(
        Server(), model="x@1", slots=1, run_seed=0, cache_prompts=True
    )
    draws(sampler, "a", [0], SamplingParams(top_k=top_k))
    sampler.close()
    assert (requests[0]["top_k"], requests[0]["min_p"]) == (asked, 0.0)


@pytest.mark.parametrize(("running", "expected"), [(1, 2), (2, 1), (3, 1), (9, 1)])
def test_threads_go_to_idle_cores_only(monkeypatch, running, expected):
    monkeypatch.setattr(embedded.os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
    readings = iter([running + 1, running, running + 3, running, running])
    monkeypatch.setattr(embedded, "_running", lambda: next(readings) - 1)
    monkeypatch.setattr(embedded.time, "sleep", lambda seconds: None)
    assert embedded.idle_cores() == expected


@pytest.mark.integration
@pytest.mark.timeout(120)
def test_an_engine_that_is_closed_at_once_does_not_hang():
    for _ in range(3):
        open_embedded().close()
    closed = open_embedded()
    closed.close()
    with pytest.raises(SamplerError, match="closed"):
        closed.render([{"role": "user", "content": "x"}])
