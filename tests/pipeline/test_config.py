"""Settings: profile, domain, own file, --set; what is unknown is named with what is allowed."""

from __future__ import annotations

import pytest

from pipeline import config
from pipeline.errors import UsageError


def load(*changes, domain="logic", profile=None, file=None, limit=None):
    return config.load(domain, profile, file, changes, limit)


def test_layers_override_each_other_in_order():
    settings = load()
    assert settings.profile == "local"
    assert settings.measure.rule == "guru_weak"  # the profile
    assert settings.title == "Logic"  # the domain
    assert settings.sources["knights_and_knaves"].levels == ("easy", "medium", "hard")
    assert "logic__arc_agi_1_evaluation" in settings.decontaminate.benchmarks
    changed = load("measure.max_problems=7", "measure.rule=dapo", limit=3)
    assert (changed.measure.max_problems, changed.measure.rule, changed.limit) == (7, "dapo", 3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("measure.roule=guru", r"unknown key measure.roule; allowed there: .*rule"),
        ("measure.weak.sampling.heat=1", "unknown key .*heat; allowed there: .*temperature"),
        ("colour=1", "unknown key colour; allowed there: .*dedup"),
        ("sources.knights_and_knaves.cout=1", "allowed there: count, enabled, levels, seed"),
        ("measure.weak.engin=x", "allowed there: engine, model, options"),
        ("measure.round_size=9", "measure.round_size = 9: .*less than or equal to 4"),
        ("measure.top_up=3", "measure.top_up = 3"),
        ("measure.rule", "give key=value"),
        ("=3", "give key=value"),
    ],
)
def test_bad_changes_are_explained(change, said):
    with pytest.raises(UsageError, match=said):
        load(change)


def test_unknown_domain_and_profile_list_the_known():
    with pytest.raises(UsageError, match=r"unknown domain 'astrology'; known: .*logic"):
        load(domain="astrology")
    with pytest.raises(UsageError, match=r"unknown profile 'cloud'; known: .*local"):
        load(profile="cloud")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = 'no domain'", "`domain` is missing"),
        ("domain = ", "not TOML"),
        (
            "domain = 'mine'\nown.rows.path = 'x'",
            "unknown key own.rows.path; allowed there: .*paths",
        ),
        ("domain = 'mine'\n[own.rows]\npaths = []\nreward = 'grid'", "own.rows.paths"),
    ],
)
def test_bad_own_files_are_explained(tmp_path, text, said):
    file = tmp_path / "my.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=said):
        load(domain=None, file=file)


def test_a_missing_own_file_is_explained(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        load(domain=None, file=tmp_path / "none.toml")


def test_concurrency_stands_in_no_key():
    one, two = load("measure.concurrency=1"), load("measure.concurrency=9")
    assert one.model_dump() == two.model_dump()
