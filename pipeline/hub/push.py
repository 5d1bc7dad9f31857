"""Publishing a release folder as a dataset repository: plan, one commit, read back, tag.

The commit is pinned to the commit that the plan was made for, so the repository shows the version
before or the new one whole, whatever happens in between; and it is planned anew from what the
repository holds at every attempt, so that a lost answer, or another push of the same release, ends
with nothing left to do. A tag is given last: what bears one has been read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..errors import PushError, UsageError
from ..release.corpus import MANIFEST, SUMS
from ..release.licenses import obstacles
from .check import check, same
from .release_folder import LocalFile, ReleaseFolder, parse_sums
from .remote import Head, Remote, RemoteFile
from .retry import Retry

_ATTRIBUTES = ".gitattributes"
"""The Hub's own file: which files of a repository are large."""
_REPO = re.compile(r"\w[\w.-]*/\w[\w.-]*", re.ASCII)


@dataclass(frozen=True)
class Changes:
    """What makes the repository show the release; files of other people stay."""

    add: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    """Files that are no part of any release: left alone."""

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.delete)


@dataclass(frozen=True)
class Plan:
    """What a push would do."""

    folder: ReleaseFolder
    repo: str
    url: str
    account: str | None
    head: Head
    changes: Changes
    tag: str
    private: bool
    refused: tuple[str, ...]
    """Why the release must not be published."""

    @property
    def done(self) -> bool:
        """Is all published and tagged already?"""
        return self.head.exists and not self.changes and self.tag in self.head.tags


@dataclass(frozen=True)
class Published:
    """Where a release stands."""

    commit: str
    tag: str
    new: bool
    """Was a commit made, now or by an attempt whose answer was lost?"""
    checked: str
    """What was read back."""


def plan(
    folder: ReleaseFolder, remote: Remote, private: bool | None = None, tag: str | None = None,
    allow_unlicensed: bool = False, replace: bool = False,
) -> Plan:  # fmt: skip
    """What there is to do; `private` None keeps what is, and makes a new repository private.

    Raises UsageError, PushError.
    """
    account, head = remote.account(), remote.head()
    changes = difference(folder, head, remote)
    if head.exists and private is not None and private != head.private:
        now, wanted = ("private", "public") if head.private else ("public", "private")
        raise UsageError(
            f"{remote.repo} is {now}. Make it {wanted} at {remote.url}/settings, or leave "
            f"--{wanted} out"
        )
    refused = obstacles(folder.rows_by_license(), allow_unlicensed)
    if changes.delete and MANIFEST not in head.files and not replace:
        refused.append(
            f"{remote.repo} holds files that no release put there, and {len(changes.delete)} of "
            f"them are in the way ({changes.delete[0]} ...): give another name, or --replace"
        )
    return Plan(
        folder, remote.repo, remote.url, account, head, changes,
        _tag(tag, head, bool(changes), folder, remote),
        head.private if head.exists else private is not False, tuple(refused),
    )  # fmt: skip


def publish(planned: Plan, remote: Remote, say: Callable[[str], None]) -> Published:
    """Do it: create, commit, read back, tag. Raises UsageError, PushError."""
    if planned.refused:
        raise PushError("not published: " + "; ".join(planned.refused))
    if planned.account is None:
        raise UsageError("no token: set HF_TOKEN, or run `hf auth login`")
    if planned.done:
        commit = planned.head.tags[planned.tag]
        return Published(commit, planned.tag, False, check(planned.folder, remote, commit))
    if not planned.head.exists:
        remote.create(planned.private)
        say(f"created {planned.url} ({'private' if planned.private else 'public'})")
    commit = _committed(planned, remote, say)
    checked = check(planned.folder, remote, commit)
    remote.tag(planned.tag, commit)
    return Published(commit, planned.tag, commit != planned.head.commit, checked)


def _committed(planned: Plan, remote: Remote, say: Callable[[str], None]) -> str:
    """The commit that shows the release: a new one, or the head if it does so already."""
    folder, seen = planned.folder, planned.head.commit

    def attempt() -> str:
        nonlocal seen
        head = remote.look()
        changes = difference(folder, head, remote)
        if not changes and head.commit is not None:
            return head.commit
        if seen not in (None, head.commit):
            say(f"{remote.repo} moved on to {str(head.commit)[:12]} meanwhile")
        seen = head.commit
        names = (*changes.add, *changes.change)
        size = sum(folder.files[name].size for name in names)
        say(f"sending {len(names)} files ({size / 1e6:,.1f} MB), deleting {len(changes.delete)}")
        return remote.commit(
            {name: folder.files[name].path for name in names}, changes.delete, head.commit,
            f"Release {planned.tag}", f"{len(folder.files)} files, published by touchstone push",
        )  # fmt: skip

    return remote.retry("publishing", attempt)


def difference(folder: ReleaseFolder, head: Head, remote: Remote) -> Changes:
    """What a repository lacks of a release, and which files of earlier releases are in the way.

    In the way is what lies in a folder of the release, and what the checksums of the version in
    the repository name; anything else was put there by hand.
    """
    local, there = folder.files, head.files
    stray = [name for name in sorted(there) if name not in local and name != _ATTRIBUTES]
    tops = {PurePosixPath(name).parts[0] for name in local if "/" in name}
    stale = {name for name in stray if PurePosixPath(name).parts[0] in tops}
    if SUMS in there and len(stale) < len(stray) and head.commit is not None:
        stale |= parse_sums(remote.text(SUMS, head.commit)).keys() & set(stray)
    return Changes(
        add=tuple(sorted(local.keys() - there.keys())),
        change=tuple(name for name in sorted(local) if _differs(local[name], there.get(name))),
        delete=tuple(sorted(stale)),
        keep=tuple(name for name in stray if name not in stale),
    )


def _differs(local: LocalFile, remote: RemoteFile | None) -> bool:
    return remote is not None and not same(local, remote)


def _tag(
    asked: str | None, head: Head, changed: bool, folder: ReleaseFolder, remote: Remote
) -> str:
    """The tag of the release: as asked, or its version. Raises UsageError if it means another.

    It may stand on an earlier commit than the head, if only files beside the release came since.
    """
    tag = asked or f"v{folder.version}"
    target = head.tags.get(tag)
    if target is None or (target == head.commit and not changed):
        return tag
    there = Head(exists=True, commit=target, files=remote.files(target))
    if changed or difference(folder, there, remote):
        raise UsageError(
            f"{tag} is published already, as {target[:12]}, and stays what it is: raise "
            "release.version and build again (or give another --tag)"
        )
    return tag


def as_json(planned: Plan) -> dict[str, Any]:
    """A plan as plain values."""
    changes, files = planned.changes, planned.folder.files
    return {
        "folder": str(planned.folder.root), "files": len(files), "bytes": planned.folder.size,
        "repo": planned.repo, "url": planned.url, "account": planned.account,
        "exists": planned.head.exists, "private": planned.private, "head": planned.head.commit,
        "add": {name: files[name].size for name in changes.add},
        "change": {name: files[name].size for name in changes.change},
        "delete": list(changes.delete), "keep": list(changes.keep), "tag": planned.tag,
        "refused": list(planned.refused), "done": planned.done,
    }  # fmt: skip


def remote_of(repo: str, say: Callable[[str], None]) -> Remote:
    """The repository `owner/name`. Raises UsageError."""
    if not _REPO.fullmatch(repo):
        raise UsageError(f"{repo!r} is no repository: name it as owner/name")
    return Remote(repo, Retry(say))
