"""The funnel: what came in, what was kept, what was dropped and why, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .stage import Artifact

if TYPE_CHECKING:
    from .runner import Build


def lines(stages: Iterable[Artifact]) -> list[str]:
    """The funnel as text: one line per stage, one below it per reason."""
    found = [f"{'stage':<14} {'in':>9} {'kept':>9} {'dropped':>9}"]
    for artifact in stages:
        counts = artifact.counts
        done = "  (done before)" if artifact.cached else ""
        found.append(
            f"{artifact.stage:<14} {counts['in']:>9,} {counts['kept']:>9,} "
            f"{counts['dropped']:>9,}{done}"
        )
        found += [
            f"{'':<14} {'':>9} {'':>9} {number:>9,}  {reason}"
            for reason, number in sorted(counts["reasons"].items())
        ]
        found += [f"{'':<14} {note}" for note in (*_decisions(artifact), *_lacking(artifact))]
    return found


def _decisions(artifact: Artifact) -> list[str]:
    """How many rows a rule decided, and how many stay because they were not measured."""
    prefix = "decision:"
    stats = artifact.manifest["stats"]
    found = {k.removeprefix(prefix): n for k, n in stats.items() if k.startswith(prefix)}
    return [", ".join(f"{name} {n:,}" for name, n in sorted(found.items()))] if found else []


def _lacking(artifact: Artifact) -> list[str]:
    """What a rule still lacks on rows that were sampled under another one."""
    stats = artifact.manifest["stats"]
    if not stats.get("lacking_rows"):
        return []
    least = stats["lacking_weak_least"] + stats["lacking_strong_least"]
    most = stats["lacking_weak_most"] + stats["lacking_strong_most"]
    rule = artifact.manifest["config"]["rule"]
    return [
        f"rule {rule} is open on {stats['lacking_rows']:,} measured rows, which stay: "
        f"{least:,} to {most:,} more draws settle it (--set measure.rule={rule})"
    ]


def where(built: Build) -> str:
    """Where everything is, the snippet that loads the corpus, and what to do next."""
    domain, corpus = built.settings.domain, built.corpus
    if not built.stages[-1].counts["kept"]:
        return f"The corpus has no rows: {corpus / 'rejected'} has each row with its reason."
    return f"""\
corpus      {corpus}
card        {corpus / "README.md"}
report      {corpus / "report.html"} (open it in a browser)
dropped     {corpus / "rejected"} (every row with stage, reason and evidence)
stages      {built.stages[0].folder.path.parent}

Load it:

    from datasets import load_dataset
    corpus = load_dataset("{corpus}", "{domain}", split="train")

Next: read the card. The same command with --set select.rule=dapo applies another rule without
sampling anew, with --set measure.max_problems=1000 it measures more rows; what was sampled is never
sampled again. (Under make: ARGS="--set select.rule=dapo".)"""


def where_all(corpus: Path) -> str:
    """Where the corpus of all domains is, and the snippet that loads it."""
    return f"""\
corpus      {corpus}
card        {corpus / "README.md"}
report      {corpus / "report.html"} (open it in a browser)
dropped     {corpus / "rejected"} (every row with stage, reason and evidence)
domains     {corpus / "domains"} (card and report of each)

Load it, or one domain by its name:

    from datasets import load_dataset
    corpus = load_dataset("{corpus}", "all", split="train")"""
