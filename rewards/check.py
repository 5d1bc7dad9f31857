"""Checks a release against its own rewards: golds are paid, wrong answers are not.

python reward.py --check            every row beside `reward.py`
python reward.py --check --limit 50 some of each file

Ends with 1 if a row is graded otherwise than when the corpus was built. Needs pyarrow.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from .base import GroundTruthError, Negative, Reward
from .negatives import UNPAID_STATUSES, common_negatives, unpaid_shells
from .registry import load_reward

COLUMNS = ("id", "data_source", "source_row", "prompt", "reward_model", "extra_info")
MAX_SHOWN = 20
_BATCH = 256


def read_rows(data: Path, domain: str = "*", limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a release's folder `data`, streamed; at most `limit` of each file.

    Raises FileNotFoundError if there are none, ImportError that names what pyarrow is missing.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ImportError("reading the rows of a release needs: pip install pyarrow") from error
    files = sorted(data.glob(f"{domain}/*.parquet"))
    if not files:
        raise FileNotFoundError(f"no {domain}/*.parquet in {data}")
    for file in files:
        batches = pq.ParquetFile(file).iter_batches(_BATCH, columns=list(COLUMNS))
        yield from islice(chain.from_iterable(batch.to_pylist() for batch in batches), limit)


def check_row(row: Mapping[str, Any], counts: Counter[str]) -> str:
    """The first thing that is graded wrongly, in words; empty if nothing is.

    Counts `golds` that were paid, `unrendered` ones (no gold can be written out: only wrong
    answers are tried) and wrong answers (`negatives`) that were not paid.
    """
    info, gold = row["extra_info"], row["reward_model"]["ground_truth"]
    reward, spec = load_reward(info["reward"]), info["spec"]
    if info["reward_version"] != reward.version:
        return f"measured with {reward.name} {info['reward_version']}; this is {reward.version}"
    try:
        right = reward.render(gold, spec)
    except GroundTruthError:
        counts["unrendered"] += 1
        right = ""
    if right and (verdict := reward.score(right, gold, spec)).status != "correct":
        return f"gold is {verdict.status}: {verdict.detail}"
    counts["golds"] += bool(right)
    prompt = "\n\n".join(message["content"] for message in row["prompt"])
    for negative in _negatives(reward, gold, spec, prompt, right):
        verdict = reward.score(negative.response, gold, spec)
        paid = verdict.value >= 1.0 if reward.partial else verdict.value > 0.0
        if paid or verdict.status not in UNPAID_STATUSES:
            return f"wrong answer ({negative.kind}) is {verdict.status}: {verdict.detail}"
        counts["negatives"] += 1
    return ""


def _negatives(
    reward: Reward[Any], gold: str, spec: str, prompt: str, right: str
) -> Iterator[Negative]:
    with suppress(GroundTruthError):
        yield from reward.negatives(gold, spec)
    yield from common_negatives(prompt)
    if right:
        yield from unpaid_shells(right)


def check(rows: Iterable[Mapping[str, Any]]) -> tuple[Counter[str], list[str]]:
    """Counts (`rows` and those of `check_row`) and one line per row that fails."""
    counts: Counter[str] = Counter()
    failures = []
    for row in rows:
        counts["rows"] += 1
        if failure := check_row(row, counts):
            failures.append(f"{row['data_source']}/{row['source_row']}: {failure}")
    return counts, failures


def main(folder: Path, arguments: Sequence[str]) -> int:
    """The command line of a release's `reward.py`; the exit code."""
    parser = argparse.ArgumentParser(prog="reward.py", description="Grade a corpus by itself.")
    parser.add_argument("--check", action="store_true", required=True, help="grade golds and more")
    parser.add_argument("folder", nargs="?", type=Path, default=folder, help="a release folder")
    parser.add_argument("--domain", default="*", help="one domain only")
    parser.add_argument("--limit", type=int, default=None, help="at most so many rows per file")
    chosen = parser.parse_args(arguments)
    try:
        counts, failures = check(read_rows(chosen.folder / "data", chosen.domain, chosen.limit))
    except (FileNotFoundError, ImportError) as error:
        sys.stderr.write(f"reward.py: {error}\n")
        return 1
    sys.stdout.write("\n".join(_lines(counts, failures)) + "\n")
    return 1 if failures else 0


def _lines(counts: Counter[str], failures: list[str]) -> Iterator[str]:
    yield f"{counts['rows']:,} rows: {counts['golds']:,} golds paid, {len(failures):,} rows fail"
    yield f"{counts['negatives']:,} wrong answers, none of them paid" + (
        " but for those below" if failures else ""
    )
    if counts["unrendered"]:
        yield f"{counts['unrendered']:,} golds cannot be written out: only wrong answers were tried"
    yield from failures[:MAX_SHOWN]
    if len(failures) > MAX_SHOWN:
        yield f"... and {len(failures) - MAX_SHOWN:,} more"
