"""Hub locations through the real `huggingface_hub` client, against the in-test Hub."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domains.base import Hub
from domains.readers import jsonl, parquet
from pipeline.errors import LocationError
from pipeline.fetchers import hub
from pipeline.locations import Locator, Lock
from tests.hub import FakeHub, Fault, Repo

NAME = "owner/puzzles"
LOCATION = Hub(NAME, "main", ("data/*.parquet", "rows.jsonl", "more.json"))
ROWS = [{"question": f"What is {n} + 1?", "answer": str(n + 1)} for n in range(40)]


def a_repo() -> Repo:
    table = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(ROWS), table)
    content = table.getvalue().to_pybytes()
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    return Repo(
        {
            "README.md": b"---\nlicense: mit\n---\n", "data/b.parquet": content,
            "data/a.parquet": content, "data/old/c.parquet": b"", "rows.jsonl": lines,
            "more.json": b"[]", "puzzles.py": b"raise SystemExit('remote code was run')",
        },
        {"license": "mit"},
    )  # fmt: skip


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The in-test Hub, and a client that has never seen anything: stale caches would pass."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hf" / "hub"))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "hf" / "token"))
    monkeypatch.setattr(hub, "_PAUSE_SECONDS", 0.01)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with FakeHub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        server.repos["datasets", NAME] = a_repo()
        yield server


@pytest.fixture
def lock(server):
    found = Lock({LOCATION.name: hub.pin(LOCATION, LOCATION.members, ())})
    server.asked.clear()
    return found


def test_the_lock_entry_says_commit_license_and_every_file(server):
    entry = hub.pin(LOCATION, LOCATION.members, ())
    repo = server.repos["datasets", NAME]
    assert entry["commit"] == repo.commit
    assert (entry["license"], entry["license_from"]) == ("MIT", "README.md license: mit")
    assert sorted(entry["files"]) == ["data/a.parquet", "data/b.parquet", "more.json", "rows.jsonl"]
    for name, facts in entry["files"].items():
        assert facts["bytes"] == len(repo.files[name])
    fetched = {line.split("/")[-1] for line in server.asked if line.startswith("GET /datasets")}
    assert fetched == {"more.json"}, "of large files the Hub states the hash"


def test_files_are_read_at_the_pinned_commit_once(tmp_path, server, lock):
    for _ in range(2):
        paths = Locator(tmp_path / "cache", lock=lock).find(LOCATION)
        names = ["a.parquet", "b.parquet", "rows.jsonl", "more.json"]
        assert [path.name for path in paths] == names
    commit = server.repos["datasets", NAME].commit
    assert Locator(tmp_path, lock=lock).revision(LOCATION) == commit
    assert len([line for line in server.asked if line.startswith("GET ")]) == 4
    assert all(f"/resolve/{commit}/" in line for line in server.asked), "never by a moving name"
    for path, reader in zip(paths[:3], (parquet, parquet, jsonl), strict=True):
        with path.open("rb") as file:
            assert [row.data for row in reader(file)] == ROWS
    assert not list((tmp_path / "cache").rglob("*.py")), "no code is fetched, let alone run"
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {
        f"owner__puzzles@{commit[:12]}", f".owner__puzzles@{commit[:12]}.lock",
    }  # fmt: skip


def test_a_branch_that_moved_on_changes_nothing(tmp_path, server, lock):
    moved = Repo({"rows.jsonl": b"{}"}, commit="beef" * 10)
    old = server.repos["datasets", NAME]
    moved.files |= old.files
    old.branches = ()
    assert len(Locator(tmp_path / "cache", lock=lock).find(LOCATION)) == 4
    server.repos["datasets", NAME] = moved
    with pytest.raises(LocationError, match="RevisionNotFound"):
        Locator(tmp_path / "other", lock=lock).find(LOCATION)


@pytest.mark.parametrize(
    ("method", "kind", "times"), [("GET", "500", 2), ("HEAD", "500", 1), ("GET", "cut", 2)]
)
def test_a_fault_that_passes_is_got_over(tmp_path, server, lock, method, kind, times):
    server.faults.append(Fault(method, "rows.jsonl", kind, times))
    paths = Locator(tmp_path / "cache", lock=lock).find(LOCATION)
    with paths[2].open("rb") as file:
        assert [row.data for row in jsonl(file)] == ROWS


def test_wrong_bytes_name_file_and_both_hashes(tmp_path, server, lock):
    server.faults.append(Fault("GET", "rows.jsonl", "flip", 99))
    with pytest.raises(LocationError) as raised:
        Locator(tmp_path / "cache", lock=lock).find(LOCATION)
    pin = lock.pins(LOCATION)["rows.jsonl"]
    for said in ("rows.jsonl, as downloaded,", " found, ", f"{pin} expected"):
        assert said in str(raised.value)
    assert not list((tmp_path / "cache").rglob("rows.jsonl"))
    server.faults.clear()
    server.asked.clear()
    assert len(Locator(tmp_path / "cache", lock=lock).find(LOCATION)) == 4
    fetched = [line.split("/")[-1] for line in server.asked if line.startswith("GET ")]
    assert fetched == ["rows.jsonl", "more.json"], "what came before the fault is kept"


def test_a_fault_that_stays_is_one_message(tmp_path, server, lock):
    server.faults.append(Fault("GET", "rows.jsonl", "500", 99))
    with pytest.raises(LocationError, match=r"cannot be read from the Hub: .*500.*--mirror DIR"):
        Locator(tmp_path / "cache", lock=lock).find(LOCATION)


@pytest.mark.parametrize(
    ("location", "said"),
    [
        (Hub("owner/nothing", "main", ("x",)), "owner/nothing@main cannot be read from the Hub"),
        (Hub(NAME, "v9", ("rows.jsonl",)), "RevisionNotFound"),
        (Hub(NAME, "main", ("none.jsonl",)), r"has no \['none.jsonl'\]"),
        (Hub(NAME, "main", ("rows.jsonl",), "model"), "cannot be read from the Hub"),
    ],
)
def test_what_is_not_there_is_named(server, location, said):
    with pytest.raises(LocationError, match=said):
        hub.pin(location, location.members, ())


def test_no_hub_at_all(server, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(LocationError, match="cannot be read from the Hub: Connect"):
        hub.pin(LOCATION, LOCATION.members, ())


def test_the_token_is_sent_and_never_said(tmp_path, server, lock, monkeypatch, capsys):
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecret")
    server.faults.append(Fault("GET", "rows.jsonl", "403", 99))
    with pytest.raises(LocationError) as raised:
        Locator(tmp_path / "cache", lock=lock).find(LOCATION)
    assert "Bearer hf_secretsecret" in server.tokens
    assert "HF_TOKEN" in str(raised.value)
    said = capsys.readouterr()
    assert "secretsecret" not in str(raised.value) + said.out + said.err


def test_a_model_repository(tmp_path, server):
    server.repos["models", NAME] = Repo({"config.json": b"{}"})
    location = Hub(NAME, "main", ("config.json",), "model")
    lock = Lock({location.name: hub.pin(location, location.members, ())})
    assert lock.entry(location)["license"] == "NOASSERTION"
    assert Locator(tmp_path / "cache", lock=lock).find(location)[0].read_bytes() == b"{}"


def test_the_endpoint_is_that_of_the_client(tmp_path, server, lock):
    """In a fresh process, where the client itself reads HF_ENDPOINT."""
    code = (
        "import json, sys; from pathlib import Path; from domains.base import Hub; "
        "from pipeline.locations import Locator, Lock; "
        "lock = Lock(json.loads(sys.argv[2])); "
        f"found = Locator(Path(sys.argv[1]), lock=lock).find({LOCATION!r}); "
        "print(len(found))"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tmp_path / "cache"),
         json.dumps(lock.entries)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "HF_HOME": str(tmp_path / "home"), "HF_ENDPOINT": server.url},
    )  # fmt: skip
    assert ran.stdout.split() == ["4"], ran.stderr
