"""Where a pinned file is found: cache, mirror folders, network, each checked against the lock.

A mirror folder has the layout `<location.folder>/<path>`; for a wheel that is
`pypi__<package>-<version>/<member>`. A file with another hash than the pinned one is an error that
names both, wherever it was found. A new kind of location is a class in `domains.base` and a file
in `fetchers/` that is named in FETCHERS.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from domains.base import Files, Location, Pypi, Remote

from .errors import LocationError
from .fetchers import pypi
from .resources import resource
from .store import locked, sha256

LOCK_NAME = "sources.lock"

Fetch: TypeAlias = Callable[[Any, Sequence[str], Path, Mapping[str, Any]], None]
"""(location, paths, folder, lock entry): put the files of these paths into the folder."""
FETCHERS: Mapping[type[Remote], Fetch] = {Pypi: pypi.fetch}


@dataclass(frozen=True)
class Lock:
    """What `data/sources.lock` pins: per location its license and the hash of every file."""

    entries: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, path: Path | None = None) -> Lock:
        """The lock that ships with Touchstone, or another one."""
        return cls(json.loads((path or resource(LOCK_NAME)).read_text("utf-8")))

    def entry(self, location: Remote) -> Mapping[str, Any]:
        """The pinned facts of a location."""
        if location.name not in self.entries:
            raise LocationError(
                f"{location.name} is not in {LOCK_NAME}; known: {', '.join(sorted(self.entries))}. "
                "`touchstone sources update` pins it"
            )
        return self.entries[location.name]


@dataclass
class Locator:
    """Finds pinned files; downloads what neither cache nor mirrors have."""

    cache: Path
    mirrors: Sequence[Path] = ()
    base: Path = Path()
    """What relative paths of own files start from: the folder of the user's configuration."""
    lock: Lock = field(default_factory=Lock.read)

    def pins(self, location: Location) -> dict[str, str]:
        """Path -> pinned SHA-256 of all that a location names; what enters a stage key."""
        if isinstance(location, Files):
            return {path: sha256(self._own(path)) for path in location.paths}
        if not isinstance(location, Remote):
            return {}
        files = self.lock.entry(location)["files"]
        missing = sorted(set(location.members) - set(files))
        if missing:
            raise LocationError(
                f"{location.name}: {missing} is not in {LOCK_NAME}; `touchstone sources update` "
                "pins it"
            )
        return {member: files[member]["sha256"] for member in location.members}

    def find(self, location: Remote | Files) -> list[Path]:
        """The files of a location, in its order, each with the pinned hash."""
        if isinstance(location, Files):
            return [self._own(path) for path in location.paths]
        pins = self.pins(location)
        paths = {name: self._at_hand(location, name, pin) for name, pin in pins.items()}
        missing = [name for name, path in paths.items() if path is None]
        if missing:
            self.cache.mkdir(parents=True, exist_ok=True)
            with locked(self.cache / f".{location.folder}.lock", lambda: None):
                # Another process may have brought them while this one waited.
                missing = [name for name in missing if not self._cached(location, name).is_file()]
                if missing:
                    self._fetch(location, missing)
        return [
            path or self._checked(self._cached(location, name), pins[name], location)
            for name, path in paths.items()
        ]

    def _own(self, path: str) -> Path:
        found = self.base / path
        if not found.is_file():
            raise LocationError(
                f"{found}: no such file; name a jsonl or parquet file that is there"
            )
        return found

    def _cached(self, location: Remote, name: str) -> Path:
        return self.cache / location.folder / name

    def _at_hand(self, location: Remote, name: str, pin: str) -> Path | None:
        places = [self._cached(location, name)]
        places += [mirror / location.folder / name for mirror in self.mirrors]
        for place in places:
            if place.is_file():
                return self._checked(place, pin, location)
        return None

    def _checked(self, path: Path, pin: str, location: Location) -> Path:
        found = sha256(path)
        if found != pin:
            mend = "delete it and run again" if path.is_relative_to(self.cache) else "mend it"
            raise LocationError(
                f"{location.name}: {path} is not the pinned file: sha256 {found} found, {pin} "
                f"expected; {mend}, or pin it anew with `touchstone sources update`"
            )
        return path

    def _fetch(self, location: Remote, names: Sequence[str]) -> None:
        """Into a folder beside the cache first, so that a broken download leaves nothing."""
        waiting = self.cache / f".{location.folder}.part"
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        try:
            FETCHERS[type(location)](location, names, waiting, self.lock.entry(location))
            for name in names:
                target = self._cached(location, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                (waiting / name).replace(target)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
