"""Every domain of the default profile has rows enough that the small model can try."""

from __future__ import annotations

from functools import partial

import pytest

from domains.registry import known_domains
from pipeline import config, runner, sources
from pipeline.context import Context
from pipeline.locations import Locator

LEAST = 200

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def context(tmp_path_factory) -> Context:
    data = tmp_path_factory.mktemp("local")
    return Context(data, Locator(data / "cache"), quiet=True)


@pytest.mark.parametrize("domain", known_domains())
def test_prompts_that_are_short_enough_to_be_measured(context, domain):
    settings = config.load(domain, "local")
    run = partial(context.run, build=domain)
    described = sources.chosen(settings, context.locator)
    problems = run(runner.normalize(described, settings, run(runner.ingest(described, settings))))
    most = settings.measure.max_prompt_chars
    prompts = problems.table(["prompt"])["prompt"].to_pylist()
    short = [prompt for prompt in prompts if sum(len(turn["content"]) for turn in prompt) <= most]
    assert min(len(short), settings.measure.max_problems) >= LEAST
