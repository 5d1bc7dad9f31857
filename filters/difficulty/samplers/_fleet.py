"""Several vLLM engines on one machine: a server process per group of devices, on the loopback.

The servers belong to this process: each watches a pipe from it and ends when it ends, however it
does. They take only requests with a key that is made anew for each fleet.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ._chat import ChatTemplate
from .base import SamplerError
from .openai import OpenAISampler

START_S: Final = 1800.0
"""Weights of 60 GB from a network disk take minutes to load."""
POLL_S: Final = 0.5
STOP_S: Final = 20.0


class FleetSampler(OpenAISampler):
    """The `openai` sampler over servers of its own."""

    engine = "vllm"

    def __init__(
        self,
        engine_args: Mapping[str, Any],
        *,
        replicas: int,
        model: str,
        template: ChatTemplate,
        concurrency: int,
        run_seed: int,
    ) -> None:
        key, served = secrets.token_hex(16), model.partition("@")[0]
        groups = device_groups(replicas, int(engine_args["tensor_parallel_size"]))
        self._logs = tempfile.TemporaryDirectory(prefix="touchstone-vllm-")
        self._servers: list[subprocess.Popen[bytes]] = []
        ports = [_free_port() for _ in range(replicas)]
        with ExitStack() as undo:
            undo.callback(self._stop_servers)
            for number, (port, devices) in enumerate(zip(ports, groups, strict=True)):
                command = [*server_command(engine_args, served), "--port", str(port)]
                log = Path(self._logs.name) / f"{number}.log"
                self._servers.append(_start(command, key, devices, log))
            self._wait(ports)
            super().__init__(
                [(f"http://127.0.0.1:{port}/v1", key) for port in ports],
                model=model,
                served_model=served,
                template=template,
                concurrency=concurrency,
                run_seed=run_seed,
            )
            undo.pop_all()

    def _wait(self, ports: Sequence[int]) -> None:
        """Return when all servers listen; SamplerError with the log of one that ends instead."""
        until = time.monotonic() + START_S
        for number, (server, port) in enumerate(zip(self._servers, ports, strict=True)):
            while not _listens(port):
                if server.poll() is not None or time.monotonic() > until:
                    said = (Path(self._logs.name) / f"{number}.log").read_text("utf-8", "replace")
                    raise SamplerError("a vLLM server does not start", said[-2000:])
                time.sleep(POLL_S)

    def close(self) -> None:
        """End the servers."""
        super().close()
        self._stop_servers()

    def _stop_servers(self) -> None:
        for server in self._servers:
            if server.stdin:
                server.stdin.close()
        for server in self._servers:
            with suppress(subprocess.TimeoutExpired):
                server.wait(STOP_S)
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        self._servers = []
        self._logs.cleanup()


def device_groups(replicas: int, each: int) -> list[str | None]:
    """CUDA_VISIBLE_DEVICES of each replica: `each` of the devices that are visible to us.

    None for all where the variable is empty (no GPU). ValueError when there are too few.
    """
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named == "":
        return [None] * replicas
    devices = named.split(",") if named else [str(n) for n in range(replicas * each)]
    if len(devices) < replicas * each:
        raise ValueError(
            f"{replicas} replicas of {each} devices need {replicas * each}; "
            f"CUDA_VISIBLE_DEVICES names {len(devices)}"
        )
    stream = iter(devices)
    return [",".join(islice(stream, each)) for _ in range(replicas)]


def server_command(engine_args: Mapping[str, Any], served_model: str) -> list[str]:
    """The command line of one server; engine arguments become its flags."""
    module = f"{__package__}._vllm_server"
    served = ["--served-model-name", served_model, "--host", "127.0.0.1"]
    return [sys.executable, "-m", module, *engine_flags(engine_args), *served]


def engine_flags(engine_args: Mapping[str, Any]) -> list[str]:
    """vLLM's engine arguments as the flags of its server."""
    return [flag for name, value in engine_args.items() for flag in _flag(name, value)]


def _flag(name: str, value: Any) -> Sequence[str]:
    dashed = name.replace("_", "-")
    if value is True:
        return (f"--{dashed}",)
    if value is False:
        return (f"--no-{dashed}",)
    return (f"--{dashed}", str(value))


def _start(command: list[str], key: str, devices: str | None, log: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "VLLM_API_KEY": key}
    if devices is not None:
        environment["CUDA_VISIBLE_DEVICES"] = devices
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
