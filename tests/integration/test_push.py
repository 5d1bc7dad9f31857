"""`touchstone push` as a command of its own: killed at every point, read by `load_dataset`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hub import FakeHub, Fault
from tests.pipeline.push_world import KEY, REPO, TOKEN, Pusher, client, holds, release, sums, table
from tests.pipeline.push_world import row as made

pytestmark = pytest.mark.integration

# Where the command stands when it is killed: before each request, or after its work was done.
POINTS = [
    ("POST", "/preupload/main", "hang"), ("PUT", "/lfs/*", "hang after"),
    ("POST", "/commit/main", "hang"), ("POST", "/commit/main", "hang after"),
    ("HEAD", "/README.md", "hang"), ("POST", "/tag/*", "hang"), ("POST", "/tag/*", "hang after"),
]  # fmt: skip


@pytest.fixture
def server():
    with FakeHub() as server:
        server.accounts[TOKEN] = "ann"
        yield server


def started(server: FakeHub, home: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """A Python process that knows the server and nothing of other tests."""
    environment = {
        **os.environ, "HF_ENDPOINT": server.url, "HF_TOKEN": TOKEN, "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1", **more,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, *arguments], text=True, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def push(server: FakeHub, home: Path, folder: Path, **more: str) -> subprocess.Popen[str]:
    return started(server, home, "-m", "pipeline.cli", "push", str(folder), REPO, "--yes", **more)


def finished(process: subprocess.Popen[str]) -> str:
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out


@pytest.mark.parametrize(("method", "ending", "kind"), POINTS)
@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
def test_killed_anywhere_and_run_again(server, tmp_path, monkeypatch, method, ending, kind):
    first, second = release(tmp_path / "first"), release(tmp_path / "second", first=100)
    client(monkeypatch, tmp_path, server)
    Pusher().push(first)
    repo = server.repos[KEY]
    server.faults.append(Fault(method, ending, kind))
    killed = push(server, tmp_path / "home", second)
    assert server.hung.wait(100)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    server.go_on.set()
    with server.lock:
        assert holds(server, first) or holds(server, second)
        assert repo.tags.get("v2", repo.commit) == repo.commit
    finished(push(server, tmp_path / "home", second))
    assert holds(server, second)
    assert repo.log == ["Release v2", "Release v1"]
    assert repo.tags["v2"] == repo.commit


def test_the_token_is_neither_printed_nor_stored(server, tmp_path):
    process = push(server, tmp_path / "home", release(tmp_path / "first"))
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    assert TOKEN not in out + error
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path
    assert f"Bearer {TOKEN}" in server.tokens


READ = """\
import sys
from datasets import load_dataset

repo, *tags = sys.argv[1:]
for tag in tags:
    for config in ("logic", "all", "rejected"):
        whole = load_dataset(repo, config, split="train", revision=tag)
        stream = list(load_dataset(repo, config, split="train", revision=tag, streaming=True))
        assert stream == whole.to_list()
        print(tag, config, len(stream), stream[0]["id"].lstrip("0"))
"""


def test_every_config_loads_by_tag_and_as_a_stream(server, tmp_path):
    first, second = release(tmp_path / "first", first=1), release(tmp_path / "second", first=100)
    for number, folder in enumerate((first, second)):
        rows = [made(number * 1000 + n) for n in range(5)]
        table(folder / "data/logic/train-00001-of-00002.parquet", rows)
        sums(folder)
        finished(push(server, tmp_path / "home", folder))
    read = started(server, tmp_path / "reader", "-c", READ, REPO, "v1", "v2")
    lines = finished(read).split("\n")
    assert lines == [
        "v1 logic 45 1", "v1 all 45 1", "v1 rejected 1 x",
        "v2 logic 45 64", "v2 all 45 64", "v2 rejected 1 x", "",
    ]  # fmt: skip


def test_xet_without_its_token(server, tmp_path):
    """The library waits minutes by itself; here it asks twice."""
    impatient = {"HF_HUB_DISABLE_XET": "0", "HF_XET_CLIENT_RETRY_MAX_ATTEMPTS": "1"}
    first, second = release(tmp_path / "first"), release(tmp_path / "second", first=100)
    finished(push(server, tmp_path / "home", first, **impatient))
    fault = Fault("GET", "/xet-write-token/main", "500", 999)
    server.faults.append(fault)
    process = push(server, tmp_path / "home", second, **impatient)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "touchstone: publishing failed: " in error
    assert server.repos[KEY].log == ["Release v1"]
    fault.times = 0
    finished(push(server, tmp_path / "home", second, **impatient))
    assert server.repos[KEY].log == ["Release v2", "Release v1"]
