"""What the lock says of a file and of a license; which paths a pattern means."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..store import sha256

NO_LICENSE = "NOASSERTION"
# All of a license's marks must stand in a text, and those of no other.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "Apache-2.0": ("apache license", "version 2.0, january 2004"),
    "MIT": ("permission is hereby granted, free of charge, to any person",),
    "BSD-3-Clause": ("redistribution and use in source and binary forms", "neither the name of"),
    "CC-BY-4.0": ("creative commons attribution 4.0 international",),
    "CC-BY-SA-4.0": ("creative commons attribution-sharealike 4.0 international",),
}
# How dataset cards spell them.
_CARD = {
    spdx.lower(): spdx
    for spdx in (
        *_MARKS, "CC0-1.0", "CC-BY-3.0", "CC-BY-SA-3.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0",
        "ODC-By-1.0", "GPL-3.0", "BSD-2-Clause",
    )
} | {"odc-by": "ODC-By-1.0"}  # fmt: skip


def file_facts(path: Path) -> dict[str, Any]:
    """Size and hash of a file."""
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def license_of_text(text: str) -> str:
    """SPDX of the text of a LICENSE file; NOASSERTION where it is none or several that we know."""
    words = " ".join(text.lower().split())
    found = [spdx for spdx, marks in _MARKS.items() if all(mark in words for mark in marks)]
    return found[0] if len(found) == 1 else NO_LICENSE


def license_of_card(stated: object) -> str:
    """SPDX of the `license` of a dataset card; NOASSERTION for what is not one known license."""
    return _CARD.get(stated.lower(), NO_LICENSE) if isinstance(stated, str) else NO_LICENSE


def is_pattern(member: str) -> bool:
    """Does it mean all files that it matches, rather than one file?"""
    return any(mark in member for mark in "*?[")


def matching(member: str, paths: Iterable[str]) -> list[str]:
    """The paths that a member means, sorted; `*` stays within a folder."""
    if not is_pattern(member):
        return [path for path in paths if path == member]
    parts = member.split("/")
    return sorted(path for path in paths if _matches(parts, path.split("/")))


def expanded(members: Sequence[str], paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """All paths that some members mean, sorted; and the members that mean none."""
    found = {member: matching(member, paths) for member in members}
    missing = [member for member, means in found.items() if not means]
    return sorted({path for means in found.values() for path in means}), missing


def _matches(pattern: Sequence[str], path: Sequence[str]) -> bool:
    return len(pattern) == len(path) and all(
        part != ".." and fnmatch.fnmatchcase(part, wanted)
        for wanted, part in zip(pattern, path, strict=True)
    )
