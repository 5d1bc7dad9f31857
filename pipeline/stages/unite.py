"""unite: one release folder of all domains, made of theirs: a config per domain, and `all`.

Rows are those of the domains' own releases but for what `across` dropped, which stands in
`rejected/`. `domains/<domain>/` has each domain's card, report and manifest as they were.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from huggingface_hub import DatasetCardData
from jinja2 import Environment, PackageLoader, StrictUndefined

from ..release import card, corpus, hub_license
from ..release.travel import travel
from ..stage import Artifact, Sink, Stage
from ..store import Folder, TableWriter, write_json, write_text
from .release import CORPUS

if TYPE_CHECKING:
    from ..context import Context

Ids: TypeAlias = "pa.ChunkedArray[pa.StringScalar]"
TEMPLATE = "pipeline/templates/united.md.j2"
_SAID = (".md", ".html", ".json", ".svg")
"""Files at the top of a release that tell of its domain; they move to `domains/<domain>/`."""
_FILTERED = ("data", "traces", "signatures")
"""Folders of rows that a trainer may use; `unfiltered` and `review` stay what they were."""


@dataclass(frozen=True)
class Unite(Stage):
    """Inputs: `across`, then the release of every domain.

    Config: `settings`, the resolved ones of every domain in this order. Memory: a batch of rows.
    """

    name: ClassVar[str] = "unite"
    schema: ClassVar[None] = None
    resources: ClassVar[tuple[str, ...]] = (TEMPLATE,)
    libraries: ClassVar[tuple[str, ...]] = ("jinja2", "touchstone-rl")

    def produce(self, folder: Folder, context: Context, sink: Sink) -> None:
        """Write the corpus folder: tables, then what is told of them, the hashes last."""
        across, *releases = self.inputs
        path = folder.path / CORPUS
        sink.rows_in = across.counts["kept"]
        dropped = across.drops()
        domains = [settings["domain"] for settings in self.config["settings"]]
        for domain, release in zip(domains, releases, strict=True):
            sink.kept += _copied(release.folder.path / CORPUS, path, domain, dropped)
        travel(path, self.config["settings"][0]["release"]["version"])
        told = _told(path, self.config["settings"], across, releases)
        write_json(path / corpus.MANIFEST, told | {"touchstone": _version(self.facts)})
        write_text(path / corpus.LICENSES, _licenses(told))
        write_text(path / corpus.CARD, _card(path, told, self.config["settings"][0]))
        corpus.write_sums(path)


def _copied(release: Path, path: Path, domain: str, dropped: pa.Table) -> int:
    """Bring the files of one domain; the number of rows of its corpus."""
    rows = 0
    here = dropped.filter(pc.starts_with(dropped["data_source"], pattern=f"{domain}__"))
    for file in sorted(release.rglob("*")):
        name = file.relative_to(release)
        target = path / name
        if len(name.parts) == 1 and file.suffix in _SAID:
            target = path / "domains" / domain / name
        elif file.suffix != ".parquet":
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if name.parts[0] in _FILTERED:
            written = _rewritten(file, target, gone=here["id"])
            rows += written if name.parts[0] == "data" else 0
        elif name.parts[0] == "rejected":
            _rewritten(file, target, more=here)
        else:
            shutil.copyfile(file, target)
        if name.name == corpus.SCHEMA:
            shutil.copyfile(file, path / name)
    return rows


def _rewritten(
    file: Path, target: Path, gone: Ids | None = None, more: pa.Table | None = None
) -> int:
    """Copy a parquet file without some ids and with some more rows; the number of its rows."""
    with pq.ParquetFile(file) as source:
        writer = TableWriter(target, source.schema_arrow)
        for batch in source.iter_batches():
            kept = batch if gone is None else batch.filter(_outside(batch["id"], gone))
            writer.write(kept)
        if more is not None:
            writer.write(more)
        writer.close()
    return writer.written


def _outside(ids: Any, gone: Ids) -> Any:
    return pc.invert(pc.is_in(ids, value_set=gone.combine_chunks()))


def _told(
    path: Path,
    settings: list[Mapping[str, Any]],
    across: Artifact,
    releases: list[Artifact],
) -> dict[str, Any]:
    """What the corpus holds and how it was made, for machines."""
    domains = [each["domain"] for each in settings]
    found = {c.name: c for domain in domains for c in corpus.configs(path, domain)}
    counts = _counted(path, domains)
    return {
        "format": 1, "name": "all", "domain": "all", "profile": settings[0]["profile"],
        "version": settings[0]["release"].get("version", ""),
        "configs": {name: {"files": c.files, "rows": c.rows} for name, c in found.items()},
        "licenses": dict(sorted(sum(counts.values(), Counter()).items())),
        "domains": {
            domain: {"title": each["title"], "rows": own.total(), "licenses": dict(own),
                     "release": release.key, "left_out": each["left_out"]}
            for (domain, own), each, release in zip(
                counts.items(), settings, releases, strict=True
            )
        },
        "stages": [
            {"stage": across.stage, "key": across.key, "counts": across.counts,
             "stats": across.manifest["stats"]}
        ],
    }  # fmt: skip


def _counted(path: Path, domains: list[str]) -> dict[str, Counter[str]]:
    """By domain the rows by license."""
    found = {}
    for domain in domains:
        licenses: Iterator[str | None] = (
            name
            for file in sorted((path / "data" / domain).glob("*.parquet"))
            for name in pq.read_table(file, columns=["license"])["license"].to_pylist()
        )
        found[domain] = Counter(map(str, licenses))
    return found


def _version(facts: Mapping[str, Any]) -> str:
    return str(facts["libraries"]["touchstone-rl"])


def _licenses(told: Mapping[str, Any]) -> str:
    rows = [f"| {name} | {number:,} |" for name, number in told["licenses"].items()]
    head = "# Licenses\n\nEach row names the license of its source. Which sources have which "
    more = "license: `domains/<domain>/LICENSE.md`.\n\n| license | rows |\n|---|---:|\n"
    return head + more + "\n".join(rows) + "\n"


def _card(path: Path, told: Mapping[str, Any], first: Mapping[str, Any]) -> str:
    environment = Environment(
        loader=PackageLoader("pipeline"), undefined=StrictUndefined, keep_trailing_newline=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    rows = sum(domain["rows"] for domain in told["domains"].values())
    return environment.get_template(Path(TEMPLATE).name).render(
        front_matter=_front_matter(told), told=told, rows=rows, across=told["stages"][0]["counts"],
        repo=first["release"].get("repo") or "data/releases/all",
        reports=(path / "domains" / first["domain"] / "report.html").is_file(),
    )  # fmt: skip


def _front_matter(told: Mapping[str, Any]) -> str:
    """The YAML block that the Hub and `load_dataset` read; `all` is loaded if none is named."""
    configs = [
        {
            "config_name": name,
            **({"default": True} if name == "all" else {}),
            "data_files": [{"split": split, "path": p} for split, p in config["files"].items()],
        }
        for name, config in told["configs"].items()
    ]
    named: dict[str, Any] = dict(hub_license.fields(told["licenses"]))
    data = DatasetCardData(
        language=["en"], **named, pretty_name="All domains",
        task_categories=["reinforcement-learning", "text-generation"],
        tags=list(card.TAGS), configs=configs,
    )  # fmt: skip
    return f"---\n{data.to_yaml()}\n---\n"
