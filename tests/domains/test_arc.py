from __future__ import annotations

import dataclasses
import io
import json

import pytest

from domains.base import Problem, SourceRowError
from domains.logic.arc_agi_1 import arc_agi_1
from domains.logic.arc_agi_1_evaluation import arc_agi_1_evaluation
from domains.logic.arc_agi_1_github import arc_agi_1_github
from domains.logic.arc_agi_1_github_evaluation import arc_agi_1_github_evaluation
from domains.logic.arc_agi_2 import arc_agi_2
from domains.logic.arc_agi_2_evaluation import arc_agi_2_evaluation
from domains.logic.arc_agi_2_github import arc_agi_2_github
from domains.logic.arc_agi_2_github_evaluation import arc_agi_2_github_evaluation


def pair(a, b):
    return {"input": [[a, b], [b, a]], "output": [[b], [a]]}


TASK = {"train": [pair(n, n + 1) for n in range(9)], "test": [pair(9, 0), pair(9, 1)]}


def read(source, train=None, evaluation=None):
    text = json.dumps({"train": train or {}, "eval": evaluation or {}})
    rows = list(source.reader(io.BytesIO(text.encode())))
    found = {row.key: source.normalize(row) for row in rows}
    assert len(found) == len(rows)
    assert all(isinstance(problem, Problem) for problem in found.values())
    return found


def test_one_row_per_test_grid():
    found = read(arc_agi_1, {"ab12": TASK, "cd34": {**TASK, "test": [pair(8, 0)]}})
    assert list(found) == ["ab12/0", "ab12/1", "cd34/0"]
    first, second, other = found.values()
    assert first.ground_truth == "[[0],[9]]"
    assert second.ground_truth == "[[1],[9]]"
    assert first.meta == {"test_index": 0, "tests": 2}
    assert second.meta == {"test_index": 1, "tests": 2}
    assert first.group_id == second.group_id == "arc:ab12" != other.group_id
    assert first.match_key != second.match_key
    assert first.match_parts == second.match_parts
    assert first.answer_type == "grid"
    assert first.url.endswith("/data/training/ab12.json")


def test_question_has_all_demonstrations_and_no_solution():
    problem = read(arc_agi_1, {"ab12": TASK})["ab12/0"]
    assert problem.question.count("Output: ") == 9, "nothing is cut"
    assert problem.question.startswith("Demonstration 1\nInput: [[0,1],[1,0]]\nOutput: [[1],[0]]\n")
    assert problem.question.endswith("Test\nInput: [[9,0],[0,9]]")
    assert problem.ground_truth not in problem.question
    assert "[[9,1],[1,9]]" not in problem.question, "the other test grid is another row"


def test_split_and_use():
    train, evaluation = {"ab12": TASK}, {"cd34": TASK}
    for source, use, key in [
        (arc_agi_1, "training", "ab12/0"),
        (arc_agi_2, "training", "ab12/0"),
        (arc_agi_1_evaluation, "evaluation", "cd34/0"),
        (arc_agi_2_evaluation, "evaluation", "cd34/0"),
    ]:
        assert source.use == use
        assert next(iter(read(source, train, evaluation))) == key
    assert arc_agi_2.priority < arc_agi_1.priority, "the repaired release is kept"


def test_structure_is_free_of_the_order_of_demonstrations_only():
    base = read(arc_agi_1, {"ab12": TASK})["ab12/0"]
    turned = {**TASK, "train": TASK["train"][::-1]}
    assert read(arc_agi_2, {"ab12": turned})["ab12/0"].match_key == base.match_key
    assert read(arc_agi_2, {"ffff": TASK})["ffff/0"].match_key == base.match_key
    fewer = {**TASK, "train": TASK["train"][1:]}
    assert read(arc_agi_2, {"ab12": fewer})["ab12/0"].match_key != base.match_key
    swapped = {**TASK, "train": [pair(1, 0), *TASK["train"][1:]]}
    assert read(arc_agi_2, {"ab12": swapped})["ab12/0"].match_key != base.match_key


