"""What goes with a corpus grades it alone: no Touchstone, no network, what is missing said."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pipeline.fingerprint import ROOT
from pipeline.release import needs
from pipeline.release.travel import travel
from rewards import known_rewards, load_reward
from rewards.check import check_row
from rewards.requirements import named, require
from tests.pipeline.test_diff import gold, release, row


def math_row(key: str, text: str) -> dict:
    """A released row whose reward is `math`."""
    return row(key, extra_info=by("math"), **gold(text))


def by(reward: str) -> dict:
    """The `extra_info` of a row that this reward grades, at its present version."""
    version = load_reward(reward).version
    return {**row("x")["extra_info"], "reward": reward, "reward_version": version}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A release of grids and numbers with its rewards."""
    home = tmp_path_factory.mktemp("travel")
    grids = [row(f"g{n}", extra_info=by("grid"), **gold(f"[[{n}]]")) for n in range(3)]
    made = release(home / "release", [*grids, *(math_row(f"m{n}", str(n)) for n in range(3, 6))])
    travel(made, "1.2.0")
    return made


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python where neither Touchstone nor the user's own packages can be imported."""
    site = [path for path in sys.path if "site-packages" in path]
    # Isolated, so that an editable installation of Touchstone is not seen; libraries are.
    start = f"import sys; sys.path[:0] = {site!r}; sys.argv = {list(command)!r}\n"
    body = (
        f"import runpy; runpy.run_path({str(folder / 'reward.py')!r}, run_name='__main__')"
        if command[0] == "reward.py"
        else command[0]
    )
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", start + body],
        capture_output=True, text=True, check=False, cwd=folder.parent,
    )  # fmt: skip


def test_a_corpus_grades_itself_without_touchstone(folder):
    source = f"""
import importlib.util
sys.path.insert(0, {str(folder)!r})
assert importlib.util.find_spec("pipeline.runner") is None
assert importlib.util.find_spec("rewards") is None
import reward
rows = [({{"reward": "grid", "spec": "{{}}"}}, "[[1]]", "<answer>[[1]]</answer>"),
        ({{"reward": "math", "spec": "{{}}"}}, "5", r"so \\\\boxed{{5}}")]
print([reward.compute_score("x", answer, gold, info)["score"] for info, gold, answer in rows])
print("sympy" in sys.modules, "torch" in sys.modules, "pint" in sys.modules)
"""
    ran = run(folder, source.replace("\\\\\\\\", "\\\\"))
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == ["[1.0, 1.0]", "False False False"]


def test_random_texts_never_raise_and_are_never_paid(folder):
    """Bytes of all kinds, and pieces of answers in any order."""
    source = f"""
import random
sys.path.insert(0, {str(folder)!r})
import reward
draw, scores = random.Random(7), set()
pieces = ["\\\\boxed{{", "}}", "<answer>", "</answer>", "####", "$", "\\\\frac", "<think>", "**",
          "the answer is", "[[", "]]", ",", "\\n", "\\x00", "\\ud800", "\\u202e", "{{", "```", "E"]
for n in range(2_000):
    if n % 2:
        text = "".join(chr(draw.choice((draw.randrange(128), draw.randrange(0x11000))))
                       for _ in range(draw.randrange(60)))
    else:
        text = "".join(draw.choice(pieces) for _ in range(draw.randrange(20)))
    info = {{"reward": ("grid", "math")[n % 2], "spec": "{{}}"}}
    gold = ("[[12345678]]", "987654321.123")[n % 2]
    found = reward.compute_score("x", text, gold, info)
    assert all(type(value) is float for value in found.values())
    scores.add(found["score"])
print(scores)
"""
    ran = run(folder, source)
    assert ran.stderr == ""
    assert ran.stdout == "{0.0}\n"


def test_the_check_counts_golds_and_wrong_answers(folder):
    ran = run(folder, "reward.py", "--check")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("6 rows: 6 golds paid, 0 rows fail\n")
    assert int(re.search(r"([\d,]+) wrong answers", ran.stdout)[1]) >= 60


def test_the_check_takes_a_limit_and_another_folder(folder, tmp_path):
    assert run(folder, "reward.py", "--check", "--limit", "2").stdout.startswith("2 rows")
    ran = run(folder, "reward.py", "--check", str(tmp_path))
    assert ran.returncode == 1
    assert "no */*.parquet" in ran.stderr


