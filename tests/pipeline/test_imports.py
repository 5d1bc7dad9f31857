"""Who may import whom: the rooms keep their doors."""

from __future__ import annotations

import ast

import pytest

from pipeline.fingerprint import PACKAGES, ROOT

ALLOWED = {
    "rewards": set(),
    "filters": set(),
    "domains": {"rewards", "filters"},
    "pipeline": {"rewards", "filters", "domains"},
}
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def packages_imported(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found & set(PACKAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_stay_in_their_rooms(path):
    package = path.relative_to(ROOT).parts[0]
    imported = packages_imported(ast.parse(path.read_text()))
    if package == "rewards":
        # It travels under another name: not even itself by an absolute name.
        assert imported == set()
    assert imported <= ALLOWED[package] | {package}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_relative_imports_stay_inside_their_package(path):
    depth = len(path.relative_to(ROOT).parts) - 1
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level <= depth


def test_files_stay_readable():
    lines = {path: len(path.read_text().splitlines()) for path in FILES}
    assert max(lines.values()) <= 350
    assert lines[ROOT / "pipeline" / "runner.py"] < 150
