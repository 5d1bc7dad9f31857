"""One contract for all sampling engines; a new engine is one more line in `ENGINES`."""

import asyncio
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from filters.difficulty.samplers import base, embedded, recorded
from filters.difficulty.samplers.base import Completion, Sampler, SamplerError, SamplingParams

MESSAGES = [{"role": "user", "content": "What is 2 + 2? Ünïcode too."}]
PARAMS = SamplingParams(temperature=0.7, max_tokens=12)


def open_recorded():
    prompt = recorded.chatml(MESSAGES)
    texts = {(prompt, index): f"answer {index}" for index in range(4)}
    return base.load_sampler("recorded", recording=texts, model="tiny@1")


def open_embedded(**options):
    path = os.environ.get("TOUCHSTONE_GGUF")
    if not path:
        pytest.fail("set TOUCHSTONE_GGUF to a GGUF file, or leave out the integration tests")
    return base.load_sampler(
        "embedded", weights=path, model="smollm2@q4_1", slots=2, slot_context=256, **options
    )


ENGINES = [
    pytest.param(open_recorded, id="recorded"),
    pytest.param(open_embedded, id="embedded", marks=pytest.mark.integration),
]


@pytest.fixture(params=ENGINES)
def sampler(request):
    opened = request.param()
    yield opened
    opened.close()


def draws(sampler, prompt, indices, params=PARAMS):
    async def together():
        return await asyncio.gather(*(sampler.sample(prompt, i, params) for i in indices))

    return asyncio.run(together())


def test_names_itself(sampler):
    assert isinstance(sampler, Sampler)
    assert sampler.engine in base.engines()
    assert sampler.model.count("@") == 1
    assert sampler.concurrency >= 1


def test_renders_the_same_text_each_time_with_the_message_in_it(sampler):
    prompt = sampler.render(MESSAGES)
    assert prompt == sampler.render(list(MESSAGES))
    assert MESSAGES[0]["content"] in prompt
    assert prompt != sampler.render([{"role": "user", "content": "Other"}])


def test_samples_are_complete_and_several_at_once(sampler):
    results = draws(sampler, sampler.render(MESSAGES), range(4))
    for result in results:
        assert result.finish_reason in ("stop", "length")
        assert result.text
        assert result.error == ""
        assert 0 <= result.completion_tokens <= PARAMS.max_tokens
        assert result.prompt_tokens >= 0
    assert len({result.text for result in results}) > 1


def test_a_closed_sampler_is_an_outage(sampler):
    prompt = sampler.render(MESSAGES)
    sampler.close()
    sampler.close()
    with pytest.raises(SamplerError, match="closed"):
        draws(sampler, prompt, [0])


def test_cancelling_leaves_the_sampler_usable(sampler):
    prompt = sampler.render(MESSAGES)

    async def cancel_then_sample():
        task = asyncio.create_task(sampler.sample(prompt, 0, PARAMS))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return await sampler.sample(prompt, 1, PARAMS)

    assert asyncio.run(cancel_then_sample()).text


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
        assert "slot context" in result.error

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


def test_unknown_engine_lists_the_known():
    with pytest.raises(ValueError, match="embedded, recorded"):
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


def test_a_draw_that_was_not_recorded_is_an_outage():
    with pytest.raises(SamplerError, match="no completion is recorded for sample 9"):
        draws(open_recorded(), recorded.chatml(MESSAGES), [9])


def test_recordings_are_read_from_jsonl(tmp_path):
    path = tmp_path / "r.jsonl"
    rows = [
        {"prompt": "p", "sample": 0, "text": "a"},
        {"prompt": "p", "sample": 1, "text": "", "finish_reason": "error", "error": "gone"},
        {"prompt": "p", "sample": 0, "text": "a"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    sampler = base.load_sampler("recorded", recording=str(path))
    assert draws(sampler, "p", [0, 1]) == [
        Completion("a", "stop", 0, 0),
        Completion("", "error", 0, 0, "gone"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"prompt": "p", "sample": 0, "text": "other"}',
        '{"prompt": "p", "sample": 1}',
        '{"prompt": "p", "sample": 1, "text": 3}',
        '{"prompt": "p", "sample": 1, "text": "a", "finish_reason": "eos"}',
        "not json",
        "[]",
    ],
)
def test_malformed_recordings_name_the_line(tmp_path, line):
    path = tmp_path / "r.jsonl"
    path.write_text('{"prompt": "p", "sample": 0, "text": "a"}\n' + line, "utf-8")
    with pytest.raises(SamplerError, match=r"r\.jsonl:2"):
        recorded.read_recording(path)
    with pytest.raises(SamplerError, match="cannot read"):
        recorded.read_recording(tmp_path / "none")


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
