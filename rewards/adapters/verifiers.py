"""verifiers and prime-rl: a release as a taskset whose tasks check their own gold.

A release offers it as the package `touchstone_<corpus>`; `vf-validate touchstone-<corpus>` runs
the gold and the untouched task of every row through its reward.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import verifiers.v1 as vf  # type: ignore[import-not-found]

from ..base import GroundTruthError
from ..check import read_rows
from ..registry import load_reward
from ..reward import score_row
from . import UNKNOWN


class CorpusData(vf.TaskData):  # type: ignore[misc]
    """A row: what the reward needs, beside its id and its prompt."""

    reward_model: dict[str, str]
    extra_info: dict[str, Any]


class CorpusTask(vf.Task[CorpusData]):  # type: ignore[misc]
    """One problem: the reply is graded by the row's own reward."""

    @property
    def key(self) -> str:
        """The row's id, which is the same in every version of the corpus."""
        return str(self.data.id)

    @vf.reward(weight=1.0)  # type: ignore[untyped-decorator]
    async def correct(self, trace: vf.Trace) -> float:
        """1 or 0; raises RuntimeError if undecided: the rollout then failed and is not wrong."""
        verdict = await asyncio.to_thread(score_row, self._row(), trace.last_reply)
        if verdict.status in UNKNOWN:
            raise RuntimeError(f"{verdict.status}: {verdict.detail}")
        return verdict.value

    async def validate(self, runtime: vf.Runtime) -> bool | None:
        """Whether the rendered gold is paid; None if this reward cannot write its gold out."""
        info, gold = self.data.extra_info, self.data.reward_model["ground_truth"]
        try:
            right = load_reward(info["reward"]).render(gold, info["spec"])
        except GroundTruthError:
            return None
        return (await asyncio.to_thread(score_row, self._row(), right)).value == 1.0

    def _row(self) -> dict[str, Any]:
        return {"reward_model": self.data.reward_model, "extra_info": self.data.extra_info}


class CorpusConfig(vf.TasksetConfig):  # type: ignore[misc]
    """`--taskset.domain logic` takes one domain of a corpus that has several."""

    domain: str = ""


class CorpusTaskset(vf.Taskset[CorpusTask, CorpusConfig]):  # type: ignore[misc]
    """The rows below `folder`, which the package of a release sets."""

    folder: Path

    def load(self) -> Iterator[CorpusTask]:
        """Tasks in the order of the files."""
        for row in read_rows(self.folder, self.config.domain or "*"):
            data = CorpusData(
                id=row["id"],
                name=f"{row['data_source']}/{row['source_row']}",
                prompt=row["prompt"],
                reward_model=row["reward_model"],
                extra_info=row["extra_info"],
            )
            yield CorpusTask(data, self.config.task)
