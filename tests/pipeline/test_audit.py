"""`touchstone audit-rewards`: what it audits, and its exit codes."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipeline import audit
from pipeline.cli import app
from pipeline.errors import StoreError, UsageError
from rewards import known_rewards, load_reward
from rewards.base import correct

RUN = CliRunner()


@pytest.fixture
def release(tmp_path):
    """A release of 30 grids and 10 names."""
    rows = [
        {
            "reward_model": {"style": "rule", "ground_truth": gold},
            "extra_info": {"index": index, "reward": reward, "spec": spec},
        }
        for index, (reward, gold, spec) in enumerate(
            [("grid", f"[[{n}, {n + 1}]]", None) for n in range(30)]
            + [("entity", "red", '{"choices": ["red", "blue"]}')] * 10
        )
    ]
    (tmp_path / "data" / "mine").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "data" / "mine" / "train.parquet")
    return tmp_path


def test_named_rewards_are_audited_over_their_own_golds():
    done = RUN.invoke(app, ["audit-rewards", "grid", "entity"])
    assert done.exit_code == 0, done.output
    assert "false-pass ceiling" in done.output
    assert "0.0 % [0.0, 43.4]" in done.output


def test_json_has_one_object_per_reward():
    done = RUN.invoke(app, ["audit-rewards", "grid", "--json"])
    (found,) = json.loads(done.stdout)
    assert (found["reward"], found["passed"], found["paid"]) == ("grid", True, [])


def test_a_paid_attack_ends_with_exit_code_1(monkeypatch):
    grid = load_reward("grid")
    monkeypatch.setattr(type(grid), "grade", lambda self, response, gold: correct(response))
    done = RUN.invoke(app, ["audit-rewards", "grid"])
    assert done.exit_code == 1
    assert "PAID attack" in done.output


def test_without_names_all_rewards_are_audited(monkeypatch):
    audited = []
    monkeypatch.setattr(audit, "audit", lambda reward, rows: audited.append(reward.name))
    audit.run([], None, 10, lambda text: None)
    assert audited == list(known_rewards())


def test_golds_come_from_a_release_and_a_common_gold_is_a_lazy_policy(release):
    golds = audit.release_golds(release, 12)
    assert [gold for gold, _ in golds["grid"]] == [f"[[{n}, {n + 1}]]" for n in range(12)]
    grid, entity = audit.run(["grid", "entity"], release, 12, lambda text: None)
    assert (grid.golds, grid.lazy.part) == (12, 1.0)
    assert (entity.golds, entity.lazy.part) == (10, 10.0)


def test_wrong_use(release, tmp_path):
    with pytest.raises(UsageError, match=r"unknown reward 'nope'; known: .*grid"):
        audit.run(["nope"], None, 10, lambda text: None)
    with pytest.raises(UsageError, match="no rows of"):
        audit.run(["ordering"], release, 10, lambda text: None)
    with pytest.raises(StoreError, match="is no release"):
        audit.release_golds(tmp_path / "data", 10)
