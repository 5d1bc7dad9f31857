"""The reading part of the Hub's API, of one repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from .loopback import Handler
from .repo import Repo, facts, is_large, oid

if TYPE_CHECKING:
    from .server import FakeHub


class Reading(Handler):
    """Listings, facts and files of a revision."""

    server: FakeHub

    def reading(self, verb: str) -> Callable[[str, Repo, str, str], None] | None:
        """What answers `/api/datasets/<name>/<verb>/<revision>/<path>`."""
        return {
            "revision": self._info, "tree": self._tree, "paths-info": self._paths_info,
            "refs": self._refs, "commits": self._commits,
        }.get(verb)  # fmt: skip

    def missing(self, code: str, status: int = 404) -> None:
        self.send(status, b"", X_Error_Code=code, X_Error_Message=f"{code}: no such thing")

    def _info(self, name: str, repo: Repo, commit: str, path: str) -> None:
        self.as_json(
            {
                "id": name, "sha": commit, "private": repo.private, "gated": False,
                "disabled": False, "tags": [], "downloads": 0, "likes": 0,
                "lastModified": "2025-01-01T00:00:00.000Z",
                "createdAt": "2025-01-01T00:00:00.000Z", "cardData": repo.card,
                "siblings": [{"rfilename": path} for path in sorted(repo.at(commit))],
            }
        )  # fmt: skip

    def _tree(self, name: str, repo: Repo, commit: str, path: str) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        recursive = asked.get("recursive", ["false"])[0].lower() in ("true", "1")
        found = repo.listing(path, repo.at(commit), recursive)
        if path and not found:
            return self.missing("EntryNotFound")
        start, page = int(asked.get("cursor", ["0"])[0]), self.server.page
        more = {}
        if start + page < len(found):
            bare = f"{self.server.url}{urlsplit(self.path).path}?recursive={recursive}"
            more["Link"] = f'<{bare}&cursor={start + page}>; rel="next"'
        return self.as_json(found[start : start + page], **more)

    def _paths_info(self, name: str, repo: Repo, commit: str, path: str) -> None:
        if "json" in self.headers.get("Content-Type", ""):
            wanted = json.loads(self.body)["paths"]
        else:
            wanted = parse_qs(self.body.decode())["paths"]
        wanted = [wanted] if isinstance(wanted, str) else wanted
        entries = (repo.entry(each.strip("/"), repo.at(commit)) for each in wanted)
        self.as_json([entry for entry in entries if entry])

    def _refs(self, name: str, repo: Repo, commit: str, path: str) -> None:
        branches = [_ref("heads", branch, repo.commit) for branch in repo.branches]
        tags = [_ref("tags", tag, target) for tag, target in repo.tags.items()]
        self.as_json({"branches": branches, "converts": [], "tags": tags, "pullRequests": []})

    def _commits(self, name: str, repo: Repo, commit: str, path: str) -> None:
        self.as_json(
            [{"id": "0" * 40, "title": title, "message": "", "authors": [],
              "date": "2025-01-01T00:00:00.000Z"} for title in repo.log]
        )  # fmt: skip

    def file(self, repo: Repo, commit: str, path: str) -> None:
        """The bytes of a file."""
        files = repo.at(commit)
        if path not in files:
            return self.missing("EntryNotFound")
        content, more = files[path], {}
        if is_large(path, content):
            large = facts(content)
            more = {"X_Linked_ETag": f'"{large.sha256}"', "X_Linked_Size": str(large.size)}
        name = oid(path, content)
        content = content if isinstance(content, bytes) else self.server.xet.read(content.sha256)
        return self.send(
            200, content, ETag=f'"{name}"', X_Repo_Commit=commit, Accept_Ranges="bytes",
            Content_Type="application/octet-stream", **more,
        )  # fmt: skip


def _ref(kind: str, name: str, commit: str) -> dict[str, str]:
    return {"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": commit}
