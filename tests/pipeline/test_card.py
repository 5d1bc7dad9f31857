"""The card: YAML that the Hub and `load_dataset` read, and figures that are those of the rows."""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
import yaml
from huggingface_hub import DatasetCard

from pipeline.release import card, corpus, hub_license
from pipeline.release.figures import BINS, Histogram, Parts, bars, common_url, gather
from pipeline.release.plots import histogram, nice_step
from pipeline.runner import plain
from pipeline.stage import Artifact
from pipeline.store import Folder


@pytest.fixture(scope="module")
def path(built):
    return built[1].stages[-1].folder.path / "corpus"


@pytest.fixture(scope="module")
def text(path):
    return (path / corpus.CARD).read_text("utf-8")


@pytest.fixture(scope="module")
def figures(built, path):
    """The figures of the build, from its manifest's inputs."""
    world, build = built
    release = build.stages[-1]
    artifacts = []
    for given in release.manifest["inputs"]:
        for base in ("logic", "benchmarks"):
            found = Folder(world.data / "builds" / base / f"{given['stage']}-{given['key']}")
            if manifest := found.manifest():
                artifacts.append(Artifact(given["stage"], given["key"], found, manifest))
    return gather(plain(build.settings), Parts.of(artifacts), corpus.configs(path, "logic"), None)


def table(text: str, title: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    section = text.split(f"## {title}\n")[1]
    found = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert found
    rows = found[0].splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows[2:]]


def test_the_front_matter_is_a_card_of_the_hub(text, path):
    data = DatasetCard(text).data
    assert data.license == "apache-2.0"
    assert data.task_categories == ["reinforcement-learning", "text-generation"]
    assert {"rl-environment", "rlvr", "verifiable-rewards", "logic"} <= set(data.tags)
    assert data.size_categories == ["n<1K"]
    assert sum(config.get("default", False) for config in data.configs) == 1
    for config in data.configs:
        for files in config["data_files"]:
            assert list(path.glob(files["path"])), config


def test_every_table_has_as_many_cells_as_its_head(text, path):
    licenses = (path / corpus.LICENSES).read_text()
    for block in re.findall(r"(?:^\|.*\n)+", text + licenses, re.MULTILINE):
        lines = block.splitlines()
        widths = {len(re.split(r"(?<!\\)\|", line)) for line in lines}
        assert len(widths) == 1, block
        assert [n for n, line in enumerate(lines) if set(line) <= set("|-:")] == [1], block
    assert "{{" not in text
    assert "\n\n\n" not in text.split("---\n", 2)[2]


def test_figures_are_those_of_the_rows(text, path, built):
    _, build = built
    rows = pq.read_table(path / "data" / "logic").to_pylist()
    counted = Counter(row["data_source"] for row in rows)
    sources = {row[0]: int(row[-1]) for row in table(text, "Sources")}
    assert {name: n for name, n in sources.items() if n} == counted
    for row, artifact in zip(table(text, "Funnel"), build.stages, strict=False):
        counts = artifact.counts
        told = [artifact.stage, *(f"{counts[name]:,}" for name in ("in", "kept", "dropped"))]
        assert row[:4] == told
    bands = Counter(row["difficulty_band"] for row in rows)
    assert {row[0]: int(row[1]) for row in table(text, "Difficulty")} == bands
    assert {row[0].strip("`") for row in table(text, "Rewards")} == {
        row["extra_info"]["reward"] for row in rows
    }


def test_the_audit_stands_on_the_card(figures, text):
    for reward in figures.rewards:
        assert reward.audit["attacks"] > 100
        paid = card.share(reward.audit["false_pass_ceiling"])
        assert f"| {reward.audit['attacks']:,} | {paid} |" in text


def test_links_lead_to_files(text, path):
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert "pass_rates_weak.svg" in links
    for link in links:
        assert link.startswith("https://") or (path / link).is_file(), link


def test_what_trainers_are_pointed_at_is_there(text, path):
    section = text.split("## Train with it\n")[1].split("\n## ")[0]
    named = set(re.findall(r"[\w./-]+\.(?:py|txt|parquet)\b", section.replace("$PWD/", "")))
    assert named == {"reward.py", "requirements.txt", "data/logic/train-00000-of-00001.parquet"}
    assert all((path / name).is_file() for name in named)
    (taskset,) = re.findall(r"vf-validate (\S+)", section)
    assert f'name = "{taskset}"' in (path / "pyproject.toml").read_text()
    adapter = path / "touchstone_rewards" / "adapters" / "skyrl.py"
    assert "touchstone_rewards.adapters.skyrl:TouchstoneEnv" in section
    assert "class TouchstoneEnv" in adapter.read_text()
    for name in ("compute_score", "touchstone_reward", "score_row"):
        assert name in section
        assert name in (path / "reward.py").read_text()


def test_a_corpus_with_a_name_on_the_hub_uses_it(figures, tmp_path):
    settings = figures.settings | {"release": figures.settings["release"] | {"repo": "org/logic"}}
    card.write(tmp_path, replace(figures, settings=settings))
    text = (tmp_path / corpus.CARD).read_text()
    assert 'load_dataset("org/logic", "logic", split="train")' in text
    assert "hf download org/logic --repo-type dataset" in text


