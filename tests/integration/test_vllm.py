"""Real vLLM on real weights: the same decisions as fixed k, aborts, kills.

Runs in an environment of its own (`make test-vllm`), which names a folder with weights in
TOUCHSTONE_VLLM; there, a vLLM that is missing is a failure and no reason to skip.
"""

from __future__ import annotations

import asyncio
import json
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

import pyarrow.parquet as pq
import pytest

from filters.difficulty.cascade import measure
from filters.difficulty.outcomes import Counts
from filters.difficulty.rules import Rule
from filters.difficulty.samplers import base
from filters.difficulty.samplers.base import SamplerError, SamplingParams
from pipeline.completions import COMPLETIONS, Ledger
from pipeline.drawing import Drawer, Model
from tests.filters.difficulty.engines import VLLM_ARGS

WEIGHTS = os.environ.get("TOUCHSTONE_VLLM")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(1800),
    # vLLM and torch warn of themselves, at import and when an engine's sockets are collected.
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(not WEIGHTS, reason="runs in an environment of its own: make test-vllm"),
]

ROOT = Path(__file__).resolve().parents[2]
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


@pytest.fixture(scope="module")
def in_process() -> Iterator[base.Sampler]:
    sampler = base.load_sampler("vllm", model=MODEL, weights=WEIGHTS, engine_args=VLLM_ARGS)
    yield sampler
    sampler.close()


