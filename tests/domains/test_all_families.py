"""Every procedural family at length: 2,000 rows of each level, 10,000 puzzles of each generator."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest

from pipeline import families
from pipeline.fingerprint import ROOT
from pipeline.stages.selftest import Selftest
from tests.domains.conftest import problems_of
from tests.domains.table_answers import asked

ROWS = 2000
# 10,000 puzzles of each generator, few of those for which a search takes up to 0.2 s each.
PUZZLES = {"easy": 4000, "medium": 3500, "hard": 2000, "extreme": 500}
SIZES = {
    "logic__graph_logic": PUZZLES,
    "logic__knights_and_knaves": dict.fromkeys(PUZZLES, 2500),
    "logic__ordering": PUZZLES,
    "logic__zebra": {"easy": 4000, "medium": 4000, "hard": 1500, "extreme": 500},
}
# Each self-test of a program runs it and dozens of wrong ones.
TESTED = {"code": 60}
FAMILIES = families.families()
# Few answers are possible: options, and who of two or three lies.
CHOICES = {"multiple_choice", "truth_assignment"}
DIGEST = """
import sys
from tests.domains.test_all_families import digest
print(digest(sys.argv[1]))
"""

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]
each_family = pytest.mark.parametrize("name", FAMILIES)


def size(name, level):
    return SIZES.get(name, {}).get(level, ROWS)


@cache
def problems(name, level):
    return problems_of(FAMILIES[name], level, size(name, level))


def rows(name):
    return ((level, problems(name, level)) for level in families.levels(FAMILIES[name]))


def digest(name):
    """Of all that the rows of a family say, in order."""
    found = hashlib.sha256()
    for _, listed in rows(name):
        found.update("".join(map(repr, listed)).encode())
    return found.hexdigest()


def form(problem):
    return " ".join(re.findall(r"\w+", f"{problem.context} {problem.question}".lower()))


def structures(listed):
    return [problem.match_key for problem in listed if problem.match_key != "text"]


@pytest.fixture(autouse=True, scope="module")
def forgotten():
    yield
    problems.cache_clear()


@each_family
def test_no_row_twice_and_none_under_another_seed(name):
    for level, found in rows(name):
        others = problems_of(FAMILIES[name], level, len(found), 43)
        forms, keys = set(map(form, found)), structures(found)
        assert len(forms) == len(found), level
        assert not forms & set(map(form, others)), level
        assert len(set(keys)) == len(keys), level
        assert not set(keys) & set(structures(others)), level


@each_family
def test_another_process_makes_the_same_bytes(name):
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": path}
    command = [sys.executable, "-c", DIGEST, name]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == digest(name)


def answer(problem):
    """What a policy that always says the same would have to say."""
    gold = problem.ground_truth
    if problem.answer_type in ("output", "input"):
        return problem.answer_type, json.loads(gold)[problem.answer_type]
    if problem.answer_type == "truth_assignment":
        return tuple(json.loads(gold).values())
    return gold


@each_family
def test_no_constant_answer_pays(name, capsys):
    most = 0.6 if CHOICES & set(FAMILIES[name].rewards) else 0.1
    for level, found in rows(name):
        said, times = Counter(map(answer, found)).most_common(1)[0]
        share = times / len(found)
        with capsys.disabled():
            print(f"\n{name} {level}, {len(found)} rows: {share:.1%} are {said!r:.40}")
        assert share <= most, (level, said)


def told(problem, domain):
    """Where the answer must not stand; None where it is to be picked or ordered out of a text."""
    if domain == "tabular":
        return asked(problem)
    given = domain in ("math", "science") or problem.answer_type == "output"
    return problem.question if given else None


def parts(problem, domain):
    """The answer, or its parts, as they would stand in a text."""
    if domain == "tabular":
        return json.loads(problem.ground_truth)
    if domain == "science":
        return [problem.ground_truth.split()[0]]
    found = answer(problem)
    return [found if isinstance(found, str) else found[1]]


@each_family
def test_no_answer_stands_in_its_question(name):
    domain = FAMILIES[name].domain
    for level, found in rows(name):
        for problem in found:
            text = told(problem, domain)
            for part in parts(problem, domain) if text else ():
                said = rf"(?<![\w.,-]){re.escape(part)}(?!\w|[.,]\d)"
                assert not re.search(said, text), (level, problem)


@each_family
def test_every_row_passes_its_self_test(name):
    source, stage = FAMILIES[name], Selftest({"examine": True})
    for level in families.levels(source):
        count = TESTED.get(source.domain, size(name, level))
        ids = set()
        for table in families.rows(source, [level], count, 42):
            outcome = stage.kernel(table.combine_chunks().to_batches()[0], None)
            assert not outcome.drops, (level, outcome.drops[0])
            ids |= set(outcome.kept.column("id").to_pylist())
        assert len(ids) == count
