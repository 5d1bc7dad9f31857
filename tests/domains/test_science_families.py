"""The golds of the science families, read back from the question and worked out by other means."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from domains.registry import find_source
from domains.science.circuits import circuits
from domains.science.gases import gases
from domains.science.half_lives import half_lives
from domains.science.mechanics import mechanics
from domains.science.optics import optics
from domains.science.stoichiometry import stoichiometry
from rewards import load_reward
from tests.domains.conftest import problems_of
from tests.domains.science_answers import SOLVERS
from tests.domains.science_reading import bare, check

FAMILIES = (circuits, gases, half_lives, mechanics, optics, stoichiometry)
LEVELS = ("easy", "medium", "hard", "extreme")
ROWS, ALL_ROWS, OTHERS, CHECKED, PAID = 400, 2000, 200, 20, 3

each_level = pytest.mark.parametrize("level", LEVELS)
each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


def rows(family, level, count=ROWS):
    return _rows(family.name, level, count)


@cache
def _rows(name, level, count):
    return problems_of(find_source(f"science__{name}"), level, count)


@each_family
@each_level
def test_rows_differ_also_from_those_of_another_seed(family, level):
    texts = [" ".join(re.findall(r"\w+", p.question.lower())) for p in rows(family, level)]
    assert len(set(texts)) == ROWS
    others = {
        " ".join(re.findall(r"\w+", p.question.lower()))
        for p in problems_of(family, level, OTHERS, 43)
    }
    assert not set(texts) & others


@each_family
@each_level
def test_nothing_is_guessable(family, level):
    golds = Counter(problem.ground_truth for problem in rows(family, level))
    assert golds.most_common(1)[0][1] <= ROWS / 10
    for problem in rows(family, level):
        number = problem.ground_truth.split()[0]
        assert not re.search(rf"(?<![\w.]){re.escape(number)}(?![\w.]*\d)", problem.question)


@each_family
@each_level
def test_the_gold_alone_is_paid(family, level):
    reward = load_reward("science")
    for problem in rows(family, level)[:PAID]:
        gold, spec = problem.ground_truth, problem.spec
        assert reward.score(reward.render(gold, spec), gold, spec).value == 1.0
        assert reward.score(f"\\boxed{{{gold}}}", gold, spec).value == 1.0
        assert reward.score(f"\\boxed{{{gold.split()[0]}}}", gold, spec).value == 0.0
        for negative in reward.negatives(gold, spec):
            assert reward.score(negative.response, gold, spec).value == 0.0, negative


@each_family
@each_level
def test_golds(family, level):
    for problem in rows(family, level)[:CHECKED]:
        check(problem, SOLVERS[family.name](bare(problem)))


@pytest.mark.bench
@each_family
@each_level
def test_all_golds(family, level):
    for problem in rows(family, level, ALL_ROWS):
        check(problem, SOLVERS[family.name](bare(problem)))
