"""The completion store: what was sampled is kept for ever, and nothing is sampled twice.

Append-only. A writer adds JSON lines to a segment of its own, so that several processes can write
beside each other; a line that a crash cut short fails its checksum and is passed over. Lines move
to parquet segments when nobody else has the store open (`python -m pipeline.completions DATA` does
it at once), which any parquet reader loads. Completions and verdicts are kept apart: a changed
reward grades stored completions anew, without a model.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TextIO

import pyarrow as pa

from . import segments
from .fingerprint import digest
from .segments import Place

_text, _int = pa.string(), pa.int32()
COMPLETIONS = segments.schema(
    model=_text, prompt=_text, sample=_int, sampling=_text, text=_text, finish=_text, tokens=_int,
    prompt_tokens=_int,
)  # fmt: skip
"""`prompt` is the digest of the rendered prompt, `sampling` JSON."""
VERDICTS = segments.schema(
    completion=_text, reward=_text, version=_text, status=_text, value=pa.float64(),
    extracted=_text,
)  # fmt: skip
PROMPTS = segments.schema(model=_text, text=_text)
LEDGERS: Final[Mapping[str, pa.Schema]] = {
    "prompts": PROMPTS,
    "completions": COMPLETIONS,
    "verdicts": VERDICTS,
}
"""The folders of the store."""

# Lines between two fsyncs. A killed process loses nothing (the kernel has the line); a power cut
# loses at most these.
_SYNC_LINES = 64
COMPACT_BYTES: Final = 64 * 2**20
"""On closing, so many bytes of lines become a parquet segment, whose index is a tenth in size."""


def completion_key(prompt: str, model: str, sampling: Mapping[str, Any], sample: int) -> str:
    """What decides a completion: the rendered prompt, model@revision, sampling, which draw."""
    return digest([prompt, model, dict(sampling), sample])


def verdict_key(completion: str, reward: str, version: str, gold: str, spec: str) -> str:
    """What decides a verdict: the completion, the reward at its version, the gold."""
    return digest([completion, reward, version, gold, spec])


class Ledger:
    """A mapping from key to a JSON record, on disk; one writer per instance, one thread at a time.

    Memory: the index, 16 bytes per record of a parquet segment and about 200 per line.
    """

    def __init__(self, folder: Path, schema: pa.Schema | None = None) -> None:
        """`schema`: the columns of its parquet segments; None: the record as JSON."""
        self._folder = folder
        self._schema = schema or segments.schema()
        self._lock = segments.share(folder) if folder.is_dir() else None
        self._old = segments.ParquetIndex(sorted(folder.glob("*.parquet")))
        self._lines: dict[str, Place] = {}
        self._bytes = 0
        self._out: TextIO | None = None
        self._path = Path()
        self._offset = self._unsynced = 0
        for path in sorted(folder.glob("*.jsonl")):
            self._bytes += path.stat().st_size
            for key, place in segments.lines(path):
                # The first record of a key stays: later readers must see what earlier ones saw.
                self._lines.setdefault(key, place)

    def __contains__(self, key: str) -> bool:
        return key in self._lines or key in self._old

    def __len__(self) -> int:
        return len(self._old) + sum(key not in self._old for key in self._lines)

    def get(self, key: str) -> dict[str, Any] | None:
        """The record of a key, or None."""
        if found := self._old.get(key):
            return found
        place = self._lines.get(key)
        return segments.record(place) if place else None

    def put(self, key: str, record: dict[str, Any]) -> None:
        """Append a record; the first of a key stays."""
        if key in self:
            return
        out = self._out or self._open()
        line = segments.line(key, record)
        try:
            out.write(line)
            out.flush()
        except OSError:
            # Half a line may stand there now: what comes next begins a segment of its own.
            self._out = None
            with suppress(OSError):
                out.close()
            raise
        self._lines[key] = Place(self._path, self._offset, len(line))
        self._offset += len(line)
        self._unsynced += 1
        if self._unsynced >= _SYNC_LINES:
            self._sync(out)

    def close(self) -> None:
        """Bring everything to disk; make a parquet segment of many lines if nobody else is here."""
        if self._out:
            self._sync(self._out)
            self._out.close()
            self._out = None
            self._bytes += self._offset
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
            if self._bytes >= COMPACT_BYTES:
                segments.compact(self._folder, self._schema)

    def _open(self) -> TextIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._lock is None:
            self._lock = segments.share(self._folder)
        # Names sort by time, so that the first record of a key is the oldest.
        self._path = self._folder / f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.jsonl"
        self._out, self._offset = self._path.open("x", encoding="ascii", newline="\n"), 0
        return self._out

    def _sync(self, out: TextIO) -> None:
        os.fsync(out.fileno())
        self._unsynced = 0


def compact(store: Path) -> dict[str, int | None]:
    """Make parquet segments of all lines; rows per ledger, None for one that is in use."""
    return {
        name: segments.compact(store / name, schema)
        for name, schema in LEDGERS.items()
        if (store / name).is_dir()
    }


if __name__ == "__main__":
    print(json.dumps(compact(Path(sys.argv[1]) / "completions")))  # noqa: T201
