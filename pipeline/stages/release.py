"""release: the folder that is published: parquet per config, card, reward code, how it was built.

Layout: `data/<domain>/` (the corpus), `unfiltered/` (every row that reached `select`, with its
rates), `rejected/` (every dropped row with stage, reason and evidence), `README.md`,
`touchstone_rewards/` and `reward.py`, `build.json`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc

import rewards
from rewards import load_reward

from .. import card
from ..schema import DROPS, RELEASE
from ..stage import Artifact, Sink, Stage
from ..store import Folder, TableWriter, write_json, write_text
from .select import annotate

if TYPE_CHECKING:
    from ..context import Context

CORPUS = "corpus"
_SHARD = "train-00000-of-00001.parquet"
_REWARD_PY = '''\
"""Grades the rows of this corpus: `compute_score` has the signature that verl calls."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from touchstone_rewards import compute_score, load_reward, score_row  # noqa: E402

__all__ = ["compute_score", "load_reward", "score_row"]
'''


@dataclass(frozen=True)
class Release(Stage):
    """Inputs: every stage of the build in order, `measure` and `select` last.

    Config: `settings` (resolved). Memory: the rows of the largest source, since rows are
    published in the order of their keys.
    """

    name: ClassVar[str] = "release"
    schema: ClassVar[None] = None
    resources: ClassVar[tuple[str, ...]] = (card.TEMPLATE,)

    def produce(self, folder: Folder, context: Context, sink: Sink) -> None:
        """Write the corpus folder."""
        *_, measured, selected = self.inputs
        settings = self.config["settings"]
        corpus, domain, rule = folder.path / CORPUS, settings["domain"], settings["select"]["rule"]
        sink.rows_in = selected.counts["kept"]
        kept = map(release_rows, _by_source(selected))
        sink.kept = _write(corpus / "data" / domain / _SHARD, RELEASE, kept)
        everything = (release_rows(annotate(rows, rule)) for rows in _by_source(measured))
        _write(corpus / "unfiltered" / f"{domain}.parquet", RELEASE, everything)
        drops = (artifact.drops() for artifact in self.inputs)
        _write(corpus / "rejected" / f"{domain}.parquet", DROPS, drops)
        _travel(corpus)
        facts = build_facts(settings, self.inputs)
        write_json(corpus / "build.json", facts)
        write_text(corpus / "README.md", card.render(facts, corpus))


def build_facts(settings: dict[str, Any], stages: Iterable[Artifact]) -> dict[str, Any]:
    """How a corpus was built: the resolved settings, and per stage its key, counts and figures."""
    return {
        "settings": settings,
        "stages": [
            {"stage": artifact.stage, "key": artifact.key, "counts": artifact.counts,
             "stats": artifact.manifest["stats"]}
            for artifact in stages
        ],
    }  # fmt: skip


def _by_source(artifact: Artifact) -> Iterator[pa.Table]:
    """The rows source by source, by name, each sorted by the key of its rows."""
    names = set(artifact.table(["data_source"])["data_source"].to_pylist())
    for name in sorted(map(str, names)):
        rows = artifact.table(filters=pc.field("data_source") == name)
        yield rows.sort_by("source_row")


def _write(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> int:
    """Write tables into one file, as they come; the number of rows. No table: an empty file."""
    path.parent.mkdir(parents=True)
    writer = TableWriter(path, schema)
    for table in tables:
        writer.write(table)
    writer.close()
    return writer.written


def release_rows(rows: pa.Table) -> pa.Table:
    """Rows of `select` in the published form."""
    return pa.Table.from_pylist([_published(row) for row in rows.to_pylist()], RELEASE)


def _published(row: dict[str, Any]) -> dict[str, Any]:
    """One row; what graders need is made here once and written for three kinds of readers."""
    version = load_reward(row["reward"]).version
    grading = {"ground_truth": row["ground_truth"], "reward": row["reward"], "spec": row["spec"]}
    same = {name: row[name] for name in RELEASE.names if name in row}
    return {
        **same,
        "ability": row["domain"],
        "reward_model": {"style": "rule", "ground_truth": row["ground_truth"]},
        "label": json.dumps({"v": 1, "reward_version": version, **grading}, ensure_ascii=False),
        "extra_info": {
            "index": _index(row["id"]), "split": row["split"], "id": row["id"],
            "reward": row["reward"], "reward_version": version, "spec": row["spec"],
        },
        "source": row["data_source"].split("__", 1)[1],
    }  # fmt: skip


def _index(identity: str) -> int:
    """A number that depends on the row alone, so that rows added later change no other's."""
    return int(identity[:15], 16)


def _travel(corpus: Path) -> None:
    """The reward code that measured the corpus goes with it, under a name of its own."""
    own = Path(rewards.__file__).parent
    shutil.copytree(
        own, corpus / "touchstone_rewards", ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    write_text(corpus / "reward.py", _REWARD_PY)
