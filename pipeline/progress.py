"""Progress: a bar on a terminal, one line per interval elsewhere, with rate and time left."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Protocol, Self, TextIO

from tqdm import tqdm

# A log line this often (seconds) where no terminal shows a bar.
INTERVAL = 15.0


class Progress(Protocol):
    """What a stage tells of its advance."""

    def update(self, number: int = 1) -> None:
        """So many more are done."""

    def note(self, text: str) -> None:
        """What stands behind the figures: tokens, savings."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...  # fmt: skip


class Lines:
    """One line per INTERVAL, none for what ends sooner."""

    def __init__(self, name: str, total: int, unit: str, out: TextIO) -> None:
        self._name, self._total, self._unit, self._out = name, total, unit, out
        self._started = self._said = time.monotonic()
        self._done = 0
        self._note = ""

    def update(self, number: int = 1) -> None:
        """Count, and say so when it is time."""
        self._done += number
        now = time.monotonic()
        if now - self._said >= INTERVAL:
            self._said = now
            print(self._line(now - self._started), file=self._out, flush=True)

    def note(self, text: str) -> None:
        """Shown with the next line."""
        self._note = text

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds
        left = (self._total - self._done) / rate if rate else 0.0
        text = f"  {self._name}: {self._done}/{self._total} {self._unit}, {rate:.1f}/s, "
        text += f"about {tqdm.format_interval(left)} left"
        return f"{text}, {self._note}" if self._note else text

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        return None


class Bar:
    """A tqdm bar."""

    def __init__(self, name: str, total: int, unit: str, out: TextIO) -> None:
        self._bar = tqdm(
            total=total,
            desc=f"  {name}",
            unit=f" {unit}",
            file=out,
            leave=False,
            dynamic_ncols=True,
        )

    def update(self, number: int = 1) -> None:
        """Advance the bar."""
        self._bar.update(number)

    def note(self, text: str) -> None:
        """Shown behind the bar."""
        self._bar.set_postfix_str(text, refresh=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._bar.close()


def progress(name: str, total: int, unit: str, out: TextIO | None = None) -> Progress:
    """The form of progress that fits where the output goes (stderr unless told)."""
    out = out or sys.stderr
    return Bar(name, total, unit, out) if out.isatty() else Lines(name, total, unit, out)
