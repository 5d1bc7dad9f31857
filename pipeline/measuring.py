"""`touchstone measure`: the difficulty filter alone, over any parquet or jsonl file of rows.

A row needs a prompt (messages, or a question that becomes one), a reward, a ground truth and, if
the reward takes one, a spec. Rows of a release have all of it in their own columns.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

from filters.difficulty.bands import band
from filters.difficulty.cascade import Measured
from filters.difficulty.lacking import lacking
from rewards import load_reward

from . import config, evidence, meter
from .context import Context
from .errors import UsageError
from .fingerprint import digest
from .measurement import ROLES, Measurement, is_lacking
from .schema import DROPS, MEASURED
from .settings import BuildSettings
from .store import TableWriter

_OWN = [name for name in MEASURED.names if set(name.split("_")) & set(ROLES)]
_FIELDS: list[pa.Field[Any]] = [
    *(MEASURED.field(name) for name in _OWN),
    pa.field("decision", pa.string()),
    pa.field("difficulty_band", pa.string()),
]
COLUMNS = pa.schema(_FIELDS)
"""What is added to each row."""


@dataclass(frozen=True)
class Columns:
    """Where a file of rows has what."""

    text: str = "question"
    answer: str = "ground_truth"
    reward: str | None = None
    """A reward for all rows; None: the column `reward` says it."""


def settings(profile: str | None, file: Path | None, changes: Sequence[str]) -> BuildSettings:
    """The settings of a profile, a file and `--set`, as a build has them, but for no domain."""
    if file is not None:
        return config.load(None, profile, file, changes)
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as empty:
        empty.write('domain = "rows"\n')
        empty.flush()
        return config.load(None, profile, Path(empty.name), changes)


def read(path: Path) -> pa.Table:
    """The rows of a .parquet or .jsonl file; UsageError for any other, or one that is broken."""
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        if path.suffix in (".jsonl", ".json"):
            return pj.read_json(path)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{path}: {error}") from None
    raise UsageError(f"{path}: give a .parquet or a .jsonl file")


def problems(table: pa.Table, columns: Columns) -> dict[str, dict[str, Any]]:
    """Row number as text -> what measuring needs of it. UsageError names the first bad row."""
    found = {}
    for number, row in enumerate(table.to_pylist()):
        try:
            found[str(number)] = _problem(row, columns)
            load_reward(found[str(number)]["reward"])
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                f"row {number}: {error}; a row has `prompt` or --text, --answer, and `reward` or "
                "--reward"
            ) from None
    return found


def _problem(row: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    info, model = row.get("extra_info") or {}, row.get("reward_model") or {}
    gold = row[columns.answer] if columns.answer in row else model["ground_truth"]
    prompt = row.get("prompt") or [{"role": "user", "content": row[columns.text]}]
    spec = row.get("spec") or info.get("spec") or "{}"
    found = {
        "prompt": [{"role": turn["role"], "content": turn["content"]} for turn in prompt],
        "reward": columns.reward or row.get("reward") or info["reward"],
        "ground_truth": gold if isinstance(gold, str) else json.dumps(gold),
        "spec": spec if isinstance(spec, str) else json.dumps(spec),
        "data_source": row.get("data_source") or "", "source_row": row.get("source_row") or "",
    }  # fmt: skip
    return {"id": row.get("id") or digest([found["prompt"], found["ground_truth"]]), **found}


def run(
    table: pa.Table, rows: Mapping[str, Mapping[str, Any]], out: Path, chosen: BuildSettings,
    context: Context, *, rescore: bool, traces: evidence.Traces,
) -> dict[str, Any]:  # fmt: skip
    """Measure all rows and write OUT, its drops, review list and traces; the report."""
    plain = chosen.measure.model_dump(mode="json")
    measurement = Measurement(
        plain, rows, context.completions, context.locator, chosen.measure.concurrency
    )
    with measurement:
        with context.progress("measure", len(rows), "problems") as progress:
            results = (measurement.rescore if rescore else measurement.sample)(progress)
        errors = [e for r in results.values() if not is_lacking(r) for e in r.errors]
        if errors and plain["outages"] == "stop":
            raise measurement.outage(errors)
        ordered = [results[key] for key in rows]
        _write(table, measurement, ordered, out, set(chosen.select.drop))
        _write_evidence(measurement, ordered, out, traces)
        return _report(measurement, ordered)


def _write(
    table: pa.Table, measurement: Measurement, results: Sequence[Measured], out: Path,
    dropped: set[str],
) -> None:  # fmt: skip
    columns = [measurement.columns(r) | _decided(measurement, r) for r in results]
    new = pa.Table.from_pylist(columns, COLUMNS)
    whole = table.drop_columns([name for name in new.column_names if name in table.column_names])
    for name in new.column_names:
        whole = whole.append_column(COLUMNS.field(name), new[name])
    keep = pa.array([r.decision not in dropped for r in results], pa.bool_())
    _save(whole.filter(keep), out)
    pairs = zip(measurement.rows.values(), results, strict=True)
    drops = [_drop(row, r, measurement) for row, r in pairs if r.decision in dropped]
    pq.write_table(pa.Table.from_pylist(drops, DROPS), beside(out, "drops"))


def _decided(measurement: Measurement, result: Measured) -> dict[str, Any]:
    rates = measurement.columns(result)
    word = band(result.decision, rates["pass_rate_weak"], rates["pass_rate_strong"])
    return {"decision": result.decision, "difficulty_band": word}


def _drop(row: Mapping[str, Any], result: Measured, measurement: Measurement) -> dict[str, Any]:
    drawn = {"weak": result.weak.outcomes, "strong": result.strong.outcomes}
    told = {"rule": measurement.rule.name, **{k: v for k, v in drawn.items() if v}}
    names = ("id", "data_source", "source_row")
    return {
        **{name: row[name] for name in names}, "stage": "measure", "reason": result.decision,
        "evidence": json.dumps(told),
    }  # fmt: skip


def _save(table: pa.Table, out: Path) -> None:
    if out.suffix == ".parquet":
        pq.write_table(table, out, compression="zstd")
        return
    with out.open("w", encoding="utf-8") as file:
        for batch in table.to_batches():
            file.writelines(json.dumps(row, default=str) + "\n" for row in batch.to_pylist())


def beside(out: Path, what: str) -> Path:
    """The side file of OUT: `OUT.drops.parquet` and the like."""
    return out.with_name(f"{out.name}.{what}.parquet")


def _write_evidence(
    measurement: Measurement, results: Sequence[Measured], out: Path, which: evidence.Traces
) -> None:
    review = TableWriter(beside(out, "review"), evidence.REVIEW)
    traces = TableWriter(beside(out, "traces"), evidence.TRACE)
    for (key, row), result in zip(measurement.rows.items(), results, strict=True):
        signs = list(evidence.review(row, result))
        review.write(pa.Table.from_pylist(signs, evidence.REVIEW))
        kept = list(evidence.traces(row, key, result, measurement.drawer, which))
        traces.write(pa.Table.from_pylist(kept, evidence.TRACE))
    review.close()
    traces.close()


def _report(measurement: Measurement, results: Sequence[Measured]) -> dict[str, Any]:
    """Decisions, draws and what they saved, counts of correct answers, signs of bad labels."""
    rule, drawer = measurement.rule, measurement.drawer
    fixed = len(results) * (rule.weak_k + rule.strong_k)
    draws = sum(len(r.weak.outcomes) + len(r.strong.outcomes) for r in results)
    missing = [lacking(rule, r.weak.outcomes, r.strong.outcomes) for r in results if is_lacking(r)]
    return {
        "problems": len(results),
        "decisions": dict(sorted(Counter(r.decision for r in results).items())),
        "draws": draws,
        "draws_to_decide": measurement.decision_draws(results),
        "draws_fixed_k": fixed,
        "sampled": drawer.sampled,
        "reused": drawer.reused,
        "tokens_sampled": drawer.tokens,
        "throughput": drawer.throughput(),
        "lacking_rows": len(missing),
        "lacking_least": sum(m.weak_least + m.strong_least for m in missing),
        "lacking_most": sum(m.weak_most + m.strong_most for m in missing),
        "histogram_weak": _histogram([r.weak.counts.correct for r in results if r.weak.outcomes]),
        "histogram_strong": _histogram(
            [r.strong.counts.correct for r in results if r.strong.outcomes]
        ),
        "review": _histogram(
            [
                sign["reason"]
                for row, r in zip(measurement.rows.values(), results, strict=True)
                for sign in evidence.review(row, r)
            ]
        ),
    }


def _histogram(values: Sequence[Any]) -> dict[str, int]:
    return {str(value): number for value, number in sorted(Counter(values).items())}


def lines(report: Mapping[str, Any]) -> list[str]:
    """The report as text: the funnel first."""
    fixed = max(report["draws_fixed_k"], 1)
    said = [
        f"problems {report['problems']:,}: "
        + ", ".join(f"{name} {n:,}" for name, n in report["decisions"].items()),
        f"draws {report['draws']:,} instead of {report['draws_fixed_k']:,} "
        f"({1 - report['draws'] / fixed:.0%} saved; "
        f"{1 - report['draws_to_decide'] / fixed:.0%} without top-up); "
        f"{report['sampled']:,} sampled, {report['reused']:,} reused",
    ]
    speeds = report["throughput"].items()
    said += [meter.said(role, found) for role, found in speeds if found["completions"]]
    for role in ROLES:
        if counted := report[f"histogram_{role}"]:
            told = ", ".join(f"{c}: {n:,}" for c, n in counted.items())
            said.append(f"correct draws of the {role} model: rows  {told}")
    if report["lacking_rows"]:
        said.append(
            f"{report['lacking_rows']:,} rows are open: {report['lacking_least']:,} to "
            f"{report['lacking_most']:,} more draws settle them (without --rescore)"
        )
    if report["review"]:
        told = ", ".join(f"{reason} {n:,}" for reason, n in report["review"].items())
        said.append(f"to review: {told}")
    return said
