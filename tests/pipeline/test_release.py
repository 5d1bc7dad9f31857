"""The release folder: hashes, configs, schema, signatures, splits, what changed."""

from __future__ import annotations

import hashlib
import json

import jinja2
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

from filters import signatures
from pipeline.errors import StoreError
from pipeline.release import changes, columns, corpus
from pipeline.stages.release import Release, split_of


def folder(build):
    return build.stages[-1].folder.path / "corpus"


def test_every_file_stands_in_the_sums_with_its_hash(built):
    path = folder(built[1])
    sums = corpus.sums(path)
    files = {p.relative_to(path).as_posix(): p for p in path.rglob("*") if p.is_file()}
    assert set(sums) == set(files) - {corpus.SUMS}
    for name, digest in sums.items():
        assert hashlib.sha256(files[name].read_bytes()).hexdigest() == digest, name


def test_a_folder_without_sums_is_no_corpus(tmp_path):
    with pytest.raises(StoreError, match="no corpus folder"):
        corpus.sums(tmp_path)


def test_every_config_loads_with_the_rows_that_the_manifest_says(built, tmp_path):
    path = folder(built[1])
    configs = json.loads((path / corpus.MANIFEST).read_text())["configs"]
    assert set(configs) == {"logic", "all", "unfiltered", "rejected", "traces"}
    for name, config in configs.items():
        for split, rows in config["rows"].items():
            loaded = load_dataset(str(path), name, split=split, cache_dir=str(tmp_path))
            assert loaded.num_rows == rows > 0


def test_traces_were_paid_and_belong_to_rows(built):
    path = folder(built[1])
    ids = set(pq.read_table(path / "unfiltered", columns=["id"])["id"].to_pylist())
    traces = pq.read_table(path / "traces").to_pylist()
    assert traces
    assert all(trace["id"] in ids for trace in traces)
    assert {trace["messages"][-1]["role"] for trace in traces} == {"assistant"}


def test_what_has_no_rows_is_no_config(world):
    path = folder(world.build("measure.max_problems=0"))
    configs = json.loads((path / corpus.MANIFEST).read_text())["configs"]
    assert not {"traces", "review"} & set(configs)
    assert not list(path.glob("pass_rates_*.svg"))


def test_the_schema_tells_of_every_column_as_it_is(built):
    path = folder(built[1])
    told = json.loads((path / corpus.SCHEMA).read_text())
    files = {"corpus": "data/logic", **{name: name for name in list(told)[1:]}}
    for name, where in files.items():
        (file,) = (path / where).glob("*.parquet")
        # Parquet names the items of lists otherwise than Arrow.
        real = [
            (field.name, str(field.type).replace("<element:", "<item:"))
            for field in pq.read_schema(file)
        ]
        assert [(column["name"], column["type"]) for column in told[name]] == real
        assert all(column["meaning"] for column in told[name])


def test_a_column_without_a_meaning_is_an_error():
    with pytest.raises(KeyError):
        columns.meaning("no_such_column")


def test_signatures_find_every_published_question(built):
    _, build = built
    rows = build.stages[6].table(["id", "question"]).to_pylist()
    ids, signed = signatures.read(folder(build) / "signatures" / "logic.parquet")
    assert sorted(ids) == sorted(row["id"] for row in rows)
    found, alike = signatures.match(signatures.sign([r["question"] for r in rows]), signed, 0.9)
    assert (found >= 0).all()
    assert set(alike) == {1.0}


def test_templates_are_part_of_the_key(built, monkeypatch):
    """A page that another template makes is another release."""
    world, _ = built
    loaded = set()
    get = jinja2.PackageLoader.get_source

    def recorded(self, environment, name):
        loaded.add(f"pipeline/templates/{name}")
        return get(self, environment, name)

    monkeypatch.setattr(jinja2.PackageLoader, "get_source", recorded)
    world.build("release.version=9.9")
    assert loaded == set(Release.resources)


def test_groups_are_split_by_their_names_alone():
    groups = [f"group {n}" for n in range(2000)]
    sides = [split_of(group, 0.25) for group in groups]
    assert 400 < sides.count("validation") < 600
    assert all(split_of(group, 0.0) == "train" for group in groups)
    # A larger share only adds groups.
    for group, side in zip(groups, sides, strict=True):
        assert side == "train" or split_of(group, 0.5) == "validation"


def test_a_validation_split_takes_whole_groups(built, tmp_path):
    world, before = built
    path = folder(world.build("release.validation=0.3"))
    found = {
        split: load_dataset(str(path), "logic", split=split, cache_dir=str(tmp_path)).to_list()
        for split in corpus.SPLITS
    }
    groups = {split: {row["group_id"] for row in rows} for split, rows in found.items()}
    assert all(groups.values())
    assert not groups["train"] & groups["validation"]
    for split, rows in found.items():
        assert {row["extra_info"]["split"] for row in rows} == {split}
    ids = [row["id"] for rows in found.values() for row in rows]
    whole = pq.read_table(folder(before) / "data", columns=["id"])["id"].to_pylist()
    assert sorted(ids) == sorted(whole)


def test_changes_are_counted_by_row():
    before = {"a": ("t", "1", "1"), "b": ("t", "2", "1"), "c": ("t", "3", "1")}
    after = {"a": ("t", "1", "1"), "b": ("t", "2", "2"), "d": ("t", "4", "1")}
    assert changes.compare("1.0.0", before, after) == ("1.0.0", 1, 1, 1, 1)


def test_a_new_version_says_what_changed(built):
    world, first = built
    path = folder(first)
    build = world.build(
        "release.version=1.1.0", f"release.previous={path}", "select.drop=[]",
    )  # fmt: skip
    manifest = json.loads((folder(build) / corpus.MANIFEST).read_text())
    easy = first.stages[6].counts["reasons"]["too_easy"]
    same = first.stages[6].counts["kept"]
    assert manifest["version"] == "1.1.0"
    assert manifest["changes"] == {
        "version": "1.0.0", "added": easy, "removed": 0, "changed": 0, "same": same
    }  # fmt: skip
    card = (folder(build) / corpus.CARD).read_text()
    assert f"## Changes since 1.0.0\n\n{easy:,} rows added, 0 removed" in card


def test_a_previous_version_that_is_none_ends_the_build(world):
    with pytest.raises(StoreError, match="no corpus folder"):
        world.build(f"release.previous={world.root}", "measure.max_problems=0")