def test_the_check_fails_for_a_gold_that_is_not_paid(folder, tmp_path):
    old = {**by("grid"), "reward_version": "0"}
    bad = release(tmp_path / "bad", [math_row("m1", "1"), row("g", extra_info=old)])
    travel(bad, "1.2.0")
    ran = run(bad, "reward.py", "--check")
    assert ran.returncode == 1
    assert "1 golds paid, 1 rows fail" in ran.stdout
    assert "logic__s/g: measured with grid 0; this is" in ran.stdout


def checked(reward, monkeypatch) -> str:
    """What the check says of a row of numbers under another reward."""
    monkeypatch.setattr("rewards.check.load_reward", lambda name: reward)
    from collections import Counter

    return check_row(math_row("m", "5"), Counter())


def test_the_check_names_the_wrong_answer_that_is_paid(monkeypatch):
    from rewards.base import Verdict, correct, no_answer
    from rewards.math import MathReward

    class Generous(MathReward):
        def grade(self, response, gold):
            return correct("5")

    class Half(MathReward):
        def grade(self, response, gold):
            found = super().grade(response, gold)
            return found if found.status == "correct" else Verdict(0.5, "wrong")

    class Mean(MathReward):
        def grade(self, response, gold):
            return no_answer("none")

    assert re.match(r"wrong answer \(\w+\) is correct", checked(Generous(), monkeypatch))
    assert re.match(r"wrong answer \(\w+\) is wrong", checked(Half(), monkeypatch))
    assert checked(Mean(), monkeypatch) == "gold is no_answer: none"
    assert checked(MathReward(), monkeypatch) == ""


def test_packages_that_are_missing_are_named_at_once(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    lines = (copy / "requirements.txt").read_text()
    (copy / "requirements.txt").write_text(lines + "no-such-package-here>=1\n")
    ran = run(copy, f"sys.path.insert(0, {str(copy)!r}); import reward")
    assert "ImportError: the rewards of this corpus need no-such-package-here: pip" in ran.stderr


def test_a_line_with_a_marker_is_not_asked_for_by_force(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("# words\npytest>=1\nno-such-package; sys_platform == 'linux'\n\n")
    require(file)
    assert named(file.read_text()) == ["pytest"]


def test_two_corpora_do_not_mix_in_one_process(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "other")
    source = f"""
import importlib.util
for folder in ({str(folder)!r}, {str(other)!r}):
    spec = importlib.util.spec_from_file_location("reward", folder + "/reward.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
"""
    assert "one process grades by the rewards of one corpus" in run(folder, source).stderr


def test_needs_follow_from_the_rewards_of_the_rows(folder, tmp_path):
    assert named((folder / "requirements.txt").read_text()) == ["math-verify", "pint", "sympy"]
    grids = release(tmp_path / "grids", [row("a")])
    travel(grids, "1.2.0")
    assert named((grids / "requirements.txt").read_text()) == []


def test_every_import_of_the_rewards_is_accounted_for():
    modules = needs.reached(f"rewards.{name}" for name in known_rewards())
    imported = {name.split(".")[0] for module in modules for name in needs.imported(module)}
    foreign = imported - set(sys.stdlib_module_names) - {"rewards", "touchstone_worker", ""}
    # Modules of the box are started by their path, as the sandbox's are.
    own = {path.stem for path in (ROOT / "rewards").rglob("*.py")}
    assert foreign - own <= {*needs.REQUIREMENTS, *needs.COME_ALONG}
    assert set(needs.REQUIREMENTS) <= imported
    # What is asked for by force is looked for by the name of its module.
    lines = named("\n".join(needs.REQUIREMENTS.values()))
    assert [line.replace("-", "_") for line in lines] == list(needs.REQUIREMENTS)


def test_requirements_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    plain = {re.sub(r"\[.*?\]", "", line) for line in project}
    assert {*needs.REQUIREMENTS.values()} <= plain


def test_the_package_is_named_by_the_domain(folder, tmp_path):
    project = tomllib.loads((folder / "pyproject.toml").read_text())
    assert project["project"]["name"] == "touchstone-logic"
    assert (folder / "touchstone_logic" / "__init__.py").is_file()
    both = release(tmp_path / "both", [row("a")])
    shutil.copytree(both / "data" / "logic", both / "data" / "math")
    travel(both, "1.2.0")
    assert (both / "touchstone_corpus").is_dir()


def test_the_same_rows_bring_the_same_bytes(folder, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(folder / "data", again / "data")
    travel(again, "1.2.0")
    for file in ("reward.py", "requirements.txt", "pyproject.toml"):
        assert (again / file).read_bytes() == (folder / file).read_bytes()
