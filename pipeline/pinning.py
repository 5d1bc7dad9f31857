"""`touchstone sources`: what is declared, and how `data/sources.lock` is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from domains import registry
from domains.base import Remote, Source

from . import models
from .errors import LocationError, UsageError
from .locations import LOCK_NAME, PINNERS, UNPINNED, Lock, home
from .resources import resource
from .store import locked, write_text

_NOT_REACHED = "it could not be reached when the lock was written, so its hashes are not known"


def listed() -> list[dict[str, str]]:
    """One row per declared source."""
    lock = Lock.read()
    return [
        {
            "source": source.data_source, "use": source.use, "location": source.location.name,
            "revision": _revision(source, lock), "license": source.license,
            "rewards": ", ".join(source.rewards),
        }
        for source in _sources()
    ]  # fmt: skip


def _revision(source: Source, lock: Lock) -> str:
    location = source.location
    if not isinstance(location, Remote):
        return location.revision
    unpinned = UNPINNED in lock.entries.get(location.name, {UNPINNED: ""})
    return f"{location.revision} (unpinned)" if unpinned else lock.revision(location)


def update(
    cache: Path,
    mirrors: Sequence[Path] = (),
    path: Path | None = None,
    only: Sequence[str] = (),
) -> Path:
    """Pin every location that any source or model names; the path of the lock file.

    A location that cannot be reached keeps its entry, or gets one that says `unpinned`; the lock
    is written all the same, and then a LocationError names every such location.

    Args:
        cache: what it holds under other pins is removed.
        mirrors: mirror folders that tell which commit their files are of (MANIFEST.tsv).
        path: the lock file to write, unless the one that ships with Touchstone.
        only: sources whose locations are pinned; the entries of all others stay.
    """
    path = path or resource(LOCK_NAME)
    before, chosen = _read(path), _names_of(only)
    pinned: dict[str, Mapping[str, Any]] = {}
    missed = []
    for location, members in _wanted():
        if only and location.name not in chosen:
            continue
        try:
            pinned[location.name] = PINNERS[type(location)](location, members, mirrors)
        except LocationError as error:
            missed.append(str(error))
            empty = {UNPINNED: _NOT_REACHED}
            pinned[location.name] = before.entries.get(location.name, empty)
        if pinned[location.name] != before.entries.get(location.name):
            # What was cached under older pins would be refused from now on.
            shutil.rmtree(home(cache, location, before), ignore_errors=True)
    with locked(path.with_name(f".{path.name}.lock"), lambda: None):
        # Read anew: another process may have pinned other sources in these minutes.
        kept = _read(path).entries if only else {}
        write_text(path, lock_text({**kept, **pinned}))
    if missed:
        raise LocationError(
            f"wrote {path}; {len(missed)} of {len(pinned)} locations could not be pinned and "
            "stand there as before (`unpinned` if they are new):\n" + "\n".join(missed)
        )
    return path


def _read(path: Path) -> Lock:
    return Lock.read(path) if path.is_file() else Lock({})


def _names_of(names: Sequence[str]) -> set[str]:
    """The locations of these sources."""
    sources = [source for source in _sources() if {source.name, source.data_source} & {*names}]
    unknown = {*names} - {name for each in sources for name in (each.name, each.data_source)}
    if unknown:
        raise UsageError(
            f"unknown sources {', '.join(sorted(unknown))}; `touchstone sources list` has them all"
        )
    return {location.name for source in sources for location in source.remotes}


def _wanted() -> list[tuple[Remote, list[str]]]:
    """Every location once, by name, with the members that any source names of it."""
    found: dict[str, tuple[Remote, set[str]]] = {}
    for location in _locations():
        found.setdefault(location.name, (location, set()))[1].update(location.members)
    return [(location, sorted(members)) for _, (location, members) in sorted(found.items())]


def _sources() -> Iterator[Source]:
    for domain in registry.known_domains():
        yield from registry.load_sources(domain)


def _locations() -> Iterator[Remote]:
    for source in _sources():
        yield from source.remotes
    yield from (model.location for model in models.PACKAGED.values())


def lock_text(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The lock as JSON, one line per file, so that a changed file is one changed line."""
    return _object({name: _entry_text(entry) for name, entry in entries.items()}, 1) + "\n"


def _entry_text(entry: Mapping[str, Any]) -> str:
    texts = {key: _line(value) for key, value in entry.items()}
    if entry.get("files"):
        texts["files"] = _object({n: _line(facts) for n, facts in entry["files"].items()}, 3)
    return _object(texts, 2)


def _object(texts: Mapping[str, str], depth: int) -> str:
    inner = ",\n".join(f"{' ' * depth}{_line(key)}: {texts[key]}" for key in sorted(texts))
    return f"{{\n{inner}\n{' ' * (depth - 1)}}}"


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
