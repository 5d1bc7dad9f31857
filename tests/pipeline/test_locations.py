"""Pinned files: cache, mirror, network, in this order, each checked against the lock."""

from __future__ import annotations

import subprocess
import zipfile

import pytest

from domains.base import Files, Pypi
from pipeline.errors import LocationError
from pipeline.fetchers import pypi
from pipeline.locations import Locator, Lock
from pipeline.store import sha256

LOCATION = Pypi("puzzles", "1.0", ("puzzles/a.json", "puzzles/b.json"))


class Index:
    """A stand-in for `pip download`: serves one wheel, or says what pip says without a network."""

    def __init__(self, root, monkeypatch):
        self.calls = 0
        self.answers = True
        self.wheel = root / "puzzles-1.0-py3-none-any.whl"
        with zipfile.ZipFile(self.wheel, "w") as archive:
            archive.writestr("puzzles/a.json", "[1]")
            archive.writestr("puzzles/b.json", "[2]")
        monkeypatch.setattr(pypi.subprocess, "run", self.run)

    def run(self, command, **options):
        self.calls += 1
        assert command[1:4] == ["-m", "pip", "download"]
        if not self.answers:
            said = "ERROR: Could not find a version that satisfies puzzles==1.0"
            return subprocess.CompletedProcess(command, 1, "", said)
        into = command[command.index("--dest") + 1]
        (pypi.Path(into) / self.wheel.name).write_bytes(self.wheel.read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def index(tmp_path, monkeypatch):
    return Index(tmp_path, monkeypatch)


@pytest.fixture
def lock(tmp_path, index):
    folder = tmp_path / "plain"
    with zipfile.ZipFile(index.wheel) as archive:
        archive.extractall(folder)
    files = {name: {"sha256": sha256(folder / name)} for name in LOCATION.members}
    return Lock({LOCATION.name: {"files": files, "wheel": {"sha256": sha256(index.wheel)}}})


def locator(tmp_path, lock, *mirrors):
    return Locator(tmp_path / "cache", mirrors, tmp_path, lock)


def test_downloads_once_then_uses_the_cache(tmp_path, index, lock):
    for _ in range(2):
        paths = locator(tmp_path, lock).find(LOCATION)
        assert [path.read_text() for path in paths] == ["[1]", "[2]"]
    assert index.calls == 1
    left = {p.name for p in (tmp_path / "cache").iterdir() if not p.name.endswith(".lock")}
    assert left == {"pypi__puzzles-1.0"}


def test_a_mirror_serves_without_a_network(tmp_path, index, lock):
    index.answers = False
    mirror = tmp_path / "mirror" / "pypi__puzzles-1.0"
    pypi.extract(index.wheel, LOCATION.members, mirror)
    paths = locator(tmp_path, lock, tmp_path / "mirror").find(LOCATION)
    assert paths[0] == mirror / "puzzles/a.json"
    assert index.calls == 0


@pytest.mark.parametrize("place", ["cache", "mirror"])
def test_a_flipped_byte_names_file_and_both_hashes(tmp_path, index, lock, place):
    folder = tmp_path / place / "pypi__puzzles-1.0"
    pypi.extract(index.wheel, LOCATION.members, folder)
    (folder / "puzzles/b.json").write_text("[3]")
    with pytest.raises(LocationError) as raised:
        locator(tmp_path, lock, tmp_path / "mirror").find(LOCATION)
    expected = lock.entries[LOCATION.name]["files"]["puzzles/b.json"]["sha256"]
    for said in (str(folder / "puzzles/b.json"), expected, sha256(folder / "puzzles/b.json")):
        assert said in str(raised.value)
    assert index.calls == 0


def test_another_wheel_under_the_same_version_is_refused(tmp_path, index, lock):
    with zipfile.ZipFile(index.wheel, "a") as archive:
        archive.writestr("puzzles/more.json", "[]")
    with pytest.raises(LocationError, match="is not the pinned one"):
        locator(tmp_path, lock).find(LOCATION)
    assert not (tmp_path / "cache" / "pypi__puzzles-1.0").exists()


def test_without_network_it_says_what_to_do(tmp_path, index, lock):
    index.answers = False
    with pytest.raises(LocationError, match=r"ERROR: Could not find.*--mirror DIR"):
        locator(tmp_path, lock).find(LOCATION)


def test_what_is_not_in_the_lock_is_named(tmp_path, lock):
    with pytest.raises(LocationError, match=r"pypi:other==2 is not in sources.lock; known: pypi:p"):
        locator(tmp_path, lock).find(Pypi("other", "2", ("x",)))
    with pytest.raises(LocationError, match=r"\['puzzles/c.json'\] is not in sources.lock"):
        locator(tmp_path, lock).find(Pypi("puzzles", "1.0", ("puzzles/c.json",)))


def test_a_member_that_the_wheel_lacks_is_named(tmp_path, index):
    with pytest.raises(LocationError, match=r"has no \['nothing.json'\]"):
        pypi.extract(index.wheel, ["nothing.json"], tmp_path / "into")


def test_own_files_are_pinned_by_their_content(tmp_path, lock):
    (tmp_path / "rows.jsonl").write_text("{}\n")
    found = locator(tmp_path, lock)
    assert found.find(Files(("rows.jsonl",))) == [tmp_path / "rows.jsonl"]
    before = found.pins(Files(("rows.jsonl",)))
    (tmp_path / "rows.jsonl").write_text("{} \n")
    assert found.pins(Files(("rows.jsonl",))) != before
    with pytest.raises(LocationError, match="no such file"):
        found.find(Files(("missing.jsonl",)))


def test_the_shipped_lock_pins_every_declared_source():
    from domains import registry

    lock = Lock.read()
    for domain in registry.known_domains():
        for source in registry.load_sources(domain):
            if isinstance(source.location, Pypi):
                pinned = lock.entry(source.location)
                assert set(source.location.members) <= set(pinned["files"])
                assert pinned["license"] == source.license
