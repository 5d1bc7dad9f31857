"""A dataset repository on the Hub, through the Hub's own client: what it holds, and one commit.

Endpoint and token are those that the client knows (HF_ENDPOINT; HF_TOKEN or `hf auth login`). The
token is handed to nobody else, and nothing here keeps it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PushError
from .retry import Retry, status_of

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_KIND = "dataset"
_UNAUTHORIZED = (401, 403)


@dataclass(frozen=True)
class RemoteFile:
    """What the Hub says of a file: SHA-256 of a large one, git's SHA-1 of any other."""

    size: int
    sha256: str | None
    git: str


@dataclass(frozen=True)
class Head:
    """A repository at one commit; a repository that is not there (or not shown) has no commit."""

    exists: bool = False
    private: bool = False
    commit: str | None = None
    files: Mapping[str, RemoteFile] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    """Commits by tag."""


class Remote:
    """The requests of a push; each is repeated as `retry` says. Raises PushError."""

    def __init__(self, repo: str, retry: Retry) -> None:
        self.repo, self.retry = repo, retry

    @cached_property
    def api(self) -> HfApi:
        """The client."""
        from huggingface_hub import HfApi

        # Read now: the client reads it once, when it is imported.
        return HfApi(endpoint=os.environ.get("HF_ENDPOINT") or None)

    @property
    def url(self) -> str:
        """The page of the repository."""
        return f"{self.api.endpoint}/datasets/{self.repo}"

    def account(self) -> str | None:
        """Who the token belongs to; None without a token. A token that is refused is an error."""
        from huggingface_hub import get_token

        if get_token() is None:
            return None
        try:
            return str(self.retry("asking whose token this is", self.api.whoami)["name"])
        except PushError as error:
            if status_of(error) in _UNAUTHORIZED:
                raise PushError(
                    f"{self.api.endpoint} does not know the token. Set HF_TOKEN to one that may "
                    "write to the repository, or run `hf auth login`"
                ) from error
            raise

    def head(self) -> Head:
        """What the branch `main` holds now."""
        return self.retry(f"reading {self.repo}", self.look)

    def look(self) -> Head:
        """`head` without repeats; errors are those of the client."""
        from huggingface_hub.errors import RepositoryNotFoundError

        try:
            info: Any = self.api.repo_info(self.repo, repo_type=_KIND)
        except RepositoryNotFoundError:
            return Head()
        refs = self.api.list_repo_refs(self.repo, repo_type=_KIND)
        tags = {tag.name: tag.target_commit for tag in refs.tags}
        files = self._files(info.sha) if info.sha else {}
        return Head(True, bool(info.private), info.sha, files, tags)

    def files(self, commit: str) -> dict[str, RemoteFile]:
        """The files of a commit; one that was made just now may take a moment to be seen."""
        from huggingface_hub.errors import RevisionNotFoundError

        return self.retry(
            f"reading {self.repo} at {commit[:12]}",
            lambda: self._files(commit), (RevisionNotFoundError,),
        )  # fmt: skip

    def _files(self, commit: str) -> dict[str, RemoteFile]:
        from huggingface_hub import RepoFile

        return {
            each.path: RemoteFile(each.size, each.lfs.sha256 if each.lfs else None, each.blob_id)
            for each in self.api.list_repo_tree(
                self.repo, repo_type=_KIND, revision=commit, recursive=True
            )
            if isinstance(each, RepoFile)
        }

    def text(self, path: str, commit: str) -> str:
        """A small text file of a commit."""

        def ask() -> str:
            with tempfile.TemporaryDirectory() as folder:
                found = self.api.hf_hub_download(
                    self.repo, path, repo_type=_KIND, revision=commit, local_dir=folder
                )
                return Path(found).read_text("utf-8")

        return self.retry(f"reading {path} of {self.repo}", ask)

    def create(self, private: bool) -> None:
        """Make the repository; one that is there already stays as it is."""
        self.retry(
            f"creating {self.repo}",
            lambda: self.api.create_repo(
                self.repo, repo_type=_KIND, private=private, exist_ok=True
            ),
        )  # fmt: skip

    def commit(
        self, add: Mapping[str, Path], delete: Sequence[str], parent: str | None, title: str,
        text: str,
    ) -> str:  # fmt: skip
        """Upload files, then one commit on `parent`: all or nothing. Not repeated here.

        Operations are made anew at every call: the client keeps in them what the branch held when
        it was asked, and leaves out what seems unchanged.
        """
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        made = self.api.create_commit(
            self.repo,
            [
                *(CommitOperationDelete(path, is_folder=False) for path in delete),
                *(CommitOperationAdd(name, path) for name, path in add.items()),
            ],
            commit_message=title, commit_description=text, repo_type=_KIND, revision="main",
            parent_commit=parent,
        )  # fmt: skip
        return made.oid

    def tag(self, name: str, commit: str) -> None:
        """Tag a commit, unless it bears that tag already."""

        def ask() -> None:
            refs = self.api.list_repo_refs(self.repo, repo_type=_KIND)
            found = {tag.name: tag.target_commit for tag in refs.tags}.get(name)
            if found is None:
                self.api.create_tag(self.repo, tag=name, revision=commit, repo_type=_KIND)
            elif found != commit:
                raise PushError(
                    f"tag {name} was given to {found[:12]} meanwhile; the release is published as "
                    f"{commit[:12]}: run again with another --tag"
                )

        self.retry(f"tagging {name}", ask)
