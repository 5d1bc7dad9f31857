"""GitHub's archives."""

from __future__ import annotations

import io
import tarfile

from .loopback import Handler, Loopback


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
