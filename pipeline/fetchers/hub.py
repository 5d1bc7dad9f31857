"""Files of a repository on the Hugging Face Hub, through its own client, at a pinned commit.

Endpoint and token are those that the client knows (HF_ENDPOINT, HF_TOKEN); no token is ever
printed. Files only: no loading script, no code of a repository is run.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from domains.base import Hub

from ..errors import LocationError
from .facts import expanded, file_facts, license_of_card

_ATTEMPTS = 4
_PAUSE_SECONDS = 1.0
_SERVER_ERROR = 500
_SAID_CHARS = 300

T = TypeVar("T")


def fetch(
    location: Hub, names: Sequence[str], into: Path, entry: Mapping[str, Any]
) -> Iterator[str]:
    """Put files of the pinned commit under `into`, one by one. Raises LocationError."""
    for name in names:
        _download(location, name, entry["commit"], into)
        yield name


def pin(location: Hub, members: Sequence[str], mirrors: Sequence[Path]) -> dict[str, Any]:
    """The lock entry, from the Hub: a mirror does not say of which commit its files are.

    The Hub states the SHA-256 of large files, so only small ones are downloaded.
    """
    from huggingface_hub import HfApi

    api = HfApi(endpoint=_endpoint())
    kind = location.repo_type
    info: Any = _asked(
        location,
        lambda: api.repo_info(location.repo, revision=location.revision, repo_type=kind),
    )
    commit = str(info.sha)
    names, missing = expanded(members, [found.rfilename for found in info.siblings or ()])
    if missing:
        raise LocationError(f"{location.name} has no {missing}; name files that it has")
    found = _asked(
        location,
        lambda: api.get_paths_info(location.repo, names, revision=commit, repo_type=kind),
    )
    stated = {each.path: getattr(each, "lfs", None) for each in found}
    files = {name: _facts(location, name, commit, stated.get(name)) for name in names}
    card = info.card_data.get("license") if info.card_data else None
    return {
        "commit": commit, "files": files, "license": license_of_card(card),
        "license_from": f"README.md license: {card}" if card else "README.md states no license",
    }  # fmt: skip


def _facts(location: Hub, name: str, commit: str, lfs: Any) -> dict[str, Any]:
    if lfs is not None:
        return {"bytes": int(lfs.size), "sha256": str(lfs.sha256)}
    with tempfile.TemporaryDirectory() as folder:
        return file_facts(_download(location, name, commit, Path(folder)))


def _download(location: Hub, name: str, commit: str, into: Path) -> Path:
    from huggingface_hub import hf_hub_download

    return Path(
        _asked(
            location,
            lambda: hf_hub_download(
                location.repo, name, repo_type=location.repo_type, revision=commit,
                local_dir=into, endpoint=_endpoint(),
            ),
        )
    )  # fmt: skip


def _endpoint() -> str | None:
    # Read now: the client reads it once, when it is imported.
    return os.environ.get("HF_ENDPOINT") or None


def _asked(location: Hub, ask: Callable[[], T]) -> T:
    """What the Hub answers. The client itself retries some failures, and not, say, a GET's 500."""
    error: Exception | None = None
    for attempt in range(_ATTEMPTS):
        if attempt:
            time.sleep(_PAUSE_SECONDS * 2 ** (attempt - 1))
        try:
            return ask()
        # It raises errors of its own, of its HTTP library and plain ones.
        except Exception as raised:
            error = raised
            if not _may_pass(raised):
                break
    said = " ".join(f"{type(error).__name__}: {error}".split())[:_SAID_CHARS]
    raise LocationError(
        f"{location.name} cannot be read from the Hub: {said}. Run again with a network, set "
        "HF_TOKEN if the repository asks for an account, or, once it is pinned, give a folder that "
        f"holds its files as {location.folder}/<file> with --mirror DIR"
    ) from error


def _may_pass(error: Exception) -> bool:
    """Is it worth another attempt? Not what was refused, nor what the client has retried."""
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    if isinstance(error, (HFValidationError, LocalEntryNotFoundError)):
        return False
    status = getattr(getattr(error, "response", None), "status_code", None)
    return status is None or status >= _SERVER_ERROR
