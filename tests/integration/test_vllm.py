"""Real vLLM on real weights: the same decisions as fixed k, aborts, kills.

Runs in an environment of its own (`make test-vllm`), which names a folder with weights in
TOUCHSTONE_VLLM; there, a vLLM that is missing is a failure and no reason to skip.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from filters.difficulty.cascade import measure
from filters.difficulty.outcomes import Counts
from filters.difficulty.rules import Rule
from filters.difficulty.samplers import base
from filters.difficulty.samplers._fleet import engine_flags
from filters.difficulty.samplers.base import SamplingParams
from pipeline.drawing import Drawer, Model
from tests.filters.difficulty.engines import VLLM_ARGS
from tests.measure_runs import Run
from tests.pipeline.test_measuring_page import commands

WEIGHTS = os.environ.get("TOUCHSTONE_VLLM")
if WEIGHTS:
    import psutil  # comes with vLLM
pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(1800),
    # vLLM and torch warn of themselves, at import and when an engine's sockets are collected.
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(not WEIGHTS, reason="runs in an environment of its own: make test-vllm"),
]

MODEL = "smollm2@converted"
PROBLEMS = 64
K = 8
RULE = Rule(name="of_eight", source="test", weak_k=K, weak_min=0, weak_max=6)
SAMPLING = {"temperature": 0.7, "top_p": 1.0, "max_tokens": 24, "seed": 0}
STORY = [{"role": "user", "content": "Tell a very long story about a sea voyage, in detail."}]


KINDS = {
    "What is {} + {}?": [("3", "4", "7"), ("5", "1", "6"), ("2", "6", "8")],
    "Which is larger, {} or {}?": [("3", "8", "8"), ("9", "2", "9"), ("4", "7", "7")],
    "What is the capital of {}?": [
        ("Poland", "Warsaw"), ("Portugal", "Lisbon"), ("India", "New Delhi"),
    ],
}  # fmt: skip
CAPITALS = {
    "France": "Paris", "Italy": "Rome", "Japan": "Tokyo", "Spain": "Madrid", "Egypt": "Cairo",
    "Greece": "Athens", "Cuba": "Havana", "Peru": "Lima", "Norway": "Oslo", "Kenya": "Nairobi",
}  # fmt: skip


def problems(number: int) -> list[dict]:
    """After three examples a model of 135M parameters gets some always right, some never."""
    stream = random.Random("vllm")
    rows = []
    for n in range(number):
        a, b = stream.randrange(1, 10), stream.randrange(1, 10)
        country = stream.choice(sorted(CAPITALS))
        asked = (
            (str(a), str(b), str(a + b)),
            (str(a), str(b + 9), str(b + 9)),
            (country, CAPITALS[country]),
        )[n % 3]
        template, examples = list(KINDS.items())[n % 3]
        prompt = [turn for one in (*examples, asked) for turn in turns(template, one)]
        # The number makes no two prompts alike.
        prompt[0]["content"] = f"Question {n}. {prompt[0]['content']}"
        rows.append({"prompt": prompt[:-1], "ground_truth": asked[-1], "reward": "entity"})
    return rows


def turns(template: str, values: tuple[str, ...]) -> list[dict]:
    return [
        {"role": "user", "content": template.format(*values[:-1])},
        {"role": "assistant", "content": values[-1]},
    ]


def as_rows(found: list[dict]) -> dict[str, dict]:
    return {str(n): {**row, "spec": "{}"} for n, row in enumerate(found)}


class Server:
    """`python -m vllm.entrypoints.openai.api_server` on the loopback."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        flags = ["--model", str(WEIGHTS), "--served-model-name", "smollm2", "--block-size", "32"]
        flags += ["--host", "127.0.0.1", "--port", str(self.port)]
        # A seeded prompt that is read in two parts ends a server on CPUs.
        flags += engine_flags({**VLLM_ARGS, "enable_chunked_prefill": False})
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vllm.entrypoints.openai.api_server", *flags],
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.url = f"http://127.0.0.1:{self.port}/v1"

    def running(self) -> float:
        """Requests that the engine works on."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics") as answer:
            text = answer.read().decode()
        return sum(map(float, re.findall(r"vllm:num_requests_running\{.*\} (\S+)", text)))

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def servers(tmp_path_factory) -> Iterator[list[Server]]:
    folder = tmp_path_factory.mktemp("servers")
    made = [Server(folder / f"{n}.log") for n in range(2)]
    yield made
    for server in made:
        server.kill()


@pytest.fixture(scope="module")
def in_process(servers) -> Iterator[base.Sampler]:
    """Starts while the servers start."""
    sampler = base.load_sampler("vllm", model=MODEL, weights=WEIGHTS, engine_args=VLLM_ARGS)
    yield sampler
    sampler.close()


@pytest.fixture(scope="module")
def over_http(servers) -> Iterator[base.Sampler]:
    sampler = base.load_sampler(
        "openai", base_urls=[servers[0].url], model=MODEL, served_model="smollm2",
        tokenizer=WEIGHTS, patience_s=900.0,
    )  # fmt: skip
    yield sampler
    sampler.close()


@pytest.fixture(params=["in_process", "over_http"])
def sampler(request) -> base.Sampler:
    return request.getfixturevalue(request.param)


class Borrowed:
    """An engine that a drawer must not close."""

    def __init__(self, sampler: base.Sampler) -> None:
        self.model, self.engine, self.concurrency = sampler.model, sampler.engine, 64
        self.render, self.sample = sampler.render, sampler.sample

    def close(self) -> None: ...


def of_counts(correct: int) -> str:
    return "too_easy" if correct >= 6 else "too_hard" if correct <= 0 else "keep"


def test_decisions_are_those_of_fixed_k(sampler, tmp_path):
    rows = as_rows(problems(PROBLEMS))
    model = Model(MODEL, lambda: Borrowed(sampler), SAMPLING)
    drawer = Drawer(tmp_path, {"weak": model}, rows)

    async def early() -> dict[str, str]:
        stream = measure(rows, drawer.draw, rule=RULE, round_size=2, concurrency=32)
        return {found.key: found.decision async for found in stream}

    async def every() -> dict[str, str]:
        async def one(key: str) -> str:
            draws = await asyncio.gather(*(drawer.draw(key, "weak", n) for n in range(K)))
            letters = "".join(draw.outcome for draw in draws)
            assert "?" not in letters
            return of_counts(Counts.from_outcomes(letters).correct)

        return dict(zip(rows, await asyncio.gather(*map(one, rows)), strict=True))

    decided = asyncio.run(early())
    drawn = drawer.sampled
    fixed = asyncio.run(every())
    total = drawer.sampled
    drawer.close()
    assert decided == fixed
    assert total == PROBLEMS * K
    assert drawn < total
    assert len(set(decided.values())) >= 2
    print(f"\n{sampler.engine}: {drawn} of {total} draws, {sorted(decided.values())}")


def test_the_two_ways_to_vllm_sample_the_same_distribution(in_process, over_http):
    """Same prompt ids and same seeds: the same greedy text, and the same count of tokens."""
    greedy = SamplingParams(0.0, 1.0, 16)
    messages = problems(3)[2]["prompt"]
    prompt = in_process.render(messages)
    assert prompt == over_http.render(messages)
    one, other = (asyncio.run(s.sample(prompt, 0, greedy)) for s in (in_process, over_http))
    assert one.text
    assert one == other


async def cancelled(sampler: base.Sampler, busy: Callable[[], float]) -> float:
    """Start long samples, see the engine busy, cancel; how many were under way."""
    prompt, long = sampler.render(STORY), SamplingParams(1.0, 1.0, 900)
    tasks = [asyncio.create_task(sampler.sample(prompt, n, long)) for n in range(12)]
    while not (seen := await asyncio.to_thread(busy)):
        await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return seen


def eventually_idle(busy: Callable[[], float]) -> None:
    """900 tokens take far longer than this test waits; an aborted request is gone at once."""
    for _ in range(100):
        if not busy():
            return
        time.sleep(0.1)
    pytest.fail(f"{busy()} requests still run")


def test_cancelling_frees_the_engine(in_process):
    def busy() -> float:
        return float(in_process._engine.output_processor.get_num_unfinished_requests())

    assert asyncio.run(cancelled(in_process, busy)) > 0
    eventually_idle(busy)
    done = asyncio.run(in_process.sample(in_process.render(STORY), 0, SamplingParams(1.0, 1.0, 4)))
    assert done.finish_reason == "length"


def test_cancelling_frees_the_server(over_http, servers):
    assert asyncio.run(cancelled(over_http, servers[0].running)) > 0
    eventually_idle(servers[0].running)


def test_servers_are_started_as_the_page_says():
    """By the parser of `vllm serve` itself."""
    serve = importlib.import_module("vllm.entrypoints.cli.serve").ServeSubcommand()
    parser = importlib.import_module("vllm.utils.argparse_utils").FlexibleArgumentParser()
    serve.subparser_init(parser.add_subparsers())
    found = commands("vllm")
    assert len(found) == 2
    for words in found:
        given = parser.parse_args(words[1:])
        assert given.port == 8000
        assert given.revision


def kill_the_driver(process: subprocess.Popen[str]) -> None:
    """The engine must not outlive it: it would keep the device's memory."""
    children = psutil.Process(process.pid).children(recursive=True)
    assert any("EngineCore" in child.name() for child in children)
    process.kill()
    process.communicate()
    psutil.wait_procs(children, timeout=60)
    assert not [c for c in children if c.is_running() and c.status() != psutil.STATUS_ZOMBIE]


