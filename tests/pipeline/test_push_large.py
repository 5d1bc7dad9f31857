"""How large files travel: LFS in parts, and Xet through the real `hf_xet`."""

from __future__ import annotations

import pytest

from tests.hub import FakeHub, Fault

from .push_world import KEY, Pusher, client, release

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
PARQUET = "data/logic/train-00000-of-00001.parquet"


def test_lfs_in_parts(tmp_path, monkeypatch):
    folder = release(tmp_path / "first", rows=400)
    with FakeHub() as server:
        client(monkeypatch, tmp_path, server)
        server.part_bytes = 5_000
        server.faults.append(Fault("PUT", "/lfs/*/2", "500", 2))
        Pusher().push(folder)
        assert server.repos[KEY].files[PARQUET] == (folder / PARQUET).read_bytes()
        parts = {line for line in server.asked if line.startswith("PUT ")}
        assert len(parts) > 3, "parts, and a small file whole"


def test_xet(tmp_path, monkeypatch):
    folder = release(tmp_path / "first", rows=400)
    with FakeHub() as server:
        client(monkeypatch, tmp_path, server, xet=True)
        server.faults.append(Fault("GET", "/xet-write-token/main", "500"))
        done = Pusher().push(folder)
        assert "rows by load_dataset" in done.checked
        content = server.repos[KEY].files[PARQUET]
        assert server.xet.read(content.sha256) == (folder / PARQUET).read_bytes()
        assert not server.objects, "nothing went by LFS"
        assert Pusher().plan(folder).done
