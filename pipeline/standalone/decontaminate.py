"""`touchstone decontaminate`: keep out of a file what gives away an item of given benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from filters.contamination import Document, Hit, Index, Rules
from filters.kernels import announced

from .. import contamination_report
from ..contamination_report import Case
from ..errors import LocationError, UsageError
from ..progress import progress
from ..stages.decontaminate import evidence
from .tables import Batch, Drop, Output, Table, drops_path, open_table, tell


class Columns(NamedTuple):
    """Which columns hold what; None: there is none."""

    text: str
    id: str | None = None
    solution: str | None = None


class Benchmark(NamedTuple):
    """A file of items, and the name that it goes by."""

    name: str
    table: Table
    columns: Columns


@dataclass(frozen=True)
class Job:
    """What the command was asked for."""

    source: Table
    columns: Columns
    benchmarks: Sequence[Benchmark]
    rules: Rules
    keep_suspects: bool = False


def job(
    source: Path, columns: Columns, against: Sequence[Path], item_columns: Sequence[Columns],
    rules: Rules, keep_suspects: bool = False,
) -> Job:  # fmt: skip
    """Check what was asked for; raises UsageError for a file or a column that is not there."""
    table = open_table(source, "IN").require(_options("", columns))
    if not against:
        raise UsageError("nothing to check against: give --against FILE --against-text COL")
    names = [path.name for path in against]
    benchmarks = [
        Benchmark(
            path.name if names.count(path.name) == 1 else str(path),
            open_table(path, "--against").require(_options("against-", found)),
            found,
        )
        for path, found in zip(against, item_columns, strict=True)
    ]
    return Job(table, columns, benchmarks, rules, keep_suspects)


def each(option: str, values: Sequence[str], files: int) -> list[str | None]:
    """One value per --against: given once for all, once for each, or not at all."""
    if len(values) not in (0, 1, files):
        raise UsageError(
            f"{option} is given {len(values)} times, --against {files} times; give it once for "
            "all of them, or once for each, in their order"
        )
    if not values:
        return [None] * files
    return [*values] * (files if len(values) == 1 else 1)


def index(job: Job) -> Index:
    """All items; a benchmark without any that can be compared is an error."""
    found = Index(job.rules)
    for name, table, columns in job.benchmarks:
        usable = 0
        for batch in table.batches():
            items = zip(batch.ids(columns.id), _documents(batch, columns), strict=True)
            usable += sum(found.add(name, item, document) for item, document in items)
        if not usable:
            raise LocationError(
                f"{table.path} has no item with words in {columns.text}: no row can be called "
                "clean of it. Mend the file or the column, or leave it out"
            )
    return found


def run(job: Job, out: Path, report: Path | None = None) -> list[str]:
    """Write OUT, its drops and the report; returns the funnel and where everything is."""
    if report is not None and not report.parent.is_dir():
        raise UsageError(f"--report {report}: no folder {report.parent}")
    cases = contamination_report.Cases()
    bar = progress("decontaminate", job.source.rows, "rows")
    with Output(job.source, out) as output, announced(tell), bar as p:
        items = index(job)
        for batch in job.source.batches():
            stay = [True] * len(batch)
            drops = []
            for case in _cases(items, batch, job.columns):
                cases.add(case)
                if case.hit.verdict == "contaminated" or not job.keep_suspects:
                    stay[case.row - batch.start] = False
                    drops.append(Drop(case.row, case.id, case.hit.verdict, evidence(case.hit)))
            output.keep(batch, stay)
            output.drop(drops)
            p.update(len(batch))
    lines = output.funnel("decontaminate")
    if job.keep_suspects:
        lines.append(f"{'':<14} suspects kept: {cases.verdicts['suspect']:,}")
    lines += ["", f"kept      {out}", f"dropped   {drops_path(out)}"]
    if report is not None:
        contamination_report.write(report, cases, _facts(job, output))
        lines.append(f"report    {report}")
    return lines


def _cases(items: Index, batch: Batch, columns: Columns) -> Iterator[Case]:
    documents = _documents(batch, columns)
    names = batch.ids(columns.id)
    for number, hit in enumerate(items.find(documents)):
        if hit is not None:
            yield Case(batch.start + number, names[number], _compared(documents[number], hit), hit)


def _compared(document: Document, hit: Hit) -> str:
    return document.solution if hit.how == "solution" else document.text


def _documents(batch: Batch, columns: Columns) -> list[Document]:
    texts = batch.texts(columns.text)
    solutions = batch.texts(columns.solution) if columns.solution else [""] * len(batch)
    return [Document(text=t, solution=s) for t, s in zip(texts, solutions, strict=True)]


def _options(prefix: str, columns: Columns) -> dict[str, str | None]:
    return {f"--{prefix}{name}": column for name, column in columns._asdict().items()}


def _facts(job: Job, output: Output) -> contamination_report.Facts:
    return contamination_report.Facts(
        source=job.source.path.name,
        benchmarks=[(b.name, b.table.rows) for b in job.benchmarks],
        rows=output.kept + sum(output.reasons.values()),
        contaminated_from=job.rules.contaminated,
        suspect_from=job.rules.suspect,
        suspects_kept=job.keep_suspects,
    )