def test_suspect_rows_that_were_kept_are_told_of(figures, tmp_path):
    stages = [
        stage | {"stats": {"suspects_kept": 7}} if stage["stage"] == "decontaminate" else stage
        for stage in figures.stages
    ]
    card.write(tmp_path, replace(figures, stages=stages))
    assert "7 suspect rows were kept" in (tmp_path / corpus.CARD).read_text()


def test_the_snippet_that_loads_the_corpus_runs(built, text, monkeypatch, tmp_path):
    world, _ = built
    monkeypatch.chdir(world.root)
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path))
    (snippet, *others) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "snippet.py").write_text(snippet)
    assert runpy.run_path(str(tmp_path / "snippet.py"))["corpus"].num_rows > 0
    for other in others:
        compile(other, "snippet", "exec")


@pytest.mark.parametrize(
    ("licenses", "fields"),
    [
        (["MIT"], {"license": "mit"}),
        (["ODC-By-1.0"], {"license": "odc-by"}),
        (["C-UDA-1.0", "C-UDA-1.0"], {"license": "c-uda"}),
        (["CC-BY-SA-4.0"], {"license": "cc-by-sa-4.0"}),
        (["NOASSERTION"], {"license": "other", "license_name": "unknown"}),
        (["BUSL-1.1"], {"license": "other", "license_name": "unknown"}),
        (["MIT", "Apache-2.0"], {"license": "other", "license_name": "per-row"}),
        ([], {"license": "other", "license_name": "unknown"}),
    ],
)
def test_the_license_is_that_of_the_rows(licenses, fields):
    found = hub_license.fields(licenses)
    assert {key: found[key] for key in fields} == fields
    assert (found["license"] == "other") == ("license_link" in found)


def test_rows_without_a_license_are_named(figures, tmp_path):
    one, *rest = [source for source in figures.sources if source.published]
    mixed = replace(figures, sources=[one._replace(license="NOASSERTION"), *rest])
    card.write(tmp_path, mixed)
    text = (tmp_path / corpus.CARD).read_text()
    assert f"was found for: {one.data_source}. Such rows" in text
    front = yaml.safe_load(text.split("---\n")[1])
    assert (front["license"], front["license_name"]) == ("other", "per-row")
    told = (tmp_path / corpus.LICENSES).read_text()
    assert f"| NOASSERTION | {one.published} | not known to be permitted" in told


def test_what_a_source_says_cannot_break_a_table(figures, tmp_path):
    one, *rest = figures.sources
    odd = replace(figures, sources=[one._replace(location="a | b\nc"), *rest])
    card.write(tmp_path, odd)
    assert table((tmp_path / corpus.CARD).read_text(), "Sources")[0][1] == r"a \| b c"


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("https://a.org/x/1.json", "https://a.org/x/12.json", "https://a.org/x/"),
        ("https://a.org/x", "https://a.org/x", "https://a.org/x"),
        ("https://a.org/x", "https://a.org/y", "https://a.org/"),
        ("https://a.org/x", "https://b.org/x", ""),
        ("https://a.org/x", "", ""),
    ],
)
def test_a_source_is_where_its_rows_are(one, other, common):
    assert common_url(one, other) == common


def test_a_share_is_told_with_its_interval():
    assert card.share({"rate": 0.5, "low": 0.0123, "high": 1.0}) == "50.0 % [1.2, 100.0]"


def test_rates_fall_into_their_bars():
    assert len(BINS) == 12
    found = bars([0.0, 0.05, 0.1, 0.55, 0.999, 1.0, 1.0, None])
    assert found == [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2]


def test_a_plot_stays_within_its_frame():
    plot = histogram(Histogram("weak", "m@1", "", [7, *[1] * 10, 40], [0, *[2] * 10, 83]))
    assert len(plot.bars) == 1 + 10 * 2 + 2
    for bar in plot.bars:
        assert plot.left <= bar.x <= bar.x + bar.width <= plot.width
        assert 0 <= bar.y <= bar.y + bar.height <= plot.base + 0.11
    always = [bar for bar in plot.bars if "always" in bar.title]
    assert [(bar.kind, bar.title) for bar in always] == [
        ("kept", "always solved: 40 kept"), ("dropped", "always solved: 83 dropped")
    ]  # fmt: skip
    assert always[1].y + always[1].height == pytest.approx(always[0].y, abs=0.2)
    assert plot.lines[0] == (plot.base, "0")


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (3, 1), (5, 2), (40, 10), (41, 20), (9999, 5000)]
)
def test_lines_of_a_plot_stand_at_round_numbers(most, step):
    assert nice_step(most) == step


def test_the_license_page_links_every_published_source(path):
    text = (path / corpus.LICENSES).read_text()
    manifest = json.loads((path / corpus.MANIFEST).read_text())
    assert manifest["licenses"] == {
        "Apache-2.0": sum(manifest["configs"]["logic"]["rows"].values())
    }
    assert "| Apache-2.0 |" in text
    assert "https://" in text
