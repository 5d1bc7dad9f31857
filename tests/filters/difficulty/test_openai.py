"""Servers that answer, fail and come back: an outage is told, and is never a wrong answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading

import pytest

from filters.difficulty.samplers import _endpoint, base, openai
from filters.difficulty.samplers.base import SamplerError, SamplingParams, draw_seed

from . import fake_server as fake
from .fake_server import FakeServer
from .tokenizers_on_disk import tokenizer_folder

PARAMS = SamplingParams(temperature=0.7, top_p=0.9, max_tokens=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> str:
    return tokenizer_folder(tmp_path_factory.mktemp("tokenizer"))


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    monkeypatch.setattr(openai, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(openai, "LONGEST_PAUSE_S", 0.05)


@pytest.fixture
def servers():
    made: list[FakeServer] = []

    def make(*args, **options) -> FakeServer:
        made.append(FakeServer(*args, **options))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def opened(folder):
    made = []

    def make(*found: FakeServer, **options):
        options = {"patience_s": 5.0, "model": "tiny@1", "tokenizer": folder, **options}
        made.append(base.load_sampler("openai", base_urls=[s.url for s in found], **options))
        return made[-1]

    yield make
    for sampler in made:
        sampler.close()


def draws(sampler, indices, params=PARAMS, prompt="a b c"):
    async def together():
        return await asyncio.gather(*(sampler.sample(prompt, i, params) for i in indices))

    return asyncio.run(together())


def refused(sampler, index=0) -> str:
    with pytest.raises(SamplerError) as caught:
        draws(sampler, [index])
    return str(caught.value)


def test_the_request_says_everything_that_changes_the_distribution(servers, opened):
    server = servers()
    (found,) = draws(opened(server, run_seed=5), [2])
    assert server.requests == [
        {
            "model": "tiny", "prompt": "a b c", "n": 1, "temperature": 0.7, "top_p": 0.9,
            "max_tokens": 12, "seed": draw_seed("a b c", 2, 5), "top_k": -1, "min_p": 0.0,
            "repetition_penalty": 1.0, "add_special_tokens": False,
        }
    ]  # fmt: skip
    assert (found.finish_reason, found.completion_tokens, found.prompt_tokens) == ("stop", 3, 3)
    draws(opened(server, extra={}), [0])
    assert "top_k" not in server.requests[-1]
    for extra in (None, {}):
        draws(opened(server, extra=extra), [0], SamplingParams(top_k=20))
        assert server.requests[-1]["top_k"] == 20


@pytest.mark.parametrize("name", ["temperature", "top_k", "seed"])
def test_what_completions_are_stored_under_is_no_extra(servers, opened, name):
    with pytest.raises(ValueError, match=rf"{name}; give it in measure\.sampling"):
        opened(servers(), extra={name: 5})


def test_the_template_is_ours_and_takes_options(servers, opened, folder, tmp_path):
    server = servers()
    messages = [{"role": "user", "content": "hi"}]
    plain = opened(server).render(messages)
    assert plain == "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n"
    assert opened(server, template_options={"opening": "<think>"}).render(messages) == (
        plain + "<think>"
    )
    bare = tokenizer_folder(tmp_path, template=None)
    with pytest.raises(SamplerError, match="no chat template"):
        opened(server, tokenizer=bare)
    with pytest.raises(SamplerError, match=r"no tokenizer for .*options\.tokenizer"):
        opened(server, tokenizer=str(tmp_path / "none"))
    strict = tokenizer_folder(tmp_path / "strict", "{{ raise_exception('roles must alternate') }}")
    with pytest.raises(SamplerError, match="roles must alternate"):
        opened(server, tokenizer=strict).render(messages)


@pytest.mark.parametrize(
    "failure",
    [
        fake.status(500), fake.status(503, "<html>"), fake.die, fake.says("not json"),
        fake.says("[" * 100_000), fake.says("{}"), fake.says('{"choices": []}'), fake.says("null"),
        fake.says(json.dumps({"choices": [{"text": None, "finish_reason": "stop"}],
                              "usage": {"completion_tokens": 1, "prompt_tokens": 1}})),
        fake.says(json.dumps({"choices": [{"text": "x", "finish_reason": "abort"}],
                              "usage": {"completion_tokens": 1, "prompt_tokens": 1}})),
        fake.says(json.dumps({"choices": [{"text": "x", "finish_reason": "stop"}],
                              "usage": {"completion_tokens": 99, "prompt_tokens": 1}})),
        fake.says(json.dumps({"choices": [{"text": "x", "finish_reason": "stop"}],
                              "usage": {"completion_tokens": -1, "prompt_tokens": True}})),
        fake.status(301, Location="http://127.0.0.1:9/"),
    ],
)  # fmt: skip
def test_a_passing_failure_is_tried_again(servers, opened, failure):
    server = servers()
    sampler = opened(server)
    (sound,) = draws(sampler, [0])
    server.behavior = fake.first(2, failure)
    assert draws(sampler, [0]) == [sound]
    assert len(server.requests) == 4


def test_a_request_without_an_answer_in_time_is_made_again(servers, opened):
    server = servers()
    server.behavior = fake.first(1, fake.hang)
    assert draws(opened(server, timeout_s=1.0), [0])[0].text
    assert len(server.requests) >= 2


def test_too_many_requests_waits_as_told_and_sets_no_server_aside(servers, opened, caplog):
    server = servers()
    server.behavior = fake.first(openai.ATTEMPTS + 3, fake.status(429, Retry_After="0.01"))
    assert draws(opened(server), [0])[0].text
    assert len(server.requests) == openai.ATTEMPTS + 4
    assert caplog.records == []


@pytest.mark.parametrize("failure", [fake.status(500), fake.die, fake.says("garbage"), fake.hang])
def test_a_broken_server_is_set_aside_and_the_other_does_the_work(
    servers, opened, caplog, failure, monkeypatch
):
    monkeypatch.setattr(_endpoint, "WATCH_S", 0.05)
    sound, broken = servers(), servers()
    broken.behavior, broken.models = failure, fake.list_models
    sampler = opened(sound, broken)
    broken.models = lambda handler: handler.send(503, "down")
    found = draws(sampler, range(40))
    assert all(one.finish_reason == "stop" for one in found)
    assert found == draws(opened(sound), range(40))
    warned = [r.message for r in caplog.records if r.levelno == logging.WARNING]
    assert [w for w in warned if broken.url in w and "set aside" in w]
    seen = len(broken.requests)
    draws(sampler, range(40, 60))
    assert len(broken.requests) == seen


def test_a_server_that_comes_back_is_used_again(servers, opened, caplog):
    one, other = servers(), servers()
    sampler = opened(one, other)
    other.behavior = fake.status(500)
    down = other.models
    other.models = lambda handler: handler.send(500, "down")
    draws(sampler, range(30))
    other.behavior, other.models = fake.answer, down
    seen = len(other.requests)
    for start in range(100, 4000, 20):
        draws(sampler, range(start, start + 20))
        if len(other.requests) > seen:
            break
    assert len(other.requests) > seen
    assert [r for r in caplog.records if "answers again" in r.message]


def test_one_poisonous_request_costs_that_sample_only(servers, opened):
    server = servers()

    def poison(handler, body):
        (fake.status(500) if body["prompt"] == "poison" else fake.answer)(handler, body)

    server.behavior = poison
    sampler = opened(server)

    async def both():
        work = [sampler.sample("poison", 0, PARAMS)]
        work += [sampler.sample("sound", i, PARAMS) for i in range(10)]
        return await asyncio.gather(*work, return_exceptions=True)

    bad, *rest = asyncio.run(both())
    assert isinstance(bad, SamplerError)
    assert all(one.finish_reason == "stop" for one in rest)


def test_all_servers_gone_is_an_outage_told_once_patience_is_over(servers, opened):
    one, other = servers(), servers()
    sampler = opened(one, other, patience_s=0.2)
    for server in (one, other):
        server.behavior = fake.die
        server.models = lambda handler: handler.send(502, "gone")
    with contextlib.suppress(SamplerError):
        draws(sampler, [0])
    said = refused(sampler)
    assert "none of 2 servers answers" in said
    assert one.url.rstrip("/") in said
    assert "what was sampled is kept" in said


def test_servers_that_never_answer_are_an_outage_on_opening(servers, opened):
    server = servers()
    server.models = lambda handler: handler.send(401, "who are you")
    with pytest.raises(SamplerError, match="HTTP 401: who are you"):
        opened(server, patience_s=0.1)
    assert "openai-sampler" not in {thread.name for thread in threading.enumerate()}
    server.models = fake.list_models
    with pytest.raises(SamplerError, match=r"serves tiny, not other \(options.served_model\)"):
        opened(server, patience_s=0.1, model="other@1")
    assert opened(server, model="other@1", served_model="tiny").model == "other@1"
    closed = FakeServer()
    closed.stop()
    with pytest.raises(SamplerError, match="ConnectError"):
        opened(closed, patience_s=0.1)


def test_opening_waits_for_a_server_that_starts(servers, opened):
    server = servers()
    calls = []

    def slow(handler):
        calls.append(1)
        (fake.list_models if len(calls) > 3 else lambda h: h.send(503, "loading"))(handler)

    server.models = slow
    assert draws(opened(server), [0])[0].text


def test_a_silent_server_that_answers_no_probe_is_given_up(servers, opened, monkeypatch):
    monkeypatch.setattr(_endpoint, "WATCH_S", 0.05)
    monkeypatch.setattr(_endpoint, "PROBE_TIMEOUT_S", 0.1)
    stuck, sound = servers(), servers(seconds=0.01)
    sampler = opened(stuck, sound, timeout_s=1000.0)
    stuck.behavior, stuck.models = fake.hang, fake.hang_models
    assert all(one.text for one in draws(sampler, range(8)))
    assert stuck.gone.wait(10)


def test_a_slow_server_that_answers_probes_is_waited_for(servers, opened, monkeypatch):
    monkeypatch.setattr(_endpoint, "WATCH_S", 0.02)
    server = servers(seconds=0.2)
    assert draws(opened(server), [0])[0].text
    assert len(server.requests) == 1


def test_cancelling_closes_the_request(servers, opened):
    server = servers()
    server.behavior = fake.hang
    sampler = opened(server)

    async def cancel():
        task = asyncio.create_task(sampler.sample("a", 0, PARAMS))
        while not server.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(cancel())
    assert server.gone.wait(10)


def test_closing_ends_what_is_under_way(servers, opened):
    server = servers()
    server.behavior = fake.hang
    sampler = opened(server)

    async def close_meanwhile():
        task = asyncio.create_task(sampler.sample("a", 0, PARAMS))
        while not server.requests:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(sampler.close)
        return await asyncio.gather(task, return_exceptions=True)

    (ended,) = asyncio.run(close_meanwhile())
    assert isinstance(ended, asyncio.CancelledError)


def test_the_faster_server_gets_more(servers, opened):
    fast, slow = servers(seconds=0.01), servers(seconds=0.2)
    sampler = opened(fast, slow)

    async def steadily():
        gate = asyncio.Semaphore(8)

        async def one(index):
            async with gate:
                await sampler.sample("a", index, PARAMS)

        await asyncio.gather(*(one(i) for i in range(120)))

    asyncio.run(steadily())
    assert len(slow.requests) >= 1
    assert len(fast.requests) > 2 * len(slow.requests)


@pytest.mark.parametrize("code", [400, 413, 422])
def test_a_prompt_that_the_server_refuses_is_an_error_of_that_prompt(servers, opened, code):
    server = servers()
    server.behavior = fake.status(code, '{"message": "maximum context length is 64"}')
    sampler = opened(server)
    (found,) = draws(sampler, [0])
    assert (found.finish_reason, found.text) == ("error", "")
    assert "maximum context length" in found.error
    server.behavior = fake.answer
    assert draws(sampler, [0])[0].finish_reason == "stop"


def test_a_sample_that_the_context_cuts_is_an_error(servers, opened):
    server = servers()
    choice = {"text": "cut", "finish_reason": "length"}
    server.behavior = lambda h, body: h.send(200, json.dumps(fake.reply(body, choices=[choice])))
    (found,) = draws(opened(server), [0])
    assert found.finish_reason == "error"
    assert "3 of 12 tokens" in found.error
    (whole,) = draws(opened(server), [0], SamplingParams(max_tokens=3))
    assert whole.finish_reason == "length"


def test_the_key_comes_from_the_environment_and_is_told_to_nobody(servers, opened, monkeypatch):
    server = servers()
    monkeypatch.setenv("MY_KEY", "s3cret")
    sampler = opened(server, api_key_env="MY_KEY", patience_s=0.1)
    draws(sampler, [0])
    assert server.headers[0]["Authorization"] == "Bearer s3cret"
    server.behavior, server.models = fake.die, lambda handler: handler.send(403, "no")
    assert "s3cret" not in refused(sampler)
    monkeypatch.delenv("MY_KEY")
    with pytest.raises(SamplerError, match="MY_KEY holds no API key"):
        opened(server, api_key_env="MY_KEY")


def test_servers_may_come_from_the_environment(servers, folder, monkeypatch):
    server = servers()
    monkeypatch.setenv(openai.URLS_VARIABLE, f"{server.url}, {server.url}/")
    sampler = base.load_sampler("openai", model="tiny@1", tokenizer=folder)
    assert draws(sampler, [0])[0].text
    assert sampler.concurrency == 2 * openai.CONCURRENCY
    sampler.close()
    monkeypatch.delenv(openai.URLS_VARIABLE)
    with pytest.raises(ValueError, match=openai.URLS_VARIABLE):
        base.load_sampler("openai", model="tiny@1", tokenizer=folder)


@pytest.mark.parametrize("model", ["tiny", "tiny@", "@1", "a@b@c"])
def test_a_model_without_a_revision_is_refused(servers, opened, model):
    with pytest.raises(ValueError, match="name@revision"):
        opened(servers(), model=model)


@pytest.mark.parametrize("url", ["host:8000", "ftp://h/v1", "http://u:p@h/v1", "http://h/v1?k=1"])
def test_a_url_that_is_none_or_holds_a_secret_is_refused(url, folder):
    with pytest.raises(ValueError, match="base_urls"):
        base.load_sampler("openai", model="tiny@1", tokenizer=folder, base_urls=[url])


@pytest.mark.parametrize(
    ("given", "used"),
    [("http://h:1", "http://h:1/v1/"), ("https://h/api/v2/", "https://h/api/v2/")],
)
def test_urls_end_in_a_version(given, used):
    assert _endpoint.checked_url(given) == used
