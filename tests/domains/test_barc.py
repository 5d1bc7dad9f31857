"""BARC: rows in the form of the Hub's file, from the in-test Hub to problems."""

from __future__ import annotations

import io
import json

import pytest

from domains.base import Drop, Problem, RawRow
from domains.logic.arc_agi_1_github import arc_agi_1_github
from domains.logic.barc import REPO, ROWS, barc
from pipeline import sources
from pipeline.fetchers import hub
from pipeline.locations import Locator, Lock
from pipeline.settings import SourceSettings
from rewards import load_reward
from tests.hub import FakeHub, Repo


def pair(number):
    a, b = divmod(number, 10)
    return [[[a, b], [b, a]], [[b], [a]]]


def row(examples, **more):
    data = {"source": "from common import *", "examples": examples, "seeds": ["a.py"], **more}
    return RawRow("1", data)


def test_six_demonstrations_and_the_next_one_is_the_test():
    problem = barc.normalize(row([pair(number) for number in range(11, 21)]))
    assert isinstance(problem, Problem)
    assert problem.question.count("Output: ") == 6
    assert problem.question.endswith("Test\nInput: [[1,7],[7,1]]")
    assert problem.ground_truth == "[[7],[1]]"
    assert problem.reference == "from common import *"
    reward = load_reward("grid")
    answer = reward.render(problem.ground_truth, {})
    assert reward.score(answer, problem.ground_truth).value == 1.0
    assert len(problem.match_parts) == 7


def test_few_examples_leave_the_last_one_as_test():
    problem = barc.normalize(row([pair(11), pair(12), pair(13)]))
    assert problem.question.count("Output: ") == 2
    assert problem.ground_truth == "[[3],[1]]"


def test_structure_and_parts_are_those_of_arc():
    examples = [pair(11), pair(12), pair(13)]
    as_task = [{"input": given, "output": made} for given, made in examples]
    file = io.BytesIO(json.dumps({"train": as_task[:2], "test": as_task[2:]}).encode())
    file.name = "/anywhere/00aa00aa.json"
    (raw,) = arc_agi_1_github.reader(file)
    other = arc_agi_1_github.normalize(raw)
    mine = barc.normalize(row(examples))
    assert mine.match_key == other.match_key
    assert mine.question == other.question
    assert set(other.match_parts) - set(mine.match_parts) == {"task:00aa00aa"}


@pytest.mark.parametrize(
    ("examples", "reason"),
    [
        ([], "too_few_examples"),
        ([pair(11)], "too_few_examples"),
        ([pair(11), [[[1]], [[10]]]], "not_a_grid"),
        ([pair(11), [[[1]], []]], "not_a_grid"),
        ([pair(11), [[[1.0]], [[1]]]], "not_a_grid"),
        ([pair(11), [[[0] * 31], [[1]]]], "not_a_grid"),
        ([pair(11), pair(12), pair(11)], "answer_is_shown"),
    ],
)
def test_what_is_no_task_is_dropped_with_reason(examples, reason):
    found = barc.normalize(row(examples))
    assert isinstance(found, Drop)
    assert found.reason == reason
    assert found.evidence


@pytest.mark.parametrize("data", [{}, {"examples": [{"input": [[1]]}, {"output": [[1]]}]}])
def test_rows_of_another_shape_stop(data):
    with pytest.raises((KeyError, IndexError, TypeError)):
        barc.normalize(RawRow("1", data))


def test_only_the_first_ten_thousand_rows_are_read():
    line = json.dumps(row([]).data) + "\n"
    assert len(list(barc.reader(io.BytesIO((line * (ROWS + 5)).encode())))) == 10_000


def test_from_the_hub_to_problems(tmp_path, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hf"))
    rows = [row([pair(n) for n in range(s, s + 8)]).data for s in (11, 21, 31)]
    lines = "".join(json.dumps(each) + "\n" for each in rows).encode()
    with FakeHub() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        server.repos["datasets", REPO] = Repo({"data_100k.jsonl": lines}, {"license": "mit"})
        entry = hub.pin(barc.location, barc.location.members, ())
        assert entry["license"] == barc.license
        locator = Locator(tmp_path / "cache", lock=Lock({barc.location.name: entry}))
        description = sources.describe(barc, SourceSettings(), locator)
        files = locator.named(barc.location)
    found = [barc.normalize(each) for each in sources.raw_rows(barc, description, files)]
    assert [problem.ground_truth for problem in found] == ["[[7],[1]]", "[[7],[2]]", "[[7],[3]]"]