def kill_the_engine(process: subprocess.Popen[str]) -> None:
    children = psutil.Process(process.pid).children(recursive=True)
    engines = [c for c in children if "EngineCore" in c.name() or "VLLM" in c.name()]
    assert engines
    for engine in engines:
        engine.kill()
    process.communicate()


def test_kills_of_driver_engine_and_server_lose_nothing_and_change_no_decision(servers, tmp_path):
    """One store through three kills; what one engine has sampled the next one finds."""
    run = Run(tmp_path / "run", problems(24))
    here = ("vllm", MODEL, {"weights": WEIGHTS, "engine_args": VLLM_ARGS})
    there = ("openai", MODEL, {"base_urls": [s.url for s in servers], "served_model": "smollm2",
                               "tokenizer": WEIGHTS, "patience_s": 900.0})  # fmt: skip

    process = run.start(*here)
    before = run.wait_for(20, process)
    kill_the_driver(process)
    run.assert_nothing_lost(before)

    process = run.start(*here)
    before = run.wait_for(20, process)
    kill_the_engine(process)
    assert process.returncode == 1
    assert "SamplerError: the vLLM engine died" in run.told  # an outage, no wrong answer
    assert "What was sampled is kept" in run.told
    run.assert_nothing_lost(before)

    process = run.start(*there)
    before = run.wait_for(20, process)
    servers[1].kill()
    report = run.finish(process)
    assert "set aside" in run.told
    assert report["reused"] >= 40
    run.assert_nothing_lost(before)
    run.assert_ended_right()

    again = run.finish(run.start(*there))
    assert again["sampled"] == 0
    assert again["decisions"] == report["decisions"]
