"""`touchstone measure` as a process that tests kill, on a store of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.completions import COMPLETIONS, Ledger

ROOT = Path(__file__).resolve().parents[1]
RULE = "dapo"  # of 16 draws: all right is too easy, none right too hard


class Run:
    """Rows, a store and the command that users give; at most 4 rows of 4 draws are under way."""

    def __init__(self, folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
        self.folder = folder
        folder.mkdir()
        lines = (json.dumps(row) + "\n" for row in rows)
        (folder / "rows.jsonl").write_text("".join(lines))

    @property
    def store(self) -> Path:
        return self.folder / "data" / "completions" / "completions"

    @property
    def told(self) -> str:
        """What the latest command said on stderr."""
        return (self.folder / "err.txt").read_text()

    def start(self, engine: str, model: str, options: Mapping[str, Any]) -> subprocess.Popen[str]:
        (self.folder / "own.toml").write_text(
            f'domain = "rows"\n[measure]\nrule = "{RULE}"\nround_size = 4\nconcurrency = 4\n'
            "undecided_max = 0\n"
            f'[measure.weak]\nengine = "{engine}"\nmodel = "{model}"\n'
            f"[measure.weak.options]\n{options_toml(options)}"
            "[measure.sampling]\ntemperature = 0.7\nmax_tokens = 24\n"
            f'[select]\nrule = "{RULE}"\ndrop = []\n'
        )
        files = [str(self.folder / name) for name in ("rows.jsonl", "out.parquet")]
        command = [sys.executable, "-m", "pipeline.cli", "measure", *files, "--json"]
        command += ["-c", str(self.folder / "own.toml"), "--data", str(self.folder / "data")]
        with (self.folder / "err.txt").open("w") as told:
            return subprocess.Popen(
                command, cwd=ROOT, text=True, start_new_session=True,
                stdout=subprocess.PIPE, stderr=told,
            )  # fmt: skip

    def acknowledged(self) -> dict[str, Any]:
        """Every completion that stands in the store now, by key."""
        if not self.store.is_dir():
            return {}
        ledger = Ledger(self.store, COMPLETIONS)
        found = {key: ledger.get(key) for key in ledger._lines}
        ledger.close()
        return found

    def wait_for(self, more: int, process: subprocess.Popen[str]) -> dict[str, Any]:
        """What stands in the store once so many completions more do; the command still runs."""
        wanted = len(self.acknowledged()) + more
        while len(found := self.acknowledged()) < wanted:
            assert process.poll() is None, self.told[-3000:]
            time.sleep(0.05)
        return found

    def finish(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        """The report of a command that ends well."""
        said, _ = process.communicate()
        assert process.returncode == 0, self.told[-3000:]
        found: dict[str, Any] = json.loads(said)  # nothing but the report stands on stdout
        return found

    def rows(self) -> list[dict[str, Any]]:
        return pq.read_table(self.folder / "out.parquet").to_pylist()

    def assert_nothing_lost(self, before: Mapping[str, Any]) -> None:
        after = self.acknowledged()
        assert {key: after.get(key) for key in before} == before

    def assert_ended_right(self) -> None:
        """Decisions are those of all 16 draws, and no outage stands among the outcomes."""
        for row in self.rows():
            letters = row["weak_outcomes"]
            assert "?" not in letters
            mixed = "1" in letters and len(set(letters.replace("-", "0"))) == 2
            expected = "keep" if mixed else "too_easy" if letters[0] == "1" else "too_hard"
            assert row["decision"] == expected
            assert mixed or len(letters) == 16


def options_toml(options: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in options.items())


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)
