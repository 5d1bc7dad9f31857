"""The golds of the tabular families, answered by pandas from the Markdown that the prompt shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache

import pytest

from domains.registry import find_source
from domains.tabular.aggregates import aggregates
from domains.tabular.comparisons import comparisons
from domains.tabular.hierarchical import hierarchical
from domains.tabular.lookups import lookups
from rewards import load_reward
from tests.domains.conftest import problems_of
from tests.domains.table_answers import answer_flat, answer_hierarchical, asked, number

FAMILIES = (aggregates, comparisons, hierarchical, lookups)
LEVELS = ("easy", "medium", "hard", "extreme")
ROWS, ALL_ROWS, OTHERS, CHECKED, PAID = 300, 2000, 100, 20, 5

each_level = pytest.mark.parametrize("level", LEVELS)
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def rows(family, level, count=ROWS):
    return _rows(family.name, level, count)


@cache
def _rows(name, level, count):
    return problems_of(find_source(f"tabular__{name}"), level, count)


def words(problem):
    return " ".join(re.findall(r"\w+", f"{problem.question} {problem.context}".lower()))


def check(problem):
    solve = answer_hierarchical if "by region and year" in problem.question else answer_flat
    found, gold = solve(problem), json.loads(problem.ground_truth)
    assert len(found) == len(gold), problem
    ordered = problem.spec.get("ordered", False)
    if isinstance(found[0], str):
        assert (found if ordered else sorted(found)) == (gold if ordered else sorted(gold)), problem
        assert ordered == (len(gold) > 1 and " first" in asked(problem))
        return
    apart = abs(found[0] - number(gold[0]))
    assert apart <= (0.0050001 if problem.spec.get("round") == 2 else 1e-6), (problem, found)


@each_family
@each_level
def test_rows_differ_also_from_those_of_another_seed(family, level):
    texts = set(map(words, rows(family, level)))
    assert len(texts) == ROWS
    assert not texts & set(map(words, problems_of(family, level, OTHERS, 43)))


@each_family
@each_level
def test_nothing_is_guessable(family, level):
    golds = Counter(problem.ground_truth for problem in rows(family, level))
    assert golds.most_common(1)[0][1] <= ROWS / 10
    for problem in rows(family, level):
        for cell in json.loads(problem.ground_truth):
            said = re.search(rf"(?<![\w.,]){re.escape(cell)}(?!\w|[.,]\d)", asked(problem))
            assert not said, problem


@each_family
@each_level
def test_the_gold_alone_is_paid(family, level):
    reward = load_reward("table")
    for problem in rows(family, level)[:PAID]:
        gold, spec = problem.ground_truth, problem.spec
        assert reward.score(reward.render(gold, spec), gold, spec).value == 1.0
        for negative in reward.negatives(gold, spec):
            assert reward.score(negative.response, gold, spec).value == 0.0, negative


@each_family
@each_level
def test_golds(family, level):
    for problem in rows(family, level)[:CHECKED]:
        check(problem)


@pytest.mark.bench
@each_family
@each_level
def test_all_golds(family, level):
    for problem in rows(family, level, ALL_ROWS):
        check(problem)
