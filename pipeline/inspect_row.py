"""One row of a release with all that is known of it, also when it was dropped.

A row is named by its id, by its key at its source, or by both as `data_source/key`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from rewards import load_reward

from .errors import UsageError
from .locations import Locator
from .measurement import ROLES, Measurement
from .release import corpus

# Where a row may stand, in the order in which it is shown; `unfiltered` only for rows not released.
_RELEASED, _UNFILTERED, _REJECTED, _REVIEW = "data", "unfiltered", "rejected", "review"
_PROVENANCE = (
    "data_source", "source_row", "location", "revision", "license", "group_id", "template",
    "answer_type",
)  # fmt: skip
_SHOWN = 2_000

Told = dict[str, Any]
Found = dict[str, list[Told]]


def find(release: Path, name: str) -> Found:
    """The rows of that name by the part of the release that they stand in.

    Raises UsageError for a folder that is no release, and for a name that no row has.
    """
    if not any(release.glob("data/*/*.parquet")):
        raise UsageError(f"{release} is no release folder: it has no data/<domain>/*.parquet")
    found = {
        _RELEASED: _rows(release.glob("data/*/*.parquet"), name),
        _UNFILTERED: _rows(release.glob("unfiltered/*.parquet"), name),
        _REJECTED: _rows(release.glob("rejected/*.parquet"), name),
        _REVIEW: _rows(release.glob("review/*.parquet"), name),
    }
    if not any(found.values()):
        raise UsageError(
            f"{release} has no row {name!r}; give an id, a row's key at its source, or "
            "data_source/key"
        )
    return found


def _rows(files: Iterable[Path], name: str) -> list[dict[str, Any]]:
    """The rows of some files whose id, key, or source and key are `name`."""
    source, _, key = name.partition("/")
    by_both = (pc.field("data_source") == source) & (pc.field("source_row") == key)
    named = (pc.field("id") == name) | (pc.field("source_row") == name) | by_both
    return [row for file in sorted(files) for row in pq.read_table(file, filters=named).to_pylist()]


def completions(release: Path, row: Mapping[str, Any], locator: Locator, store: Path) -> list[Told]:
    """The stored completions of a row, graded now by the rewards of this Touchstone.

    Nothing is sampled; none are found where the store is not that of the build.
    """
    settings = json.loads((release / corpus.SETTINGS).read_text("utf-8"))
    info = row["extra_info"]
    problem = {
        "prompt": row["prompt"], "reward": info["reward"], "spec": info["spec"],
        "ground_truth": row["reward_model"]["ground_truth"],
    }  # fmt: skip
    reward, found = load_reward(info["reward"]), []
    with Measurement(settings["measure"], {"row": problem}, store, locator, 1) as measurement:
        for role in (role for role in ROLES if role in measurement.drawer.models):
            for sample in range(row[f"n_{role}"] or 0):
                if (text := measurement.drawer.stored("row", role, sample)) is None:
                    continue
                verdict = reward.score(text, problem["ground_truth"], info["spec"])
                found.append(
                    {"role": role, "sample": sample, "status": verdict.status,
                     "extracted": verdict.extracted, "detail": verdict.detail, "text": text}
                )  # fmt: skip
    return found


def gathered(release: Path, name: str, locator: Locator, store: Path | None) -> list[Told]:
    """Everything that is known, one entry per row; `store` is the folder of completions."""
    found = find(release, name)
    released = {row["id"] for row in found[_RELEASED]}
    told: list[Told] = []
    for part in (_RELEASED, _UNFILTERED):
        for row in found[part]:
            if part == _UNFILTERED and row["id"] in released:
                continue
            drawn = completions(release, row, locator, store) if store else []
            told.append({"part": part, "row": row, "completions": drawn})
    for part in (_REJECTED, _REVIEW):
        for row in found[part]:
            evidence = _evidence(row["evidence"])
            told.append({"part": part, "row": row, "matched": _matched(release, evidence)})
    return told


def _evidence(text: str | None) -> Any:
    try:
        return json.loads(text or "")
    except ValueError:
        return text


def _matched(release: Path, evidence: Any) -> Told | None:
    """The row of the release that another one matched, if evidence names one that is there."""
    name = evidence.get("matched_row") if isinstance(evidence, dict) else None
    if not isinstance(name, str):
        return None
    rows = _rows(release.glob("data/*/*.parquet"), name)
    return rows[0] if rows else None


def lines(told: Iterable[Told]) -> Iterator[str]:
    """All of it for people."""
    for entry in told:
        row = entry["row"]
        yield f"{row['data_source']}/{row['source_row']}  {row['id']}"
        if entry["part"] in (_REJECTED, _REVIEW):
            yield from _dropped(entry)
        else:
            yield from _problem(entry)
        yield ""


def _problem(entry: Told) -> Iterator[str]:
    row, info = entry["row"], entry["row"]["extra_info"]
    where = f"released, split {info['split']}" if entry["part"] == _RELEASED else "not released"
    yield f"{where}; {row['difficulty_band'] or 'no band'}; index {info['index']}"
    for turn in row["prompt"]:
        yield from _block(f"prompt ({turn['role']})", turn["content"])
    yield from _block("gold", row["reward_model"]["ground_truth"])
    yield f"reward {info['reward']} {info['reward_version']}, spec {info['spec']}"
    for role in ROLES:
        if row[f"n_{role}"]:
            yield (
                f"{role} model {row[f'{role}_model']}: {row[f'correct_{role}']} of "
                f"{row[f'n_{role}']} right, {row[f'undecided_{role}']} undecided, pass rate "
                f"{row[f'pass_rate_{role}']:.3f}"
            )
    yield from (f"{name}: {row[name]}" for name in _PROVENANCE)
    for drawn in entry["completions"]:
        found = "" if drawn["extracted"] is None else f", answer {drawn['extracted']}"
        title = f"{drawn['role']} draw {drawn['sample']}: {drawn['status']}{found}"
        yield from _block(title, drawn["text"])


def _dropped(entry: Told) -> Iterator[str]:
    row, evidence = entry["row"], _evidence(entry["row"]["evidence"])
    said = "dropped at" if entry["part"] == _REJECTED else "to review, found at"
    yield f"{said} {row.get('stage') or 'measure'}: {row['reason']}"
    pairs = evidence.items() if isinstance(evidence, dict) else [("evidence", evidence)]
    for name, value in pairs:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield from _block(name, text or "")
    if matched := entry["matched"]:
        for turn in matched["prompt"]:
            yield from _block(f"the row that it matched ({turn['role']})", turn["content"])


def _block(title: str, text: str) -> Iterator[str]:
    """A short text beside its title, a long one below it, cut at _SHOWN characters."""
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\n... {len(text) - _SHOWN:,} more"
    if "\n" not in cut and len(cut) <= 80:
        yield f"{title}: {cut}"
    else:
        yield f"{title}:"
        yield from (f"    {line}" for line in cut.splitlines())
