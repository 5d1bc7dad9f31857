"""What the vllm engine does around vLLM: device groups, command lines, processes that must end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from filters.difficulty.samplers import _fleet, base
from filters.difficulty.samplers._loop import LoopThread
from filters.difficulty.samplers.base import SamplerError, SamplingParams, finished


@pytest.mark.parametrize(
    ("visible", "replicas", "each", "expected"),
    [
        (None, 2, 1, ["0", "1"]),
        (None, 2, 2, ["0,1", "2,3"]),
        ("4,5,6,7", 2, 2, ["4,5", "6,7"]),
        ("GPU-a,GPU-b", 2, 1, ["GPU-a", "GPU-b"]),
        ("4,5,6,7", 1, 2, ["4,5"]),
        ("", 2, 1, [None, None]),
    ],
)
def test_each_replica_gets_devices_of_its_own(monkeypatch, visible, replicas, each, expected):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert _fleet.device_groups(replicas, each) == expected


def test_too_few_devices_are_told(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1,2")
    with pytest.raises(ValueError, match="2 replicas of 2 devices need 4"):
        _fleet.device_groups(2, 2)


def test_engine_arguments_become_flags():
    given = {"model": "m", "enable_prefix_caching": True, "enable_chunked_prefill": False,
             "max_model_len": 8}  # fmt: skip
    command = _fleet.server_command(given, "served")
    assert command[:2] == [sys.executable, "-m"]
    flags = " ".join(command[3:])
    assert flags == (
        "--model m --enable-prefix-caching --no-enable-chunked-prefill --max-model-len 8 "
        "--served-model-name served --host 127.0.0.1"
    )


def test_no_key_stands_on_a_command_line():
    assert not [part for part in _fleet.server_command({"model": "m"}, "s") if "key" in part]


@pytest.mark.parametrize(("replicas", "tensor_parallel"), [(0, 1), (1, 0)])
def test_counts_of_engines_and_devices_are_positive(replicas, tensor_parallel):
    with pytest.raises(ValueError, match="1 or more"):
        base.load_sampler("vllm", model="m@1", replicas=replicas, tensor_parallel=tensor_parallel)


@pytest.fixture
def endless(tmp_path) -> dict[str, str]:
    """An environment with a server that never ends and has a child, in place of vLLM's."""
    package = tmp_path / "vllm" / "entrypoints" / "openai"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    (package / "api_server.py").write_text(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    return {"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}


@pytest.mark.parametrize("problem", [SamplerError("no weights"), KeyboardInterrupt()])
def test_a_fleet_that_does_not_start_leaves_no_server(monkeypatch, endless, problem):
    """Loading takes minutes: people interrupt it, and the devices must be free afterwards."""
    monkeypatch.setattr(_fleet.os, "environ", endless)
    servers = []

    def wait(self, ports):
        servers.extend(self._servers)
        raise problem

    monkeypatch.setattr(_fleet.FleetSampler, "_wait", wait)
    with pytest.raises(type(problem)):
        _fleet.FleetSampler(
            {"tensor_parallel_size": 1}, replicas=2, model="m@1", template=None,
            concurrency=1, run_seed=0,
        )  # fmt: skip
    assert [server.returncode for server in servers] == [-9, -9]


def test_a_server_process_ends_when_its_pipe_closes(endless):
    process = subprocess.Popen(
        [sys.executable, "-m", "filters.difficulty.samplers._vllm_server"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env=endless,
    )  # fmt: skip
    assert process.stdout is not None
    child = Path("/proc") / process.stdout.readline().strip()
    assert process.poll() is None
    process.communicate()
    assert process.returncode == -9
    for _ in range(100):
        if not child.exists() or "zombie" in (child / "status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the child of the server is still there")


def test_a_sample_that_ends_before_its_limit_for_lack_of_context_is_an_error():
    params = SamplingParams(max_tokens=8)
    assert finished("x", "length", 8, 1, params).finish_reason == "length"
    assert finished("x", "stop", 3, 1, params).finish_reason == "stop"
    cut = finished("x", "length", 7, 1, params)
    assert (cut.finish_reason, cut.completion_tokens) == ("error", 7)
    assert "7 of 8 tokens" in cut.error


def test_work_in_the_loop_thread_is_cancelled_with_its_caller():
    loop, seen = LoopThread("test"), []

    async def work() -> None:
        seen.append("started")
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def caller() -> None:
        task = asyncio.create_task(loop.run(work()))
        while not seen:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(caller())
    loop.close()
    assert seen == ["started", "cancelled"]
