"""The Hub: who asks for what, and may they."""

from __future__ import annotations

from .loopback import Loopback
from .reading import Reading
from .repo import Repo
from .writing import Writing
from .xet import XetStore


class HubHandler(Reading, Writing):
    """Routes a request."""

    server: FakeHub

    def answer(self, parts: list[str]) -> None:
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token and self.server.accounts and token not in self.server.accounts:
            said = "Invalid credentials in Authorization header"
            return self.send(401, b"", X_Error_Message=said)
        account = self.server.accounts.get(token, "")
        with self.server.lock:
            return self._route(account, parts)

    def _route(self, account: str, parts: list[str]) -> None:
        match parts:
            case ["api", "whoami-v2"]:
                return self._whoami(account)
            case ["api", "repos", "create"]:
                return self.create_repo(account)
            case ["api", "validate-yaml"]:
                return self.validate_yaml()
            case ["lfs", sha256, *step]:
                return self.lfs(sha256, "".join(step))
            case ["api", ("datasets" | "models") as kind, owner, name, *rest]:
                return self._api(account, (kind, f"{owner}/{name}"), rest)
            case ["datasets", owner, name, *rest]:
                return self._plain(account, ("datasets", f"{owner}/{name}"), rest)
            case [owner, name, *rest]:
                return self._plain(account, ("models", f"{owner}/{name}"), rest)
        return self.missing("EntryNotFound")

    def _whoami(self, account: str) -> None:
        if not account:
            return self.as_json({"error": "Invalid username or password."}, 401)
        role = "write" if self.server.may_write(account, account) else "read"
        self.as_json(
            {"type": "user", "name": account, "orgs": [],
             "auth": {"type": "access_token", "accessToken": {"displayName": "t", "role": role}}}
        )  # fmt: skip

    def _seen(self, account: str, key: tuple[str, str]) -> Repo | None:
        repo = self.server.repos.get(key)
        hidden = repo is not None and repo.private and account != key[1].split("/")[0]
        return None if hidden else repo

    def _api(self, account: str, key: tuple[str, str], rest: list[str]) -> None:
        repo = self._seen(account, key)
        if repo is None:
            return self.missing("RepoNotFound", 404 if account else 401)
        verb, revision, *path = [*rest, *["revision", "main"][len(rest) :]]
        if write := self.writing(verb):
            if not self.server.may_write(account, key[1].split("/")[0]):
                return self.as_json({"error": "You don't have the rights to do this."}, 403)
            if repo.resolve(revision) is None:
                return self.missing("RevisionNotFound")
            return write(key[1], repo, revision)
        commit, read = repo.resolve(revision), self.reading(verb)
        if commit is None:
            return self.missing("RevisionNotFound")
        if read is None:
            return self.missing("EntryNotFound")
        return read(key[1], repo, commit, "/".join(path))

    def _plain(self, account: str, key: tuple[str, str], rest: list[str]) -> None:
        kind, name = key
        if name.endswith(".git") and rest[-2:] == ["objects", "batch"]:
            known = self._seen(account, (kind, name.removesuffix(".git")))
            return self.lfs_batch() if known else self.missing("RepoNotFound", 401)
        repo = self._seen(account, key)
        if repo is None:
            return self.missing("RepoNotFound", 404 if account else 401)
        verb, revision, *path = [*rest, "", ""]
        commit = repo.resolve(revision)
        if commit is None:
            return self.missing("RevisionNotFound")
        if verb != "resolve":
            return self.missing("EntryNotFound")
        return self.file(repo, commit, "/".join(path).rstrip("/"))


class FakeHub(Loopback):
    """Repositories by ("datasets" or "models", "owner/name"); with `accounts`, rights."""

    handler = HubHandler

    def __init__(self) -> None:
        super().__init__()
        self.repos: dict[tuple[str, str], Repo] = {}
        self.accounts: dict[str, str] = {}
        """Who a token belongs to; empty: anyone may do all. A token that starts with
        "hf_read" may only read."""
        self.objects: dict[str, bytes] = {}
        self.parts: dict[tuple[str, int], bytes] = {}
        self.part_bytes: int | None = None
        """Large files above this many bytes are uploaded in parts of so many."""
        self.large_bytes = 10_000_000
        self.page = 1000
        """Entries per page of a listing."""
        self.xet = XetStore()

    def may_write(self, account: str, owner: str) -> bool:
        """An account writes to what is its own, and to organizations of the name team-*."""
        if not self.accounts:
            return True
        tokens = [token for token, name in self.accounts.items() if name == account]
        reads = all(token.startswith("hf_read") for token in tokens)
        return bool(account) and not reads and (owner == account or owner.startswith("team-"))

    def __exit__(self, *error):
        super().__exit__(*error)
        self.xet.close()
