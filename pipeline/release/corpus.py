"""The layout of a corpus folder: which files a config has, and the hashes of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from ..errors import StoreError
from ..store import sha256, write_text

CARD, REPORT, LICENSES = "README.md", "report.html", "LICENSE.md"
MANIFEST, SETTINGS, SCHEMA = "manifest.json", "config.json", "schema.json"
SUMS = "SHA256SUMS"
SPLITS = ("train", "validation")
_BESIDE = ("unfiltered", "rejected", "traces", "review")
"""Configs beside the corpus itself, one file per domain each; all of one split."""


class Config(NamedTuple):
    """One config of a corpus: what `load_dataset` is given as its name."""

    name: str
    files: dict[str, str]
    """Split -> pattern of its files."""
    rows: dict[str, int]
    """Split -> number of rows."""


def shard(domain: str, split: str) -> str:
    """The path of the rows of a domain, in a form that the Hub's viewer knows."""
    return f"data/{domain}/{split}-00000-of-00001.parquet"


def beside(config: str, domain: str) -> str:
    """The path of the rows of a config beside the corpus."""
    return f"{config}/{domain}.parquet"


def configs(corpus: Path, domain: str) -> list[Config]:
    """The configs of a corpus of one domain. One without a row is none: it could not be loaded."""
    patterns = {
        **{name: {s: f"data/{part}/{s}-*.parquet" for s in SPLITS}
           for name, part in ((domain, domain), ("all", "*"))},
        **{name: {"train": f"{name}/*.parquet"} for name in _BESIDE},
    }  # fmt: skip
    found = []
    for name, files in patterns.items():
        counted = {split: _rows(corpus, pattern) for split, pattern in files.items()}
        rows = {split: number for split, number in counted.items() if number}
        if rows:
            found.append(Config(name, {split: files[split] for split in rows}, rows))
    return found


def _rows(corpus: Path, pattern: str) -> int:
    return sum(pq.read_metadata(file).num_rows for file in corpus.glob(pattern))


def write_sums(corpus: Path) -> None:
    """Write SHA256SUMS over every other file, as `sha256sum -c` reads it."""
    lines = [f"{sha256(corpus / name)}  {name}\n" for name in _names(corpus) if name != SUMS]
    write_text(corpus / SUMS, "".join(lines))


def sums(corpus: Path) -> dict[str, str]:
    """The hash of every file by its path, as SHA256SUMS has them; StoreError if it is not there."""
    try:
        lines = (corpus / SUMS).read_text("utf-8").splitlines()
    except OSError as error:
        raise StoreError(
            f"{corpus} is no corpus folder: {SUMS}: {error.strerror}. Give the folder that "
            "`touchstone build` names"
        ) from None
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _names(corpus: Path) -> Iterator[str]:
    """Every file, sorted; what Python leaves behind when a reward is loaded from here is none."""
    for path in sorted(corpus.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(corpus).as_posix()
