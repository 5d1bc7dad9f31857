"""GitHub locations: archives from a server on loopback, the real mirror, flipped bytes."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from domains.base import Github
from domains.registry import find_source
from pipeline import config, runner
from pipeline.context import Context
from pipeline.errors import LocationError
from pipeline.fetchers import github
from pipeline.locations import Locator, Lock
from pipeline.store import sha256
from tests.hub import FakeGithub, Fault
from tests.world import task

COMMIT = "0123456789" * 4
LOCATION = Github("owner/tasks", COMMIT, ("data/training/*.json",))
MIT = "MIT License\n\nPermission is hereby granted, free of charge, to any person"
MIRROR = Path(os.environ.get("TOUCHSTONE_MIRROR") or "none")
with_mirror = pytest.mark.skipif(not MIRROR.is_dir(), reason="TOUCHSTONE_MIRROR names no folder")
ARC = [f"logic__arc_agi_{n}_github{part}" for n in (1, 2) for part in ("", "_evaluation")]


@pytest.fixture
def server(monkeypatch):
    with FakeGithub() as server:
        monkeypatch.setenv("TOUCHSTONE_GITHUB", server.url + "/")
        monkeypatch.setattr(github, "_PAUSE_SECONDS", 0.01)
        server.commits["owner/tasks", COMMIT] = {
            "LICENSE": MIT.encode(),
            "data/training/b.json": json.dumps(task(2)).encode(),
            "data/training/a.json": json.dumps(task(1)).encode(),
            "data/training/deep/c.json": b"{}",
            "data/evaluation/d.json": b"{}",
        }
        yield server


@pytest.fixture
def lock(server):
    return Lock({LOCATION.name: github.pin(LOCATION, LOCATION.members, ())})


def test_the_lock_entry_says_commit_license_and_every_file(lock):
    entry = lock.entry(LOCATION)
    assert entry["commit"] == COMMIT
    assert (entry["license"], entry["license_from"]) == ("MIT", "LICENSE")
    assert list(entry["files"]) == ["data/training/a.json", "data/training/b.json"]


def test_files_come_from_one_archive_and_then_from_the_cache(tmp_path, server, lock):
    server.asked.clear()
    for _ in range(2):
        paths = Locator(tmp_path, lock=lock).find(LOCATION)
        assert [path.name for path in paths] == ["a.json", "b.json"]
        assert json.loads(paths[0].read_text()) == task(1)
    assert server.asked == [f"GET /owner/tasks/tar.gz/{COMMIT}"]
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"owner__tasks@{COMMIT[:12]}", f".owner__tasks@{COMMIT[:12]}.lock"}


@pytest.mark.parametrize("kind", ["500", "cut"])
def test_a_fault_that_passes_is_got_over(tmp_path, server, lock, kind):
    server.faults.append(Fault("GET", COMMIT, kind, times=2))
    assert len(Locator(tmp_path, lock=lock).find(LOCATION)) == 2


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("503", "HTTP status 503"), ("404", "HTTP status 404"), ("flip", "no whole archive"),
        ("cut", "the connection was cut, [0-9]+ bytes before the end"),
    ],
)  # fmt: skip
def test_a_fault_that_stays_is_one_message(tmp_path, server, lock, kind, said):
    server.asked.clear()
    server.faults.append(Fault("GET", COMMIT, kind, times=99))
    with pytest.raises(LocationError, match=rf"owner/tasks.*{said}"):
        Locator(tmp_path, lock=lock).find(LOCATION)
    assert not list(tmp_path.glob("owner__tasks@*/**/*.json"))
    assert len(server.asked) == (1 if kind in ("404", "flip") else 4)


def test_no_server_at_all(tmp_path, server, lock, monkeypatch):
    monkeypatch.setenv("TOUCHSTONE_GITHUB", "http://127.0.0.1:9")
    with pytest.raises(LocationError, match=r"refused.*--mirror DIR"):
        Locator(tmp_path, lock=lock).find(LOCATION)


def test_another_content_under_the_same_commit_is_refused(tmp_path, server, lock):
    server.commits["owner/tasks", COMMIT]["data/training/b.json"] = b"[]"
    with pytest.raises(LocationError) as raised:
        Locator(tmp_path, lock=lock).find(LOCATION)
    expected = lock.pins(LOCATION)["data/training/b.json"]
    found = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
    for said in ("data/training/b.json", expected, found):
        assert said in str(raised.value)
    assert not (tmp_path / f"owner__tasks@{COMMIT[:12]}" / "data/training/b.json").exists()


def test_what_the_archive_lacks_is_named(tmp_path, server, lock):
    del server.commits["owner/tasks", COMMIT]["data/training/b.json"]
    with pytest.raises(LocationError, match=r"has no \['data/training/b.json'\]"):
        Locator(tmp_path, lock=lock).find(LOCATION)
    with pytest.raises(LocationError, match=r"has no \['data/test/\*.json'\]"):
        github.pin(LOCATION, ["data/test/*.json"], ())


def test_an_archive_writes_nothing_beside_its_folder(tmp_path, server):
    server.commits["owner/tasks", COMMIT] |= {"../../evil": b"x", "/data/evil": b"x"}
    github.pin(LOCATION, LOCATION.members, ())
    into = tmp_path / "a" / "b"
    names = list(github._unpacked(LOCATION, into, None))
    assert len(names) == 5
    assert not list(tmp_path.rglob("evil"))


def small_mirror(root: Path, expected: str | None = None) -> Path:
    """A mirror of one file, with a manifest beside it."""
    folder = root / "sources" / LOCATION.folder / "data/training"
    folder.mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps(task(1)))
    (folder / "stray.json").write_text("not in the manifest")
    (root / "licences").mkdir()
    (root / "licences" / f"{LOCATION.folder}__LICENSE").write_text(MIT)
    row = {
        "repo": LOCATION.repo, "commit": COMMIT, "path": "data/training/a.json",
        "sha256": expected or sha256(folder / "a.json"),
    }  # fmt: skip
    with (root / "MANIFEST.tsv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter="\t")
        writer.writeheader()
        writer.writerow(row)
    return root / "sources"


def test_a_mirror_that_knows_its_commit_is_pinned_without_a_network(tmp_path, server):
    entry = github.pin(LOCATION, LOCATION.members, [small_mirror(tmp_path)])
    assert list(entry["files"]) == ["data/training/a.json"]
    assert (entry["commit"], entry["license"]) == (COMMIT, "MIT")
    assert not server.asked


def test_a_mirror_of_another_commit_is_passed_over(tmp_path, server):
    other = Github(LOCATION.repo, "f" * 40, LOCATION.paths)
    with pytest.raises(LocationError, match="status 404"):
        github.pin(other, other.members, [small_mirror(tmp_path)])


def test_a_mirror_that_is_not_what_it_says_is_refused(tmp_path, server):
    with pytest.raises(LocationError, match=rf"a\.json is not what .* found, {'0' * 64} expected"):
        github.pin(LOCATION, LOCATION.members, [small_mirror(tmp_path, "0" * 64)])


@with_mirror
@pytest.mark.parametrize("name", ARC)
def test_arc_from_the_mirror_at_its_commit(tmp_path, name):
    source = find_source(name)
    with (MIRROR.parent / "MANIFEST.tsv").open(newline="") as file:
        stated = {
            row["path"]: row["sha256"]
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if (row["repo"], row["commit"]) == (source.location.repo, source.location.commit)
        }
    locator = Locator(tmp_path / "cache", [MIRROR])
    pins = locator.pins(source.location)
    assert pins == {path: stated[path] for path in pins}
    folder = source.location.paths[0].removesuffix("*.json")
    assert set(pins) == {path for path in stated if path.startswith(folder)}
    paths = locator.find(source.location)
    assert all(path.is_relative_to(MIRROR) for path in paths)
    assert {path.name: sha256(path) for path in paths} == {
        Path(name).name: pin for name, pin in pins.items()
    }
    assert not (tmp_path / "cache").exists()


@with_mirror
def test_one_flipped_byte_in_the_mirror_names_file_and_both_hashes(tmp_path):
    source = find_source("logic__arc_agi_2_github_evaluation")
    folder = tmp_path / "mirror" / source.location.folder / "data/evaluation"
    shutil.copytree(MIRROR / source.location.folder / "data/evaluation", folder)
    locator = Locator(tmp_path / "cache", [tmp_path / "mirror"])
    locator.find(source.location)
    path = folder / "135a2760.json"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    with pytest.raises(LocationError) as raised:
        locator.find(source.location)
    pin = locator.pins(source.location)["data/evaluation/135a2760.json"]
    for said in (str(path), f"{sha256(path)} found", f"{pin} expected"):
        assert said in str(raised.value)


@pytest.fixture(scope="module")
def guru(tmp_path_factory):
    """What profile guru makes of what can be reached; a few generated rows are enough here."""
    root = tmp_path_factory.mktemp("guru")
    sources = ["arc_agi_1_github", "arc_agi_2_github", "barc"]
    others = [
        found.name
        for found in _logic()
        if found.use == "training" and "guru" in found.profiles and found.name not in sources
    ]
    arc = [f"logic__arc_agi_{n}_github_evaluation" for n in (1, 2)]
    changes = ["measure.max_problems=0", f"decontaminate.benchmarks={json.dumps(arc)}",
               *(f"sources.{name}.enabled=false" for name in others)]  # fmt: skip
    settings = config.load("logic", "guru", changes=changes)
    context = Context(root, Locator(root / "cache", [MIRROR]), quiet=True)
    settings = runner.without_missing(settings, context)
    assert settings.left_out == ("logic__barc",)
    return runner.build(settings, context)


def _logic():
    from domains.registry import load_sources

    return load_sources("logic")


@with_mirror
def test_the_376_released_again_are_found_and_dropped_with_evidence(guru):
    evaluation = {
        path.stem for path in (MIRROR / "fchollet__ARC-AGI/data/evaluation").glob("*.json")
    }
    training = {path.stem for path in (MIRROR / "arcprize__ARC-AGI-2/data/training").glob("*.json")}
    assert len(evaluation & training) == 376
    drops = [
        row
        for row in guru.stages[3].drops().to_pylist()
        if row["data_source"] == "logic__arc_agi_2_github"
    ]
    found = {row["source_row"].split("/")[0] for row in drops}
    assert evaluation & training <= found
    by_id = 0
    for row in drops:
        evidence = json.loads(row["evidence"])
        assert evidence["benchmark"] in guru.settings.decontaminate.benchmarks
        assert row["reason"] == "contaminated"
        assert re.match("structure:|pair:|task:", evidence["shared"])
        by_id += evidence["item"].split("/")[0] == row["source_row"].split("/")[0]
    kept = {
        row["source_row"].split("/")[0]
        for row in guru.stages[3].table(["data_source", "source_row"]).to_pylist()
        if row["data_source"] == "logic__arc_agi_2_github"
    }
    assert not kept & evaluation
    assert by_id >= 376


@with_mirror
def test_a_guru_build_says_what_it_left_out_and_checked(guru):
    card = (guru.corpus / "README.md").read_text()
    assert "**Left out**, because it could not be reached when this was built: logic__barc" in card
    for benchmark in ("logic__arc_agi_1_github_evaluation", "logic__arc_agi_2_github_evaluation"):
        assert f"| {benchmark} |" in card
    assert guru.stages[0].counts["in"] == 416 + 1076
    rows = guru.stages[-2].table(["revision", "license", "location"]).to_pylist()
    assert {row["license"] for row in rows} == {"Apache-2.0"}
    assert all(row["location"].endswith(row["revision"]) for row in rows)
