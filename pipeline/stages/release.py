"""release: the folder that is published: rows, card, report, reward code, how it was built.

`data/<domain>/` holds the corpus; `unfiltered/` every row that reached `select`, with its rates;
`rejected/` every dropped row with stage, reason and evidence; `traces/` answers that were paid and
`review/` rows that may be wrong, where models were drawn; `signatures/` what
`touchstone dedup --against` reads. `SHA256SUMS` covers every other file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from filters import signatures
from rewards import load_reward

from ..evidence import REVIEW, TRACE
from ..fingerprint import digest
from ..release import card, changes, columns, corpus, report
from ..release.figures import Figures, Parts, gather
from ..release.travel import travel
from ..schema import DROPS, RELEASE
from ..stage import Sink, Stage
from ..store import Folder, TableWriter, write_json, write_text
from .decontaminate import document
from .select import annotate

if TYPE_CHECKING:
    from ..context import Context
    from ..stage import Artifact

CORPUS = "corpus"
_COMPARED = ["question", "context", "match_key", "match_parts", "reference"]


@dataclass(frozen=True)
class Release(Stage):
    """Inputs: `figures.Parts`. Config: `settings` (resolved), `previous` (hash of the sums).

    Memory: the rows of the largest source, since rows are published in the order of their keys.
    """

    name: ClassVar[str] = "release"
    schema: ClassVar[None] = None
    resources: ClassVar[tuple[str, ...]] = (*card.TEMPLATES, *report.TEMPLATES)
    # Signatures are datasketch's; the version of Touchstone stands in the manifest.
    libraries: ClassVar[tuple[str, ...]] = ("datasketch", "jinja2", "numpy", "touchstone-rl")

    def produce(self, folder: Folder, context: Context, sink: Sink) -> None:
        """Write the corpus folder: tables, then what is told of them, the hashes last."""
        parts, settings = Parts.of(self.inputs), self.config["settings"]
        path, previous = folder.path / CORPUS, settings["release"]["previous"]
        sink.rows_in = parts.selected.counts["kept"]
        sink.kept = _write_rows(path, settings, parts)
        _write_beside(path, settings, parts)
        travel(path, settings["release"]["version"])
        changed = changes.since(Path(previous), path) if previous else None
        found = corpus.configs(path, settings["domain"])
        figures = gather(settings, parts, found, changed)
        write_json(path / corpus.SETTINGS, settings)
        write_json(path / corpus.SCHEMA, columns.as_json())
        write_json(path / corpus.MANIFEST, manifest(figures, self.facts["libraries"]))
        card.write(path, figures)
        write_text(path / corpus.REPORT, report.render(figures, parts))
        corpus.write_sums(path)


def manifest(figures: Figures, libraries: Mapping[str, str]) -> dict[str, Any]:
    """What a corpus holds and how it was built, for machines."""
    settings = figures.settings
    return {
        "format": 1, "name": figures.name, "version": settings["release"]["version"],
        "domain": settings["domain"], "profile": settings["profile"],
        "touchstone": libraries["touchstone-rl"],
        "configs": {name: {"files": files, "rows": rows} for name, files, rows in figures.configs},
        "rewards": {reward.name: reward.version for reward in figures.rewards},
        "licenses": figures.licenses,
        "benchmarks": [found._asdict() for found in figures.benchmarks],
        "left_out": settings["left_out"],
        "changes": figures.changes._asdict() if figures.changes else None,
        "stages": figures.stages,
    }  # fmt: skip


def _write_rows(path: Path, settings: Mapping[str, Any], parts: Parts) -> int:
    """The corpus, one file per split, and its signatures; the number of rows."""
    domain, share = settings["domain"], settings["release"]["validation"]
    splits = corpus.SPLITS if share else corpus.SPLITS[:1]
    writers = {split: _writer(path / corpus.shard(domain, split), RELEASE) for split in splits}
    signed: list[tuple[list[str], signatures.Signatures]] = []
    for rows in _by_source(parts.selected):
        signed.append(_signed(rows))
        published = release_rows(rows, share)
        for split, writer in writers.items():
            inside = pc.field("extra_info", "split") == split
            writer.write(published.filter(inside))
    for writer in writers.values():
        writer.close()
    _write_signatures(path / corpus.beside("signatures", domain), signed)
    return sum(writer.written for writer in writers.values())


def _signed(rows: pa.Table) -> tuple[list[str], signatures.Signatures]:
    """Ids and signatures; a question about a table or passage is signed with it."""
    texts = [document(row).text for row in rows.select(_COMPARED).to_pylist()]
    return [str(name) for name in rows["id"].to_pylist()], signatures.sign(texts)


def _write_signatures(
    path: Path, signed: Sequence[tuple[list[str], signatures.Signatures]]
) -> None:
    path.parent.mkdir()
    values, guards = zip(*(part for _, part in signed or [([], signatures.sign([]))]), strict=True)
    together = signatures.Signatures(np.concatenate(values), np.concatenate(guards))
    signatures.write(path, [name for names, _ in signed for name in names], together)


def _write_beside(path: Path, settings: Mapping[str, Any], parts: Parts) -> None:
    """What is published beside the corpus."""
    domain, rule = settings["domain"], settings["select"]["rule"]
    share, evidence = settings["release"]["validation"], parts.measured.folder
    tables: dict[str, tuple[pa.Schema, Iterable[pa.Table]]] = {
        "unfiltered": (
            RELEASE,
            (release_rows(annotate(rows, rule), share) for rows in _by_source(parts.measured)),
        ),
        "rejected": (DROPS, (artifact.drops() for artifact in parts.stages)),
        "traces": (TRACE, map(_table, evidence.batches("traces"))),
        "review": (REVIEW, map(_table, evidence.batches("review"))),
    }
    for config, (schema, found) in tables.items():
        writer = _writer(path / corpus.beside(config, domain), schema)
        for table in found:
            writer.write(table)
        writer.close()


def _table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])


def _writer(path: Path, schema: pa.Schema) -> TableWriter:
    path.parent.mkdir(parents=True, exist_ok=True)
    return TableWriter(path, schema)


def _by_source(artifact: Artifact) -> Iterator[pa.Table]:
    """The rows source by source, by name, each sorted by the key of its rows."""
    names = set(artifact.table(["data_source"])["data_source"].to_pylist())
    for name in sorted(map(str, names)):
        rows = artifact.table(filters=pc.field("data_source") == name)
        yield rows.sort_by("source_row")


def release_rows(rows: pa.Table, validation: float) -> pa.Table:
    """Rows of `select` in the published form; `validation`: the share of that split."""
    return pa.Table.from_pylist([_published(row, validation) for row in rows.to_pylist()], RELEASE)


def _published(row: dict[str, Any], validation: float) -> dict[str, Any]:
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
            "index": _index(row["id"]), "id": row["id"],
            "split": split_of(row["group_id"], validation), "reward": row["reward"],
            "reward_version": version, "spec": row["spec"],
        },
        "source": row["data_source"].split("__", 1)[1],
    }  # fmt: skip


def _index(identity: str) -> int:
    """A number that depends on the row alone, so that rows added later change no other's."""
    return int(identity[:15], 16)


def split_of(group: str, validation: float) -> str:
    """The split of a group of rows: by its name alone, so that other rows never move it."""
    place = int(digest(["split", group])[:12], 16) / 16**12
    return "validation" if place < validation else "train"
