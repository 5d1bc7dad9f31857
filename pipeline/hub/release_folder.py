"""A release folder as it lies on disk: its files with their hashes, its licenses, its configs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ..errors import UsageError
from ..release.corpus import CARD, MANIFEST, SETTINGS, SUMS

# What running the reward code, or an editor, leaves in a folder; never part of a release.
_LITTER = ("__pycache__", ".ipynb_checkpoints", ".cache")


@dataclass(frozen=True)
class LocalFile:
    """A file: where it is, its size, and the two names by which the Hub knows contents."""

    path: Path
    size: int
    sha256: str
    git: str
    """SHA-1 as git computes it of a blob."""


@dataclass(frozen=True)
class ReleaseFolder:
    """A release folder at the path that it had when it was read (symbolic links resolved)."""

    root: Path
    files: dict[str, LocalFile]
    """By path below the root, with slashes."""
    summed: bool
    """Do its checksums (SHA256SUMS) say what must be in it?"""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files.values())

    @property
    def version(self) -> str:
        """As the manifest states it."""
        return str(_json(self.root / MANIFEST)["version"])

    @property
    def repo(self) -> str | None:
        """The repository that the settings of the build name."""
        settings = _json(self.root / SETTINGS) if SETTINGS in self.files else {}
        repo: str | None = settings.get("release", {}).get("repo")
        return repo

    @cached_property
    def card(self) -> dict[str, Any]:
        """The YAML block of the card."""
        from huggingface_hub import metadata_load

        try:
            return metadata_load(self.root / CARD) or {}
        except Exception as error:  # of the YAML parser, and of the client
            raise UsageError(f"the YAML block of {self.root / CARD} is broken: {error}") from error

    def config(self) -> tuple[str, Path] | None:
        """The config that is loaded when none is named, and its first parquet file."""
        configs = self.card.get("configs") or []
        for config in sorted(configs, key=lambda each: not each.get("default", False)):
            patterns = [split["path"] for split in config.get("data_files", [])]
            found = [path for pattern in patterns for path in sorted(self.root.glob(pattern))]
            if found:
                return config["config_name"], found[0]
        return None

    def rows_by_license(self, below: str = "") -> Counter[tuple[str, str]]:
        """Rows by (data source, license), over every parquet file that names licenses."""
        found: Counter[tuple[str, str]] = Counter()
        for name, file in self.files.items():
            if name.startswith(below) and name.endswith(".parquet"):
                found.update(_licenses(file.path))
        return found


def read(path: Path) -> ReleaseFolder:
    """Read and hash a release folder; its SHA256SUMS, if there, must agree. Raises UsageError."""
    root = path.resolve()
    lacking = [name for name in (CARD, MANIFEST) if not (root / name).is_file()]
    if lacking:
        raise UsageError(
            f"{path} is no release folder: it has no {' and no '.join(lacking)}. "
            "`touchstone build` leaves one in data/releases/<name>"
        )
    found = sorted(each for each in root.rglob("*") if each.is_file() and not _litter(root, each))
    files = {each.relative_to(root).as_posix(): _hashed(each) for each in found}
    sums = _sums(root / SUMS)
    if sums is not None:
        _compare(path, {name: file.sha256 for name, file in files.items() if name != SUMS}, sums)
    return ReleaseFolder(root, files, sums is not None)


def _litter(root: Path, path: Path) -> bool:
    parts = path.relative_to(root).parts
    return path.suffix == ".pyc" or any(part in _LITTER or part == ".DS_Store" for part in parts)


def _hashed(path: Path) -> LocalFile:
    size = path.stat().st_size
    large, git = hashlib.sha256(), hashlib.sha1(b"blob %d\0" % size)  # git's own name for it
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            large.update(block)
            git.update(block)
    return LocalFile(path, size, large.hexdigest(), git.hexdigest())


def _sums(path: Path) -> dict[str, str] | None:
    return parse_sums(path.read_text("utf-8")) if path.is_file() else None


def parse_sums(text: str) -> dict[str, str]:
    """Hashes by path, from lines as `sha256sum` writes them."""
    pairs = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return {name.removeprefix("*").removeprefix("./"): sha256 for sha256, name in pairs}


def _compare(path: Path, found: dict[str, str], expected: dict[str, str]) -> None:
    if found == expected:
        return
    missing, stray = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
    other = sorted(name for name in found.keys() & expected.keys() if found[name] != expected[name])
    said = [
        f"{words}: {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}"
        for words, names in (("missing", missing), ("not in it", stray), ("changed", other))
        if names
    ]
    raise UsageError(
        f"{path} is not what its {SUMS} says ({'; '.join(said)}). A release is published as it was "
        "built: build it again"
    )


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _licenses(path: Path) -> dict[tuple[str, str], int]:
    """Rows of a file by (data source, license); none of a file that names no licenses."""
    columns = ["data_source", "license"]
    if not set(columns) <= set(pq.read_schema(path).names):
        return {}
    counted = pq.read_table(path, columns=columns).group_by(columns).aggregate([([], "count_all")])
    return {
        (row["data_source"] or "", row["license"] or ""): row["count_all"]
        for row in counted.to_pylist()
    }
