"""Where a pinned file is found: cache, mirror folders, network, each checked against the lock.

A mirror folder has the layout `<location.folder>/<path>`: `<owner>__<name>/<path>` for the Hub and
GitHub, `pypi__<package>-<version>/<member>` for a wheel. A file with another hash than the pinned
one is an error that names both, wherever it was found. A new kind of location is a class in
`domains.base` and a file in `fetchers/` that is named in FETCHERS and PINNERS.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from domains.base import Files, Github, Hub, Location, Pypi, Remote

from .errors import LocationError
from .fetchers import github, hub, pypi
from .fetchers.facts import expanded
from .resources import resource
from .store import locked, sha256

LOCK_NAME = "sources.lock"
UNPINNED = "unpinned"
"""In a lock entry: why its hashes could not be read. In a stage key: the hash of such a file."""

Fetch: TypeAlias = Callable[[Any, Sequence[str], Path, Mapping[str, Any]], Iterator[str]]
"""(location, paths, folder, lock entry): put the files there; each path once its file is whole.

What comes along may be given too, if it is in the lock entry."""
Pin: TypeAlias = Callable[[Any, Sequence[str], Sequence[Path]], dict[str, Any]]
"""(location, members, mirrors): the lock entry."""
FETCHERS: Mapping[type[Remote], Fetch] = {
    Pypi: pypi.fetch, Hub: hub.fetch, Github: github.fetch,
}  # fmt: skip
PINNERS: Mapping[type[Remote], Pin] = {Pypi: pypi.pin, Hub: hub.pin, Github: github.pin}


@dataclass(frozen=True)
class Lock:
    """What `data/sources.lock` pins: per location commit, license and the hash of every file.

    An entry that says `unpinned` is of a location that could not be reached: it has no hashes, and
    nothing is read from it.
    """

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

    def revision(self, location: Remote) -> str:
        """The pinned commit or version; what the declaration says while nothing is pinned."""
        return str(self.entries.get(location.name, {}).get("commit") or location.revision)

    def pins(self, location: Remote) -> dict[str, str]:
        """Path -> pinned SHA-256 of all that a location means; UNPINNED if none is known."""
        entry = self.entry(location)
        if UNPINNED in entry:
            return dict.fromkeys(location.members, UNPINNED)
        files = entry["files"]
        missing = expanded(location.members, list(files))[1]
        if missing:
            raise LocationError(
                f"{location.name}: {missing} is not in {LOCK_NAME}; `touchstone sources update` "
                "pins it"
            )
        # In the order of the declaration; what a pattern means is sorted.
        names = [n for m in location.members for n in expanded([m], list(files))[0]]
        return {name: files[name]["sha256"] for name in names}


def home(cache: Path, location: Remote, lock: Lock) -> Path:
    """The folder of a location in the cache: two pinned revisions never mix."""
    if isinstance(location, Pypi):
        return cache / location.folder
    return cache / f"{location.folder}@{lock.revision(location)[:12]}"


@dataclass
class Locator:
    """Finds pinned files; downloads what neither cache nor mirrors have."""

    cache: Path
    mirrors: Sequence[Path] = ()
    base: Path = Path()
    """What relative paths of own files start from: the folder of the user's configuration."""
    lock: Lock = field(default_factory=Lock.read)
    tell: Callable[[str], None] = lambda text: None
    """Hears of every download."""

    def pins(self, location: Location) -> dict[str, str]:
        """Path -> pinned SHA-256 of all that a location names; what enters a stage key."""
        if isinstance(location, Files):
            return {path: sha256(self._own(path)) for path in location.paths}
        if not isinstance(location, Remote):
            return {}
        return self.lock.pins(location)

    def revision(self, location: Location) -> str:
        """The commit or version that is read, where a branch is declared too."""
        return self.lock.revision(location) if isinstance(location, Remote) else location.revision

    def find(self, location: Remote | Files) -> list[Path]:
        """The files of a location, in its order, each with the pinned hash."""
        if isinstance(location, Files):
            return [self._own(path) for path in location.paths]
        pins = self.pins(location)
        if UNPINNED in pins.values():
            raise LocationError(
                f"{location.name} is not pinned: {self.lock.entry(location)[UNPINNED]}. "
                "`touchstone sources update` pins it where it can be reached; "
                "`touchstone build --available` builds without it"
            )
        found = {name: self._at_hand(location, name, pin) for name, pin in pins.items()}
        if None in found.values():
            self.cache.mkdir(parents=True, exist_ok=True)
            place = home(self.cache, location, self.lock).name
            with locked(self.cache / f".{place}.lock", lambda: None):
                # Another process may have brought them while this one waited.
                missing = [
                    name
                    for name, path in found.items()
                    if path is None and not self._cached(location, name).is_file()
                ]
                if missing:
                    self._fetch(location, missing)
        return [
            path or self._checked(self._cached(location, name), pins[name], location)
            for name, path in found.items()
        ]

    def named(self, location: Remote | Files) -> dict[str, Path]:
        """The same by the names that the location has for them."""
        names = location.paths if isinstance(location, Files) else self.pins(location)
        return dict(zip(names, self.find(location), strict=True))

    def _own(self, path: str) -> Path:
        found = self.base / path
        if not found.is_file():
            raise LocationError(
                f"{found}: no such file; name a jsonl, json or parquet file that is there"
            )
        return found

    def _cached(self, location: Remote, name: str) -> Path:
        return home(self.cache, location, self.lock) / name

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
            raise LocationError(_other_file(location, str(path), found, pin, mend))
        return path

    def _fetch(self, location: Remote, names: Sequence[str]) -> None:
        """Bring files into the cache, each as soon as it is whole and right.

        What came before a failure stays: the next run goes on from there.
        """
        place, entry = home(self.cache, location, self.lock), self.lock.entry(location)
        self.tell(f"  downloading {location.name}")
        waiting = self.cache / f".{place.name}.part"
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir(parents=True)
        try:
            fetch = FETCHERS[type(location)]
            for name in fetch(location, names, waiting, entry):
                found, pin = sha256(waiting / name), entry["files"][name]["sha256"]
                if found != pin:
                    raise LocationError(
                        _other_file(location, f"{name}, as downloaded,", found, pin, "run again")
                    )
                target = self._cached(location, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                (waiting / name).replace(target)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)


def _other_file(location: Location, what: str, found: str, pin: str, mend: str) -> str:
    return (
        f"{location.name}: {what} is not the pinned file: sha256 {found} found, {pin} "
        f"expected; {mend}, or pin it anew with `touchstone sources update`"
    )
