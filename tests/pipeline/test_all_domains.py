"""All domains as one corpus: built apart, compared, each row accounted for."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

from domains.registry import known_domains, load_sources
from pipeline import all_domains, config
from pipeline.commands import build
from pipeline.errors import UsageError
from pipeline.schema import RELEASE
from rewards import load_reward
from tests.world import World

OWN = """
domain = "{domain}"
[own.puzzles]
paths = ["{domain}.jsonl"]
reward = "truth_assignment"
template = "knights_and_knaves"
license = "{license}"
priority = {priority}
"""


def puzzle(number: int) -> dict:
    """A puzzle of mine; no two share their words."""
    text = f"Quirin{number} says: some knave ate plum{number}. Rolf{number} nods at stone{number}."
    people = {f"Quirin{number}": True, f"Rolf{number}": False}
    return {"question": text, "ground_truth": json.dumps(people)}


def own(world, domain: str, rows: list[dict], license: str, priority: int):
    """A domain of the user's own."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (world.root / f"{domain}.jsonl").write_text(text)
    file = world.root / f"{domain}.toml"
    file.write_text(OWN.format(domain=domain, license=license, priority=priority))
    return config.load(None, None, file, ["measure.max_problems=0", "release.name=whole"])


def given(world, *mine: int):
    """Two domains that share puzzle 3, if mine has it."""
    return [
        own(world, "mine", [puzzle(n) for n in mine], "CC-BY-4.0", priority=90),
        own(world, "theirs", [puzzle(n) for n in (3, 4, 5)], "MIT", priority=10),
    ]


@pytest.fixture(scope="module")
def united(tmp_path_factory):
    world = World(tmp_path_factory.mktemp("united"))
    first = all_domains.build(given(world, 1, 2), world.context())
    return world, first, all_domains.build(given(world, 1, 3, 2), world.context())


def test_what_two_domains_have_stays_in_the_better_source(united):
    _, first, built = united
    (drop,) = built.stages[0].drops().to_pylist()
    assert (drop["stage"], drop["data_source"], drop["source_row"]) == (
        "across", "mine__puzzles", "2",
    )  # fmt: skip
    assert drop["reason"] == "duplicate"
    assert json.loads(drop["evidence"])["matched_row"] == "theirs__puzzles/1"
    assert not first.stages[0].counts["dropped"]


def test_the_funnel_adds_up_over_all_domains(united):
    *_, built = united
    across, release = built.stages
    kept = sum(
        next(a for a in b.stages if a.stage == "select").counts["kept"] for b in built.builds
    )
    assert across.counts["in"] == kept == across.counts["kept"] + across.counts["dropped"]
    assert release.counts["in"] == release.counts["kept"] == across.counts["kept"]
    rows = pq.read_table(built.corpus / "data")
    rejected = pq.read_table(built.corpus / "rejected").to_pylist()
    raw = sum(b.stages[0].counts["in"] for b in built.builds)
    assert rows.num_rows == release.counts["kept"]
    assert raw == rows.num_rows + len(rejected)
    assert [r["source_row"] for r in rejected if r["stage"] == "across"] == ["2"]


def test_a_config_per_domain_and_all(united, tmp_path):
    *_, built = united
    counts = {}
    for name in ("mine", "theirs", "all", "rejected"):
        rows = load_dataset(str(built.corpus), name, split="train", cache_dir=str(tmp_path))
        counts[name] = rows.num_rows
    assert counts["mine"] == 2
    assert counts["all"] == counts["mine"] + counts["theirs"]
    schemas = {str(pq.read_schema(file)) for file in (built.corpus / "data").rglob("*.parquet")}
    assert len(schemas) == 1
    assert pq.read_table(built.corpus / "data").schema.names == RELEASE.names


def test_the_card_says_what_is_in_it(united):
    *_, built = united
    card = (built.corpus / "README.md").read_text()
    for said in (
        "duplicate 1",
        "| theirs | 3 |",
        "| mine | 2 |",
        "config_name: all",
        "CC-BY-4.0: 2",
        "MIT: 3",
    ):
        assert said in card
    assert (built.corpus / "domains" / "mine" / "README.md").is_file()
    told = json.loads((built.corpus / "manifest.json").read_text())
    assert told["domains"]["mine"]["rows"] == 2
    assert told["stages"][0]["counts"]["reasons"] == {"duplicate": 1}


def test_the_rewards_come_along(united):
    *_, built = united
    assert (built.corpus / "reward.py").is_file()
    for row in pq.read_table(built.corpus / "data").to_pylist():
        reward = load_reward(row["extra_info"]["reward"])
        gold, spec = row["reward_model"]["ground_truth"], row["extra_info"]["spec"]
        assert reward.score(reward.render(gold, spec), gold, spec).status == "correct"


def test_a_change_of_one_domain_leaves_the_others_alone(united):
    world, first, built = united
    mine, theirs = built.builds
    assert [a.stage for a in theirs.stages if not a.cached] == []
    assert not any(a.cached for a in (*mine.stages, *built.stages))
    again = all_domains.build(given(world, 1, 3, 2), world.context())
    assert all(a.cached for a in again.stages)
    assert again.corpus.name == "whole"
    assert first.builds[0].corpus.name == "mine", "the name is that of the whole"


def test_changes_are_for_all_or_for_one():
    changes = ["measure.max_problems=7", "math.sources.chances.count=3"]
    found = {each.domain: each for each in all_domains.settings("local", changes, 5)}
    assert set(found) == set(known_domains())
    assert {each.measure.max_problems for each in found.values()} == {7}
    assert {each.limit for each in found.values()} == {5}
    assert found["math"].sources["chances"].count == 3
    assert "chances" not in found["logic"].sources


def test_only_leaves_one_source_of_a_domain(world, monkeypatch):
    seen = []
    monkeypatch.setattr("pipeline.runner.build", lambda settings, context: seen.append(settings))
    monkeypatch.setattr(build, "_print", lambda *told: None)
    build.build("math", only=["chances"], data=world.data)
    enabled = {name for name, source in seen[0].sources.items() if source.enabled}
    assert enabled == {"chances"}
    assert {source.name for source in load_sources("math")} == set(seen[0].sources)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"domain": "all"}, "of one domain"), ({"domain": "maths"}, "unknown domain")],
)
def test_only_is_for_one_domain_that_there_is(world, given, said):
    with pytest.raises(UsageError, match=said):
        build.build(**given, only=["chances"], data=world.data)


def test_only_names_a_source_that_there_is(world):
    with pytest.raises(UsageError, match=r"unknown sources \['chance'\]"):
        build.build("math", only=["chance"], data=world.data)


def test_the_command_tells_every_funnel(united, monkeypatch, capsys):
    world, _, built = united
    monkeypatch.setattr(all_domains, "settings", lambda *given: [world.settings()])
    monkeypatch.setattr(all_domains, "build", lambda given, context: built)
    build.build("all", data=world.data)
    told = capsys.readouterr().out
    assert all(f"\n{domain}\nstage" in told for domain in ("mine", "theirs", "all"))
    assert f'load_dataset("{built.corpus}", "all", split="train")' in told
    build.build("all", data=world.data, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert set(told["domains"]) == {"mine", "theirs"}
    assert [stage["stage"] for stage in told["stages"]] == ["across", "unite"]
