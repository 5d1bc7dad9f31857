"""What every source of every domain fulfils; new ones are found, not listed."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import domains
from domains.base import Generator, Source
from domains.registry import known_domains, load_sources
from domains.templates import known_templates, render
from tests.domains.conftest import problems_of

SOURCES = [source for domain in known_domains() for source in load_sources(domain)]
GENERATORS = [source for source in SOURCES if isinstance(source.location, Generator)]
LEVELS = [
    pytest.param(source, level, id=f"{source.data_source}-{level}")
    for source in GENERATORS
    for level in source.location.levels
]
# Few, of every level of every family; test_all_families.py has 2,000.
ROWS, ACROSS = 10, 3
DIGEST = "from tests.domains.test_contract_sources import digest; print(digest())"


def digest():
    """Of some rows of every family and level."""
    found = hashlib.sha256()
    for source in GENERATORS:
        for level in source.location.levels:
            found.update(repr(problems_of(source, level, ACROSS)).encode())
    return found.hexdigest()


def each_source(argvalues):
    return pytest.mark.parametrize("source", argvalues, ids=lambda source: source.data_source)


def test_there_are_sources():
    assert {"logic__arc_agi_1", "logic__knights_and_knaves"} <= {s.data_source for s in SOURCES}


@each_source(SOURCES)
def test_declaration(source: Source):
    from rewards import known_rewards

    assert re.fullmatch(r"[a-z][a-z0-9_]*", source.name)
    assert "__" not in source.name
    assert re.fullmatch(
        r"[A-Za-z0-9][A-Za-z0-9.+-]*( (AND|OR|WITH) [A-Za-z0-9.+-]+)*", source.license
    )
    assert source.template in known_templates()
    assert source.reward in known_rewards()
    assert source.profiles
    assert source.use in ("training", "evaluation")
    assert source.location.revision
    if not isinstance(source.location, Generator):
        assert source.url.startswith("https://")


@each_source(SOURCES)
def test_file(source: Source):
    module = importlib.import_module(source.module)
    lines = Path(module.__file__).read_text().splitlines()
    assert len(lines) <= 120
    docstring = module.__doc__ or ""
    for said in ("What:", "Where from:", "License:", "One row, abbreviated:"):
        assert said in docstring
    assert source.license in docstring
    assert source.normalize.__doc__


@pytest.mark.parametrize("domain", known_domains())
def test_domain_file(domain: str):
    path = Path(domains.__file__).parent / domain / "domain.toml"
    config = tomllib.loads(path.read_text())
    assert set(config) <= {"title", "description", "profiles"}
    assert config["title"]
    assert config["description"]
    declared = {source.name: source for source in load_sources(domain)}
    for profile in config.get("profiles", {}).values():
        for name, settings in profile.get("sources", {}).items():
            assert name in declared, f"{path} configures an unknown source {name}"
            if "levels" in settings:
                assert set(settings["levels"]) <= set(declared[name].location.levels)


@pytest.mark.parametrize(("source", "level"), LEVELS)
def test_generated_rows(source: Source, level: str, generate):
    from rewards import load_reward

    problems = generate(source, level, ROWS)
    assert problems == generate(source, level, ROWS), "the same rows come out another time"
    for problem in problems:
        reward = load_reward(problem.reward or source.reward)
        gold, spec = problem.ground_truth, problem.spec
        verdict = reward.score(reward.render(gold, spec), gold, spec)
        assert (verdict.value, verdict.status) == (1.0, "correct"), verdict.detail
        template = problem.template or source.template
        prompt = render(template, problem.question, problem.context)[0]["content"]
        assert reward.score(prompt, gold, spec).value == 0.0, "an echo of the prompt is paid"
        assert problem.seed == 42
        assert problem.parameters
        json.dumps([problem.parameters, problem.meta, problem.spec])


@pytest.mark.parametrize(("source", "level"), LEVELS)
def test_seeds_share_nothing(source: Source, level: str, generate):
    first, second = (generate(source, level, ROWS, seed) for seed in (42, 43))
    assert not {p.question for p in first} & {p.question for p in second}
    keys = [{p.match_key for p in rows if p.match_key != "text"} for rows in (first, second)]
    assert not keys[0] & keys[1]


def test_generated_rows_do_not_depend_on_the_process():
    other = "1" if os.environ.get("PYTHONHASHSEED") == "0" else "0"
    path = str(Path(domains.__file__).parents[1])
    environment = {**os.environ, "PYTHONHASHSEED": other, "PYTHONPATH": path}
    command = [sys.executable, "-c", DIGEST]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == digest()
