"""What stages need of the world and what never enters a key: folders, network, output."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .errors import StoreError
from .locations import Locator
from .progress import Progress, progress
from .stage import Artifact, Sink, Stage
from .store import Folder, locked


@dataclass
class Context:
    """One run of the command: where builds stand, how sources are found, what was done."""

    data: Path
    locator: Locator
    concurrency: int = 256
    """Draws under way at once while measuring."""
    quiet: bool = False

    @property
    def completions(self) -> Path:
        """The folder of completions and verdicts, shared by all builds."""
        return self.data / "completions"

    def say(self, text: str) -> None:
        """One line for people, on stderr."""
        if not self.quiet:
            print(text, file=sys.stderr, flush=True)  # noqa: T201

    def progress(self, name: str, total: int, unit: str) -> Progress:
        """A progress display for one stage."""
        return progress(name, total, unit)

    def run(self, stage: Stage, build: str) -> Artifact:
        """The completed stage: found in the store, or done now."""
        path = self.data / "builds" / build / f"{stage.name}-{stage.key}"
        folder = Folder(path)
        try:
            with locked(path.with_name(f".{path.name}.lock"), lambda: self._waiting(stage)):
                if manifest := folder.manifest():
                    return Artifact(stage.name, stage.key, folder, manifest, cached=True)
                return self._produce(stage, folder)
        except OSError as error:
            raise StoreError(
                f"{stage.name}: cannot write {path}: {error.strerror or error}. Make room there or "
                "name another folder with --data; what is complete is kept, and the same command "
                "goes on from it"
            ) from error

    def _waiting(self, stage: Stage) -> None:
        self.say(f"  {stage.name}: another build is at work on it; waiting for its result")

    def _produce(self, stage: Stage, folder: Folder) -> Artifact:
        started = time.time()
        folder.clear()
        sink = Sink(folder, stage.name, stage.schema)
        stage.produce(folder, self, sink)
        counts = sink.close()
        facts = {**stage.facts, "counts": counts, "stats": sink.stats}
        manifest = folder.seal(facts, started, sink.run)
        return Artifact(stage.name, stage.key, folder, manifest)
