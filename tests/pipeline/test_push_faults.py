"""Faults at every endpoint: the head is the old or the new version whole, and again finishes."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatch

import pytest

from pipeline.errors import PushError
from pipeline.hub import push, retry
from tests.hub import FakeHub, Fault

from .push_world import KEY, REPO, TOKEN, Pusher, client, holds, release

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

# Every request of a push, in its order.
ENDPOINTS = [
    ("GET", "/api/whoami-v2"), ("POST", "/api/repos/create"), ("GET", f"/datasets/{REPO}"),
    ("GET", f"/{REPO}/refs"), ("GET", f"/{REPO}/tree/*"), ("POST", "/api/validate-yaml"),
    ("POST", "/preupload/main"), ("POST", "/objects/batch"), ("PUT", "/lfs/*"),
    ("POST", "/lfs/*/verify"), ("POST", "/commit/main"), ("POST", "/tag/*"),
    ("GET", f"/{REPO}/resolve/*"), ("HEAD", f"/{REPO}/resolve/*"), ("GET", "/revision/*"),
]  # fmt: skip


@pytest.fixture
def server(tmp_path, monkeypatch):
    with FakeHub() as server:
        client(monkeypatch, tmp_path, server)
        yield server


@pytest.fixture
def folder(tmp_path):
    return release(tmp_path / "first")


def test_every_request_of_a_push_is_among_the_endpoints(server, folder):
    Pusher().push(folder)
    for line in server.asked:
        method, path = line.split()
        known = any(method == m and fnmatch(path, f"*{ending}") for m, ending in ENDPOINTS)
        assert known or "paths-info" in path or "agent-harnesses" in path, line


@pytest.mark.parametrize("kind", ["500", "gone"])
@pytest.mark.parametrize(("method", "ending"), ENDPOINTS)
def test_a_fault_that_passes_is_got_over(server, folder, method, ending, kind):
    server.faults.append(Fault(method, ending, kind, times=2))
    done = Pusher().push(folder)
    assert server.faults[0].times == 0, "the fault was met"
    assert holds(server, folder)
    assert server.repos[KEY].log == ["Release v1"], "one commit, not two"
    assert server.repos[KEY].tags == {"v1": done.commit}


# A large file that is there but was not verified counts as there at the next attempt.
LASTING = [each for each in ENDPOINTS if not each[1].endswith("/verify")]


@pytest.mark.parametrize(("method", "ending"), LASTING)
def test_a_fault_that_stays_leaves_a_whole_version(server, folder, tmp_path, method, ending):
    if ending == "/api/repos/create":
        server.faults.append(Fault(method, ending, "500", 99))
        with pytest.raises(PushError, match=r"creating ann/puzzles failed: .*500"):
            Pusher().push(folder)
        assert not server.repos
        return
    Pusher().push(folder)
    second = release(tmp_path / "second", first=100)
    fault = Fault(method, ending, "500", 999)
    server.faults.append(fault)
    with pytest.raises(PushError, match=r"500|Internal|load|no JSON"):
        Pusher().push(second)
    assert holds(server, folder) or holds(server, second)
    assert set(server.repos[KEY].tags) == {"v1"}
    fault.times = 0
    done = Pusher().push(second)
    assert holds(server, second)
    assert server.repos[KEY].tags["v2"] == done.commit
    assert server.repos[KEY].log == ["Release v2", "Release v1"]


@pytest.mark.parametrize("ending", ["/commit/main", "/tag/*", "/api/repos/create"])
@pytest.mark.parametrize("kind", ["gone after", "503 after", "409 after", "cut"])
def test_an_answer_that_is_lost_is_no_second_commit(server, folder, ending, kind):
    server.faults.append(Fault("POST", ending, kind))
    done = Pusher().push(folder)
    assert done.new
    assert holds(server, folder)
    assert server.repos[KEY].log == ["Release v1"]
    assert server.repos[KEY].tags == {"v1": done.commit}


def test_a_concurrent_commit_is_kept(server, folder, tmp_path):
    Pusher().push(folder)
    server.faults.append(Fault("POST", "/commit/main", "race"))
    second = release(tmp_path / "second", first=100)
    pusher = Pusher()
    done = pusher.push(second)
    assert holds(server, second)
    assert server.repos[KEY].files["NOTES.txt"] == b"by hand"
    assert server.repos[KEY].log == ["Release v2", "by hand", "Release v1"]
    assert any("moved on to" in line for line in pusher.said)
    assert server.repos[KEY].tags["v2"] == done.commit


def test_others_that_commit_all_the_time_end_it(server, folder, tmp_path):
    Pusher().push(folder)
    server.faults.append(Fault("POST", "/commit/main", "race", 99))
    with pytest.raises(PushError, match=r"publishing failed: .*412"):
        Pusher().push(release(tmp_path / "second", first=100))
    assert holds(server, folder)


def test_the_same_push_twice_at_once_is_one_commit(server, folder):
    """The second has planned when the first is done."""
    late = Pusher()
    planned = late.plan(folder)
    first = Pusher().push(folder)
    done = push.publish(planned, late.remote, late.said.append)
    assert done.commit == first.commit
    assert server.repos[KEY].log == ["Release v1"]


def test_a_rate_limit_is_waited_for(server, folder, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(retry.time, "sleep", slept.append)
    server.faults.append(Fault("POST", "/commit/main", "429", 2, {"Retry-After": "7"}))
    Pusher().push(folder)
    assert slept == [7.0, 7.0]
    server.faults.append(Fault("GET", f"/{REPO}/refs", "429", 1, {"Retry-After": "3600"}))
    with pytest.raises(PushError, match="asks to wait 3,600 s; run the same command then"):
        Pusher().push(folder)
    assert slept == [7.0, 7.0]


def test_no_hub_at_all(server, folder, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(PushError, match=r"asking whose token this is failed: .*refused"):
        Pusher().push(folder)


@pytest.mark.parametrize("status", ["400", "403", "404"])
def test_a_refusal_is_not_asked_again(server, folder, status):
    server.faults.append(Fault("POST", "/commit/main", status, 99))
    with pytest.raises(PushError, match=f"publishing failed: .*{status}|Bad request"):
        Pusher().push(folder)
    assert sum(line.startswith("POST") and "/commit/" in line for line in server.asked) == 1


def test_a_server_that_never_answers_is_given_up(server, folder):
    pusher = Pusher()
    pusher.remote.retry = replace(pusher.remote.retry, read_timeout=0.5)
    server.faults.append(Fault("POST", "/commit/main", "hang"))
    try:
        pusher.push(folder)
    finally:
        server.go_on.set()
    assert any("timed out; again in" in line for line in pusher.said)
    assert server.repos[KEY].log == ["Release v1"]


def test_the_token_is_never_said(server):
    error = RuntimeError(f"refused: {TOKEN}")
    error.__cause__ = OSError(f"header Bearer {TOKEN}")
    assert retry.said(error) == "refused: ***: header Bearer ***"
