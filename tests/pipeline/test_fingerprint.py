"""Keys: canonical JSON refuses what is not stable; the code digest sees lines, not comments."""

from __future__ import annotations

import pytest

from pipeline import fingerprint


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A package `pipeline` of three modules, and its digest after each change."""
    files = {
        "pipeline/__init__.py": "",
        "pipeline/stage.py": '"""A stage."""\n\nfrom .helper import double\n\nX = double(2)\n',
        "pipeline/helper.py": "def double(n):\n    from . import lazy\n\n    return 2 * n\n",
        "pipeline/lazy.py": "Y = 1\n",
        "pipeline/other.py": "Z = 1\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)

    def digest(name: str = "", old: str = "", new: str = "") -> str:
        if name:
            path = tmp_path / "pipeline" / name
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        fingerprint.forget_code()
        return fingerprint.code_digest(["pipeline.stage"])

    yield digest
    monkeypatch.undo()
    fingerprint.forget_code()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("stage.py", "X =", "# a comment\nX ="),
        ("stage.py", "A stage.", "What a stage is."),
        ("helper.py", "    return", '    """Twice."""\n    return'),
        ("helper.py", "return 2 * n", "return (2  *  n)  # why not"),
        ("other.py", "Z = 1", "Z = 2"),
    ],
)
def test_what_changes_nothing(code, name, old, new):
    before = code()
    assert code(name, old, new) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("stage.py", "double(2)", "double(3)"),
        ("helper.py", "2 * n", "n + n"),
        ("lazy.py", "Y = 1", "Y = 2"),
        ("__init__.py", "", "V = 1\n"),
    ],
)
def test_what_changes_the_key(code, name, old, new):
    before = code()
    assert code(name, old, new) != before


def test_imports_that_never_run_do_not_count(code):
    code("stage.py", "X =", "if TYPE_CHECKING:\n    from .other import Z\nX =")
    before = code()
    assert code("other.py", "Z = 1", "Z = 2") == before


def test_unknown_module_is_refused(code):
    with pytest.raises(TypeError, match="numpy is not a module of"):
        fingerprint.code_digest(["numpy"])


def test_canonical_json_is_one_text():
    assert fingerprint.canonical_json({"b": (1, 2), "a": "é"}) == '{"a":"é","b":[1,2]}'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({1, 2}, "sort it into a list"),
        (len, "name its module"),
        ({1: "a"}, "text keys"),
        (float("nan"), "no stable serialization"),
        ({"a": [object()]}, r"value\.a\[0\]"),
    ],
)
def test_unstable_values_are_refused(value, said):
    with pytest.raises(TypeError, match=said):
        fingerprint.canonical_json(value)


def test_every_stage_module_can_be_digested():
    for name in ("ingest", "normalize", "dedup", "decontaminate", "selftest", "measure", "select"):
        assert len(fingerprint.code_digest([f"pipeline.stages.{name}"])) == 32


@pytest.mark.parametrize("stage", ["ingest", "normalize", "dedup", "select"])
def test_command_line_and_downloads_are_no_part_of_a_stage(stage):
    fingerprint.forget_code()
    reached, waiting = set(), [f"pipeline.stages.{stage}"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(fingerprint._imports(name))
    assert "pipeline.stage" in reached
    assert not reached & {
        "pipeline.cli",
        "pipeline.context",
        "pipeline.locations",
        "pipeline.release.card",
    }
