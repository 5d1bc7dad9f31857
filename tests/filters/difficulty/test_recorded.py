"""Replay of recordings: what was not recorded is an outage, what is malformed names its line."""

import asyncio
import json

import pytest

from filters.difficulty.samplers import base, recorded
from filters.difficulty.samplers.base import Completion, SamplerError, SamplingParams

MESSAGES = [{"role": "user", "content": "What is 2 + 2? Ünïcode too."}]
PARAMS = SamplingParams(temperature=0.7, max_tokens=12)


def open_recorded():
    prompt = recorded.chatml(MESSAGES)
    texts = {(prompt, index): f"answer {index}" for index in range(4)}
    return base.load_sampler("recorded", recording=texts, model="tiny@1")


def draws(sampler, prompt, indices, params=PARAMS):
    async def together():
        return await asyncio.gather(*(sampler.sample(prompt, i, params) for i in indices))

    return asyncio.run(together())


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