def test_parts_give_away_edited_and_renamed_tasks():
    base = set(read(arc_agi_1_evaluation, None, {"ab12": TASK})["ab12/0"].match_parts)
    assert len(base) == 12, "the id, nine demonstrations, two tests"
    edited = {"train": [pair(0, 9), pair(1, 9)], "test": [pair(2, 9)]}
    assert base & set(read(arc_agi_2, {"ab12": edited})["ab12/0"].match_parts) == {"task:ab12"}
    # A test pair of the benchmark that was made a demonstration.
    renamed = {"train": [pair(0, 9), pair(9, 0)], "test": [pair(2, 9)]}
    shared = base & set(read(arc_agi_2, {"ffff": renamed})["ffff/0"].match_parts)
    assert len(shared) == 1
    assert shared.pop().startswith("pair:")
    unrelated = {"train": [pair(0, 9)], "test": [pair(2, 9)]}
    assert not base & set(read(arc_agi_2, {"ffff": unrelated})["ffff/0"].match_parts)


@pytest.mark.parametrize(
    ("grid", "seen"),
    [
        ([], "0 rows"),
        ([[]], r"row 0 is \[\]"),
        ([[1, 2], [3]], "row 1 has 1 cells and row 0 has 2"),
        ([[1, 10]], "the cell 10"),
        ([[-1]], "the cell -1"),
        ([[1.0]], r"the cell 1\.0"),
        ([[True]], "the cell True"),
        ([["1"]], "the cell '1'"),
        ([[0] * 31], "row 0 is"),
        ([[0]] * 31, "31 rows"),
        ("[[1]]", "a str"),
        (None, "a NoneType"),
        ([1, 2], "row 0 is 1"),
    ],
)
def test_malformed_grids(grid, seen):
    task = {"train": [pair(1, 2)], "test": [{"input": [[1]], "output": grid}]}
    with pytest.raises(SourceRowError, match=rf"ab12: test\[0\]\.output.*{seen}.*is allowed"):
        read(arc_agi_1, {"ab12": task})


@pytest.mark.parametrize(
    ("task", "seen"),
    [
        ({"train": [pair(1, 2)]}, "test is None"),
        ({"train": [], "test": [pair(1, 2)]}, r"train is \[\]"),
        ({"train": [pair(1, 2)], "test": [{"input": [[1]]}]}, r"test\[0\] has \['input'\]"),
        ([1], "train is None"),
    ],
)
def test_malformed_tasks(task, seen):
    with pytest.raises(SourceRowError, match=rf"ab12: {seen}.*allowed"):
        read(arc_agi_1, {"ab12": task})


@pytest.mark.parametrize("text", [b"{", b"[]", b'{"eval": {}}', b'{"train": []}'])
def test_malformed_files(text):
    with pytest.raises(SourceRowError):
        list(arc_agi_1.reader(io.BytesIO(text)))


def test_the_largest_grid_is_fine():
    grid = [[9] * 30] * 30
    task = {"train": [pair(1, 2)], "test": [{"input": grid, "output": grid}]}
    assert json.loads(read(arc_agi_1, {"ab12": task})["ab12/0"].ground_truth) == grid


PAIRS = [
    (arc_agi_1, arc_agi_1_github), (arc_agi_2, arc_agi_2_github),
    (arc_agi_1_evaluation, arc_agi_1_github_evaluation),
    (arc_agi_2_evaluation, arc_agi_2_github_evaluation),
]  # fmt: skip


@pytest.mark.parametrize(("wheel", "repository"), PAIRS, ids=lambda source: source.name)
def test_repository_and_wheel_give_the_same_problems(wheel, repository):
    assert (wheel.profiles, repository.profiles) == (("local",), ("guru",))
    assert (wheel.use, wheel.priority) == (repository.use, repository.priority)
    file = io.BytesIO(json.dumps(TASK).encode())
    file.name = "/some/mirror/data/training/ab12.json"
    found = {row.key: repository.normalize(row) for row in repository.reader(file)}
    expected = read(wheel, {"ab12": TASK}, {"ab12": TASK})
    assert list(found) == ["ab12/0", "ab12/1"]
    for key, problem in found.items():
        assert f"/{repository.location.commit}/data/" in problem.url
        assert dataclasses.replace(problem, url=expected[key].url) == expected[key]


def test_a_task_file_that_is_none_is_named():
    file = io.BytesIO(b"{")
    file.name = "/some/mirror/ab12.json"
    with pytest.raises(SourceRowError, match=r"ab12\.json is not a JSON file"):
        list(arc_agi_1_github.reader(file))
    file = io.BytesIO(b"[]")
    file.name = "/some/mirror/ab12.json"
    with pytest.raises(SourceRowError, match="ab12: train is None"):
        list(arc_agi_1_github.reader(file))