class Server:
    """`python -m vllm.entrypoints.openai.api_server` on the loopback."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        flags = ["--model", str(WEIGHTS), "--served-model-name", "smollm2", "--block-size", "32"]
        flags += ["--host", "127.0.0.1", "--port", str(self.port), "--dtype", "bfloat16"]
        flags += ["--max-model-len", "1024", "--max-num-seqs", "64", "--enforce-eager"]
        flags += ["--no-enable-chunked-prefill"]  # a seeded prompt in two parts ends it on CPUs
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


# Kills. Each run is the command that users give, on a store of its own.


class Run:
    """`touchstone measure` on 24 problems with 16 draws at most each."""

    def __init__(self, folder: Path, engine: str, options: dict) -> None:
        self.folder = folder
        folder.mkdir()
        lines = (json.dumps(row) + "\n" for row in problems(24))
        (folder / "rows.jsonl").write_text("".join(lines))
        (folder / "own.toml").write_text(
            'domain = "rows"\n[measure]\nrule = "dapo"\nround_size = 4\nconcurrency = 4\n'
            "undecided_max = 0\n"
            f'[measure.weak]\nengine = "{engine}"\nmodel = "{MODEL}"\n'
            f"[measure.weak.options]\n{options_toml(options)}"
            "[measure.sampling]\ntemperature = 0.7\nmax_tokens = 24\n"
            '[select]\nrule = "dapo"\ndrop = []\n'
        )

    @property
    def store(self) -> Path:
        return self.folder / "data" / "completions" / "completions"

    def start(self, *args: str) -> subprocess.Popen[str]:
        files = [str(self.folder / name) for name in ("rows.jsonl", "out.parquet")]
        command = [sys.executable, "-m", "pipeline.cli", "measure", *files]
        command += ["-c", str(self.folder / "own.toml"), "--data", str(self.folder / "data")]
        return subprocess.Popen(
            [*command, *args], cwd=ROOT, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=(self.folder / "err.txt").open("w"),
        )  # fmt: skip

    def acknowledged(self) -> dict[str, dict]:
        """Every completion that stands in the store now."""
        ledger = Ledger(self.store, COMPLETIONS)
        found = {key: ledger.get(key) for key in ledger._lines}
        ledger.close()
        return found  # type: ignore[return-value]

    def wait_for(self, number: int, process: subprocess.Popen[str]) -> dict[str, dict]:
        while len(found := self.acknowledged() if self.store.is_dir() else {}) < number:
            assert process.poll() is None, (self.folder / "err.txt").read_text()[-3000:]
            time.sleep(0.2)
        return found

    def finish(self, process: subprocess.Popen[str]) -> dict:
        said, _ = process.communicate()
        assert process.returncode == 0, (self.folder / "err.txt").read_text()[-3000:]
        found: dict = json.loads(said)  # nothing but the report stands on stdout
        return found

    def assert_ends_right(self, before: dict[str, dict]) -> None:
        """Nothing acknowledged is lost, and decisions are those of all 16 draws of this store."""
        after = self.acknowledged()
        assert {key: after.get(key) for key in before} == before
        for row in pq.read_table(self.folder / "out.parquet").to_pylist():
            letters = row["weak_outcomes"]
            assert "?" not in letters
            mixed = "1" in letters and len(set(letters.replace("-", "0"))) == 2
            expected = "keep" if mixed else "too_easy" if letters[0] == "1" else "too_hard"
            assert row["decision"] == expected
            assert mixed or len(letters) == 16


def options_toml(options: dict) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in options.items())


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)


@pytest.fixture
def own(tmp_path) -> Run:
    return Run(tmp_path / "run", "vllm", {"weights": WEIGHTS, "engine_args": VLLM_ARGS})


def test_kill_the_driver(own):
    psutil = pytest.importorskip("psutil")
    process = own.start("--json")
    before = own.wait_for(20, process)
    children = psutil.Process(process.pid).children(recursive=True)
    assert any("EngineCore" in child.name() for child in children)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    psutil.wait_procs(children, timeout=20)
    alive = [c for c in children if c.is_running() and c.status() != psutil.STATUS_ZOMBIE]
    assert not alive, "an engine without a driver keeps the device's memory"
    report = own.finish(own.start("--json"))
    assert report["reused"] >= len(before) >= 20
    own.assert_ends_right(before)


def test_kill_the_engine(own):
    psutil = pytest.importorskip("psutil")
    process = own.start("--json")
    before = own.wait_for(20, process)
    children = psutil.Process(process.pid).children(recursive=True)
    engines = [c for c in children if "EngineCore" in c.name() or "VLLM" in c.name()]
    for engine in engines or children:
        engine.kill()
    process.communicate()
    assert process.returncode == 1
    told = (own.folder / "err.txt").read_text()
    assert "What was sampled is kept" in told
    report = own.finish(own.start("--json"))
    assert report["reused"] >= len(before)
    own.assert_ends_right(before)


def test_kill_one_of_two_servers(servers, tmp_path):
    run = Run(
        tmp_path / "run", "openai",
        {"base_urls": [s.url for s in servers], "served_model": "smollm2", "tokenizer": WEIGHTS,
         "patience_s": 900.0},
    )  # fmt: skip
    process = run.start("--json")
    before = run.wait_for(20, process)
    servers[1].kill()
    report = run.finish(process)
    assert "set aside" in (run.folder / "err.txt").read_text()
    run.assert_ends_right(before)
    again = run.finish(run.start("--json"))
    assert again["sampled"] == 0
    assert again["decisions"] == report["decisions"]


def test_a_dead_engine_is_an_outage_and_never_a_wrong_answer():
    psutil = pytest.importorskip("psutil")
    others = {child.pid for child in psutil.Process().children(recursive=True)}
    sampler = base.load_sampler("vllm", model=MODEL, weights=WEIGHTS, engine_args=VLLM_ARGS)
    prompt = sampler.render(STORY)

    async def die() -> None:
        task = asyncio.create_task(sampler.sample(prompt, 0, SamplingParams(1.0, 1.0, 900)))
        await asyncio.sleep(1.0)
        for child in psutil.Process().children(recursive=True):
            if child.pid not in others and "EngineCore" in child.name():
                child.kill()
        with pytest.raises(SamplerError):
            await task
        with pytest.raises(SamplerError):
            await sampler.sample(prompt, 1, SamplingParams(1.0, 1.0, 4))

    asyncio.run(die())
    sampler.close()
