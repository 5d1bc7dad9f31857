"""Discovery of rewards, and the package's independence of its name and surroundings."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import rewards
from rewards import Reward, UnknownRewardError, known_rewards, load_reward, registry

PACKAGE = Path(rewards.__file__).parent
ROOMS = {"rewards", "filters", "domains", "pipeline", "touchstone_rewards"}


def test_known_rewards_are_sorted_and_hold_no_helpers():
    known = known_rewards()
    assert {"grid", "truth_assignment"} <= set(known)
    assert list(known) == sorted(known)
    assert not {"base", "registry", "extract", "reward", "negatives", "__init__"} & set(known)


def test_a_new_file_is_a_reward_without_any_list(tmp_path, monkeypatch):
    (tmp_path / "fresh.py").write_text("REWARD = object()\n")
    (tmp_path / "helper.py").write_text("# REWARD = nothing\nX = 1\n")
    monkeypatch.setattr(registry, "__file__", str(tmp_path / "registry.py"))
    assert known_rewards() == ("fresh",)


@pytest.mark.parametrize("name", known_rewards())
def test_every_known_reward_loads_once(name):
    assert isinstance(load_reward(name), Reward)
    assert load_reward(name) is load_reward(name)


@pytest.mark.parametrize(
    "name",
    [
        "base",
        "../x",
        "",
        ".",
        "grid.py",
        "grid ",
        "Grid",
        "os",
        "__init__",
        "a\x00b",
        "rewards.grid",
    ],
)
def test_unknown_names_are_refused_with_the_known_ones(name):
    with pytest.raises(UnknownRewardError) as caught:
        load_reward(name)
    assert all(known in str(caught.value) for known in known_rewards())


@pytest.mark.parametrize("name", [None, 3, ["grid"], b"grid"])
def test_names_that_are_no_text_are_refused(name):
    with pytest.raises(UnknownRewardError):
        load_reward(name)


def test_rewards_import_only_relatively_and_never_evaluate():
    # What runs inside of the box compiles programs: that is what the box is for.
    outside = (f for f in PACKAGE.rglob("*.py") if f.parent != PACKAGE / "sandbox" / "box")
    for file in outside:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not ROOMS & {alias.name.split(".")[0] for alias in node.names}, file
            if isinstance(node, ast.ImportFrom):
                assert node.level == 1 or (node.module or "").split(".")[0] not in ROOMS, file
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, file
            if isinstance(node, ast.Attribute):
                assert node.attr != "literal_eval", file


RENAMED = """
import sys
from touchstone_rewards import compute_score, known_rewards, load_reward
for name in known_rewards():
    reward = load_reward(name)
    for gold, spec in reward.examples:
        response = reward.render(gold, spec)
        assert reward.score(response, gold, spec).value == 1.0
        info = {"reward": name, "spec": dict(spec)}
        assert compute_score("x", response, gold, info)["score"] == 1.0
assert not {"rewards", "filters", "domains", "pipeline"} & set(sys.modules)
print(*known_rewards())
"""


def run(code: str, folder: Path) -> str:
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{code}"
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_package_grades_under_the_name_it_has_in_a_release(tmp_path):
    shutil.copytree(
        PACKAGE, tmp_path / "touchstone_rewards", ignore=shutil.ignore_patterns("__pycache__")
    )
    assert run(RENAMED, tmp_path).split() == list(known_rewards())


def test_importing_rewards_loads_no_reward_and_nothing_heavy():
    loaded = run("import rewards, sys; print(*sys.modules)", PACKAGE.parent).split()
    assert not {f"rewards.{name}" for name in known_rewards()} & set(loaded)
    heavy = {"sympy", "numpy", "pandas", "math_verify", "transformers", "datasets", "pyarrow"}
    assert not heavy & set(loaded)
