"""Stand-ins on loopback for the Hub and for GitHub's archives, with faults to order.

Nothing of Touchstone is used here: what these servers answer follows the endpoints that the real
clients ask, so that loaders run through `huggingface_hub` and `urllib` as they would outside.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

LARGE = (".parquet", ".jsonl", ".gz")
"""Files that the Hub keeps as LFS: their ETag is their SHA-256."""


@dataclass
class Fault:
    """What goes wrong with the next `times` requests of a method whose path has this ending."""

    method: str
    ending: str
    kind: str
    """A status such as "500", or "cut" (half the bytes, then the connection ends), or "flip"."""
    times: int = 1


class Loopback(ThreadingHTTPServer):
    """A server that runs in threads of this process; `with` starts and ends it."""

    daemon_threads = True
    handler: ClassVar[type[BaseHTTPRequestHandler]]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.tokens: set[str | None] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that hangs up is no news."""

    def fault(self, method: str, path: str) -> str:
        """The fault that this request meets, or nothing."""
        for found in self.faults:
            if found.times and found.method == method and path.endswith(found.ending):
                found.times -= 1
                return found.kind
        return ""


class Handler(BaseHTTPRequestHandler):
    """Answers with bytes, whole or in part, and with what goes wrong."""

    protocol_version = "HTTP/1.1"
    server: Loopback

    def log_message(self, format, *args):
        pass

    def do_GET(self):
        self._serve()

    def do_HEAD(self):
        self._serve()

    def do_POST(self):
        self._serve()

    def _serve(self):
        path = urlsplit(self.path).path
        self.server.asked.append(f"{self.command} {path}")
        self.server.tokens.add(self.headers.get("Authorization"))
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.kind = self.server.fault(self.command, path)
        if self.kind.isdigit():
            return self.send(int(self.kind), b"out of order")
        return self.answer([unquote(part) for part in path.strip("/").split("/")])

    def answer(self, parts: list[str]) -> None:
        raise NotImplementedError

    def send(self, status: int, content: bytes, **headers: str) -> None:
        """A response; of a file, the range that was asked for."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        wanted = self.headers.get("Range")
        if status == 200 and wanted and wanted.startswith("bytes="):
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start, end = int(first), int(last or len(content) - 1)
            given["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
            status, content = 206, content[start : end + 1]
        if self.kind == "flip":
            content = bytes([content[0] ^ 1]) + content[1:]
        self.send_response(status)
        for name, value in {**given, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.kind == "cut":
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        else:
            self.wfile.write(content)

    def as_json(self, value: object) -> None:
        self.send(200, json.dumps(value).encode(), Content_Type="application/json")


@dataclass
class Repo:
    """A repository: its files, and the names of its one commit."""

    files: dict[str, bytes]
    card: dict[str, object] = field(default_factory=dict)
    commit: str = "c0ffee" + "0" * 34
    branches: tuple[str, ...] = ("main",)

    def entry(self, path: str) -> dict[str, object]:
        content = self.files[path]
        entry = {"type": "file", "path": path, "size": len(content), "oid": blob(content)}
        if path.endswith(LARGE):
            facts = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content)}
            entry["lfs"] = {**facts, "pointerSize": 134}
        return entry


def blob(content: bytes) -> str:
    """What git calls a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class HubHandler(Handler):
    """The reading part of the Hub's API."""

    server: FakeHub

    def answer(self, parts: list[str]) -> None:
        api = parts[0] == "api"
        rest = parts[1:] if api else parts
        kind = "datasets" if rest[:1] == ["datasets"] else "models"
        if rest[:1] in (["datasets"], ["models"]):
            rest = rest[1:]
        repo = self.server.repos.get((kind, "/".join(rest[:2])))
        if repo is None:
            return self.missing("RepoNotFound", 401)
        verb, revision, *path = rest[2:] or ["revision", "main"]
        if revision not in (repo.commit, *repo.branches):
            return self.missing("RevisionNotFound")
        if not api and verb == "resolve":
            return self.file(repo, "/".join(path))
        if api and verb == "revision":
            return self.as_json(self.info(repo, "/".join(rest[:2])))
        if api and verb == "tree":
            return self.tree(repo, "/".join(path))
        if api and verb == "paths-info":
            return self.paths_info(repo)
        return self.missing("EntryNotFound")

    def missing(self, code: str, status: int = 404) -> None:
        self.send(status, b"", X_Error_Code=code, X_Error_Message=f"{code}: no such thing")

    def info(self, repo: Repo, name: str) -> dict[str, object]:
        return {
            "id": name, "sha": repo.commit, "private": False, "gated": False, "disabled": False,
            "tags": [], "downloads": 0, "likes": 0, "lastModified": "2025-01-01T00:00:00.000Z",
            "createdAt": "2025-01-01T00:00:00.000Z", "cardData": repo.card,
            "siblings": [{"rfilename": path} for path in sorted(repo.files)],
        }  # fmt: skip

    def tree(self, repo: Repo, folder: str) -> None:
        found = [p for p in sorted(repo.files) if not folder or p.startswith(f"{folder}/")]
        if folder and not found:
            return self.missing("EntryNotFound")
        return self.as_json([repo.entry(path) for path in found])

    def paths_info(self, repo: Repo) -> None:
        if "json" in self.headers.get("Content-Type", ""):
            wanted = json.loads(self.body)["paths"]
        else:
            wanted = parse_qs(self.body.decode())["paths"]
        self.as_json([repo.entry(path) for path in wanted if path in repo.files])

    def file(self, repo: Repo, path: str) -> None:
        if path not in repo.files:
            return self.missing("EntryNotFound")
        content = repo.files[path]
        digest = hashlib.sha256(content).hexdigest()
        etag = digest if path.endswith(LARGE) else blob(content)
        return self.send(
            200, content, ETag=f'"{etag}"', X_Repo_Commit=repo.commit, Accept_Ranges="bytes",
            Content_Type="application/octet-stream",
        )  # fmt: skip


class FakeHub(Loopback):
    """Repositories by ("datasets" or "models", "owner/name")."""

    handler = HubHandler

    def __init__(self) -> None:
        super().__init__()
        self.repos: dict[tuple[str, str], Repo] = {}


class GithubHandler(Handler):
    """`/<owner>/<name>/tar.gz/<commit>`."""

    server: FakeGithub

    def answer(self, parts: list[str]) -> None:
        files = self.server.commits.get(("/".join(parts[:2]), parts[-1]))
        if files is None or parts[2:-1] != ["tar.gz"]:
            return self.send(404, b"404: Not Found")
        archive = tarball(f"{parts[1]}-{parts[-1]}", files)
        return self.send(200, archive, Content_Type="application/x-gzip")


class FakeGithub(Loopback):
    """Files by ("owner/name", commit)."""

    handler = GithubHandler

    def __init__(self) -> None:
        super().__init__()
        self.commits: dict[tuple[str, str], dict[str, bytes]] = {}


def tarball(folder: str, files: dict[str, bytes]) -> bytes:
    """An archive as GitHub makes them: a folder, and all files below it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for path, content in files.items():
            member = tarfile.TarInfo(f"{folder}/{path}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
