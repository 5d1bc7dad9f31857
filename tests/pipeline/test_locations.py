"""Pinned files: cache, mirror, network, in this order, each checked against the lock."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import zipfile
from dataclasses import replace

import pytest

from domains import registry
from domains.base import Files, Github, Hub, Pypi, Remote
from pipeline import locations, pinning
from pipeline.errors import LocationError, UsageError
from pipeline.fetchers import facts, pypi
from pipeline.locations import UNPINNED, Locator, Lock
from pipeline.resources import resource
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


def test_a_wheel_of_two_locations_is_downloaded_once(tmp_path, index, lock):
    for member, text in zip(LOCATION.members, ("[1]", "[2]"), strict=True):
        (path,) = locator(tmp_path, lock).find(Pypi("puzzles", "1.0", (member,)))
        assert path.read_text() == text
    assert index.calls == 1


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
    lock = Lock.read()
    for domain in registry.known_domains():
        for source in registry.load_sources(domain):
            if not isinstance(source.location, Remote):
                continue
            entry = lock.entry(source.location)
            if UNPINNED in entry:
                # The Hub could not be reached when the lock was written; mirrors hold none of it.
                assert set(entry) == {UNPINNED}
                assert isinstance(source.location, Hub)
                continue
            assert lock.pins(source.location)
            # A repository may hold data under another license than its root file says.
            stated = importlib.import_module(source.module).__doc__
            elsewhere = rf"License: {re.escape(source.license)} \((?!LICENSE of the repository)"
            known = (source.license, "NOASSERTION")  # not every license's text is recognized
            assert entry["license"] in known or re.search(elsewhere, stated)
            for file in entry["files"].values():
                assert re.fullmatch("[0-9a-f]{64}", file["sha256"])
    assert pinning.lock_text(lock.entries) == resource("sources.lock").read_text()


def test_the_shipped_lock_holds_both_arc_repositories_whole():
    lock = Lock.read()
    sizes = {
        source.name: len(lock.pins(source.location))
        for source in registry.load_sources("logic")
        if isinstance(source.location, Github) and source.name.startswith("arc_")
    }
    assert sizes == {
        "arc_agi_1_github": 400, "arc_agi_1_github_evaluation": 400,
        "arc_agi_2_github": 1000, "arc_agi_2_github_evaluation": 120,
    }  # fmt: skip


def test_a_part_that_is_there_is_not_fetched_again(tmp_path, index, lock, monkeypatch):
    fetched = []

    def fetch(location, names, into, entry):
        for name in names:
            fetched.append(name)
            if len(fetched) == 2:
                raise LocationError("the network went away")
            pypi.extract(index.wheel, [name], into)
            yield name

    monkeypatch.setitem(locations.FETCHERS, Pypi, fetch)
    with pytest.raises(LocationError, match="went away"):
        locator(tmp_path, lock).find(LOCATION)
    assert len(locator(tmp_path, lock).find(LOCATION)) == 2
    assert fetched == ["puzzles/a.json", "puzzles/b.json", "puzzles/b.json"]


@pytest.mark.parametrize(
    ("member", "means"),
    [
        ("a/x.json", ["a/x.json"]),
        ("a/*.json", ["a/x.json", "a/y.json"]),
        ("*/x.json", ["a/x.json"]),
        ("*.json", []),
        ("a/b/*", ["a/b/x.json"]),
        ("a/*", ["a/x.json", "a/x.txt", "a/y.json"]),
        ("[a]/?.json", ["a/x.json", "a/y.json"]),
        ("a/../a/*.json", []),
        ("A/*.json", []),
    ],
)
def test_patterns_stay_within_a_folder(member, means):
    paths = ["a/y.json", "a/b/x.json", "a/x.json", "a/x.txt", "a/../a/z.json"]
    assert facts.matching(member, paths) == means


def test_licenses_are_recognized_or_not_asserted():
    mit = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining"
    apache = "   Apache License\n   Version 2.0, January 2004\n"
    assert facts.license_of_text(mit) == "MIT"
    assert facts.license_of_text(apache) == "Apache-2.0"
    assert facts.license_of_text(mit + apache) == "NOASSERTION", "which of them, nobody says"
    assert facts.license_of_text("All rights reserved") == "NOASSERTION"
    stated = ["mit", "apache-2.0", "cc-by-sa-4.0", "odc-by", "other", ["mit"], None]
    assert [facts.license_of_card(each) for each in stated] == [
        "MIT", "Apache-2.0", "CC-BY-SA-4.0", "ODC-By-1.0", *["NOASSERTION"] * 3,
    ]  # fmt: skip


@pytest.mark.parametrize("repo", ["name", "a/b/c", "../x", "a b/c", ""])
def test_a_repository_is_owner_and_name(repo):
    with pytest.raises(ValueError, match="owner/name"):
        Hub(repo, "main", ("x",))
    with pytest.raises(ValueError, match="owner/name"):
        Github(repo, "0" * 40, ("x",))


@pytest.mark.parametrize("commit", ["main", "f3283f7", "F" * 40])
def test_a_github_location_names_a_whole_commit(commit):
    with pytest.raises(ValueError, match="40 hex digits"):
        Github("owner/name", commit, ("x",))


class TestUpdate:
    """`sources update`: what cannot be reached keeps what the lock had, and is named."""

    @pytest.fixture
    def path(self, tmp_path, index, monkeypatch):
        other = Pypi("others", "2.0", ("x.json",))
        monkeypatch.setattr(pinning, "_locations", lambda: [LOCATION, other])
        self.index, self.cache = index, tmp_path / "cache"
        with zipfile.ZipFile(index.wheel, "a") as archive:
            archive.writestr("puzzles-1.0.dist-info/METADATA", "License: MIT\n")
        monkeypatch.setitem(locations.PINNERS, Pypi, self.pin)
        return tmp_path / "sources.lock"

    def pin(self, location, members, mirrors):
        if location.package == "others" or not self.index.answers:
            raise LocationError(f"{location.name} cannot be downloaded: no network")
        return pypi.pin(location, members, mirrors)

    def update(self, path):
        with pytest.raises(LocationError) as raised:
            pinning.update(self.cache, (), path)
        return str(raised.value)

    def test_it_pins_what_it_reaches_and_names_the_rest(self, path):
        said = self.update(path)
        assert f"wrote {path}; 1 of 2 locations could not be pinned" in said
        assert "pypi:others==2.0 cannot be downloaded" in said
        lock = Lock.read(path)
        assert lock.entries["pypi:others==2.0"].keys() == {UNPINNED}
        assert lock.entry(LOCATION)["license"] == "MIT"
        assert set(lock.pins(LOCATION)) == set(LOCATION.members)
        self.keeps_what_it_had(path)

    def test_it_pins_the_named_sources_alone(self, path, monkeypatch):
        names = {"pypi:kept==1": {"files": {}}, LOCATION.name: {UNPINNED: "no network"}}
        path.write_text(json.dumps(names))
        source = replace(registry.find_source("logic__arc_agi_1"), location=LOCATION)
        monkeypatch.setattr(pinning, "_sources", lambda: [source])
        assert pinning.update(self.cache, (), path, ["arc_agi_1"]) == path
        lock = Lock.read(path)
        assert lock.entries.keys() == names.keys()
        assert set(lock.pins(LOCATION)) == set(LOCATION.members)
        with pytest.raises(UsageError, match=r"unknown sources arc_agi_9; .*sources list"):
            pinning.update(self.cache, (), path, ["arc_agi_9"])

    def test_what_another_process_pinned_meanwhile_stays(self, path, monkeypatch):
        source = replace(registry.find_source("logic__arc_agi_1"), location=LOCATION)
        monkeypatch.setattr(pinning, "_sources", lambda: [source])

        def pin(*location):
            path.write_text('{"pypi:others==2.0": {"files": {}}}')
            return self.pin(*location)

        monkeypatch.setitem(locations.PINNERS, Pypi, pin)
        pinning.update(self.cache, (), path, ["arc_agi_1"])
        assert Lock.read(path).entries.keys() == {LOCATION.name, "pypi:others==2.0"}

    def keeps_what_it_had(self, path):
        before = path.read_text()
        Locator(self.cache, (), lock=Lock.read(path)).find(LOCATION)
        self.index.answers = False
        assert "2 of 2" in self.update(path)
        assert path.read_text() == before
        assert (self.cache / LOCATION.folder).is_dir(), "the pins are the same, so the files stay"


def test_what_is_not_pinned_is_never_read(tmp_path):
    location = Hub("owner/name", "main", ("rows.jsonl",))
    lock = Lock({location.name: {UNPINNED: "it could not be reached"}})
    mirror = tmp_path / "mirror" / location.folder
    mirror.mkdir(parents=True)
    (mirror / "rows.jsonl").write_text("{}\n")
    found = locator(tmp_path, lock, tmp_path / "mirror")
    assert found.pins(location) == {"rows.jsonl": UNPINNED}
    with pytest.raises(LocationError, match=r"owner/name@main is not pinned: .*sources update"):
        found.find(location)
