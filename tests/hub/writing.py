"""The writing part of the Hub's API: upload modes, LFS and Xet uploads, commits, tags."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import yaml

from .loopback import Handler
from .repo import Files, Large, Repo, is_large, oid

if TYPE_CHECKING:
    from .server import FakeHub


class Writing(Handler):
    """What changes a repository."""

    server: FakeHub

    def writing(self, verb: str) -> Callable[[str, Repo, str], None] | None:
        """What answers `POST /api/datasets/<name>/<verb>/<revision>`."""
        return {
            "preupload": self._preupload, "commit": self._commit, "tag": self._tag,
            "xet-write-token": self._xet_token, "settings": self._settings,
        }.get(verb)  # fmt: skip

    def validate_yaml(self) -> None:
        """A card's front matter, as far as the real check is known: YAML, and a license."""
        content = json.loads(self.body)["content"]
        try:
            front = yaml.safe_load(content.split("---")[1]) if content.startswith("---") else {}
            errors = [] if isinstance(front, dict) else [{"message": "metadata is no mapping"}]
        except yaml.YAMLError as error:
            errors = [{"message": str(error)}]
        self.as_json({"errors": errors, "warnings": []}, 400 if errors else 200)

    def create_repo(self, account: str) -> None:
        asked = json.loads(self.body)
        owner = asked.get("organization") or account
        name, kind = f"{owner}/{asked['name']}", f"{asked.get('type', 'model')}s"
        if not self.server.may_write(account, owner):
            return self.as_json({"error": "no rights here"}, 403)
        url = {"url": f"{self.server.url}/{kind}/{name}"}
        if (kind, name) in self.server.repos:
            return self.as_json(url | {"error": "You already created this repo"}, 409)
        first = {".gitattributes": b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"}
        commit = hashlib.sha1(name.encode()).hexdigest()
        private = asked.get("visibility") == "private" or asked.get("private", False)
        self.server.repos[kind, name] = Repo(first, commit=commit, private=private)
        return self.as_json(url)

    def _settings(self, name: str, repo: Repo, revision: str) -> None:
        asked = json.loads(self.body)
        repo.private = asked.get("visibility", "") == "private" or asked.get("private", False)
        self.as_json({})

    def _preupload(self, name: str, repo: Repo, revision: str) -> None:
        files = repo.at(repo.resolve(revision))
        found = []
        for asked in json.loads(self.body)["files"]:
            path = asked["path"]
            entry = {"path": path, "shouldIgnore": False, "uploadMode": "regular"}
            if is_large(path, b"") or asked["size"] > self.server.large_bytes:
                entry["uploadMode"] = "lfs"
            if path in files:
                entry["oid"] = oid(path, files[path])
            found.append(entry)
        self.as_json({"files": found})

    def lfs_batch(self) -> None:
        """Where to put large files that are not there yet."""
        found = []
        for asked in json.loads(self.body)["objects"]:
            url = f"{self.server.url}/lfs/{asked['oid']}"
            upload, part = {"href": url}, self.server.part_bytes
            if part and asked["size"] > part:
                numbers = range(1, -(-asked["size"] // part) + 1)
                parts = {f"{number:05}": f"{url}/{number}" for number in numbers}
                upload = {"href": f"{url}/complete", "header": {"chunk_size": str(part)} | parts}
            actions = {"upload": upload, "verify": {"href": f"{url}/verify"}}
            there = asked["oid"] in self.server.objects
            found.append(asked | ({} if there else {"actions": actions}))
        self.as_json({"transfer": "basic", "objects": found})

    def lfs(self, sha256: str, step: str) -> None:
        """One large file: whole, in parts, completed, verified."""
        objects, parts = self.server.objects, self.server.parts
        if step.isdigit():
            parts[sha256, int(step)] = self.body
            return self.send(200, b"", ETag=f'"{hashlib.md5(self.body).hexdigest()}"')
        if step == "verify":
            return self.as_json({}, 200 if sha256 in objects else 404)
        if step == "complete":
            numbers = [part["partNumber"] for part in json.loads(self.body)["parts"]]
            self.body = b"".join(parts[sha256, number] for number in numbers)
        if hashlib.sha256(self.body).hexdigest() != sha256:
            return self.as_json({"error": "other bytes than were announced"}, 400)
        objects[sha256] = self.body
        return self.as_json({})

    def _xet_token(self, name: str, repo: Repo, revision: str) -> None:
        expires, url = int(time.time()) + 3600, self.server.xet.url
        self.as_json(
            {"casUrl": url, "exp": expires, "accessToken": "xet"}, X_Xet_Cas_Url=url,
            X_Xet_Access_Token="xet", X_Xet_Token_Expiration=str(expires),
        )  # fmt: skip

    def _commit(self, name: str, repo: Repo, revision: str) -> None:
        if self.kind == "race":
            repo.record({**repo.files, "NOTES.txt": b"by hand"}, "by hand")
        lines = [json.loads(line) for line in self.body.splitlines()]
        header = lines[0]["value"]
        if header.get("parentCommit", repo.commit) != repo.commit:
            said = "A commit has happened since. Please refresh and try again."
            return self.as_json({"error": said}, 412)
        files: Files = dict(repo.files)
        for line in lines[1:]:
            if not self._change(files, line["key"], line["value"]):
                return self.as_json({"error": f"{line['value']['path']} was not uploaded"}, 400)
        oid = repo.record(files, header["summary"])
        url = f"{self.server.url}/datasets/{name}/commit/{oid}"
        return self.as_json({"commitUrl": url, "commitOid": oid, "success": True})

    def _change(self, files: Files, key: str, value: dict) -> bool:
        path = value["path"]
        if key == "file":
            files[path] = base64.b64decode(value["content"])
        elif key == "deletedFile":
            del files[path]
        elif key == "deletedFolder":
            for below in [name for name in files if name.startswith(f"{path.rstrip('/')}/")]:
                del files[below]
        elif value["oid"] in self.server.objects:
            files[path] = self.server.objects[value["oid"]]
        elif self.server.xet.has(value["oid"]):
            files[path] = Large(value["oid"], value["size"])
        else:
            return False
        return True

    def _tag(self, name: str, repo: Repo, revision: str) -> None:
        tag, commit = json.loads(self.body)["tag"], repo.resolve(revision)
        if tag in repo.tags:
            return self.as_json({"error": f"Tag reference exists already: {tag}"}, 409)
        repo.tags[tag] = commit
        return self.as_json({})
