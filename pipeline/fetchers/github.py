"""Files of a GitHub repository at a commit: its archive from codeload, or a mirror folder.

One archive rather than file by file: a repository such as ARC holds its rows in a thousand small
files. TOUCHSTONE_GITHUB names another server than https://codeload.github.com, which answers
`/<owner>/<name>/tar.gz/<commit>`.
"""

from __future__ import annotations

import csv
import http.client
import os
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from domains.base import Github

from ..errors import LocationError
from .facts import NO_LICENSE, expanded, file_facts, license_of_text

_SERVER = "https://codeload.github.com"
_TIMEOUT_SECONDS = 60
_ATTEMPTS = 4
_PAUSE_SECONDS = 1.0
_LICENSE_FILES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "COPYING")
_SERVER_ERROR = 500


def fetch(
    location: Github, names: Sequence[str], into: Path, entry: Mapping[str, Any]
) -> Iterator[str]:
    """Put files of the commit under `into`, one by one. Raises LocationError."""
    wanted = set(names)
    for name in _unpacked(location, into, wanted):
        wanted.discard(name)
        yield name
    if wanted:
        raise LocationError(f"{location.name} has no {sorted(wanted)}; name paths that it has")


def pin(location: Github, members: Sequence[str], mirrors: Sequence[Path]) -> dict[str, Any]:
    """The lock entry: from the first mirror that holds this commit, else from the network."""
    for mirror in mirrors:
        if facts := _of_mirror(location, mirror):
            return _entry(location, members, mirror / location.folder, sorted(facts), facts, mirror)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = list(_unpacked(location, folder, None))
        return _entry(location, members, folder, paths, {}, None)


def _entry(
    location: Github, members: Sequence[str], folder: Path, paths: Sequence[str],
    stated: Mapping[str, str], mirror: Path | None,
) -> dict[str, Any]:  # fmt: skip
    names, missing = expanded(members, paths)
    if missing:
        raise LocationError(f"{location.name} has no {missing}; name paths that it has")
    files = {name: file_facts(folder / name) for name in names}
    for name, facts in files.items():
        if stated.get(name, facts["sha256"]) != facts["sha256"]:
            raise LocationError(
                f"{location.name}: {folder / name} is not what the mirror's MANIFEST.tsv says: "
                f"sha256 {facts['sha256']} found, {stated[name]} expected; mend the mirror"
            )
    return {"commit": location.commit, "files": files, **_license(location, folder, mirror)}


def _license(location: Github, folder: Path, mirror: Path | None) -> dict[str, str]:
    """The license in the root of the repository, and the file that it was read from."""
    for name in _LICENSE_FILES:
        places = [folder / name]
        if mirror:
            # A mirror keeps the license files apart.
            places.append(mirror.parent / "licences" / f"{location.folder}__{name}")
        for place in filter(Path.is_file, places):
            text = place.read_text("utf-8", errors="replace")
            return {"license": license_of_text(text), "license_from": name}
    return {"license": NO_LICENSE, "license_from": f"no {' or '.join(_LICENSE_FILES[:2])}"}


def _of_mirror(location: Github, mirror: Path) -> dict[str, str]:
    """Path -> hash of the files that the mirror's MANIFEST.tsv says are of this commit."""
    for manifest in (mirror / "MANIFEST.tsv", mirror.parent / "MANIFEST.tsv"):
        if manifest.is_file():
            with manifest.open(newline="", encoding="utf-8") as file:
                return {
                    row["path"]: row["sha256"]
                    for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                    if (row["repo"], row["commit"]) == (location.repo, location.commit)
                    and (mirror / location.folder / row["path"]).is_file()
                }
    return {}


def _unpacked(location: Github, into: Path, wanted: set[str] | None) -> Iterator[str]:
    """Write files of the archive under `into` (None: all); yields each path once it is whole.

    Plain files at the wanted paths, no more: links and whatever else an archive may hold are left.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.tar.gz"
        _download(location, archive)
        try:
            with tarfile.open(archive, "r:gz") as tar:
                for member in tar:
                    # The first part is a folder `<name>-<commit>`.
                    name = member.name.partition("/")[2]
                    safe = name and not {"", ".", ".."} & set(name.split("/"))
                    content = tar.extractfile(member) if safe and member.isreg() else None
                    if content and (wanted is None or name in wanted):
                        target = into / name
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(content.read())
                        yield name
        except (tarfile.TarError, EOFError, zlib.error) as error:
            raise LocationError(
                f"{location.name}: what {_url(location)} gave is no whole archive: {error}; "
                "run again"
            ) from error


def _url(location: Github) -> str:
    server = os.environ.get("TOUCHSTONE_GITHUB", "").rstrip("/") or _SERVER
    return f"{server}/{location.repo}/tar.gz/{location.commit}"


def _download(location: Github, path: Path) -> None:
    """The archive, tried several times unless the server says that there is none."""
    said = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS * 2 ** (attempt - 1))
        try:
            return _copy(_url(location), path)
        except urllib.error.HTTPError as error:
            with error:
                said = f"HTTP status {error.code}"
            if error.code < _SERVER_ERROR:
                break
        except (OSError, http.client.HTTPException) as error:
            said = str(getattr(error, "reason", "") or error)
    raise LocationError(
        f"{location.name} cannot be downloaded from {_url(location)}: {said}. Give a folder that "
        f"holds its files as {location.folder}/<path> with --mirror DIR, or run again with a "
        "network"
    )


def _copy(url: str, path: Path) -> None:
    with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as response, path.open("wb") as file:
        while block := response.read(1 << 20):
            file.write(block)
        # A connection that is cut ends such a loop without an error.
        if response.length:
            raise OSError(f"the connection was cut, {response.length} bytes before the end")
