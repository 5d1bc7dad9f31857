from dataclasses import replace

import pytest

from filters.difficulty.outcomes import Counts, Draw, Outcomes
from filters.difficulty.rules import RULES, Rule, load_rule


def test_counts_read_no_answer_as_incorrect_and_unknown_apart():
    counts = Counts.from_outcomes("110-?0")
    assert counts == Counts(2, 3, 1)
    assert (counts.drawn, counts.decided, counts.open(16), counts.open(4)) == (6, 5, 10, 0)


def test_counts_refuse_strange_letters():
    with pytest.raises(ValueError, match="'x'"):
        Counts.from_outcomes("1x")


def test_outcomes_keep_every_field_in_step():
    seen = Outcomes().extended([Draw("1", "stop", 5, 9), Draw("?", "error", 0, 9)])
    seen = seen.extended([Draw("-", "length", 48, 9)])
    assert (seen.outcomes, seen.finishes, seen.tokens) == ("1?-", "sel", (5, 0, 48))
    assert seen.prompt_tokens == (9, 9, 9)


def test_unknown_rule_lists_the_known():
    with pytest.raises(ValueError, match=r"big_math, dapo, guru, guru_weak, skywork"):
        load_rule("polaris")


def test_presets_have_a_source_and_their_name():
    assert all(rule.source and rule.name == name for name, rule in RULES.items())


@pytest.mark.parametrize(
    ("name", "weak", "strong", "decision"),
    [
        ("guru", 15, 16, "too_easy"),
        ("guru", 14, 16, "keep"),
        ("guru", 14, 1, "keep"),
        ("guru", 14, 0, "too_hard"),
        ("guru", 0, 1, "keep"),
        ("guru_weak", 15, 0, "too_easy"),
        ("guru_weak", 0, 0, "keep"),
        ("skywork", 16, 0, "too_easy"),
        ("skywork", 15, 0, "keep"),
        ("dapo", 1, 0, "keep"),
        ("dapo", 0, 0, "too_hard"),
        ("big_math", 0, 0, "too_hard"),
        ("big_math", 1, 0, "keep"),
        ("big_math", 0, 1, "keep"),
        ("big_math", 64, 8, "keep"),
    ],
)
def test_presets_at_their_boundaries(name, weak, strong, decision):
    rule = load_rule(name)
    assert rule.combine(rule.level("weak", weak), rule.level("strong", strong)) == decision


@pytest.mark.parametrize(
    "change",
    [
        {"weak_max": 17},
        {"weak_min": -1},
        {"weak_k": 0},
        {"weak_min": 15},
        {"strong_k": 0},
        {"strong_k": -1},
        {"hard_needs_both": True},
    ],
)
def test_impossible_rules_are_refused(change):
    with pytest.raises(ValueError, match="rule 'guru'"):
        replace(load_rule("guru"), **change)


def test_rules_are_hashable_for_caches():
    assert hash(load_rule("guru")) == hash(replace(load_rule("guru")))
    assert isinstance(load_rule("guru"), Rule)
