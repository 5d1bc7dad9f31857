"""Setting up: what a machine without a network or with an old Python is told, and the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]


def make(*args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-C", str(ROOT), *args], capture_output=True, text=True, check=False,
        env={**os.environ, **more},
    )  # fmt: skip


def test_no_network_is_one_message_and_the_same_command_tries_again(tmp_path):
    venv = tmp_path / "venv"
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    for _ in range(2):
        ran = make("setup", f"VENV={venv}", f"PYTHON={sys.executable}", **nothing)
        assert ran.returncode in (1, 2)
        assert "set-up failed: packages could not be installed. Is there a network" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert not (venv / ".ready").exists()


def test_a_python_that_is_too_old_is_named(tmp_path):
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    ran = make("setup", f"VENV={tmp_path / 'venv'}", f"PYTHON={old}")
    assert ran.returncode in (1, 2)
    assert "Touchstone needs Python 3.11 or newer; found: Python 3.9.2" in ran.stderr


def test_the_wheel_carries_all_that_is_no_code(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path),
         str(ROOT)], check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("touchstone_rl-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    assert {
        "pipeline/_data/sources.lock", "pipeline/_data/profiles.toml",
        "pipeline/_data/benchmarks.toml", "pipeline/templates/card.md.j2",
        "domains/logic/domain.toml", "rewards/grid.py",
    } <= names  # fmt: skip
    assert not any(name.startswith("tests/") for name in names)
    ran = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r});"
         "from pipeline.cli import main; sys.argv = ['touchstone', 'sources', 'list']; main()"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "logic__arc_agi_1" in ran.stdout
