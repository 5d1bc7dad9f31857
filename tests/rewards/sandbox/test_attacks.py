"""Programs that try to be paid or to get out: none paid, none out, none surviving."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rewards.sandbox import pool as pools

from . import harness

ATTACKS = harness.rows("attacks.jsonl") + harness.rows("own_attacks.jsonl")
ROOT = Path(__file__).resolve().parents[3]
MODES = {"stdio": "stdio", "call": "call", "functional": "call"}


@pytest.fixture(scope="module")
def watch(tmp_path_factory):
    os.environ["HF_TOKEN"] = harness.SECRET
    watching = harness.Watch(tmp_path_factory.mktemp("canaries"))
    watching.listen()
    # Workers of other tests in this process (of the answer pool, say) are no survivors.
    watching.before = harness.box_processes()
    yield watching
    watching.close()
    del os.environ["HF_TOKEN"]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda row: row["name"])
def test_attack_is_contained(attack, level, watch):
    complaints = complaints_about(attack, level, watch)
    assert complaints == []


def complaints_about(attack, level, watch):
    mode = MODES[attack["mode"]]
    good, runs = harness.paid(attack["program"], mode, level)
    found = watch.complaints(runs)
    if good and attack["expect"] == "reward 0":
        found.append("paid")
    if not harness.paid(harness.HONEST, mode, level)[0]:
        found.append("an honest program after it failed")
    alive = {
        one.process.pid
        for boxes in pools._pools.values()
        for idle in boxes.idle.values()
        for one in idle
    }
    new = harness.box_processes() - watch.before
    strangers = {pid for pid in new if not harness.below(pid, alive)}
    if strangers:
        found.append(f"survivors: {strangers}")
    return found


def test_attacks_were_collected():
    assert len(ATTACKS) >= 62 + 40
    assert len({attack["name"] for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to drop it")
@pytest.mark.parametrize("level", [3, 2])
def test_attacks_as_an_ordinary_user(level):
    """The same as a user without rights, with an interpreter that such a user can reach."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if not python or not shutil.which("setpriv"):
        pytest.skip("needs a system python3 and setpriv")
    reach = [sys.executable, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    if subprocess.run([python, *reach[1:]], check=False).returncode:
        pytest.skip("the system python3 is older than 3.11")
    # Not the folder of pytest, which is closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        done = as_user(python, level, folder)
    if done.returncode == 77:
        pytest.skip(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def as_user(python, level, folder):
    """The script `ordinary.py`, run by another user."""
    code = "from tests.rewards.sandbox import ordinary; ordinary.main()"
    packages = [str(ROOT), *(path for path in sys.path if path.endswith("site-packages"))]
    return subprocess.run(
        ["setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups",
         python, "-B", "-c", code, str(level), folder],
        env={"PATH": "/usr/bin:/bin", "TMPDIR": folder, "HOME": folder,
             "PYTHONPATH": os.pathsep.join(packages), "HF_TOKEN": harness.SECRET},
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
