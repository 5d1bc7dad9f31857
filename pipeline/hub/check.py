"""Reading back what was published: every file's hash, and one config as `load_dataset` gives it."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ..errors import PushError
from .release_folder import LocalFile, ReleaseFolder
from .remote import Remote, RemoteFile

_ROWS = 16
"""So many rows of a config are compared, value by value."""


def same(local: LocalFile, remote: RemoteFile) -> bool:
    """Have a local and a published file the same content, by the hash that the Hub states?"""
    if remote.sha256 is not None:
        return (remote.sha256, remote.size) == (local.sha256, local.size)
    return remote.git == local.git


def check(folder: ReleaseFolder, remote: Remote, commit: str) -> str:
    """What was read back at a commit. Raises PushError if it is not the release."""
    there = remote.files(commit)
    off = [n for n, file in folder.files.items() if n not in there or not same(file, there[n])]
    if off:
        raise PushError(
            f"{remote.repo} at {commit[:12]} is not the release: {len(off)} files are missing or "
            f"other ones ({off[0]} ...). Run the same command again"
        )
    config = folder.config()
    if config is None:
        return f"{len(folder.files)} files by their hashes"
    name, path = config
    rows = remote.retry(
        f"loading {name} of {remote.repo}", lambda: _loaded(remote.repo, name, commit), (Exception,)
    )
    if rows != _first(path):
        raise PushError(
            f"load_dataset({remote.repo!r}, {name!r}, revision={commit[:12]!r}) gives other rows "
            f"than {path}; the version is not tagged"
        )
    return f"{len(folder.files)} files by their hashes, {len(rows)} rows by load_dataset"


def _loaded(repo: str, config: str, commit: str) -> list[dict[str, Any]]:
    """The first rows of a config, over the network: streamed, at the commit, nothing cached."""
    from datasets import load_dataset

    with tempfile.TemporaryDirectory() as cache:
        rows = load_dataset(repo, config, revision=commit, streaming=True, cache_dir=cache)
        split = next(iter(rows.values()))
        return [dict(row) for row in itertools.islice(split, _ROWS)]


def _first(path: Path) -> list[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        found: list[dict[str, Any]] = next(file.iter_batches(batch_size=_ROWS)).to_pylist()
    return found
