"""audit: every reward of the corpus is attacked over some of its golds, once per version of it.

Beside the stages that rows go through: it drops none. What an attack is paid for stands on the card
and ends no build; `touchstone audit-rewards` is the gate.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rewards import load_reward
from rewards.audit import audit

from ..stage import Sink, Stage
from ..store import Folder, write_json

if TYPE_CHECKING:
    from ..context import Context

FILE = "audit.json"


@dataclass(frozen=True)
class Audit(Stage):
    """Input: the rows that passed the self-test; so another rule of difficulty changes nothing.

    Config: `golds`, how many of each reward are attacked.
    """

    name: ClassVar[str] = "audit"
    schema: ClassVar[None] = None

    def produce(self, folder: Folder, context: Context, sink: Sink) -> None:
        """Write one report per reward; of findings their kinds alone."""
        golds = self._golds()
        reports = []
        total = sum(map(len, golds.values()))
        with context.progress(self.name, total, "golds") as progress:
            for name, rows in sorted(golds.items()):
                found = audit(load_reward(name), rows, progress.update).as_dict()
                for kind in ("paid", "refused"):
                    found[kind] = sorted({f"{one['kind']}/{one['variant']}" for one in found[kind]})
                reports.append(found)
        write_json(folder.path / FILE, reports)

    def _golds(self) -> dict[str, list[tuple[str, str]]]:
        """Golds and specs by reward: those of the lowest ids, which are hashes."""
        lowest: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        (gradable,) = self.inputs
        for batch in gradable.batches():
            for row in batch.select(["id", "reward", "ground_truth", "spec"]).to_pylist():
                lowest[row["reward"]].append((row["id"], row["ground_truth"], row["spec"]))
            for name, found in lowest.items():  # golds may be long: few are held
                lowest[name] = heapq.nsmallest(self.config["golds"], found)
        return {name: [(gold, spec) for _, gold, spec in rows] for name, rows in lowest.items()}
