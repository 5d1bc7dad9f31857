"""A repository: its files at the head, what every commit before it held, tags."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath

LARGE = (".parquet", ".jsonl", ".gz")
"""Files that the Hub keeps as LFS: their ETag is their SHA-256."""


@dataclass(frozen=True)
class Large:
    """A large file whose bytes lie elsewhere (in a Xet store): what the Hub knows of it."""

    sha256: str
    size: int


Files = dict[str, "bytes | Large"]


@dataclass
class Repo:
    """A repository; `files` are those of the head, whose name is `commit`."""

    files: dict[str, bytes]
    card: dict[str, object] = field(default_factory=dict)
    commit: str = "c0ffee" + "0" * 34
    branches: tuple[str, ...] = ("main",)
    private: bool = False
    tags: dict[str, str] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    """Titles of the commits, the newest first."""
    _before: dict[str, Files] = field(default_factory=dict)

    def resolve(self, revision: str) -> str | None:
        """The commit that a branch, tag or commit names."""
        if revision in (self.commit, *self.branches):
            return self.commit
        found = self.tags.get(revision, revision)
        return found if found == self.commit or found in self._before else None

    def at(self, commit: str) -> Files:
        """The files of a commit."""
        return self.files if commit == self.commit else self._before[commit]

    def record(self, files: Files, title: str) -> str:
        """A new head."""
        self._before[self.commit] = self.files
        self.log.insert(0, title)
        said = f"{self.commit} {title} {len(self.log)} {sorted(map(str, files))}"
        self.files, self.commit = files, hashlib.sha1(said.encode()).hexdigest()
        return self.commit

    def entry(self, path: str, files: Files | None = None) -> dict[str, object] | None:
        """What listings say of a file or folder; None if there is none of this name."""
        files = self.files if files is None else files
        if path not in files:
            below = any(name.startswith(f"{path}/") for name in files)
            oid = hashlib.sha1(path.encode()).hexdigest()
            return {"type": "directory", "path": path, "oid": oid, "size": 0} if below else None
        large = facts(files[path]) if is_large(path, files[path]) else None
        if large is None:
            content = files[path]
            return {"type": "file", "path": path, "size": len(content), "oid": blob(content)}
        pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{large.sha256}\n"
        pointer += f"size {large.size}\n"
        return {
            "type": "file", "path": path, "size": large.size, "oid": blob(pointer.encode()),
            "lfs": {"oid": large.sha256, "size": large.size, "pointerSize": len(pointer)},
        }  # fmt: skip

    def listing(self, folder: str, files: Files, recursive: bool) -> list[dict[str, object]]:
        """The entries below a folder ("" is the root): direct ones, or all."""
        names = set()
        for path in files:
            if folder and not path.startswith(f"{folder}/"):
                continue
            parents = [str(p) for p in PurePosixPath(path).parents if str(p) != "."]
            names |= {path, *(p for p in parents if not folder or p.startswith(f"{folder}/"))}
        depth = folder.count("/") + 1 if folder else 0
        chosen = [name for name in sorted(names) if recursive or name.count("/") == depth]
        return [self.entry(name, files) for name in chosen]


def is_large(path: str, content: bytes | Large) -> bool:
    return isinstance(content, Large) or path.endswith(LARGE)


def facts(content: bytes | Large) -> Large:
    """SHA-256 and size of a large file."""
    if isinstance(content, Large):
        return content
    return Large(hashlib.sha256(content).hexdigest(), len(content))


def oid(path: str, content: bytes | Large) -> str:
    """What the Hub calls a content: SHA-256 of large files, git's name of others."""
    return facts(content).sha256 if is_large(path, content) else blob(content)


def blob(content: bytes) -> str:
    """What git calls a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
