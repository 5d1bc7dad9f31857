"""Prior-prompt styles: named in the row, chosen by its id, and no reward reads them."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from domains.base import Generator, Problem
from domains.registry import find_source, known_domains, load_sources
from domains.templates import UnknownTemplateError, known_styles, known_templates, render, styled
from pipeline.stages import selftest
from rewards import known_rewards, load_reward

WRITTEN = {
    "none": "",
    "reasoning": "<think>\nPerhaps \\boxed{0}? No.\n</think>\n",
    "planning": "<plan>\n1. Read the task.\n2. Solve it.\n3. Look back.\n</plan>\n",
    "code": "<code>\n```python\nprint(sum([1, 2]))\n```\n</code>\n",
    "knowledge": "<knowledge>\nThe sum of 1 and 2 is 3; water is $H_2O$.\n</knowledge>\n",
    "examples": "<examples>\nQ: What is 1 + 1? A: \\boxed{2}\nIn lines: [[7]]\n</examples>\n",
}
FAMILIES = [
    next(s for s in load_sources(domain) if isinstance(s.location, Generator))
    for domain in known_domains()
]
IDS = [hashlib.blake2b(bytes([n % 256, n // 256]), digest_size=16).hexdigest() for n in range(600)]


def templates_of(reward: str) -> set[str]:
    """The templates under which any declared source asks for this reward."""
    sources = [source for domain in known_domains() for source in load_sources(domain)]
    return {source.template for source in sources if reward in source.rewards}


@pytest.mark.parametrize("style", known_styles())
@pytest.mark.parametrize("name", known_rewards())
def test_the_gold_is_paid_after_what_a_style_asks_for(name, style):
    """Also in the templates' tags: the notes are the model's, the answer stands after them."""
    reward = load_reward(name)
    for gold, spec in reward.examples[:2]:
        verdict = reward.score(WRITTEN[style] + reward.render(gold, spec), gold, spec)
        assert verdict.status == "correct", verdict
        assert reward.score(WRITTEN[style], gold, spec).value < 1.0


@pytest.mark.parametrize("style", known_styles())
@pytest.mark.parametrize("name", known_rewards())
def test_an_echo_of_no_prompt_is_paid(name, style):
    reward = load_reward(name)
    for template in templates_of(name):
        prompt = render(styled(template, [style], IDS[0]), "What is it?")[0]["content"]
        for gold, spec in reward.examples[:2]:
            verdict = reward.score(prompt, gold, spec)
            assert (verdict.value, verdict.status in ("wrong", "no_answer")) == (0.0, True), verdict


@pytest.mark.parametrize("source", FAMILIES, ids=lambda source: source.data_source)
def test_a_family_of_every_domain_passes_its_selftest_under_every_style(source, generate):
    level = next(iter(source.location.levels))
    (problem,) = generate(source, level, 1)
    for style in known_styles():
        assert selftest.check(row(source, problem, style), [], Counter()) is None, style


def row(source, problem: Problem, style: str) -> dict:
    template = styled(problem.template or source.template, [style], IDS[0])
    return {
        "prompt": render(template, problem.question, problem.context),
        "reward": problem.reward or source.reward, "ground_truth": problem.ground_truth,
        "spec": dict(problem.spec), "reference": problem.reference,
    }  # fmt: skip


def test_a_style_stands_before_the_template_and_both_in_its_name():
    assert styled("math_boxed", ["planning"], IDS[0]) == "math_boxed+planning"
    assert styled("math_boxed", ["none"], IDS[0]) == "math_boxed"
    assert styled("math_boxed+code", ["planning"], IDS[0]) == "math_boxed+code"
    texts = {style: render(f"math_boxed+{style}", "Q")[0]["content"] for style in known_styles()}
    assert len(set(texts.values())) == len(known_styles()) == 6
    assert texts["none"] == render("math_boxed", "Q")[0]["content"]
    assert all(text.endswith(texts["none"]) for text in texts.values())


def test_the_id_alone_chooses_and_all_styles_come_about_equally_often():
    styles = ["none", "planning", "code"]
    found = Counter(styled("plain", styles, identity) for identity in IDS)
    assert set(found) == {"plain", "plain+planning", "plain+code"}
    assert min(found.values()) > 150
    assert [styled("plain", styles, i) for i in IDS] == [styled("plain", styles, i) for i in IDS]
    twice = Counter(styled("plain", ["none", "code", "code"], identity) for identity in IDS)
    assert twice["plain+code"] > 340


@pytest.mark.parametrize("template", ["plain+fancy", "fancy+planning", "plain+plan+code"])
def test_unknown_names_list_the_known(template):
    with pytest.raises(UnknownTemplateError, match=r"arc_grid.*reasoning, planning"):
        render(template, "q")


def test_templates_have_no_plus_in_their_names():
    assert not any("+" in name for name in (*known_templates(), *known_styles()))
    assert find_source("math__gsm8k").template in known_templates()


def test_a_build_takes_the_styles_of_its_settings(world):
    styles = 'prompt.styles=["none", "planning", "knowledge"]'
    build = world.build(styles, "measure.max_problems=0")
    rows = build.stages[-2].table().to_pylist()
    used = Counter(row["template"].partition("+")[2] or "none" for row in rows)
    assert set(used) == {"none", "planning", "knowledge"}
    for found in rows:
        asked = "<plan>" in found["prompt"][0]["content"]
        assert asked == found["template"].endswith("+planning")
    plain = world.build("measure.max_problems=0").stages[-2].table().to_pylist()
    assert {r["id"] for r in rows} == {r["id"] for r in plain}, "a style makes no other problem"
