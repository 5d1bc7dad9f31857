"""The completion store: what was sampled is kept for ever, and nothing is sampled twice.

Append-only JSON lines in segments, one segment per writer, so that several processes can write
beside each other. A line that a crash cut short fails its checksum and is passed over. Completions
and verdicts are kept apart: a changed reward grades stored completions anew, without a model.
"""

from __future__ import annotations

import json
import os
import time
import uuid
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from .fingerprint import digest

# Lines between two fsyncs. A killed process loses nothing (the kernel has the line); a power cut
# loses at most these.
_SYNC_LINES = 64


def completion_key(prompt: str, model: str, sampling: Mapping[str, Any], sample: int) -> str:
    """What decides a completion: the rendered prompt, model@revision, sampling, which draw."""
    return digest([prompt, model, dict(sampling), sample])


def verdict_key(completion: str, reward: str, version: str, gold: str, spec: str) -> str:
    """What decides a verdict: the completion, the reward at its version, the gold."""
    return digest([completion, reward, version, gold, spec])


class Ledger:
    """A mapping from key to a JSON record, on disk; one writer per instance.

    Memory: all records of the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records: dict[str, dict[str, Any]] = {}
        self._out: TextIO | None = None
        self._unsynced = 0
        for path in sorted(folder.glob("*.jsonl")):
            for key, record in _read(path):
                # The first record of a key stays: later readers must see what earlier ones saw.
                self._records.setdefault(key, record)

    def __contains__(self, key: str) -> bool:
        return key in self._records

    def __len__(self) -> int:
        return len(self._records)

    def get(self, key: str) -> dict[str, Any] | None:
        """The record of a key, or None."""
        return self._records.get(key)

    def put(self, key: str, record: dict[str, Any]) -> None:
        """Append a record; the first of a key stays."""
        if key in self._records:
            return
        out = self._out or self._open()
        try:
            out.write(_line(key, record))
            out.flush()
        except OSError:
            # Half a line may stand there now: what comes next begins a segment of its own.
            self._out = None
            with suppress(OSError):
                out.close()
            raise
        self._records[key] = record
        self._unsynced += 1
        if self._unsynced >= _SYNC_LINES:
            self._sync(out)

    def close(self) -> None:
        """Bring everything to disk."""
        if self._out:
            self._sync(self._out)
            self._out.close()
            self._out = None

    def _open(self) -> TextIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Names sort by time, so that the first record of a key is the oldest.
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.jsonl"
        self._out = (self._folder / name).open("x", encoding="utf-8")
        return self._out

    def _sync(self, out: TextIO) -> None:
        os.fsync(out.fileno())
        self._unsynced = 0


def _line(key: str, record: Mapping[str, Any]) -> str:
    body = json.dumps({"key": key, **record}, ensure_ascii=True, sort_keys=True)
    return f"{zlib.crc32(body.encode()):08x} {body}\n"


def _read(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            checksum, _, body = line.rstrip("\n").partition(" ")
            if f"{zlib.crc32(body.encode()):08x}" == checksum:
                record: dict[str, Any] = json.loads(body)
                yield record.pop("key"), record
