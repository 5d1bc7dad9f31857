"""A whole build over a tiny world: what is run, what is kept, what comes out."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

from pipeline import workers
from pipeline.errors import RowError
from pipeline.schema import RELEASE, TRAINER_RESERVED
from rewards import load_reward, score_row
from tests.world import ARC_1, tree_bytes

STAGES = [
    "ingest", "normalize", "dedup", "decontaminate", "selftest", "measure", "select", "release",
]  # fmt: skip


def run_stages(build) -> list[str]:
    return [artifact.stage for artifact in build.stages if not artifact.cached]


def corpus(build):
    """The release of this very build: the link shows the newest, which other tests move."""
    return build.stages[-1].folder.path / "corpus"


def drops(build, stage: str) -> list[dict]:
    artifact = next(a for a in build.stages if a.stage == stage)
    return artifact.drops().to_pylist()


def test_every_stage_adds_up(built):
    _, build = built
    assert [artifact.stage for artifact in build.stages] == STAGES
    for before, after in zip(build.stages, build.stages[1:], strict=False):
        assert before.counts["kept"] == after.counts["in"]
    for artifact in build.stages:
        counts = artifact.counts
        assert counts["in"] == counts["kept"] + counts["dropped"]
        assert counts["dropped"] == sum(counts["reasons"].values())
        assert artifact.drops().num_rows == counts["dropped"]


def test_every_test_grid_is_a_row_of_its_task(built):
    _, build = built
    rows = [r for r in build.stages[1].table().to_pylist() if "aaaa0001" in r["source_row"]]
    assert {row["source_row"] for row in rows} == {"aaaa0001/0", "aaaa0001/1"}
    assert {row["group_id"] for row in rows} == {"arc:aaaa0001"}


def test_duplicate_goes_to_the_better_source_with_evidence(built):
    _, build = built
    (drop,) = drops(build, "dedup")
    assert (drop["data_source"], drop["source_row"]) == ("logic__arc_agi_1", "aaaa0003/0")
    assert json.loads(drop["evidence"])["matched_row"] == "logic__arc_agi_2/aaaa0003/0"


def test_reordered_evaluation_task_is_contamination_with_evidence(built):
    _, build = built
    (drop,) = drops(build, "decontaminate")
    assert (drop["source_row"], drop["reason"]) == ("ffff0009/0", "contaminated")
    evidence = json.loads(drop["evidence"])
    assert evidence["benchmark"] == "logic__arc_agi_1_evaluation"
    assert evidence["item"] == "eeee0001/0"


def test_no_evaluation_item_is_published(built):
    _, build = built
    published = pq.read_table(corpus(build) / "data" / "logic")["source_row"].to_pylist()
    assert published
    assert not any(key.startswith("eeee") for key in published)


def test_too_easy_rows_go_and_only_these(built):
    _, build = built
    easy = drops(build, "select")
    assert easy
    for drop in easy:
        assert drop["reason"] == "too_easy"
        assert json.loads(drop["evidence"])["weak_outcomes"].count("1") >= 15
    kept = build.stages[6].table().to_pylist()
    assert all((row["weak_outcomes"] or "").count("1") < 15 for row in kept)


def test_published_rows_pay_gold_and_no_negative(built):
    _, build = built
    rows = pq.read_table(corpus(build) / "data" / "logic").to_pylist()
    for row, following in zip(rows, [*rows[1:], rows[0]], strict=True):
        reward = load_reward(row["extra_info"]["reward"])
        gold, spec = row["reward_model"]["ground_truth"], row["extra_info"]["spec"]
        assert score_row(row, reward.render(gold, spec)).status == "correct"
        for negative in reward.negatives(gold, spec):
            assert score_row(row, negative.response).value == 0.0
        other = following["reward_model"]["ground_truth"]
        if following["extra_info"]["reward"] == reward.name and other != gold:
            assert score_row(row, reward.render(other, spec)).value == 0.0


def test_second_build_runs_nothing(built):
    world, first = built
    again = world.build()
    assert run_stages(again) == []
    assert [a.key for a in again.stages] == [a.key for a in first.stages]


def test_changed_rule_runs_select_and_release_alone(built):
    world, _ = built
    assert run_stages(world.build("select.rule=dapo")) == ["select", "release"]


def test_rule_that_needs_more_draws_says_how_many(built):
    world, _ = built
    select = world.build("select.rule=dapo").stages[6]
    assert select.manifest["stats"]["lacking_rows"] > 0
    assert select.manifest["stats"]["lacking_weak_most"] > 0


@pytest.mark.parametrize("stage", STAGES)
def test_deleted_stage_comes_back_to_the_same_bytes(built, tmp_path, stage):
    world, _ = built
    copied = type(world)(tmp_path)
    shutil.copy(world.root / "recording.jsonl", tmp_path)
    first = copied.build()
    path = next(a.folder.path for a in first.stages if a.stage == stage)
    before = tree_bytes(path)
    shutil.rmtree(path)
    again = copied.build()
    assert run_stages(again) == [stage]
    after = tree_bytes(path)
    before.pop("run.json")
    after.pop("run.json")
    assert after == before


def test_two_worlds_give_the_same_corpus(built, tmp_path):
    world, build = built
    other = type(world)(tmp_path)
    recording = (world.root / "recording.jsonl").read_bytes()
    (tmp_path / "recording.jsonl").write_bytes(recording)
    # The recording's path is a setting, so keys differ, and what tells of them; nothing else may.
    again = other.build()
    mine, theirs = tree_bytes(corpus(build)), tree_bytes(corpus(again))
    for name in mine:
        if name not in ("manifest.json", "config.json", "SHA256SUMS"):
            assert mine[name] == theirs[name], name


@pytest.mark.parametrize("name", ["logic", "all", "unfiltered", "rejected"])
def test_configs_load(built, tmp_path, name):
    _, build = built
    dataset = load_dataset(str(corpus(build)), name, split="train", cache_dir=str(tmp_path))
    assert dataset.num_rows > 0
    assert not set(dataset.column_names) & TRAINER_RESERVED


def test_pandas_and_pyarrow_read_it(built):
    _, build = built
    (path,) = (corpus(build) / "data" / "logic").glob("*.parquet")
    assert pq.read_schema(path).equals(RELEASE, check_metadata=False)
    assert pq.read_schema(path).metadata is None
    frame = pd.read_parquet(path)
    assert list(frame.columns) == RELEASE.names
    assert frame["extra_info"].iloc[0]["reward"] in ("grid", "truth_assignment")


def test_rows_are_sorted_and_ids_unique(built):
    _, build = built
    rows = pq.read_table(corpus(build) / "data" / "logic").to_pylist()
    order = [(row["data_source"], row["source_row"]) for row in rows]
    assert order == sorted(order)
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["extra_info"]["index"] for row in rows}) == len(rows)


def test_unfiltered_and_rejected_account_for_every_row(built):
    _, build = built
    kept = pq.read_table(corpus(build) / "data").num_rows
    unfiltered = pq.read_table(corpus(build) / "unfiltered").num_rows
    rejected = pq.read_table(corpus(build) / "rejected").to_pylist()
    assert kept + len(rejected) == build.stages[0].counts["in"]
    assert unfiltered == kept + sum(row["stage"] == "select" for row in rejected)
    assert all(row["reason"] and row["evidence"] for row in rejected)


def test_unmeasured_rows_say_so(world):
    build = world.build("measure.max_problems=3")
    rows = build.stages[5].table().to_pylist()
    assert sum(row["n_weak"] is not None for row in rows) == 3
    assert {row["unmeasured"] for row in rows} == {"", "beyond max_problems = 3"}
    published = pq.read_table(corpus(build) / "data").to_pylist()
    bands = {r["difficulty_band"] for r in published if r["n_weak"] is None}
    assert bands == {"unmeasured"}


def test_limit_takes_the_first_rows_of_each_source(world):
    build = world.build("limit=1")
    assert build.stages[0].counts["in"] == 3


def test_a_benchmark_is_read_whole_or_the_build_ends(world):
    """What is allowed of training rows is not allowed of the rows they are checked against."""
    world.files[ARC_1]["eval"]["eeee0009"] = {"train": [], "test": []}
    world.write()
    with pytest.raises(RowError, match="eeee0009"):
        world.build("ingest.malformed=drop")
    assert not (world.data / "releases").exists()


def test_a_limit_does_not_shorten_a_benchmark(world):
    build = world.build("limit=3", "sources.arc_agi_1.enabled=false")
    drops = build.stages[3].drops().to_pylist()
    assert [drop["source_row"] for drop in drops] == ["ffff0009/0"]


def test_a_count_takes_the_first_rows_of_files(world):
    build = world.build("sources.arc_agi_1.count=1")
    keys = {
        row["source_row"]
        for row in build.stages[0].table().to_pylist()
        if row["data_source"] == "logic__arc_agi_1"
    }
    whole = {row["source_row"] for row in world.build().stages[0].table().to_pylist()}
    assert len(keys) == 1
    assert keys < whole


def test_all_cores_give_the_bytes_of_one(built, tmp_path, monkeypatch):
    """Every real stage through worker processes: what it sends and gets must travel."""
    world, build = built
    monkeypatch.setattr(workers, "PARALLEL_ROWS", 0)
    other = type(world)(tmp_path)
    shutil.copy(world.root / "recording.jsonl", tmp_path)
    again = other.build()
    for one, many in zip(build.stages[:5], again.stages[:5], strict=True):
        assert many.key == one.key
        assert many.manifest == one.manifest, one.stage
    mine, theirs = tree_bytes(corpus(build)), tree_bytes(corpus(again))
    rows = [name for name in mine if name.endswith(".parquet")]
    assert rows
    assert [mine[name] for name in rows] == [theirs[name] for name in rows]
