"""A small release folder, and the real client beside the in-test Hub."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.hub import push, release_folder
from pipeline.hub.remote import Remote
from pipeline.hub.retry import Retry
from pipeline.schema import DROPS, RELEASE
from tests.hub import FakeHub

REPO = "ann/puzzles"
TOKEN = "hf_annannannannannann"
KEY = ("datasets", REPO)

CARD = """\
---
license: apache-2.0
configs:
- config_name: logic
  default: true
  data_files:
  - split: train
    path: data/logic/*.parquet
- config_name: all
  data_files:
  - split: train
    path: data/*/*.parquet
- config_name: rejected
  data_files:
  - split: train
    path: rejected/*.parquet
---
# Logic
"""


def row(number: int, license_: str = "Apache-2.0", source: str = "logic__made") -> dict:
    """A published row."""
    text = f"What comes after {number}?"
    return {
        "id": f"{number:032x}", "data_source": source, "ability": "logic", "license": license_,
        "prompt": [{"role": "user", "content": text}],
        "reward_model": {"style": "rule", "ground_truth": str(number + 1)}, "label": "{}",
        "extra_info": {"index": number, "split": "train", "id": f"{number:032x}",
                       "reward": "math", "reward_version": "1", "spec": "{}"},
        "n_weak": number, "pass_rate_weak": None,
    }  # fmt: skip


def table(path: Path, rows: list[dict], schema: pa.Schema = RELEASE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema), path)


def sums(folder: Path) -> None:
    """SHA256SUMS of all other files, as `sha256sum` writes it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def release(folder: Path, first: int = 0, rows: int = 40, **kinds: str) -> Path:
    """A release of so many rows, from a number on: version 1, or 2 of those from 100 on."""
    table(folder / "data/logic/train-00000-of-00001.parquet",
          [row(n, **kinds) for n in range(first, first + rows)])  # fmt: skip
    table(folder / "rejected/logic.parquet", [{"id": "x", "reason": "duplicate"}], DROPS)
    (folder / "touchstone_rewards/deep").mkdir(parents=True, exist_ok=True)
    (folder / "touchstone_rewards/__init__.py").write_text("")
    (folder / "touchstone_rewards/deep/numbers.py").write_text(f"FIRST = {first}\n")
    (folder / "reward.py").write_text("import touchstone_rewards\n")
    (folder / "manifest.json").write_text(json.dumps({"version": 1 + first // 100}))
    (folder / "README.md").write_text(f"{CARD}From {first} on.\n")
    sums(folder)
    return folder


def client(monkeypatch, tmp_path: Path, server: FakeHub, xet: bool = False) -> None:
    """Point the client at a server; it has seen nothing before, and does not sleep."""
    import datasets.config
    from huggingface_hub import constants
    from huggingface_hub.utils import _http

    for name in ("HF_HUB_CACHE", "HF_TOKEN_PATH", "HF_HOME", "HF_XET_CACHE"):
        monkeypatch.setattr(constants, name, str(tmp_path / "hf" / name), raising=False)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", not xet)
    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    template = server.url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(datasets.config, "HF_ENDPOINT", server.url)
    monkeypatch.setattr(_http, "time", SimpleNamespace(sleep=lambda _: None, time=time.time))
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    server.accounts[TOKEN] = "ann"


class Pusher:
    """Pushes in this process; `said` is what was told."""

    def __init__(self, repo: str = REPO) -> None:
        self.said: list[str] = []
        self.remote = Remote(repo, Retry(self.said.append, attempts=4, pause=0.001))

    def plan(self, folder: Path, **options) -> push.Plan:
        return push.plan(release_folder.read(folder), self.remote, **options)

    def push(self, folder: Path, **options) -> push.Published:
        return push.publish(self.plan(folder, **options), self.remote, self.said.append)


def holds(server: FakeHub, folder: Path, key: tuple[str, str] = KEY) -> bool:
    """Does the head hold a release whole, and nothing else of one?"""
    local = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")
             if p.is_file()} | {"SHA256SUMS": (folder / "SHA256SUMS").read_bytes()}  # fmt: skip
    there = server.repos[key].files
    return {name: there[name] for name in there if name not in OTHERS} == local


OTHERS = (".gitattributes", "NOTES.txt")
