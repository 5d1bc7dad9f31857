"""The funnel: what came in, what was kept, what was dropped and why, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable
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
    return found


def where(built: Build) -> str:
    """Where everything is, the snippet that loads the corpus, and what to do next."""
    domain, corpus = built.settings.domain, built.corpus
    return f"""\
corpus      {corpus}
card        {corpus / "README.md"}
dropped     {corpus / "rejected"} (every row with stage, reason and evidence)
stages      {built.stages[0].folder.path.parent}

Load it:

    from datasets import load_dataset
    corpus = load_dataset("{corpus}", "{domain}", split="train")

Next: read the card; try another rule without sampling anew
(touchstone build {domain} --set select.rule=dapo); or measure more rows
(--set measure.max_problems=1000): what was sampled is never sampled again."""
