"""A Xet store in a local folder, which the real `hf_xet` fills and reads.

The store knows contents by Xet's own hash, the Hub by SHA-256. Which is which stands in the shards
that every upload leaves: per file a record of 48 bytes (hash, flags, number of segments), as many
records of 48 bytes per segment (twice with verification), then one with the SHA-256. Hashes are
four little-endian 64-bit words.
"""

from __future__ import annotations

import struct
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_RECORD = 48
_VERIFIED, _HAS_SHA256 = 1 << 31, 1 << 30


class XetStore:
    """What clients upload when they are told this store's `url`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="xet-store-")
        self.url = f"local://{self._folder.name}"

    def has(self, sha256: str) -> bool:
        return sha256 in self._hashes()

    def read(self, sha256: str) -> bytes:
        """The bytes of a file."""
        import hf_xet

        hash_, size = self._hashes()[sha256]
        group = hf_xet.XetSession().new_download_stream_group(
            endpoint=self.url, token="xet", token_expiry_unix_secs=int(time.time()) + 3600
        )
        return b"".join(group.download_stream(hf_xet.XetFileInfo(hash_, size)))

    def _hashes(self) -> dict[str, tuple[str, int]]:
        """Xet's hash and the size, by SHA-256."""
        shards = Path(self._folder.name).glob("xet/xorbs/shards/*.mdb")
        return {sha256: found for shard in shards for sha256, *found in _files(shard.read_bytes())}

    def close(self) -> None:
        self._folder.cleanup()


def _files(shard: bytes) -> Iterator[tuple[str, str, int]]:
    """SHA-256, Xet's hash and size of every file of a shard."""
    at = _RECORD  # after the shard's own header
    while shard[at : at + 32] != b"\xff" * 32:
        flags, segments = struct.unpack_from("<II", shard, at + 32)
        size = sum(
            struct.unpack_from("<I", shard, at + _RECORD * (1 + n) + 36)[0] for n in range(segments)
        )
        hash_ = _hex(shard, at)
        at += _RECORD * (1 + segments * (2 if flags & _VERIFIED else 1))
        if flags & _HAS_SHA256:
            yield _hex(shard, at), hash_, size
            at += _RECORD


def _hex(shard: bytes, at: int) -> str:
    return "".join(f"{word:016x}" for word in struct.unpack_from("<4Q", shard, at))
